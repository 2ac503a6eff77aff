"""A database written by release 0.1.0 opens, passes the check, and can be read and crawled on.

``data/release_0_1_0.sql.gz`` is the SQL dump of an SQLite file: part of the sample city after ``govnews demo``.
"""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import text

import storage
from storage.db.database import Database
from storage.ledger import Ledger
from storage.maintain import integrity
from storage.read.export import export
from storage.values import HINTS, Want

if TYPE_CHECKING:
    from collections.abc import Iterator

DUMP = Path(__file__).parent / "data" / "release_0_1_0.sql.gz"
SCHEMA = json.loads((Path(storage.__file__).parent / "article.schema.json").read_text("utf-8"))


@pytest.fixture
def released(tmp_path: Path) -> Iterator[Database]:
    """Return the database of release 0.1.0, migrated to the current schema."""
    path = tmp_path / "govnews.db"
    connection = sqlite3.connect(path)
    connection.executescript(gzip.decompress(DUMP.read_bytes()).decode("utf-8"))
    connection.close()
    opened = Database.open(f"sqlite:///{path}", upgrade=True)
    yield opened
    opened.close()


def test_released_database_passes_the_integrity_check(released: Database) -> None:
    assert integrity.check(released) == []


def test_released_articles_are_exported_as_valid_records(released: Database) -> None:
    out = io.BytesIO()
    assert export(released, out, "jsonl") == 20
    validator = Draft202012Validator(SCHEMA)
    for line in out.getvalue().decode("utf-8").splitlines():
        validator.validate(json.loads(line))


def test_released_pages_are_claimed_with_hints_of_their_kind(released: Database) -> None:
    with released.write() as connection:
        connection.execute(text("UPDATE page SET state = 'due', next_at = NULL, attempts = 0"))
        connection.execute(text("UPDATE lease SET token = NULL, until = NULL"))
        sources = list(connection.execute(text("SELECT DISTINCT source_id FROM page")).scalars())
    claimed = [
        page
        for source_id in sources
        for page in Ledger.open(released, source_id=source_id, hosts=[f"{source_id}.test"], params={}).claim(
            1000, Want()
        )
    ]
    assert len(claimed) == 40
    assert all(isinstance(page.hint, HINTS[page.kind]) for page in claimed)
    titles = [page.hint for page in claimed if page.kind == "article" and not page.hint.is_empty]
    assert len(titles) > 20
