"""Transactions, locks, the clock and change numbers of an open database."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.db import engine as module
from storage.db.database import Database
from storage.db.engine import DatabaseBusy
from storage.db.models import HostRow
from tests.storage.database_files import sqlite_file

if TYPE_CHECKING:
    from pathlib import Path


def test_write_is_committed_or_rolled_back_completely(database: Database) -> None:
    def fail() -> None:
        with database.write() as connection:
            connection.execute(
                insert(HostRow).values(host="a.test", failures=0, updated_at=datetime.now(UTC))
            )
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.read() as connection:
        assert connection.execute(select(HostRow.host)).first() is None


def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    with database.write() as connection:
        database.next_seq(connection)
        with database.read() as reader:
            assert reader.execute(text("SELECT value FROM counter")).scalar_one() == 0


def test_writer_waits_for_another_writer(database: Database) -> None:
    inside = threading.Event()

    def hold() -> None:
        with database.write() as connection:
            database.next_seq(connection)
            inside.set()
            time.sleep(0.5)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(10)
    with database.write() as connection:
        assert database.next_seq(connection) == 2
    holder.join()


def test_lock_held_too_long_raises_and_the_call_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_TIMEOUT_MS", 100)
    path, url = sqlite_file(tmp_path)
    opened = Database.open(url, upgrade=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            with pytest.raises(DatabaseBusy, match=r"govnews\.db: locked"), opened.write():
                pass
        other.execute("ROLLBACK")
    with opened.write() as connection:
        assert opened.next_seq(connection) == 1
    opened.close()


def test_full_disk_loses_no_committed_rows(tmp_path: Path) -> None:
    opened = Database.open(sqlite_file(tmp_path)[1], upgrade=True)
    committed = 0
    with opened.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 90")

    def fill() -> None:
        nonlocal committed
        for number in range(2000):
            with opened.write() as connection:
                row = {"host": f"{number}.test", "failures": 0, "updated_at": datetime.now(UTC)}
                connection.execute(insert(HostRow).values(**row, robots_text="x" * 3000))
            committed += 1

    with pytest.raises(OperationalError, match="full"):
        fill()
    with opened.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM host")).scalar_one() == committed
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    with opened.write() as connection:  # space is back
        opened.next_seq(connection)
    opened.close()


def test_clock_advances_within_a_transaction(database: Database) -> None:
    with database.write() as connection:
        first = database.now(connection)
        time.sleep(0.02)
        second = database.now(connection)
    assert first.tzinfo == UTC
    assert timedelta(0) < second - first < timedelta(seconds=5)
    assert abs(datetime.now(UTC) - second) < timedelta(minutes=1)


def test_change_numbers_are_reserved_in_blocks_without_overlap(database: Database) -> None:
    with database.write() as connection:
        taken = [
            database.next_seq(connection),
            database.next_seq(connection, 5),
            database.next_seq(connection),
        ]
    assert taken == [1, 2, 7]


def test_read_only_database_cannot_write(database: Database, database_url: str) -> None:
    opened = Database.open_read_only(database_url)
    with opened.read() as connection:
        assert connection.execute(text("SELECT value FROM counter")).scalar_one() == 0
    with pytest.raises(DBAPIError, match=r"read-?only"), opened.write() as connection:
        opened.next_seq(connection)
    opened.close()


def test_read_only_database_sees_commits_of_a_writer(database: Database, database_url: str) -> None:
    opened = Database.open_read_only(database_url)
    with database.write() as connection:
        database.next_seq(connection, 3)
    with opened.read() as connection:
        assert connection.execute(text("SELECT value FROM counter")).scalar_one() == 3
    opened.close()
