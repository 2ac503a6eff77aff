"""Claim due pages from the frontier in small batches, and write exactly one outcome for each of them."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from scrapy.exceptions import CloseSpider

from storage.ledger import Ledger, outcome_of_page
from storage.values import Claimed, Link, NotClaimed, Outcome, Seen, Settled, Want

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence

    from scrapy.statscollectors import StatsCollector

    from crawler.net.outcomes import RequestOutcome
    from crawler.net.pace import Pace
    from crawler.params import Params
    from crawler.run.database_thread import DatabaseThread
    from crawler.run.run_report import RunReport
    from crawler.sources.model import Source
    from storage.values import Saved

T = TypeVar("T")

# seconds until a retry, by failures in a row; after the last of them the page has failed
BACKOFF_S = (5, 30, 600, 3600, 6 * 3600)
BLOCKED_AGAIN = timedelta(hours=6)
MAX_HELD = 8  # claims at one time: after a kill, these are fetched again
MAX_RETRY_WAIT_S = 15  # a run stays open for a retry that is due within this time
MAX_PAUSE_WAIT_S = 60  # the same for the end of a host's pause
RECHECK_SHARE = 0.25  # of a run's pages: rechecks must not displace new articles


class Claims:
    """The pages that one run holds.

    Counts its claims by itself: at the end of a run the database compares this number with the outcomes it wrote.
    """

    def __init__(
        self,
        source: Source,
        params: Params,
        stats: StatsCollector,
        database: DatabaseThread,
        pace: Pace,
        report: RunReport,
    ) -> None:
        self.source, self.params, self.stats = source, params, stats
        self.database, self.pace, self.report = database, pace, report
        self.held: dict[int, Claimed] = {}  # by page id, without an outcome yet
        self.claimed = 0
        self.article_requests = 0
        self.list_requests = 0
        self.rechecks = 0
        self.closing: str | None = None  # why the run ends early
        self._ready: deque[Claimed] = deque()
        self._writing = 0
        self._recheck_since: datetime | None = None
        self._changed = asyncio.Event()
        self._ends_at = float("inf")
        self._ledger: Ledger | None = None

    def start(self, ledger: Ledger) -> None:
        """Begin to claim for the run of this ledger; the time budget starts now."""
        self._ledger = ledger
        if self.params.recheck:
            self._recheck_since = self.database.now() - timedelta(days=self.params.recheck)
        self._ends_at = time.monotonic() + self.source.budget.minutes * 60

    @property
    def ledger(self) -> Ledger:
        if self._ledger is None:
            raise RuntimeError("the run has not been started")
        return self._ledger

    def close(self, reason: str) -> None:
        """Claim nothing any more; the first reason counts."""
        self.closing = self.closing or reason
        self._notify()

    async def return_all(self) -> None:
        """Wait for running writes, then return the pages that are still held to the frontier."""
        while self._writing:
            await self._wait(1.0)
        for page_id in list(self.held):
            await self.settle(page_id, Outcome(state="due", reason=None))

    # ------------------------------------------------------------------ claiming

    async def stream(self) -> AsyncGenerator[Claimed, None]:
        """Yield claims until nothing is due, a limit is reached or the run is closed. Raises CloseSpider."""
        while self.closing is None:
            if self._ready:
                yield self._ready.popleft()
            elif len(self.held) >= MAX_HELD:
                await self._wait(5.0)
            elif limit := self._limit_reached():
                if not self._busy():
                    await self._report_cut(limit)
                    break
                await self._wait(1.0)  # a page that is returned frees its place for another
            elif not await self._claim(MAX_HELD - len(self.held)):
                if self._busy():
                    await self._wait(1.0)
                elif (pause := await self._seconds_to_wait()) is None:
                    break
                else:
                    await self._wait(pause)
        if self.database.lease_lost:
            raise CloseSpider("lease_lost")

    def _busy(self) -> bool:
        return bool(self.held or self._writing)

    async def _claim(self, count: int) -> bool:
        """Claim up to ``count`` pages. Returns False if none was due."""
        count = min(count, self.source.budget.pages - self.article_requests - self.list_requests)
        if self.params.limit is not None:
            count = min(count, self.params.limit - self.article_requests)
        want = Want(
            rechecks=self._rechecks_left(),
            ignore_retry=not self.params.scheduled,
            window=self.params.window,
            recheck_since=self._recheck_since,
            skip_hosts=tuple(self.pace.unavailable()),
        )

        def work() -> int:
            rows = self.ledger.claim(count, want)
            # counted here, in the thread: a shutdown may cancel the caller, but must not lose the claims
            self.claimed += len(rows)
            for row in rows:
                self.held[row.id] = row
                self._count_request(row, 1)
                self.rechecks += row.planned
            self._ready.extend(rows)
            return len(rows)

        return bool(await self.database.call(work))

    def _count_request(self, claim: Claimed, amount: int) -> None:
        if claim.kind == "article":
            self.article_requests += amount
        else:
            self.list_requests += amount

    def _rechecks_left(self) -> int:
        """Return how many planned rechecks may still be claimed; 0 if the run is limited to some articles."""
        if self.params.windowed or self.params.limit is not None:
            return 0
        return max(0, int(self.source.budget.pages * RECHECK_SHARE) - self.rechecks)

    def _limit_reached(self) -> str | None:
        if self.params.limit is not None and self.article_requests >= self.params.limit:
            return "limit"
        if self.article_requests + self.list_requests >= self.source.budget.pages:
            return "budget_pages"
        return "budget_minutes" if time.monotonic() >= self._ends_at else None

    async def _report_cut(self, limit: str) -> None:
        if left := await self.database.call(self.ledger.pending):
            self.report.cut(limit, left)

    async def _seconds_to_wait(self) -> float | None:
        """Return the seconds until a retry is due or a pause ends, if that is soon; None if the run is done."""
        waits = []
        if due := await self.database.call(self.ledger.waiting):
            wait = (due - self.database.now()).total_seconds()
            if -1 < wait <= MAX_RETRY_WAIT_S:  # long due and not claimed: its host is down or paused
                waits.append(max(wait, 0) + 0.05)
        pauses = self.pace.unavailable()
        for host, seconds in pauses.items():
            if seconds <= MAX_PAUSE_WAIT_S:
                waits.append(seconds + 0.05)
            elif seconds != float("inf"):
                self.report.paused(host, seconds)
        if pauses and waits and not await self.database.call(self.ledger.pending):
            return None
        return min(waits, default=None)

    # ------------------------------------------------------------------ outcomes

    async def settle(
        self,
        page_id: int,
        outcome: Outcome,
        links: Sequence[Link] = (),
        seen: Seen | None = None,
        next_pages: Sequence[Link] = (),
    ) -> Settled | None:
        """Write the outcome of a held page together with its links. None if the page already has an outcome.

        ``next_pages`` are written only if ``links`` has one that is new since the last complete walk.
        """

        def work() -> Settled:
            try:
                return self.ledger.settle(page_id, outcome, links, seen, onward=next_pages)
            except NotClaimed:
                return Settled()  # an earlier attempt was committed, but its answer was lost

        return await self._write(page_id, work, lambda _: outcome)

    async def end(
        self, claim: Claimed, ended: RequestOutcome, seen: Seen | None = None, links: Sequence[Link] = ()
    ) -> None:
        """Write how the request for a held page ended."""
        await self.settle(claim.id, self.outcome_of_page(claim, ended), links, seen)

    async def save(self, page_id: int, work: Callable[[], list[Saved]]) -> list[Saved]:
        """Run ``work``, which stores a page's articles and its outcome; an empty list if it already has one.

        Returns what became of each article.
        """
        saved = await self._write(page_id, work, lambda done: outcome_of_page({one.word for one in done}))
        return saved or []

    async def _write(
        self, page_id: int, work: Callable[[], T], outcome_of: Callable[[T], Outcome]
    ) -> T | None:
        claim = self.held.pop(page_id, None)
        if claim is None:
            self.stats.inc_value("frontier/late")
            return None
        self._writing += 1
        try:
            written = await self.database.call(work)
        except BaseException:
            self.held[page_id] = claim
            raise
        finally:
            self._writing -= 1
            self._notify()
        self._count(claim, outcome_of(written))
        return written

    def _count(self, claim: Claimed, outcome: Outcome) -> None:
        if outcome.state == "due":
            self._count_request(claim, -1)
        name = "returned" if outcome.state == "due" else outcome.state
        self.stats.inc_value(f"frontier/{name}" + (f"/{outcome.reason}" if outcome.reason else ""))
        self.report.outcome(claim, outcome)

    def outcome_of_page(self, claim: Claimed, ended: RequestOutcome) -> Outcome:
        """Return the outcome of a page from that of its request: when to retry, or that it has failed for good."""
        now = self.database.now()
        if ended.state == "retry":
            if claim.attempts >= len(BACKOFF_S):
                return Outcome(state="failed", reason=ended.reason)
            at = ended.until or now + timedelta(seconds=BACKOFF_S[claim.attempts])
            return Outcome(state="retry", reason=ended.reason, retry_at=at)
        if ended.state == "blocked":
            return Outcome(state="blocked", reason=ended.reason, retry_at=ended.until or now + BLOCKED_AGAIN)
        if ended.state == "due":
            return Outcome(state="due")
        return Outcome(state=ended.state, reason=ended.reason)

    def _notify(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def _wait(self, timeout: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), timeout)
