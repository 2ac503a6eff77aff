"""Robots.txt that fails closed: without a usable answer nothing is fetched on that host now."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from protego import Protego
from scrapy import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.net.guard import POLICY
from crawler.net.outcomes import Block, HandBack, Refuse, of_exception
from crawler.net.pace import CRAWL_DELAY_CAP_S, headers_of, retry_after
from crawler.net.redirects import ROBOTS

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response

log = logging.getLogger(__name__)

AGENT = "govnews"
PARSED_BYTES = 512 * 1024  # RFC 9309 asks for 500 KiB at least; 5 MB took 4.9 s to parse
KEPT = timedelta(hours=24)
KEPT_ERROR = timedelta(hours=1)
TIMEOUT_S = 20
OK, NONE = "ok", "none"


@dataclass
class Rules:
    """What one host's robots.txt says; ``status`` other than ok and none is the reason why all is closed."""

    status: str
    parser: Protego | None
    until: datetime

    @property
    def closed(self) -> bool:
        return self.status not in (OK, NONE)


class RobotsMiddleware:
    """In place of Scrapy's, which opens a site whose robots.txt is broken (measured in nine ways)."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.known: dict[str, asyncio.Future[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get(ROBOTS):
            return
        spider: Any = self.crawler.spider
        if spider.source.robots == "ignore":
            self.crawler.stats.inc_value("robots/ignored")
            return
        parts = urlparse_cached(request)
        rules = await self._rules(f"{parts.scheme}://{parts.netloc}", parts.netloc)
        if rules.closed:
            self.crawler.stats.inc_value(f"robots/closed/{rules.status}")
            raise Block(f"robots_{rules.status}", rules.until)
        if rules.parser is None:
            return
        delay = float(rules.parser.crawl_delay(AGENT) or 0)
        if delay > 0 and spider.frontier.pace.crawl_delay(parts.hostname or "", delay):
            self.crawler.stats.inc_value("politeness/crawl_delay_capped")
            log.warning(
                "%s asks for a Crawl-delay of %g s; %g s are kept", parts.netloc, delay, CRAWL_DELAY_CAP_S
            )
        if not rules.parser.can_fetch(request.url, AGENT):
            self.crawler.stats.inc_value("robots/disallowed")
            raise Refuse("robots", "Disallow")

    async def _rules(self, root: str, netloc: str) -> Rules:
        """One request per host, however many pages wait for it."""
        known = self.known.get(netloc)
        if known is not None and not (known.done() and known.result().until <= datetime.now(UTC)):
            return await asyncio.shield(known)
        future: asyncio.Future[Rules] = asyncio.get_running_loop().create_future()
        self.known[netloc] = future
        try:
            rules = await self._kept(netloc) or await self._asked(root, netloc)
        except BaseException:
            del self.known[netloc]
            future.cancel()
            raise
        future.set_result(rules)
        return rules

    async def _kept(self, netloc: str) -> Rules | None:
        frontier = self.crawler.spider.frontier  # type: ignore[union-attr]
        kept = await frontier.kept_robots(netloc)
        if kept is None:
            return None
        status, text, until = kept
        if status not in (OK, NONE) and not frontier.params.scheduled:
            return None  # a person who asks again wants to know whether it is open now
        self.crawler.stats.inc_value("robots/kept")
        return Rules(status, Protego.parse(text) if status == OK else None, until)

    async def _asked(self, root: str, netloc: str) -> Rules:
        frontier = self.crawler.spider.frontier  # type: ignore[union-attr]
        request = Request(
            f"{root}/robots.txt",
            callback=NO_CALLBACK,
            meta={ROBOTS: True, "download_timeout": TIMEOUT_S},
            dont_filter=True,
        )
        self.crawler.stats.inc_value("robots/requests")
        try:
            status, text = await self._read(await self.crawler.engine.download_async(request), frontier)
        except HandBack:
            raise  # nobody was asked: not an answer to keep
        except Exception as error:
            refused = (urlparse_cached(request).hostname or "") in POLICY.refused
            if refused:
                raise Refuse("private_address", netloc) from None
            verdict = of_exception(error)
            status, text = verdict.reason, ""
        until = datetime.now(UTC) + (KEPT if status in (OK, NONE) else KEPT_ERROR)
        if status not in (OK, NONE):
            log.warning(
                "%s/robots.txt: %s; nothing is fetched there until %s",
                root,
                status,
                until.isoformat("T", "minutes"),
            )
        await frontier.keep_robots(netloc, status, text, until)
        return Rules(status, Protego.parse(text) if status == OK else None, until)

    async def _read(self, response: Response, frontier: Any) -> tuple[str, str]:
        """4xx means no rules, but 401, 403 and 429 mean closed, as everything means that is no answer."""
        code = response.status
        if 200 <= code < 300:
            # the first half megabyte, whole lines; NUL is noise: a rule behind it still is one
            text = response.body[:PARSED_BYTES].replace(b"\0", b"").decode("utf-8-sig", "replace")
            return OK, text
        if code in (429, 503) and (seconds := retry_after(headers_of(response), datetime.now(UTC))):
            await frontier.pause_host(urlparse_cached(response).hostname or "", seconds, f"http_{code}")
        if 400 <= code < 500 and code not in (401, 403, 429):
            return NONE, ""
        return f"http_{code}", ""
