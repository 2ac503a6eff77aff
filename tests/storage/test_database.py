"""How a database is opened, refused, locked and counted."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import OperationalError

from storage.db import engine as module
from storage.db.database import Database
from storage.db.engine import DatabaseBusy, DatabaseError, display_url, parse_url
from storage.db.migrate import backup
from storage.db.models import HostRow


def _sqlite(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "govnews.db"
    return path, f"sqlite:///{path}"


def _refusal(url: str, *, upgrade: bool = True) -> str:
    with pytest.raises(DatabaseError) as caught:
        Database.open(url, upgrade=upgrade)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_a_missing_file_is_not_made_without_upgrade(tmp_path: Path) -> None:
    path, url = _sqlite(tmp_path)
    assert str(path) in _refusal(url, upgrade=False)
    assert not path.exists()


def test_an_empty_database_is_refused_until_it_is_upgraded(empty_url: str) -> None:
    if empty_url.startswith("sqlite"):
        Path(parse_url(empty_url).database or "").touch()
    assert "govnews db upgrade" in _refusal(empty_url, upgrade=False)
    Database.open(empty_url, upgrade=True).close()
    Database.open(empty_url).close()


def test_a_garbage_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path, url = _sqlite(tmp_path)
    path.write_bytes(b"this is no database " * 100)
    before = path.read_bytes()
    assert str(path) in _refusal(url)
    assert path.read_bytes() == before


def test_a_file_with_an_sqlite_head_and_garbage_behind_is_refused(tmp_path: Path) -> None:
    path, url = _sqlite(tmp_path)
    path.write_bytes(module.SQLITE_MAGIC + b"\xff" * 5000)
    assert str(path) in _refusal(url)


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    path, url = _sqlite(tmp_path)
    path.mkdir()
    assert str(path) in _refusal(url)


def test_a_log_without_its_database_is_refused(tmp_path: Path) -> None:
    path, url = _sqlite(tmp_path)
    path.with_name("govnews.db-wal").write_bytes(b"pages that were never written home")
    assert "govnews.db-wal" in _refusal(url)
    assert not path.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    path, url = _sqlite(tmp_path)
    Database.open(url, upgrade=True).close()
    path.chmod(0o400)
    assert str(path) in _refusal(url)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert "deep" in _refusal(f"sqlite:///{tmp_path}/deep/govnews.db")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    assert "give a file path" in _refusal(url)


@pytest.mark.parametrize("url", ["mysql://root@localhost/news", "nonsense"])
def test_other_databases_are_refused(url: str) -> None:
    _refusal(url)


def test_no_message_shows_a_password() -> None:
    for url in ("postgresql://me:secret@127.0.0.1:1/news", "mysql://me:secret@localhost/news"):
        message = _refusal(url)
        assert "secret" not in message
        assert "me" in message
    assert "secret" not in display_url(parse_url("postgres://me:secret@db.example/news"))


def test_a_database_of_a_newer_schema_is_refused(database: Database, database_url: str) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "newer govnews (schema 9999)" in _refusal(database_url)


def test_a_database_of_somebody_else_is_refused(empty_url: str, tmp_path: Path) -> None:
    engine = module.make_engine(parse_url(empty_url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoice (id INTEGER)"))
    engine.dispose()
    assert "invoice" in _refusal(empty_url)
    assert not list(tmp_path.glob("*.backup-*"))


def test_sqlite_runs_with_the_settings_that_keep_it_safe(tmp_path: Path) -> None:
    opened = Database.open(_sqlite(tmp_path)[1], upgrade=True)
    wanted = {"journal_mode": "wal", "synchronous": 1, "busy_timeout": 30000, "foreign_keys": 1}
    with opened.read() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
    opened.close()
    assert found == wanted


def test_a_write_is_all_or_nothing(database: Database) -> None:
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


def test_a_writer_waits_for_another_writer(database: Database) -> None:
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


def test_a_lock_that_does_not_end_is_said_by_name_and_the_call_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_TIMEOUT_MS", 100)
    path, url = _sqlite(tmp_path)
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


def test_a_full_disk_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    opened = Database.open(_sqlite(tmp_path)[1], upgrade=True)
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


def test_the_clock_is_the_databases_own_and_moves_within_a_transaction(database: Database) -> None:
    with database.write() as connection:
        first = database.now(connection)
        time.sleep(0.02)
        second = database.now(connection)
    assert first.tzinfo == UTC
    assert timedelta(0) < second - first < timedelta(seconds=5)
    assert abs(datetime.now(UTC) - second) < timedelta(minutes=1)


def test_a_moment_without_zone_is_refused(database: Database) -> None:
    row = {"host": "a.test", "failures": 0, "updated_at": datetime(2026, 3, 1, 8)}  # noqa: DTZ001 - the point of the test
    with pytest.raises(Exception, match="without time zone"), database.write() as connection:
        connection.execute(insert(HostRow).values(**row))


def test_a_moment_comes_back_as_utc_whatever_zone_it_had(database: Database) -> None:
    shanghai = datetime.fromisoformat("2026-03-01T07:30:00.123456+08:00")
    with database.write() as connection:
        connection.execute(insert(HostRow).values(host="a.test", failures=0, updated_at=shanghai))
        back = connection.execute(select(HostRow.updated_at)).scalar_one()
    assert back == shanghai
    assert back.utcoffset() == timedelta(0)


def test_change_numbers_are_reserved_in_blocks_without_overlap(database: Database) -> None:
    with database.write() as connection:
        taken = [
            database.next_seq(connection),
            database.next_seq(connection, 5),
            database.next_seq(connection),
        ]
    assert taken == [1, 2, 7]


def test_a_backup_opens_like_the_original(tmp_path: Path) -> None:
    opened = Database.open(_sqlite(tmp_path)[1], upgrade=True)
    with opened.write() as connection:
        opened.next_seq(connection, 7)
    copy = backup(opened.engine)
    opened.close()
    again = Database.open(f"sqlite:///{copy}")
    with again.write() as connection:
        assert again.next_seq(connection) == 8
    again.close()
