"""What every shape shares: the pump from frontier to Scrapy, one outcome for every end of a request."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

import scrapy
from scrapy import Request, signals
from scrapy.exceptions import CloseSpider

from crawler import params, urldates
from crawler.lists import article_links
from crawler.net import guard, outcomes, site
from crawler.net.outcomes import Verdict
from crawler.net.pace import headers_of, retry_after
from crawler.run import opening
from crawler.run.page_queue import Frontier
from pipelines import urls
from storage.values import Outcome

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.run.ended import Ended
    from crawler.sources.model import Source
    from pipelines.items import PageItem
    from storage.values import Claimed, Link, Seen

log = logging.getLogger(__name__)

FULL_FETCH_EACH = 10  # an ETag may lie: every tenth time the page is fetched whatever it says


class GovSpider(scrapy.Spider):
    """A source at work. Subclasses say what the start pages are and how a list page is read."""

    source: ClassVar[Source]

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        super().__init__(name)
        self.params = params.parse(arguments)
        self.verdict: Ended | None = None
        self.frontier: Frontier
        self._tasks: set[asyncio.Task[Any]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        guard.POLICY.open(cls.source.start_hosts if cls.source.allow_private else ())
        for handler, signal in (
            (spider.opened, signals.spider_opened),
            (spider.closed_by, signals.spider_closed),
            (spider.on_spider_error, signals.spider_error),
            (spider.on_item_error, signals.item_error),
            (spider.on_item_dropped, signals.item_dropped),
            (spider.on_item_scraped, signals.item_scraped),
            (spider.on_request_dropped, signals.request_dropped),
        ):
            crawler.signals.connect(handler, signal=signal)
        return spider

    # ------------------------------------------------------------------ shape

    def seeds(self) -> Sequence[Link]:
        """The pages a walk begins with."""
        raise NotImplementedError

    async def on_list(self, claim: Claimed, response: Response, seen: Seen) -> None:
        """Read a list page and settle it."""
        raise NotImplementedError

    def more_after(self, claim: Claimed, verdict: Verdict) -> Sequence[Link]:
        """Pages to read because this one could not be."""
        return ()

    def before_close(self) -> None:
        """Last findings of the shape."""

    # ------------------------------------------------------------------ life

    async def opened(self) -> None:
        self.frontier = Frontier(self.source, self.params, self.crawler.stats)
        log_path = self.crawler.settings.get("LOG_FILE")
        ended = await opening.open_run(self.frontier, log_path, lambda: self.crawler.crawling)
        if ended is not None:
            self.verdict = ended
            log.error("%s", ended.message)
            raise CloseSpider("not_started")
        task = asyncio.ensure_future(self.frontier.watch(lambda: self.crawler.crawling))
        self._tasks.add(task)

    async def closed_by(self, reason: str) -> None:
        if self.verdict is None:
            self.before_close()
            while pending := [t for t in self._tasks if not t.done() and t.get_name() == "settle"]:
                await asyncio.wait(pending)
            await self.frontier.finish(reason)
            self.verdict = opening.verdict(self.frontier.run or {})
        for task in self._tasks:
            task.cancel()
        opening.close(self.frontier)

    async def start(self) -> AsyncIterator[Any]:
        await self.frontier.heal()
        await self.frontier.seed(self.seeds())
        async with contextlib.aclosing(self.frontier.claims()) as claims:
            async for claim in claims:
                if (request := await self.request(claim)) is not None:
                    yield request

    async def request(self, claim: Claimed) -> Request | None:
        form = claim.hint.get("form")  # a list that answers to POST alone: its row says what to send
        try:
            return Request(
                claim.url,
                method="GET" if form is None else "POST",
                body=form,
                callback=self.on_response,
                errback=self.on_failure,
                headers=self._conditions(claim) | _headers(claim),
                meta={"claim": claim},
                dont_filter=True,  # the frontier is the dupefilter: Scrapy's drops without an errback
            )
        except ValueError:
            await self.frontier.end(claim, Verdict("failed", "bad_url"))
            return None

    def _conditions(self, claim: Claimed) -> dict[str, str]:
        """If-None-Match and If-Modified-Since, where "unchanged" would mean that nothing is missed."""
        asked = claim.article_id is not None if claim.kind == "article" else self._lists_may_be_conditional()
        if not asked or claim.not_modified % FULL_FETCH_EACH == FULL_FETCH_EACH - 1:
            return {}
        wanted = {"If-None-Match": claim.etag, "If-Modified-Since": claim.last_modified}
        return {name: value for name, value in wanted.items() if value}

    def _lists_may_be_conditional(self) -> bool:
        # after a walk that broke off, an unchanged first page still hides what was never reached
        return self.frontier.ledger.after_complete_walk and not (self.params.windowed or self.params.limit)

    # ------------------------------------------------------------------ answers

    async def on_response(self, response: Response) -> AsyncIterator[PageItem]:
        assert response.request is not None
        claim: Claimed = response.meta["claim"]
        host = urlsplit(response.url).hostname or ""
        seen = self.frontier.seen(response)
        asked = {b"If-None-Match", b"If-Modified-Since"} & set(response.request.headers)
        verdict = outcomes.of_response(
            response.status, response.body, conditional=bool(asked), tried=claim.attempts
        )
        if verdict is None and claim.kind == "article":
            verdict = outcomes.of_landing(claim.url, response.url)
        if verdict is not None and (item := await self.frontier.from_list(claim, verdict, seen)) is not None:
            yield item
        elif verdict is not None:
            await self._refused(claim, response, verdict, host, seen)
        elif response.status == 304:
            await self.frontier.same(claim, seen)
        elif claim.kind == "article" and self._led_away(claim, response.url):
            # lists and error pages stand in for what was removed: no article, and a sighting of an old one
            state = "refused" if claim.article_id is None else "gone"
            await self.frontier.end(claim, Verdict(state, "redirected"), seen)
        elif claim.kind == "article":
            self.frontier.pace.welcomed(host)
            yield await self.frontier.item(claim, response, seen)
        else:
            self.frontier.pace.welcomed(host)
            await self.on_list(claim, response, seen)

    def _led_away(self, claim: Claimed, final: str) -> bool:
        """Whether redirects ended where no article of the source can be: on a list, or on another kind of address."""
        key = urls.key(final)
        lists = {urls.key(urldates.without_slot(address)) for address in self.source.start}
        return key != claim.url_key and (key in lists or not article_links.article_test(self.source)(final))

    async def _refused(
        self, claim: Claimed, response: Response, verdict: Verdict, host: str, seen: Seen
    ) -> None:
        if verdict.state == "blocked" or verdict.reason == "forbidden":
            self.frontier.pace.blocked(host, verdict.reason)
        asked = (
            retry_after(headers_of(response), self.frontier.now()) if response.status in (429, 503) else None
        )
        if asked and verdict.state == "retry":
            until = await self.frontier.pause_host(host, asked, verdict.reason)
            verdict = Verdict("retry", verdict.reason, until)
        await self.frontier.end(claim, verdict, seen, self.more_after(claim, verdict))

    async def on_failure(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        host = urlsplit(request.url).hostname or ""
        verdict = outcomes.of_exception(
            failure.value or ValueError(), refused_by_resolver=host in guard.POLICY.refused
        )
        if verdict.reason == "private_address":
            self.crawler.stats.inc_value("guard/private_address")
        claim: Claimed = request.meta["claim"]
        await self.frontier.end(claim, verdict)

    async def follow(self, claim: Claimed, target: Link, seen: Seen) -> None:
        """A list page without content sends its readers on (meta refresh, script): so are we, not for ever."""
        moves = int(claim.hint.get("moves", 0)) + 1
        if site.of(target.url) not in self.source.own_hosts:
            await self.frontier.end(claim, Verdict("refused", "offsite_redirect"), seen)
        elif moves > article_links.MAX_MOVES:
            await self.frontier.end(claim, Verdict("failed", "redirect_loop"), seen)
        else:
            self.crawler.stats.inc_value("list/moved")
            link = replace(target, hint={**target.hint, "moves": moves})
            await self.frontier.settle(claim.id, Outcome(state="listed"), [link], seen)

    # ------------------------------------------------------------------ what Scrapy tells by signals only

    def on_spider_error(self, failure: Failure, response: Any) -> None:
        request = getattr(response, "request", None)
        if request is not None and (claim := request.meta.get("claim")):
            self._later(claim, f"spider_error:{type(failure.value).__name__}")

    def on_request_dropped(self, request: Request) -> None:
        if claim := request.meta.get("claim"):
            self._later(claim, "request_dropped")

    def _later(self, claim: Claimed, reason: str) -> None:
        task = asyncio.ensure_future(self.frontier.end(claim, Verdict("retry", reason)))
        task.set_name("settle")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def on_item_error(self, item: PageItem, failure: Failure) -> None:
        await self.frontier.item_failed(item, Verdict("retry", f"item_error:{type(failure.value).__name__}"))

    async def on_item_dropped(self, item: PageItem, exception: BaseException) -> None:
        await self.frontier.item_failed(item, Verdict("refused", _word(type(exception).__name__)))

    async def on_item_scraped(self, item: PageItem) -> None:
        await self.frontier.item_failed(item, Verdict("failed", "not_stored"))


def _headers(claim: Claimed) -> dict[str, str]:
    """What a reader of the list, or the script that draws it, would send; some hosts answer 403 without."""
    headers: dict[str, str] = {}
    if (referer := claim.hint.get("referer")) is not None:
        headers |= {"Referer": referer, "X-Requested-With": "XMLHttpRequest"}
    elif (came_from := claim.hint.get("list_url")) is not None:
        headers["Referer"] = came_from
    if claim.hint.get("form") is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
    return headers


def _word(name: str) -> str:
    """TooShort -> too_short: a drop reason is a type, its outcome is a word."""
    return "".join(f"_{ch.lower()}" if ch.isupper() else ch for ch in name).lstrip("_")
