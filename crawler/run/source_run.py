"""One crawl of one source: its database run, its leases, and all that spiders, middlewares and pipelines ask of it."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from crawler.net.headers import headers_of
from crawler.net.outcomes import RequestOutcome
from crawler.net.pace import Pace
from crawler.net.permissions import HostPermissions
from crawler.run.article_rows import article_row, newspaper_of, page_hint
from crawler.run.claims import Claims
from crawler.run.comparer import COMPARER
from crawler.run.database_thread import DatabaseThread
from crawler.run.run_report import RunReport
from pipelines.items import Page, PageItem
from storage.ledger import LeaseLost, Ledger
from storage.stories import link
from storage.values import ArticleHint, RawEntry, Seen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scrapy.http import Response
    from scrapy.statscollectors import StatsCollector

    from crawler.lists.embedded_articles import EmbeddedArticle
    from crawler.net.hostnames import HostSet
    from crawler.params import Params
    from crawler.sources.model import Source
    from pipelines.items import PagePart
    from storage.db.database import Database
    from storage.values import Archive, Claimed, Link

log = logging.getLogger(__name__)

RENEW_S = 15
WATCH_S = 0.25  # seconds between checks whether Scrapy is stopping
KEPT_HEADERS = (
    "content-type",
    "content-length",
    "date",
    "last-modified",
    "etag",
    "server",
    "content-language",
)
# Outcomes of refused pages; every other reason means ``refused``
REFUSED_STATES = {
    "removal_notice": "gone",
    "challenge": "blocked",
    "server_error": "retry",
    "extract_crash": "retry",  # perhaps a fault of this machine
    "extract_timeout": "retry",  # the machine may have been busy
    "extract_memory": "failed",
    "extract_error": "failed",
}


@dataclass(frozen=True)
class ClosedRun:
    """How a run ended, as far as its row could be written."""

    run_id: int | None
    state: str  # finished | interrupted | failed
    reason: str | None = None
    findings: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


class SourceRun:
    """The services of one run. Implements ``pipelines.item_pipelines.RunServices`` and ``crawler.net.FetchServices``."""

    def __init__(self, source: Source, params: Params, stats: StatsCollector, archive: Archive) -> None:
        self.source, self.params, self.stats = source, params, stats
        self.archive = archive
        self.pace = Pace(source.delay)
        self.permissions = HostPermissions.of_hosts(source.start_hosts if source.allow_private else ())
        self.downloads: set[asyncio.Task[Response]] = set()
        self.report = RunReport(source, params)
        self.database = DatabaseThread(stats, self.stop)
        self.claims = Claims(source, params, stats, self.database, self.pace, self.report)
        self.closed: ClosedRun | None = None
        self._seen: dict[int, Seen] = {}  # by page id, until the page has an outcome
        self._hashes: dict[int, Sequence[int]] = {}  # fingerprints of saved articles, until they are linked

    # ------------------------------------------------------------------ start and end

    async def start(self, database: Database, log_path: str | None) -> None:
        """Take the leases of the source's hosts and write the run row. Raises LeaseTaken, DatabaseError."""
        ledger = await self.database.call(
            lambda: Ledger.open(
                database,
                source_id=self.source.id,
                hosts=self.source.hosts_all(),
                params=self.params.record() | self._ignored_robots(),
                log_path=log_path,
            )
        )
        database_now = await self.database.call(ledger.now)
        self.database.clock_skew = database_now - datetime.now(UTC)
        await self._restore_hosts(ledger)
        self.claims.start(ledger)

    def _ignored_robots(self) -> dict[str, Any]:
        if self.obeys_robots:
            return {}
        return {"robots": "ignore", "evidence": self.source.evidence}

    async def _restore_hosts(self, ledger: Ledger) -> None:
        """Respect the delays and pauses of earlier runs and other processes."""
        for host, idle_s in ledger.idle_s.items():
            if idle_s is not None:
                self.pace.asked_before(host, idle_s)
            row = await self.database.call(partial(ledger.host, host))
            if row and row["paused_until"] and row["paused_until"] > self.now():
                self.pace.pause(host, (row["paused_until"] - self.now()).total_seconds())

    def now(self) -> datetime:
        """Return the time of the database's clock."""
        return self.database.now()

    async def watch(self, crawling: Callable[[], bool]) -> None:
        """Renew the leases until the run is closed, and stop it as soon as Scrapy begins to stop."""
        renew_at = time.monotonic() + RENEW_S
        while self.closed is None:
            await asyncio.sleep(WATCH_S)
            if not crawling():
                self.stop("shutdown")
            if time.monotonic() >= renew_at and not self.database.lease_lost:
                renew_at = time.monotonic() + RENEW_S
                try:
                    await self.database.call(self.claims.ledger.renew)
                except LeaseLost:
                    return
                except Exception as error:
                    log.error("the lease could not be renewed: %s", error)

    def stop(self, reason: str) -> None:
        """End the run: claim nothing more, return waiting requests, cancel running downloads."""
        if self.claims.closing is None:
            self.database.shorten_patience()
        self.pace.stop(reason)
        self.claims.close(reason)
        for download in list(self.downloads):
            download.cancel()

    async def finish(self, reason: str) -> ClosedRun:
        """Return the pages still held and close the run row. ``reason`` is Scrapy's finish reason."""
        if self.claims.closing is None and reason != "finished":
            self.stop(reason)
        try:
            await self.claims.return_all()
            self.closed = await self._close_row(reason)
        except LeaseLost:
            self.closed = ClosedRun(self.claims.ledger.run_id, "interrupted", "lease_lost")
        except Exception as error:
            log.error("the run could not be closed: %s", error)
            self.closed = ClosedRun(self.claims.ledger.run_id, "failed", "database")
        finally:
            self.database.close()
        return self.closed

    async def _close_row(self, reason: str) -> ClosedRun:
        ended = self.report.result(self.claims.closing or reason, self.pace)
        stats = {k: v for k, v in self.stats.get_stats().items() if isinstance(v, int | float | str)}
        row = await self.database.call(
            lambda: self.claims.ledger.close(
                ended.state,
                ended.reason,
                claimed=self.claims.claimed,
                stats=stats,
                findings=ended.findings,
                walk_complete=ended.walk_complete,
            )
        )
        return ClosedRun(row["id"], row["state"], row["reason"], row["findings"])

    # ------------------------------------------------------------------ pages and articles

    def seen(self, response: Response) -> Seen:
        """Return what is kept of a response; the fetch time is that of the database's clock."""
        headers = headers_of(response)
        return Seen(
            status=response.status,
            fetched_at=self.now(),
            final_url=response.url,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
        )

    async def page_item(
        self, claim: Claimed, response: Response, seen: Seen, parts: tuple[PagePart, ...] = ()
    ) -> PageItem:
        """Archive the body of an article page and those of its further pages; return the item for the pipelines."""
        page = Page(
            url=claim.url,
            body=response.body,
            final_url=response.url,
            status=response.status,
            headers=headers_of(response),
            fetched_at=seen.fetched_at,
            parts=parts,
        )
        return await self._archived(claim, page, seen, response.url)

    async def listed_item(self, claim: Claimed, article: EmbeddedArticle, seen: Seen) -> PageItem | None:
        """Return the item for an article whose own page is missing, from the text in its list.

        None if the article was read from its own page before: then that page is gone.
        """
        if claim.article_id is not None and claim.raw_sha != hashlib.sha256(article.body).hexdigest():
            return None
        self.stats.inc_value("list/article_inside")
        page = Page(
            url=claim.url,
            body=article.body,
            headers=article.headers,
            fetched_at=seen.fetched_at,
            given=article.given,
        )
        list_url = _article_hint(claim).list_url or claim.url
        return await self._archived(claim, page, replace(seen, final_url=claim.url), list_url)

    async def _archived(self, claim: Claimed, page: Page, seen: Seen, fetched_url: str) -> PageItem:
        """Store the body before anything refers to it; complete the page with what source and list state."""
        raw = await self._raw_entry(page, fetched_url, seen.fetched_at)
        fetched = [part for part in page.parts if part.missing is None]
        parts = [await self._raw_entry(part, part.url, seen.fetched_at) for part in fetched]
        self._seen[claim.id] = replace(seen, raw=raw, parts=tuple(parts))
        hint = _article_hint(claim)
        page = replace(
            page,
            rules=self.source.rules(),
            hint=page_hint(hint),
            newspaper=newspaper_of(hint.newspaper),
        )
        return PageItem(page=page, page_id=claim.id, raw_sha=raw.sha)

    async def _raw_entry(self, page: Page | PagePart, url: str, fetched_at: datetime) -> RawEntry:
        """Write a body to the raw archive and describe it."""
        return RawEntry(
            sha=await asyncio.to_thread(self.archive.put, page.body),
            url=url,
            status=page.status,
            headers={name: page.headers[name] for name in KEPT_HEADERS if name in page.headers},
            size=len(page.body),
            fetched_at=fetched_at,
        )

    async def save(self, item: PageItem) -> list[tuple[int, str]]:
        """Store the item's articles and the outcome of its page. Returns (article id, result) of the stored ones."""
        page_id = _page_id(item)
        claim = self.claims.held.get(page_id)
        known = claim is not None and claim.article_id is not None
        articles = [one for one in item.articles if known or self.params.includes(one.published_date)]
        if not articles:
            await self.refuse(item, "outside_window" if item.articles else "no_article")
            return []
        rows = [article_row(article, split=len(item.articles) > 1) for article in articles]
        seen = kept = self._seen.pop(page_id)
        if any(article.gaps for article in articles):
            # a later 304 for the first page would keep the gap for ever
            kept = replace(seen, etag=None, last_modified=None)
        try:
            done = await self.claims.save(page_id, lambda: self.claims.ledger.save(page_id, rows, kept))
        except BaseException:
            self._seen[page_id] = seen
            raise
        saved = []
        for row, (article_id, result) in zip(rows, done, strict=False):  # done is empty for a late item
            if article_id is not None:
                saved.append((article_id, result))
                if result in ("inserted", "revised"):
                    self._hashes[article_id] = row.fingerprints
        return saved

    async def link(self, article_id: int) -> str:
        """Compare a stored article with similar ones and store their relations. Returns the kind of relation."""
        hashes = self._hashes.pop(article_id, None) or None
        database = self.claims.ledger.database
        linked = await self.database.call(lambda: link.link(database, article_id, COMPARER, hashes))
        if linked.alarming:
            text = f"story {linked.story} has {linked.size} articles, check it: govnews story show {linked.story}"
            self.report.add("large_story", str(linked.story), text, size=linked.size)
        return linked.word

    async def seed(self, links: Sequence[Link]) -> None:
        """Make the start pages of a walk due."""
        await self.database.call(lambda: self.claims.ledger.seed(links))

    async def link_leftovers(self) -> None:
        """Compare articles that were stored but not compared before an earlier run was killed."""
        database = self.claims.ledger.database
        if count := await self.database.call(lambda: link.sweep(database, COMPARER)):
            self.stats.inc_value("link/healed", count)

    async def refuse(self, item: PageItem, reason: str, detail: str = "") -> None:
        """Write the outcome of a page that holds no article to keep."""
        page_id = _page_id(item)
        if (claim := self.claims.held.get(page_id)) is None:
            return
        log.info("refused %s: %s %s", item.page.url, reason, detail.replace("\n", " ")[:100])
        state = REFUSED_STATES.get(reason, "refused")
        if reason == "soft_404" and claim.article_id is not None:
            state = "gone"  # a stored article whose page now shows an error
        seen = self._seen.pop(page_id, None)
        # no article refers to the further pages
        await self.claims.end(claim, RequestOutcome(state, reason), seen and replace(seen, parts=()))

    async def item_failed(self, item: PageItem, outcome: RequestOutcome) -> None:
        """Write the outcome of a page whose item was dropped, raised an error or was not stored."""
        if item.page_id is not None and (claim := self.claims.held.get(item.page_id)) is not None:
            await self.claims.end(claim, outcome, self._seen.pop(item.page_id, None))

    # ------------------------------------------------------------------ hosts

    @property
    def own_hosts(self) -> HostSet:
        return self.source.own_hosts

    @property
    def obeys_robots(self) -> bool:
        return self.source.robots != "ignore"

    @property
    def reuses_robots_errors(self) -> bool:
        return self.params.scheduled

    async def pause_host(self, host: str, seconds: float, reason: str) -> datetime:
        """Send nothing to a host for some seconds, in this run and others. Returns the end of the pause."""
        until = self.now() + timedelta(seconds=seconds)
        self.pace.pause(host, seconds)
        self.stats.inc_value(f"politeness/paused/{reason}")
        await self.database.call(lambda: self.claims.ledger.pause_host(host, until, reason))
        return until

    async def stored_robots(self, netloc: str) -> tuple[str, str, datetime] | None:
        """Return (status, text, valid until) of a robots.txt that was read before, if it is still valid."""
        row = await self.database.call(lambda: self.claims.ledger.host(netloc))
        until = row["robots_until"] if row else None
        if row is None or until is None or not row["robots_status"] or until <= self.now():
            return None
        return row["robots_status"], row["robots_text"] or "", until

    async def store_robots(self, netloc: str, status: str, text: str, until: datetime) -> None:
        """Keep a robots.txt, or the reason why it could not be read, for this source and others."""
        await self.database.call(lambda: self.claims.ledger.save_robots(netloc, status, text or None, until))


def _page_id(item: PageItem) -> int:
    if item.page_id is None:
        raise ValueError(f"{item.page.url}: the item belongs to no page of the frontier")
    return item.page_id


def _article_hint(claim: Claimed) -> ArticleHint:
    if not isinstance(claim.hint, ArticleHint):
        raise TypeError(f"{claim.url}: a {claim.kind} page is not an article")
    return claim.hint
