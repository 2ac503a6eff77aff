"""Due times, and two schedulers on one database."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.run.scheduler import Scheduler, claim_due, next_due
from crawler.run.source_rows import row_of
from storage.db.database import Database
from storage.frontier import stored_sources
from tests.crawler.sources_in_memory import listing_source

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawler.crawling import Bench
    from tests.crawler.loopback_site import News

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # Friday 12:00 in Asia/Shanghai


def test_interval_continues_and_missed_runs_are_not_repeated() -> None:
    hourly = listing_source(every="1h")
    assert next_due(hourly, NOON, NOON - timedelta(minutes=5)) == NOON + timedelta(minutes=55)
    assert next_due(hourly, NOON, NOON - timedelta(hours=5, minutes=20)) == NOON + timedelta(minutes=40)


@given(st.integers(0, 10_000), st.sampled_from(["30s", "15m", "2h", "1d"]))
def test_next_run_is_within_one_interval(late_s: int, every: str) -> None:
    plan = listing_source(every=every)
    due = next_due(plan, NOON, NOON - timedelta(seconds=late_s))
    assert NOON < due <= NOON + timedelta(seconds=plan.interval_s or 0)


@pytest.mark.parametrize(
    ("cron", "hours"),
    [("0 13 * * *", 1), ("0 12 * * mon", 72), ("30 11 * * mon-fri", 71.5)],
)
def test_cron_line_uses_shanghai_time_and_weekday_names(cron: str, hours: float) -> None:
    assert next_due(listing_source(cron=cron), NOON) == NOON + timedelta(hours=hours)


def test_new_source_is_due_at_once_with_an_interval_and_later_with_cron(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path}/x.db", upgrade=True, clock=lambda: NOON)
    by_interval, by_cron = listing_source(every="2h"), listing_source(cron="5 8-20 * * mon-fri")
    for one, now in ((by_interval, True), (by_cron, False)):
        stored_sources.sync(database, [row_of(one)])
        assert claim_due(database, one, None) is now
        assert not claim_due(database, one, None)  # it has its next time now
        planned = stored_sources.get(database, one.id)
        assert planned is not None
        assert planned["next_due_at"] == next_due(one, NOON)
    database.close()


def start_scheduler(bench: Bench) -> subprocess.Popen[str]:
    code = "from crawler.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, "schedule", "run", "--tick", "0.5"],
        env=bench.env(GOVNEWS_LANG="en"),
        cwd=bench.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished_runs(bench: Bench) -> int:
    try:
        return int(bench.rows("SELECT count(*) AS n FROM run WHERE state = 'finished'")[0]["n"])
    except Exception:  # the scheduler has not made the tables yet
        return 0


@pytest.mark.slow
def test_two_schedulers_start_each_due_run_once_and_stop_on_sigterm(bench: Bench, news: News) -> None:
    bench.listing(news.url, every="5s")
    schedulers = [start_scheduler(bench), start_scheduler(bench)]
    try:
        until = time.monotonic() + 300
        while finished_runs(bench) < 2 and time.monotonic() < until:
            time.sleep(0.3)
    finally:
        for scheduler in schedulers:
            scheduler.send_signal(signal.SIGTERM)
        errors = [scheduler.communicate(timeout=300)[1] for scheduler in schedulers]
    assert finished_runs(bench) >= 2, errors
    assert all("Traceback" not in text for text in errors), errors
    starts = [row["started_at"] for row in bench.rows("SELECT started_at FROM run ORDER BY id")]
    assert len(starts) == len(set(starts))
    assert sorted(set(news.paths("/art/"))) == sorted(news.paths("/art/")), "an article was fetched twice"
    states = {row["state"] for row in bench.rows("SELECT DISTINCT state FROM run")}
    assert states <= {"finished", "interrupted"}


class LateCrawl:
    """A crawl that a tick starts while its scheduler is being stopped."""

    stopped = False

    def stop(self) -> None:
        self.stopped = True

    def poll(self) -> int | None:
        return 0 if self.stopped else None


def test_crawl_started_by_the_last_tick_is_stopped_with_the_scheduler(tmp_path: Path) -> None:
    began, go_on, late = threading.Event(), threading.Event(), LateCrawl()

    class SlowScheduler(Scheduler):
        def _tick(self) -> None:
            began.set()
            assert go_on.wait(300)
            self.crawls.running["late"] = (listing_source(), late)  # type: ignore[assignment]

    async def stop_during_a_tick(scheduler: Scheduler) -> None:
        running = asyncio.create_task(scheduler.run())
        await asyncio.to_thread(began.wait, 300)
        scheduler.stopping.set()
        await asyncio.sleep(0.1)
        go_on.set()
        await asyncio.wait_for(running, 300)

    database = Database.open(f"sqlite:///{tmp_path}/x.db", upgrade=True)
    asyncio.run(stop_during_a_tick(SlowScheduler(database)))
    database.close()
    assert late.stopped
