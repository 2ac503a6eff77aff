"""Opening an SQLite database while another connection holds its lock."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from storage.db import database as database_module
from storage.db.database import Database
from storage.db.engine import DatabaseBusy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A new file in rollback mode whose write lock is held: switching it to WAL fails without any wait."""
    path = tmp_path / "new.db"
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    with closing(connection):
        connection.execute("CREATE TABLE one (x)")
        connection.execute("DROP TABLE one")
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def test_open_waits_for_a_writer_of_a_new_file(locked: sqlite3.Connection, tmp_path: Path) -> None:
    release = threading.Timer(0.5, locked.execute, ("COMMIT",))
    release.start()
    Database.open(f"sqlite:///{tmp_path / 'new.db'}", upgrade=True).close()
    release.join()


def test_open_raises_database_busy_if_the_lock_is_not_released(
    locked: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_MS", 200)
    with pytest.raises(DatabaseBusy, match="database is locked"):
        Database.open(f"sqlite:///{tmp_path / 'new.db'}", upgrade=True)
    locked.execute("COMMIT")
