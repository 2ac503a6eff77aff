"""SQLite files for tests, and the messages of refused databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.db.database import Database
from storage.db.engine import DatabaseError

if TYPE_CHECKING:
    from pathlib import Path


def sqlite_file(tmp_path: Path) -> tuple[Path, str]:
    """Return the path and the URL of a database file that does not exist yet."""
    path = tmp_path / "govnews.db"
    return path, f"sqlite:///{path}"


def refusal(url: str, *, upgrade: bool = True) -> str:
    """Return the one-line message with which opening a database fails."""
    with pytest.raises(DatabaseError) as caught:
        Database.open(url, upgrade=upgrade)
    message = str(caught.value)
    assert "\n" not in message
    return message
