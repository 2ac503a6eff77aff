"""When each source is due, and the long-lived process that starts what is due. APScheduler is the clock, no more."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crawler import home
from crawler.run import process, source_rows
from crawler.sources.load import load_all
from storage.frontier import stored_sources
from storage.values import SHANGHAI

if TYPE_CHECKING:
    from crawler.run.process import Crawl
    from crawler.sources.model import Source
    from storage.db.database import Database

log = logging.getLogger(__name__)
TICK_S = 5
DEFAULT_EVERY_S = 6 * 3600


def next_due(source: Source, after: datetime, planned: datetime | None = None) -> datetime:
    """The first time after ``after`` at which a source is due, by its cron line or interval.

    With an interval the rhythm of ``planned`` (when it was due last) is kept; runs that were missed count once.
    """
    if source.cron:
        return _cron(source.cron, after)
    step = timedelta(seconds=source.interval_s or DEFAULT_EVERY_S)
    if planned is None:
        return after + step
    missed = max(0, (after - planned) // step)
    return planned + (missed + 1) * step


def _cron(line: str, after: datetime) -> datetime:
    from apscheduler.triggers.cron import CronTrigger

    minute, hour, day, month, weekday = line.split()
    trigger = CronTrigger(
        minute=minute,
        hour=hour,
        day=day,
        month=month,
        day_of_week=weekday.lower(),
        timezone=SHANGHAI,
    )
    found: datetime | None = trigger.get_next_fire_time(None, after + timedelta(seconds=1))
    if found is None:
        return after + timedelta(days=36500)  # a date that never comes, such as 30 February
    return found.astimezone(UTC)


def claim(database: Database, source: Source, planned: datetime | None) -> bool:
    """Take one due run of a source and set the next; False when another scheduler took it first.

    A source that was never planned is due now by its interval, but with a cron line at its first time.
    """
    with database.read() as connection:
        now = database.now(connection)
    taken = stored_sources.claim_due(database, source.id, planned, next_due(source, now, planned))
    return taken and (planned is not None or source.cron is None)


class Scheduler:
    """One tick at a time: read sources, claim what is due, start it, look after what runs."""

    def __init__(self, database: Database, *, at_once: int | None = None, tick_s: float = TICK_S) -> None:
        self.database = database
        self.at_once = at_once or os.cpu_count() or 1
        self.tick_s = tick_s
        self.running: dict[str, Crawl] = {}
        self.stopping = asyncio.Event()
        self._round = asyncio.Lock()

    async def run(self) -> None:
        """Until TERM or INT; then crawls are asked to end, and killed after their grace."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stopping.set)
        clock = AsyncIOScheduler(timezone=SHANGHAI)
        # a late tick is still a tick, two at once are one
        clock.add_job(
            self.tick,
            "interval",
            seconds=self.tick_s,
            next_run_time=datetime.now(UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        clock.start()
        await self.stopping.wait()
        clock.pause()
        ending = asyncio.to_thread(process.stop_all, list(self.running.values()))
        # a tick in flight may still start a crawl: it is waited for, and what it started ends too
        await asyncio.gather(ending, self._round.acquire())
        await asyncio.to_thread(process.stop_all, list(self.running.values()))
        clock.shutdown(wait=False)
        log.info("stopped; %d crawls ended", len(self.running))

    async def tick(self) -> None:
        """One round; a database that is busy or away is met again at the next tick."""
        async with self._round:
            try:
                await asyncio.to_thread(self._tick)
            except Exception:
                log.exception("tick failed; trying again in %s s", self.tick_s)

    def _tick(self) -> None:
        for name, crawl in list(self.running.items()):
            if (code := crawl.poll()) is not None:
                del self.running[name]
                level = logging.INFO if code == 0 else logging.WARNING
                log.log(level, "%s ended with code %s %s", name, code, crawl.message())
        found = load_all(home.source_folders())
        for error in found.errors:
            log.warning("%s", error)
        source_rows.sync(self.database, found.sources.values())
        for row in stored_sources.due(self.database):
            if self.stopping.is_set() or len(self.running) >= self.at_once:
                return
            source = found.sources.get(row["id"])
            if (
                source is not None
                and row["id"] not in self.running
                and not self._is_busy(source, found.sources)
            ):
                self._start(source, row["next_due_at"])

    def _is_busy(self, source: Source, known: dict[str, Source]) -> bool:
        """Whether a running crawl of ours holds one of its hosts: the lease would only refuse it."""
        busy = {host for name in self.running if name in known for host in known[name].hosts_all()}
        return bool(busy & set(source.hosts_all()))

    def _start(self, source: Source, planned: datetime | None) -> None:
        if not claim(self.database, source, planned):
            return
        crawl = process.start(source.id, {"scheduled": True}, minutes=source.budget.minutes, tied=False)
        self.running[source.id] = crawl
        log.info("%s started, log %s", source.id, crawl.log)


def plan(database: Database) -> list[dict[str, Any]]:
    """Every source with its rhythm, last start and next run."""
    found = load_all(home.source_folders())
    from storage.read import overview

    known = overview.sources_with_counts(database)
    return [
        {
            "source": name,
            "status": known[name]["status"] if name in known else source.status,
            "plan": source.cron or source.interval or "6h",
            "last": known[name]["last_started_at"] if name in known else None,
            "next": known[name]["next_due_at"] if name in known else None,
        }
        for name, source in sorted(found.sources.items())
    ]
