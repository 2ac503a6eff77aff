"""The base of all spiders: requests for the pages that the run claims, and one outcome for every way a request ends."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from urllib.parse import urlsplit

import scrapy
from scrapy import Request, signals
from scrapy.exceptions import CloseSpider

from crawler import home, params, urldates
from crawler.lists import article_links
from crawler.lists.embedded_articles import unpack
from crawler.lists.webpage import TooExpensive
from crawler.net.headers import headers_of, retry_after
from crawler.net.hostnames import host_of
from crawler.net.outcomes import (
    RequestOutcome,
    outcome_of_exception,
    outcome_of_redirect,
    outcome_of_response,
)
from crawler.net.throttle import RETRIED
from crawler.run.open_run import CannotStart, CrawlResult, crawl_result, open_run
from crawler.run.source_run import SourceRun
from crawler.sources.bounded_regex import PatternTimeout
from crawler.spiders.article_parts import PartialArticle, ends_claim, linked_parts, outcome_of_part
from pipelines import urls
from storage.articles.archive import RawArchive
from storage.values import ArticleHint, EditionHint, ListHint, Outcome

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.statscollectors import StatsCollector
    from twisted.python.failure import Failure

    from crawler.net.fetch_services import FetchServices
    from crawler.sources.model import Source
    from pipelines.items import PageItem
    from storage.db.database import Database
    from storage.values import Claimed, Link, Seen

log = logging.getLogger(__name__)

T = TypeVar("T")

FULL_FETCH_EACH = 10  # an ETag may be wrong: each tenth request for a page is unconditional
CLAIM = "claim"  # meta key
PARTIAL = "partial_article"  # meta key of a request for a further page of an article
PART_PRIORITY = 1  # an article is completed before the next claim is fetched
FORM_TYPE = "application/x-www-form-urlencoded; charset=UTF-8"


class GovSpider(scrapy.Spider):
    """Crawls one source. Subclasses define the start pages and how a list page is read.

    After the crawl ``result`` holds its exit code and message.
    """

    source: ClassVar[Source]
    run: SourceRun

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        super().__init__(name)
        self.params = params.parse(arguments)
        self.result: CrawlResult | None = None
        self._database: Database | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._late_outcomes: set[asyncio.Task[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        for handler, signal in (
            (spider.on_opened, signals.spider_opened),
            (spider.on_closed, signals.spider_closed),
            (spider.on_spider_error, signals.spider_error),
            (spider.on_item_error, signals.item_error),
            (spider.on_item_dropped, signals.item_dropped),
            (spider.on_item_scraped, signals.item_scraped),
            (spider.on_request_dropped, signals.request_dropped),
        ):
            crawler.signals.connect(handler, signal=signal)
        return spider

    @property
    def fetch(self) -> FetchServices:
        """The services that the downloader middlewares use."""
        return self.run

    @property
    def stats(self) -> StatsCollector:
        if self.crawler.stats is None:
            raise RuntimeError("the crawler has no stats collector")
        return self.crawler.stats

    # ------------------------------------------------------------------ for subclasses

    def seeds(self) -> Sequence[Link]:
        """Return the pages with which a walk begins."""
        raise NotImplementedError

    async def on_list(self, claim: Claimed, response: Response, seen: Seen) -> None:
        """Read a list page and write its outcome."""
        raise NotImplementedError

    def alternatives(self, claim: Claimed, outcome: RequestOutcome) -> Sequence[Link]:
        """Return pages to fetch in place of one that could not be read."""
        return ()

    def before_close(self) -> None:
        """Add the last findings to the report of the run."""

    # ------------------------------------------------------------------ start and end

    async def on_opened(self) -> None:
        """Start the run. Raises CloseSpider if it cannot be started."""
        archive = RawArchive(home.raw_root())
        self.run = SourceRun(self.source, self.params, self.stats, archive)
        log_path = self.crawler.settings.get("LOG_FILE")
        try:
            self._database = await open_run(self.run, log_path, lambda: self.crawler.crawling)
        except CannotStart as reason:
            self.result = reason.result
        except Exception as error:
            log.exception("the run could not be started")
            self.result = CrawlResult(1, f"the run could not be started: {type(error).__name__}: {error}")
        if self.result is not None:
            log.error("%s", self.result.message)
            self.run.database.close()
            raise CloseSpider("not_started")
        self._watcher = asyncio.ensure_future(self.run.watch(lambda: self.crawler.crawling))

    async def on_closed(self, reason: str) -> None:
        if self.result is None:
            self.before_close()
            while pending := [task for task in self._late_outcomes if not task.done()]:
                await asyncio.wait(pending)
            self.result = crawl_result(await self.run.finish(reason))
        if self._watcher is not None:
            self._watcher.cancel()
        if self._database is not None:
            self._database.close()

    async def start(self) -> AsyncIterator[Any]:
        await self.run.link_leftovers()
        await self.run.seed(self.seeds())
        async with contextlib.aclosing(self.run.claims.stream()) as claims:
            async for claim in claims:
                if (request := await self._request(claim)) is not None:
                    yield request

    # ------------------------------------------------------------------ requests

    async def _request(self, claim: Claimed) -> Request | None:
        form = claim.hint.form if isinstance(claim.hint, ListHint) else None
        try:
            return Request(
                claim.url,
                method="GET" if form is None else "POST",
                body=form,
                callback=self.on_response,
                errback=self.on_failure,
                headers=self._conditions(claim) | _headers(claim),
                meta={CLAIM: claim, RETRIED: claim.attempts > 0},
                dont_filter=True,  # the frontier holds each address once; Scrapy's filter would drop a request without an errback
            )
        except ValueError:
            await self.run.claims.end(claim, RequestOutcome("failed", "bad_url"))
            return None

    def _conditions(self, claim: Claimed) -> dict[str, str]:
        """Return If-None-Match and If-Modified-Since if a 304 would hide nothing new."""
        allowed = claim.article_id is not None if claim.kind == "article" else self._lists_are_conditional()
        if not allowed or claim.not_modified % FULL_FETCH_EACH == FULL_FETCH_EACH - 1:
            return {}
        wanted = {"If-None-Match": claim.etag, "If-Modified-Since": claim.last_modified}
        return {name: value for name, value in wanted.items() if value}

    def _lists_are_conditional(self) -> bool:
        # after an incomplete walk, an unchanged first page hides the pages that were not reached
        complete = self.run.claims.ledger.after_complete_walk
        return complete and not (self.params.windowed or self.params.limit)

    # ------------------------------------------------------------------ responses

    async def on_response(self, response: Response) -> AsyncIterator[PageItem | Request]:
        claim: Claimed = response.meta[CLAIM]
        host = urlsplit(response.url).hostname or ""
        seen = self.run.seen(response)
        outcome = self._outcome(claim, response)
        if outcome is not None and (item := await self._from_list(claim, outcome, seen)) is not None:
            yield item
        elif outcome is not None:
            await self._no_page(claim, response, outcome, host, seen)
        elif response.status == 304:
            await self.run.claims.settle(claim.id, Outcome(state="unchanged"), seen=seen)
        elif claim.kind == "article" and (away := self._redirected_away(claim, response.url)) is not None:
            await self.run.claims.end(claim, away, seen)
        elif claim.kind == "article":
            self.run.pace.accepted(host)
            yield await self._article(claim, response, seen)
        else:
            self.run.pace.accepted(host)
            await self.on_list(claim, response, seen)

    def _outcome(self, claim: Claimed, response: Response) -> RequestOutcome | None:
        if response.request is None:
            raise ValueError(f"{response.url}: a response without a request")
        conditional = bool({b"If-None-Match", b"If-Modified-Since"} & set(response.request.headers))
        outcome = outcome_of_response(
            response.status,
            headers_of(response),
            response.body,
            conditional=conditional,
            failures=claim.attempts,
        )
        if outcome is None and claim.kind == "article":
            return outcome_of_redirect(claim.url, response.url)
        return outcome

    async def _from_list(self, claim: Claimed, outcome: RequestOutcome, seen: Seen) -> PageItem | None:
        """Return the item of an article whose own page is missing, if its list contained the text."""
        if not isinstance(claim.hint, ArticleHint) or outcome.state not in ("gone", "failed"):
            return None
        article = unpack(claim.hint.content)
        return None if article is None else await self.run.listed_item(claim, article, seen)

    def _redirected_away(self, claim: Claimed, final_url: str) -> RequestOutcome | None:
        """Return the outcome if redirects ended on a list page or another URL that can be no article of the source."""
        key = urls.key(final_url)
        lists = {urls.key(urldates.without_slot(address)) for address in self.source.start}
        if key == claim.url_key:
            return None
        try:
            is_article = key not in lists and article_links.article_test(self.source)(final_url)
        except PatternTimeout as error:
            return self.pattern_timeout(claim.url, error)
        # a list or error page in place of a removed article is no article; of a stored one it shows the removal
        state = "refused" if claim.article_id is None else "gone"
        return None if is_article else RequestOutcome(state, "redirected")

    async def read_in_thread(self, claim: Claimed, seen: Seen, read: Callable[[], T]) -> T | None:
        """Return what ``read`` makes of a page, or None if that takes too long; the outcome is written then."""
        try:
            return await asyncio.to_thread(read)
        except TooExpensive:
            outcome = RequestOutcome("failed", "too_expensive")
        except PatternTimeout as error:
            outcome = self.pattern_timeout(claim.url, error)
        await self.run.claims.end(claim, outcome, seen)
        return None

    def pattern_timeout(self, url: str, error: PatternTimeout) -> RequestOutcome:
        """Report a pattern of the source that took too long, and return the outcome of the page."""
        self.stats.inc_value("source/pattern_timeout")
        self.run.report.add("pattern_timeout", url, f"{error}: {url}", detail=str(error))
        return RequestOutcome("failed", "pattern_timeout")

    async def _no_page(
        self, claim: Claimed, response: Response, outcome: RequestOutcome, host: str, seen: Seen
    ) -> None:
        if outcome.state == "blocked" or outcome.reason == "forbidden":
            self.run.pace.blocked(host, outcome.reason)
        if outcome.state == "retry" and response.status in (429, 503):
            seconds = retry_after(headers_of(response), self.run.now())
            if seconds:
                until = await self.run.pause_host(host, seconds, outcome.reason)
                outcome = RequestOutcome("retry", outcome.reason, until)
        await self.run.claims.end(claim, outcome, seen, self.alternatives(claim, outcome))

    async def on_failure(self, failure: Failure) -> None:
        """Write the outcome of a request without a response."""
        request: Request = failure.request  # type: ignore[attr-defined]
        await self.run.claims.end(request.meta[CLAIM], self._outcome_of_failure(failure, request))

    def _outcome_of_failure(self, failure: Failure, request: Request) -> RequestOutcome:
        error = failure.value or ValueError("a failure without an exception")
        outcome = outcome_of_exception(error, private_name=self.run.permissions.refused(request.url))
        if outcome.reason == "private_address":
            self.stats.inc_value("guard/private_address")
        return outcome

    # ------------------------------------------------------------------ articles on several pages

    async def _article(self, claim: Claimed, response: Response, seen: Seen) -> PageItem | Request:
        """Return the item of an article, or the request for its second page: the claim stays held until the last."""
        addresses: tuple[str, ...] = ()
        if not (isinstance(claim.hint, ArticleHint) and claim.hint.newspaper):
            addresses = await linked_parts(response, self.source.charset, response.url)
        return await self._next_part(
            PartialArticle(claim=claim, first=response, seen=seen, addresses=addresses)
        )

    async def _next_part(self, article: PartialArticle) -> PageItem | Request:
        """Return the request for the next page of an article, or its item if it is complete."""
        address = article.next_address
        if address is None:
            return await self.run.page_item(article.claim, article.first, article.seen, article.parts)
        self.stats.inc_value("parts/requests")
        return Request(
            address,
            callback=self.on_part,
            errback=self.on_part_failure,
            headers={"Referer": article.first.url},
            meta={CLAIM: article.claim, PARTIAL: article, RETRIED: article.claim.attempts > 0},
            priority=PART_PRIORITY,
            dont_filter=True,
        )

    async def on_part(self, response: Response) -> AsyncIterator[PageItem | Request]:
        """Add a further page to its article, or end the claim if it has to be fetched again later."""
        article: PartialArticle = response.meta[PARTIAL]
        claim, address = article.claim, article.next_address or response.url
        host = urlsplit(response.url).hostname or ""
        outcome = outcome_of_part(address, response, claim.attempts)
        if outcome is None:
            self.run.pace.accepted(host)
            position = len(article.parts) + 2
            addresses = await linked_parts(response, self.source.charset, article.first.url, position)
            yield await self._next_part(article.with_page(response, addresses))
        elif ends_claim(outcome, claim):
            await self._no_page(claim, response, outcome, host, self.run.seen(response))
        else:
            if outcome.reason == "forbidden":
                self.run.pace.blocked(host, outcome.reason)
            yield await self._without_part(article, address, outcome)

    async def on_part_failure(self, failure: Failure) -> AsyncIterator[PageItem | Request]:
        """As ``on_part``, for a request without a response."""
        request: Request = failure.request  # type: ignore[attr-defined]
        article: PartialArticle = request.meta[PARTIAL]
        outcome = self._outcome_of_failure(failure, request)
        if ends_claim(outcome, article.claim):
            await self.run.claims.end(article.claim, outcome)
        else:
            yield await self._without_part(article, article.next_address or request.url, outcome)

    async def _without_part(
        self, article: PartialArticle, address: str, outcome: RequestOutcome
    ) -> PageItem | Request:
        self.stats.inc_value(f"parts/missing/{outcome.reason}")
        return await self._next_part(article.with_missing(address, outcome.reason))

    async def follow(self, claim: Claimed, target: Link, seen: Seen) -> None:
        """Follow a list page that redirects by meta refresh or script, a limited number of times."""
        hint = target.hint
        moves = (claim.hint.moves if isinstance(claim.hint, ListHint | EditionHint) else 0) + 1
        if host_of(target.url) not in self.source.own_hosts:
            await self.run.claims.end(claim, RequestOutcome("refused", "offsite_redirect"), seen)
        elif moves > article_links.MAX_MOVES or not isinstance(hint, ListHint | EditionHint):
            await self.run.claims.end(claim, RequestOutcome("failed", "redirect_loop"), seen)
        else:
            self.stats.inc_value("list/moved")
            link = replace(target, hint=replace(hint, moves=moves))
            await self.run.claims.settle(claim.id, Outcome(state="listed"), [link], seen)

    # ------------------------------------------------------------------ ends that Scrapy reports by signals only

    def on_spider_error(self, failure: Failure, response: Response) -> None:
        request = response.request
        if request is not None and CLAIM in request.meta:
            self._end_later(request.meta[CLAIM], f"spider_error:{type(failure.value).__name__}")

    def on_request_dropped(self, request: Request) -> None:
        if CLAIM in request.meta:
            self._end_later(request.meta[CLAIM], "request_dropped")

    def _end_later(self, claim: Claimed, reason: str) -> None:
        task = asyncio.ensure_future(self.run.claims.end(claim, RequestOutcome("retry", reason)))
        self._late_outcomes.add(task)
        task.add_done_callback(self._late_outcomes.discard)

    async def on_item_error(self, item: PageItem, failure: Failure) -> None:
        reason = f"item_error:{type(failure.value).__name__}"
        await self.run.item_failed(item, RequestOutcome("retry", reason))

    async def on_item_dropped(self, item: PageItem, exception: BaseException) -> None:
        await self.run.item_failed(item, RequestOutcome("refused", _snake_case(type(exception).__name__)))

    async def on_item_scraped(self, item: PageItem) -> None:
        """The item passed all pipelines: if its page still has no outcome, no pipeline stored it."""
        await self.run.item_failed(item, RequestOutcome("failed", "not_stored"))


def _headers(claim: Claimed) -> dict[str, str]:
    """Return the headers that a browser on the list page would send; some hosts answer 403 without them."""
    hint = claim.hint
    if isinstance(hint, ArticleHint):
        return {"Referer": hint.list_url} if hint.list_url is not None else {}
    headers: dict[str, str] = {}
    if isinstance(hint, ListHint):
        if hint.referer is not None:
            headers |= {"Referer": hint.referer, "X-Requested-With": "XMLHttpRequest"}
        if hint.form is not None:
            headers["Content-Type"] = FORM_TYPE
    return headers


def _snake_case(name: str) -> str:
    """TooShort -> too_short: the name of a DropItem class as the reason of an outcome."""
    return "".join(f"_{ch.lower()}" if ch.isupper() else ch for ch in name).lstrip("_")
