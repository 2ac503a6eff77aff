"""Claim what is due and write exactly one outcome for every claim, without a wait on the event loop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import CloseSpider

from crawler.net.pace import Pace
from crawler.run.dbthread import LedgerThread
from crawler.run.run_report import Report
from storage.ledger import LeaseLost, Ledger, NotClaimed, page_outcome
from storage.values import Claimed, Link, Outcome, Seen, Settled, Want

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence

    from scrapy.statscollectors import StatsCollector

    from crawler.net.outcomes import Verdict
    from crawler.params import Params
    from crawler.sources.model import Source
    from storage.db.database import Database

log = logging.getLogger(__name__)

BACKOFF_S = (5, 30, 600, 3600, 6 * 3600)
BLOCKED_AGAIN = timedelta(hours=6)
MAX_OPEN = 8  # claims held at once: what a kill makes us fetch again
PATIENCE_RETRY_S = 15  # a run waits for a retry that falls due so soon
PATIENCE_PAUSE_S = 60  # and for a host that asked for so short a pause
RENEW_S = 15
RECHECK_SHARE = 0.25  # of a run's pages: what was stored must not crowd out what is new


class Claims(LedgerThread):
    """One run's view of the frontier. Counts its claims itself: the table's own count would prove nothing."""

    def __init__(self, source: Source, params: Params, stats: StatsCollector) -> None:
        super().__init__(stats)
        self.source, self.params = source, params
        self.pace = Pace(source.delay)
        self.report = Report(source, params)
        self.downloads: set[asyncio.Future[Any]] = set()
        self.open: dict[int, Claimed] = {}
        self.claimed = 0
        self.requests = {"article": 0, "list": 0}
        self.rechecks = 0
        self.closing: str | None = None  # why the run ends early
        self.run: dict[str, Any] | None = None
        self._ready: deque[Claimed] = deque()
        self._writing = 0
        self._skew = timedelta()
        self._recheck_since: datetime | None = None
        self._changed = asyncio.Event()
        self._ends_at = float("inf")

    # ------------------------------------------------------------------ opening and closing

    async def start(self, database: Database, log_path: str | None) -> None:
        """Take the leases and write the run row. Raises LeaseTaken, DatabaseError."""
        self.database = database
        robots = (
            {"robots": "ignore", "evidence": self.source.evidence} if self.source.robots == "ignore" else {}
        )
        params = {**self.params.record(), **robots}
        hosts = self.source.hosts_all()
        self.ledger: Ledger = await self._in_thread(
            lambda: Ledger.open(
                database, source_id=self.source.id, hosts=hosts, params=params, log_path=log_path
            )
        )
        self._skew = await self._in_thread(self.ledger.now) - datetime.now(UTC)
        if self.params.recheck:
            self._recheck_since = self.now() - timedelta(days=self.params.recheck)
        for host, idle in self.ledger.idle_s.items():
            if idle is not None:
                self.pace.used(host, idle)
            kept = await self._in_thread(partial(self.ledger.host, host))
            if kept and kept["paused_until"] and kept["paused_until"] > self.now():
                self.pace.pause(host, (kept["paused_until"] - self.now()).total_seconds())
        self._ends_at = time.monotonic() + self.source.budget.minutes * 60

    def now(self) -> datetime:
        """The database's clock: retries are compared with it."""
        return datetime.now(UTC) + self._skew

    async def watch(self, running: Callable[[], bool]) -> None:
        """Renew the leases, and notice at once when Scrapy was told to stop."""
        renew_at = time.monotonic() + RENEW_S
        while self.run is None:
            await asyncio.sleep(0.25)
            if not running():
                self.stop("shutdown")
            if time.monotonic() >= renew_at and not self.lost:
                renew_at = time.monotonic() + RENEW_S
                try:
                    await self._database(self.ledger.renew)
                except LeaseLost:
                    return
                except Exception as error:
                    log.error("the lease could not be renewed: %s", error)

    def stop(self, reason: str) -> None:
        """End the run now: nothing new is claimed, waiting requests go back, running downloads are cut."""
        if self.closing is None:
            self.closing = reason
            self.hurry()
        self.pace.stop(reason)
        for download in list(self.downloads):
            download.cancel()
        self._tell()

    async def finish(self, reason: str) -> None:
        """Hand back what is still claimed and close the run row. Called once, whatever happened before."""
        if self.closing is None and reason != "finished":
            self.stop(reason)
        while self._writing:
            await self._wait(1.0)
        try:
            for page_id in list(self.open):
                await self.settle(page_id, Outcome(state="due", reason=None))
            state, why, findings, complete = self.report.result(self.closing or reason, self.pace)
            stats = {k: v for k, v in self.stats.get_stats().items() if isinstance(v, int | float | str)}
            self.run = await self._database(
                lambda: self.ledger.close(
                    state, why, claimed=self.claimed, stats=stats, findings=findings, walk_complete=complete
                )
            )
        except LeaseLost:
            self.run = {
                "state": "interrupted",
                "reason": "lease_lost",
                "findings": [],
                "id": self.ledger.run_id,
            }
        except Exception as error:
            log.error("the run could not be closed: %s", error)
            self.run = {"state": "failed", "reason": "database", "findings": [], "id": self.ledger.run_id}
        finally:
            self.end_thread()

    def _unwritten(self, state: str, reason: str) -> dict[str, Any]:
        return {"id": self.ledger.run_id, "state": state, "reason": reason, "findings": []}

    # ------------------------------------------------------------------ claiming

    async def seed(self, links: Sequence[Link]) -> None:
        await self._database(lambda: self.ledger.seed(links))

    async def claims(self) -> AsyncGenerator[Claimed, None]:
        """Everything this run has to fetch, in small batches, until nothing is due or a bound is met."""
        while self.closing is None:
            if self._ready:
                yield self._ready.popleft()
            elif len(self.open) >= MAX_OPEN:
                await self._wait(5.0)
            elif bound := self._bound():
                if not self.open and not self._writing:
                    await self._note_cut(bound)
                    break
                await self._wait(1.0)  # a claim that is handed back gives its share back
            elif not await self._claim(MAX_OPEN - len(self.open)):
                if self.open or self._writing:
                    await self._wait(1.0)
                elif (pause := await self._worth_waiting()) is None:
                    break
                else:
                    await self._wait(pause)
        if self.lost:
            raise CloseSpider("lease_lost")

    async def _claim(self, room: int) -> bool:
        room = min(room, self.source.budget.pages - sum(self.requests.values()))
        if self.params.limit is not None:
            room = min(room, self.params.limit - self.requests["article"])
        want = Want(
            rechecks=self._rechecks(),
            ignore_retry=not self.params.scheduled,
            window=self.params.window,
            recheck_since=self._recheck_since,
            skip_hosts=tuple(self.pace.unavailable()),
        )

        def work() -> int:
            rows = self.ledger.claim(room, want)
            # noted here, in the thread: a shutdown may cancel whoever waits, but not forget the claim
            self.claimed += len(rows)
            for row in rows:
                self.open[row.id] = row
                self.requests["article" if row.kind == "article" else "list"] += 1
                self.rechecks += row.planned
            self._ready.extend(rows)
            return len(rows)

        return bool(await self._database(work))

    def _rechecks(self) -> int:
        """How many planned rechecks this run may still take: none where somebody asked for certain articles."""
        if self.params.windowed or self.params.limit is not None:
            return 0
        return max(0, int(self.source.budget.pages * RECHECK_SHARE) - self.rechecks)

    def _bound(self) -> str | None:
        """Which share of this run is used up."""
        if self.params.limit is not None and self.requests["article"] >= self.params.limit:
            return "limit"
        if sum(self.requests.values()) >= self.source.budget.pages:
            return "budget_pages"
        return "budget_minutes" if time.monotonic() >= self._ends_at else None

    async def _note_cut(self, reason: str) -> None:
        if left := await self._database(self.ledger.pending):
            self.report.cut(reason, left)

    async def _worth_waiting(self) -> float | None:
        """Seconds until something may be asked, if that is soon; None: this run is done."""
        waits = []
        if due := await self._database(self.ledger.waiting):
            wait = (due - self.now()).total_seconds()
            if -1 < wait <= PATIENCE_RETRY_S:  # long due and yet not claimed: its host is down or paused
                waits.append(max(wait, 0) + 0.05)
        pauses = self.pace.unavailable()
        for host, seconds in pauses.items():
            if seconds <= PATIENCE_PAUSE_S:
                waits.append(seconds + 0.05)
            elif seconds != float("inf"):
                self.report.paused(host, seconds)
        if pauses and waits and not await self._database(self.ledger.pending):
            return None
        return min(waits, default=None)

    # ------------------------------------------------------------------ outcomes

    async def settle(
        self,
        page_id: int,
        outcome: Outcome,
        links: Sequence[Link] = (),
        seen: Seen | None = None,
        onward: Sequence[Link] = (),
    ) -> Settled | None:
        """Write the one outcome of a claim; None when it already has one."""
        claim = self._take(page_id)
        if claim is None:
            return None
        try:
            settled = await self._database(
                lambda: self.ledger.settle(page_id, outcome, links, seen, onward=onward)
            )
        except NotClaimed:
            settled = Settled()  # the commit went through, its answer was lost
        except BaseException:
            self.open[page_id] = claim
            raise
        finally:
            self._writing -= 1
            self._tell()
        self._count(claim, outcome)
        return settled

    def _take(self, page_id: int) -> Claimed | None:
        claim = self.open.pop(page_id, None)
        if claim is None:
            self.stats.inc_value("frontier/late")
            return None
        self._writing += 1
        return claim

    def _count(self, claim: Claimed, outcome: Outcome) -> None:
        if outcome.state == "due":
            self.requests["article" if claim.kind == "article" else "list"] -= 1
        name = "returned" if outcome.state == "due" else outcome.state
        self.stats.inc_value(f"frontier/{name}" + (f"/{outcome.reason}" if outcome.reason else ""))
        self.report.outcome(claim, outcome)

    async def end(
        self, claim: Claimed, verdict: Verdict, seen: Seen | None = None, links: Sequence[Link] = ()
    ) -> None:
        """Give a claim the outcome that its verdict means here and now."""
        await self.settle(claim.id, self.outcome(claim, verdict), links, seen)

    def outcome(self, claim: Claimed, verdict: Verdict) -> Outcome:
        if verdict.state == "retry":
            if claim.attempts >= len(BACKOFF_S):
                return Outcome(state="failed", reason=verdict.reason)
            at = verdict.until or self.now() + timedelta(seconds=BACKOFF_S[claim.attempts])
            return Outcome(state="retry", reason=verdict.reason, retry_at=at)
        if verdict.state == "blocked":
            until = verdict.until or self.now() + BLOCKED_AGAIN
            return Outcome(state="blocked", reason=verdict.reason, retry_at=until)
        if verdict.state == "due":
            return Outcome(state="due")
        return Outcome(state=verdict.state, reason=verdict.reason)

    async def write(
        self, page_id: int, work: Callable[[], list[tuple[int | None, str]]]
    ) -> list[tuple[int | None, str]]:
        """Run the store's write, which settles the claim; nothing when it already has an outcome."""
        claim = self._take(page_id)
        if claim is None:
            return []
        try:
            done = await self._database(work)
        except BaseException:
            self.open[page_id] = claim
            raise
        finally:
            self._writing -= 1
            self._tell()
        self._count(claim, page_outcome({word for _, word in done}))
        return done

    # ------------------------------------------------------------------ hosts

    async def pause_host(self, host: str, seconds: float, reason: str) -> datetime:
        """The host asked us to wait: nothing is sent there until then, by this run or another."""
        until = self.now() + timedelta(seconds=seconds)
        self.pace.pause(host, seconds)
        self.stats.inc_value(f"politeness/paused/{reason}")
        await self._database(lambda: self.ledger.pause_host(host, until, reason))
        return until

    async def kept_robots(self, netloc: str) -> tuple[str, str, datetime] | None:
        kept = await self._database(lambda: self.ledger.host(netloc))
        if not kept or not kept["robots_status"] or kept["robots_until"] <= self.now():
            return None
        return kept["robots_status"], kept["robots_text"] or "", kept["robots_until"]

    async def keep_robots(self, netloc: str, status: str, text: str, until: datetime) -> None:
        await self._database(lambda: self.ledger.save_robots(netloc, status, text or None, until))

    def _tell(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def _wait(self, timeout: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), timeout)
