"""Obey robots.txt, and fetch nothing from a host whose robots.txt cannot be read (RFC 9309)."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from protego import Protego
from scrapy import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.net.fetch_services import fetch_services, stats_of
from crawler.net.headers import headers_of, retry_after
from crawler.net.outcomes import RequestRefused, RequestReturned, SiteBlocked, outcome_of_exception
from crawler.net.pace import CRAWL_DELAY_CAP_S
from crawler.net.redirects import ROBOTS

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.net.fetch_services import FetchServices

log = logging.getLogger(__name__)

AGENT = "govnews"
MAX_PARSED_BYTES = 512 * 1024  # RFC 9309 asks for at least 500 KiB; 5 MB took 4.9 s to parse
VALID = timedelta(hours=24)
ERROR_VALID = timedelta(hours=1)
TIMEOUT_S = 20
OK, NO_RULES = "ok", "none"


@dataclass(frozen=True)
class RobotsRules:
    """The robots.txt of one host. A status other than OK and NO_RULES is the reason why nothing may be fetched."""

    status: str
    parser: Protego | None
    until: datetime  # when it has to be read again

    @property
    def closed(self) -> bool:
        return self.status not in (OK, NO_RULES)

    @classmethod
    def of(cls, status: str, text: str, until: datetime) -> Self:
        return cls(status, Protego.parse(text) if status == OK else None, until)


class RobotsMiddleware:
    """Replaces Scrapy's, which allows everything when robots.txt cannot be read.

    Raises RequestRefused (``robots``: disallowed) or SiteBlocked (``robots_REASON``: not readable).
    Stats: ``robots/requests``, ``robots/kept``, ``robots/ignored``, ``robots/disallowed``, ``robots/closed/REASON``,
    ``politeness/crawl_delay_capped``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.known: dict[str, asyncio.Future[RobotsRules]] = {}  # by host and port

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def services(self) -> FetchServices:
        return fetch_services(self.crawler)

    def _count(self, name: str) -> None:
        stats_of(self.crawler).inc_value(name)

    async def process_request(self, request: Request) -> None:
        if request.meta.get(ROBOTS):
            return
        if not self.services.obeys_robots:
            self._count("robots/ignored")
            return
        parts = urlparse_cached(request)
        rules = await self._rules(f"{parts.scheme}://{parts.netloc}", parts.netloc)
        if rules.closed:
            self._count(f"robots/closed/{rules.status}")
            raise SiteBlocked(f"robots_{rules.status}", rules.until)
        if rules.parser is None:
            return
        self._obey_crawl_delay(rules.parser, parts.hostname or "")
        if not rules.parser.can_fetch(request.url, AGENT):
            self._count("robots/disallowed")
            raise RequestRefused("robots", "Disallow")

    def _obey_crawl_delay(self, parser: Protego, host: str) -> None:
        delay = float(parser.crawl_delay(AGENT) or 0)
        if delay > 0 and self.services.pace.crawl_delay(host, delay):
            self._count("politeness/crawl_delay_capped")
            log.warning("%s asks for a Crawl-delay of %g s; using %g s", host, delay, CRAWL_DELAY_CAP_S)

    async def _rules(self, root: str, netloc: str) -> RobotsRules:
        """Return the rules of a host; requests that arrive while they are read wait for the same answer."""
        known = self.known.get(netloc)
        if known is not None and not (known.done() and known.result().until <= datetime.now(UTC)):
            return await asyncio.shield(known)
        future: asyncio.Future[RobotsRules] = asyncio.get_running_loop().create_future()
        self.known[netloc] = future
        try:
            rules = await self._stored(netloc) or await self._fetch(root, netloc)
        except BaseException:
            del self.known[netloc]
            future.cancel()
            raise
        future.set_result(rules)
        return rules

    async def _stored(self, netloc: str) -> RobotsRules | None:
        stored = await self.services.stored_robots(netloc)
        if stored is None:
            return None
        rules = RobotsRules.of(*stored)
        if rules.closed and not self.services.reuses_robots_errors:
            return None
        self._count("robots/kept")
        return rules

    async def _fetch(self, root: str, netloc: str) -> RobotsRules:
        """Request robots.txt and store the result. Raises RequestRefused, RequestReturned."""
        request = Request(
            f"{root}/robots.txt",
            callback=NO_CALLBACK,
            meta={ROBOTS: True, "download_timeout": TIMEOUT_S},
            dont_filter=True,
        )
        self._count("robots/requests")
        if self.crawler.engine is None:
            raise RuntimeError("robots.txt is needed before the engine was started")
        try:
            status, text = await self._read(await self.crawler.engine.download_async(request))
        except RequestReturned:
            raise  # not sent: there is no answer to store
        except Exception as error:
            if self.services.permissions.refused(request.url):
                raise RequestRefused("private_address", netloc) from None
            status, text = outcome_of_exception(error).reason, ""
        until = datetime.now(UTC) + (VALID if status in (OK, NO_RULES) else ERROR_VALID)
        rules = RobotsRules.of(status, text, until)
        if rules.closed:
            log.warning(
                "%s/robots.txt: %s; nothing is fetched there until %s",
                root,
                status,
                until.isoformat(" ", "minutes"),
            )
        await self.services.store_robots(netloc, status, text, until)
        return rules

    async def _read(self, response: Response) -> tuple[str, str]:
        """Return (status, text). 4xx means that there are no rules, except 401, 403 and 429: closed like 5xx."""
        code = response.status
        if 200 <= code < 300:
            # NUL bytes would hide the rule behind them from the parser
            text = response.body[:MAX_PARSED_BYTES].replace(b"\0", b"").decode("utf-8-sig", "replace")
            return OK, text
        if code in (429, 503) and (seconds := retry_after(headers_of(response), datetime.now(UTC))):
            await self.services.pause_host(urlparse_cached(response).hostname or "", seconds, f"http_{code}")
        if 400 <= code < 500 and code not in (401, 403, 429):
            return NO_RULES, ""
        return f"http_{code}", ""
