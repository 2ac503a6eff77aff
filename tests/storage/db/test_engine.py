"""Which database URLs and files are accepted, and the settings of connections."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from storage.db import engine as module
from storage.db.database import Database
from storage.db.engine import DatabaseError, _read_only_uri, display_url, parse_url
from tests.storage.database_files import refusal, sqlite_file

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_missing_file_is_refused_without_upgrade(tmp_path: Path) -> None:
    path, url = sqlite_file(tmp_path)
    assert str(path) in refusal(url, upgrade=False)
    assert not path.exists()


def test_empty_database_is_refused_without_upgrade(empty_url: str) -> None:
    if empty_url.startswith("sqlite"):
        Path(parse_url(empty_url).database or "").touch()
    assert "govnews db upgrade" in refusal(empty_url, upgrade=False)
    Database.open(empty_url, upgrade=True).close()
    Database.open(empty_url).close()


def test_file_that_is_no_database_is_refused_and_unchanged(tmp_path: Path) -> None:
    path, url = sqlite_file(tmp_path)
    path.write_bytes(b"this is no database " * 100)
    before = path.read_bytes()
    assert str(path) in refusal(url)
    assert path.read_bytes() == before


def test_damaged_file_with_sqlite_header_is_refused(tmp_path: Path) -> None:
    path, url = sqlite_file(tmp_path)
    path.write_bytes(module.SQLITE_MAGIC + b"\xff" * 5000)
    assert str(path) in refusal(url)


def test_folder_instead_of_file_is_refused(tmp_path: Path) -> None:
    path, url = sqlite_file(tmp_path)
    path.mkdir()
    assert str(path) in refusal(url)


def test_write_ahead_log_without_database_is_refused(tmp_path: Path) -> None:
    path, url = sqlite_file(tmp_path)
    path.with_name("govnews.db-wal").write_bytes(b"pages that were never written home")
    assert "govnews.db-wal" in refusal(url)
    assert not path.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_file_is_refused(tmp_path: Path) -> None:
    path, url = sqlite_file(tmp_path)
    Database.open(url, upgrade=True).close()
    path.chmod(0o400)
    assert str(path) in refusal(url)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_that_cannot_be_created_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert "deep" in refusal(f"sqlite:///{tmp_path}/deep/govnews.db")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_in_memory_database_is_refused(url: str) -> None:
    assert "give a file path" in refusal(url)


@pytest.mark.parametrize("url", ["mysql://root@localhost/news", "nonsense"])
def test_other_database_systems_are_refused(url: str) -> None:
    refusal(url)


def test_messages_hide_the_password() -> None:
    for url in ("postgresql://me:secret@127.0.0.1:1/news", "mysql://me:secret@localhost/news"):
        message = refusal(url)
        assert "secret" not in message
        assert "me" in message
    assert "secret" not in display_url(parse_url("postgres://me:secret@db.example/news"))


def test_sqlite_connections_have_safe_settings(tmp_path: Path) -> None:
    opened = Database.open(sqlite_file(tmp_path)[1], upgrade=True)
    wanted = {"journal_mode": "wal", "synchronous": 1, "busy_timeout": 30000, "foreign_keys": 1}
    with opened.read() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
    opened.close()
    assert found == wanted


@pytest.fixture
def protected(tmp_path: Path) -> Iterator[Path]:
    """Return a database file that is write-protected together with its folder."""
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    path = tmp_path / "archive" / "govnews.db"
    Database.open(f"sqlite:///{path}", upgrade=True).close()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    yield path
    path.parent.chmod(0o755)


def test_write_protected_archive_can_be_read(protected: Path) -> None:
    opened = Database.open_read_only(f"sqlite:///{protected}")
    with opened.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM article")).scalar_one() == 0
    opened.close()


def test_write_protected_archive_with_unfinished_changes_is_refused(protected: Path) -> None:
    protected.parent.chmod(0o755)
    protected.with_name("govnews.db-wal").write_bytes(b"x" * 100)
    protected.parent.chmod(0o555)
    with pytest.raises(DatabaseError, match="open it once with write access"):
        Database.open_read_only(f"sqlite:///{protected}")


def test_reading_does_not_create_a_database(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no such database"):
        Database.open_read_only(f"sqlite:///{tmp_path / 'none.db'}")
    assert list(tmp_path.iterdir()) == []


def test_immutable_is_used_only_without_a_write_ahead_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "govnews.db"
    assert _read_only_uri(path).endswith("govnews.db?mode=ro")
    monkeypatch.setattr("os.access", lambda _path, _mode: False)
    assert _read_only_uri(path).endswith("?mode=ro&immutable=1")
    path.with_name("govnews.db-wal").write_bytes(b"x")
    with pytest.raises(DatabaseError, match="unfinished changes"):
        _read_only_uri(path)
    path.with_name("govnews.db-shm").write_bytes(b"x")
    assert _read_only_uri(path).endswith("?mode=ro")
