"""Decide when each source is due, and start due crawls in a long-lived process. APScheduler provides the clock."""

from __future__ import annotations

import asyncio
import logging
import signal
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crawler import home
from crawler.run import source_rows
from crawler.run.crawls import RunningCrawls
from crawler.sources.load import load_all
from storage.frontier import stored_sources
from storage.values import SHANGHAI

if TYPE_CHECKING:
    from crawler.sources.model import Source
    from storage.db.database import Database

log = logging.getLogger(__name__)
TICK_S = 5
DEFAULT_EVERY_S = 6 * 3600
NEVER = timedelta(days=36500)


def next_due(source: Source, after: datetime, planned: datetime | None = None) -> datetime:
    """Return the first time after ``after`` at which a source is due, by its cron line or its interval.

    An interval continues from ``planned``, the time at which the source was due last; missed runs are not repeated.
    """
    if source.cron:
        return _next_by_cron(source.cron, after)
    step = timedelta(seconds=source.interval_s or DEFAULT_EVERY_S)
    if planned is None:
        return after + step
    missed = max(0, (after - planned) // step)
    return planned + (missed + 1) * step


def _next_by_cron(line: str, after: datetime) -> datetime:
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
    return after + NEVER if found is None else found.astimezone(UTC)  # None: a date such as 30 February


def claim_due(database: Database, source: Source, planned: datetime | None) -> bool:
    """Take the due run of a source and set the time of the next one.

    ``planned``: the due time that was read. Returns False if another scheduler took the run, or if the source was never
    planned and has a cron line: then it only gets its first time. With an interval, a new source is due at once.
    """
    with database.read() as connection:
        now = database.now(connection)
    taken = stored_sources.claim_due(database, source.id, planned, next_due(source, now, planned))
    return taken and (planned is not None or source.cron is None)


class Scheduler:
    """Every ``tick_s`` seconds: read the source files, claim what is due and start it."""

    def __init__(self, database: Database, *, at_once: int | None = None, tick_s: float = TICK_S) -> None:
        self.database = database
        self.tick_s = tick_s
        self.crawls = RunningCrawls(at_once)
        self.stopping = asyncio.Event()
        self._tick_lock = asyncio.Lock()

    async def run(self) -> None:
        """Run until SIGTERM or SIGINT; then stop the crawls and wait for their end."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stopping.set)
        clock = AsyncIOScheduler(timezone=SHANGHAI)
        clock.add_job(
            self.tick,
            "interval",
            seconds=self.tick_s,
            next_run_time=datetime.now(UTC),
            misfire_grace_time=None,  # run a late tick instead of skipping it
            coalesce=True,
            max_instances=1,
        )
        clock.start()
        await self.stopping.wait()
        clock.pause()
        # a running tick may still start a crawl: wait for it, then stop that crawl as well
        await asyncio.gather(asyncio.to_thread(self.crawls.stop), self._tick_lock.acquire())
        await asyncio.to_thread(self.crawls.stop)
        clock.shutdown(wait=False)
        log.info("scheduler stopped, %d crawls ended", len(self.crawls))

    async def tick(self) -> None:
        """Do one round. Errors are logged, and the next tick tries again."""
        async with self._tick_lock:
            try:
                await asyncio.to_thread(self._tick)
            except Exception:
                log.exception("tick failed, trying again in %s s", self.tick_s)

    def _tick(self) -> None:
        for crawl, code in self.crawls.ended():
            level = logging.INFO if code == 0 else logging.WARNING
            log.log(level, "%s: crawl ended with exit code %s %s", crawl.source, code, crawl.message())
        found = load_all(home.source_folders())
        for error in found.errors:
            log.warning("%s", error)
        source_rows.sync(self.database, found.sources.values())
        for row in stored_sources.due(self.database):
            if self.stopping.is_set() or self.crawls.is_full():
                return
            source = found.sources.get(row["id"])
            if source is not None and self.crawls.can_start(source):
                self._start(source, row["next_due_at"])

    def _start(self, source: Source, planned: datetime | None) -> None:
        if claim_due(self.database, source, planned):
            crawl = self.crawls.start(source, {"scheduled": True}, ends_with_parent=False)
            log.info("%s: crawl started, log %s", source.id, crawl.log)


def plan(database: Database) -> list[dict[str, Any]]:
    """Return each source with its status, plan, last start and next run."""
    from storage.read import overview

    found = load_all(home.source_folders())
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
