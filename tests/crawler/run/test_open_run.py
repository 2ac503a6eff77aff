"""Starting a run: waiting for a busy database, refusals, and the exit code of a closed run."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from crawler import params
from crawler.run import open_run as module
from crawler.run.open_run import CannotStart, CrawlResult, crawl_result, open_run
from crawler.run.source_run import ClosedRun, SourceRun
from storage.articles.archive import RawArchive
from storage.db.database import Database
from storage.db.engine import DatabaseBusy
from tests.crawler.sources_in_memory import listing_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crawler.sources.model import Source


class Stats:
    """The part of a Scrapy stats collector that a run uses."""

    def __init__(self) -> None:
        self.values: dict[str, int] = {}

    def inc_value(self, key: str, count: int = 1) -> None:
        self.values[key] = self.values.get(key, 0) + count

    def get_stats(self) -> dict[str, int]:
        return self.values


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GOVNEWS_HOME", str(tmp_path))
    monkeypatch.setenv("GOVNEWS_CONTACT", "desk@qinglan.test")
    for name in ("GOVNEWS_DATABASE_URL", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(module, "BUSY_WAIT_S", 0.01)
    return tmp_path


def run_and_finish(
    source: Source, home: Path, crawling: Callable[[], bool] = lambda: True, **arguments: str
) -> ClosedRun:
    """Open the run of a source, end it at once, and return how it was closed."""

    async def go() -> ClosedRun:
        run = SourceRun(source, params.parse(arguments), Stats(), RawArchive(home / "raw"))  # type: ignore[arg-type]
        try:
            database = await open_run(run, None, crawling)
        except CannotStart:
            run.database.close()
            raise
        closed = await run.finish("finished")
        database.close()
        return closed

    return asyncio.run(go())


def test_busy_database_at_start_is_waited_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With many crawls at once on a loaded machine, one of them gave up at its start and its source stayed empty."""
    opened, attempts = Database.open, []

    def busy_twice(url: str, *, upgrade: bool = False) -> Database:
        attempts.append(url)
        if len(attempts) <= 2:
            raise DatabaseBusy("locked by another writer")
        return opened(url, upgrade=upgrade)

    monkeypatch.setattr(Database, "open", busy_twice)
    assert run_and_finish(listing_source(), home).state == "finished"
    assert len(attempts) == 3


def test_write_lock_of_another_process_delays_the_start(home: Path) -> None:
    path = home / "govnews.db"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("CREATE TABLE one (x)")
        other.execute("DROP TABLE one")
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.5, other.execute, ("COMMIT",))
        release.start()
        assert run_and_finish(listing_source(), home).state == "finished"
        release.join()


def test_stopped_crawl_does_not_wait_for_a_busy_database(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_url: str, *, upgrade: bool = False) -> Database:
        raise DatabaseBusy("locked by another writer")

    monkeypatch.setattr(Database, "open", busy)
    with pytest.raises(CannotStart) as caught:
        run_and_finish(listing_source(), home, crawling=lambda: False)
    assert caught.value.result == CrawlResult(2, "locked by another writer")


def test_missing_contact_is_a_configuration_error(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOVNEWS_CONTACT")
    with pytest.raises(CannotStart, match="GOVNEWS_CONTACT is not set") as caught:
        run_and_finish(listing_source(), home)
    assert caught.value.result.exit_code == 2


@pytest.mark.parametrize(("status", "scheduled"), [("retired", "0"), ("paused", "1")])
def test_retired_source_and_scheduled_run_of_a_paused_source_are_refused(
    home: Path, status: str, scheduled: str
) -> None:
    with pytest.raises(CannotStart, match=f"qinglan is {status}"):
        run_and_finish(listing_source(status=status), home, scheduled=scheduled)


def test_paused_source_is_crawled_by_hand(home: Path) -> None:
    assert run_and_finish(listing_source(status="paused"), home).state == "finished"


def test_second_run_of_a_source_names_the_holder_of_the_lease(home: Path) -> None:
    async def go() -> None:
        first, second = (
            SourceRun(listing_source(), params.parse({}), Stats(), RawArchive(home / "raw"))  # type: ignore[arg-type]
            for _ in range(2)
        )
        database = await open_run(first, None, lambda: True)
        with pytest.raises(CannotStart, match="is being crawled by qinglan") as caught:
            await open_run(second, None, lambda: True)
        assert caught.value.result.exit_code == 1
        await first.finish("finished")
        second.database.close()
        database.close()

    asyncio.run(go())


def test_crawl_result_is_zero_only_for_a_finished_run_without_findings() -> None:
    finding = {"kind": "no_links", "text": "no article link on the list page"}
    assert crawl_result(ClosedRun(3, "finished")) == CrawlResult(0)
    assert crawl_result(ClosedRun(3, "finished", findings=[finding])) == CrawlResult(
        1, "run 3: no_links: no article link on the list page"
    )
    several = crawl_result(ClosedRun(3, "finished", findings=[finding, finding, finding]))
    assert several.message is not None
    assert several.message.endswith("(and 2 more)")
    assert crawl_result(ClosedRun(3, "interrupted", "shutdown")) == CrawlResult(
        1, "run 3 interrupted: shutdown"
    )
