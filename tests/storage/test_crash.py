"""Killed and concurrent processes lose and duplicate nothing."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from crawler.run.comparer import COMPARER
from storage.db.models import ArticleRow, ArticleVersionRow, PageRow, RelationRow, RunRow
from storage.stories import link as stories
from storage.values import Outcome
from tests.storage.rows import ledger, link, list_link, seen, source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.db.database import Database


REPO = Path(__file__).parents[2]
TIME_LIMIT_S = 120


@contextmanager
def _writer(url: str, source_id: str, job: str, count: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.storage.writer", url, source_id, job, str(count)],
        cwd=REPO,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    limit = threading.Timer(TIME_LIMIT_S, process.kill)
    limit.start()
    try:
        yield process
    finally:
        limit.cancel()
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            assert stream is not None
            stream.close()


def _lines(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout is not None
    for line in process.stdout:
        yield line.rstrip()


def _race(database: Database, url: str, job: str, count: int, sources: tuple[str, ...]) -> list[list[str]]:
    """Run the same job in one process per source at the same time; return the lines of each."""
    with ExitStack() as stack:
        writers = []
        for source_id in sources:
            source(database, source_id)
            writers.append(stack.enter_context(_writer(url, source_id, job, count)))
        for writer in writers:
            assert next(_lines(writer)) == "ready"
        printed: list[list[str]] = [[] for _ in writers]
        listeners = [
            threading.Thread(target=lambda w=writer, s=one: s.extend(_lines(w)))
            for writer, one in zip(writers, printed, strict=True)
        ]
        for writer in writers:
            assert writer.stdin is not None
            writer.stdin.write("go\n")
            writer.stdin.flush()
        for listener in listeners:
            listener.start()
        for listener in listeners:
            listener.join(TIME_LIMIT_S)
        assert [writer.wait(10) for writer in writers] == [0] * len(writers)
    return printed


def _all(database: Database, model: Any) -> list[Any]:
    with database.read() as connection:
        return list(connection.execute(select(model.__table__).order_by(*model.__table__.primary_key)))


def _crawl_with_kills(database: Database, url: str, count: int, kills: int, dice: random.Random) -> None:
    source(database)
    acknowledged: set[int] = set()
    ends: list[str] = []
    for left in range(kills, -1, -1):
        until = dice.randrange(1, max(2, count // (kills + 1))) if left else count + 1
        with _writer(url, "qinglan_gov", "crawl", count) as process:
            for done, line in enumerate(_lines(process), start=1):
                if line.startswith("end"):
                    ends.append(line)
                    break
                number, word = line.split()
                assert word == "inserted", "a page that was acknowledged is not fetched again"
                assert int(number) not in acknowledged
                acknowledged.add(int(number))
                if done >= until:
                    process.kill()
                    acknowledged |= _heard(process)
                    break
    assert ends == ["end finished []"]
    _nothing_lost(database, count, kills)
    assert acknowledged <= {int(row.url.rpartition("/")[2][:-5]) for row in _all(database, ArticleRow)}


def _heard(process: subprocess.Popen[str]) -> set[int]:
    """Return lines printed before the kill that were not read yet."""
    return {int(line.split()[0]) for line in _lines(process) if line[:1].isdigit() and len(line.split()) == 2}


def _nothing_lost(database: Database, count: int, kills: int) -> None:
    articles = _all(database, ArticleRow)
    assert len(articles) == count
    assert len(_all(database, ArticleVersionRow)) == count
    assert {row.dedup_state for row in articles} == {"done"}
    assert {row.story_id is not None for row in articles} == {True}
    assert len([row for row in _all(database, RelationRow) if row.kind == "duplicate"]) == count // 2
    pages = _all(database, PageRow)
    assert {row.state for row in pages if row.kind == "article"} == {"stored"}
    assert {row.claim_run_id for row in pages} == {None}
    runs = _all(database, RunRow)
    assert [row.state for row in runs] == ["interrupted"] * kills + ["finished"]
    written = sum(row.outcomes for row in runs)
    lists = sum(1 for row in pages if row.kind == "list")
    assert written >= count + lists, "every outcome was counted in the transaction that wrote it"
    assert runs[-1].claimed == runs[-1].outcomes + runs[-1].returned


def test_crawl_killed_repeatedly_loses_and_duplicates_nothing(database: Database, database_url: str) -> None:
    _crawl_with_kills(database, database_url, 60, 3, random.Random(7))


@pytest.mark.long
def test_forty_kills_in_a_crawl_of_1500_articles(database: Database, database_url: str) -> None:
    _crawl_with_kills(database, database_url, 1500, 40, random.Random())


def _equal_texts(database: Database, url: str, count: int) -> None:
    printed = _race(database, url, "equal_texts", count, ("a_gov", "b_gov"))
    assert [len(one) for one in printed] == [count, count]
    articles = _all(database, ArticleRow)
    groups: dict[int, list[Any]] = {}
    for row in articles:
        groups.setdefault(row.story_id, []).append(row)
    assert len(groups) == count
    assert None not in groups
    for story_id, members in groups.items():
        assert len({row.content_sha for row in members}) == 1
        assert story_id == min(row.id for row in members)
        assert [row.canonical for row in members].count(True) == 1
    assert len([row for row in _all(database, RelationRow) if row.kind == "duplicate"]) == count
    assert stories.sweep(database, COMPARER) == 0


@pytest.mark.slow
def test_equal_articles_stored_by_two_processes_at_once_are_linked(
    database: Database, database_url: str
) -> None:
    _equal_texts(database, database_url, 60)


@pytest.mark.long
def test_three_hundred_pairs_of_equal_articles(database: Database, database_url: str) -> None:
    _equal_texts(database, database_url, 300)


@pytest.mark.slow
def test_address_stored_by_two_processes_at_once_is_one_article(
    database: Database, database_url: str
) -> None:
    printed = _race(database, database_url, "same", 25, ("a_gov", "b_gov"))
    words = sorted(zip(*printed, strict=True))
    assert {tuple(sorted(pair)) for pair in words} == {("inserted", "unchanged")}
    assert len(_all(database, ArticleRow)) == len(_all(database, ArticleVersionRow)) == 25


@pytest.mark.slow
def test_reader_polling_change_numbers_misses_nothing(database: Database, database_url: str) -> None:
    count = 60
    noticed: list[int] = []
    finished = threading.Event()

    def poll() -> None:
        last = 0
        while True:
            ended = finished.is_set()  # asked before the last look, or its rows could come after it
            with database.read() as connection:
                query = (
                    select(ArticleRow.id, ArticleRow.change_seq)
                    .where(ArticleRow.change_seq > last)
                    .order_by(ArticleRow.change_seq)
                )
                rows = connection.execute(query).all()
            noticed.extend(row.id for row in rows)
            last = rows[-1].change_seq if rows else last
            if ended:
                return
            time.sleep(0.002)

    reader = threading.Thread(target=poll)
    reader.start()
    try:
        printed = _race(database, database_url, "changes", count, ("a_gov", "b_gov"))
    finally:
        finished.set()
        reader.join()
    assert sorted(noticed) == sorted(int(one) for lines in printed for one in lines)
    assert len(set(noticed)) == 2 * count


def test_crash_before_the_next_list_page_leaves_it_discoverable(database: Database) -> None:
    """The next list page is committed in the transaction of its parent."""
    book = ledger(database)
    book.seed([list_link(1)])
    (held,) = book.claim(1)
    book.settle(held.id, Outcome(state="listed"), [link(1)], seen(), onward=[list_link(2)])
    with database.write() as connection:  # the process is gone, and nothing else was written
        connection.exec_driver_sql("UPDATE lease SET token = NULL")
    again = ledger(database)
    assert {page.url_key.rpartition("/")[2] for page in again.claim(9)} == {"1.html", "2.html"}
