"""The check of the whole archive."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from crawler.run.comparer import COMPARER
from storage.maintain import integrity
from storage.stories import link
from tests.storage import rows

if TYPE_CHECKING:
    from storage.articles.archive import RawArchive
    from storage.db.database import Database


def test_check_reports_missing_raw_bodies(database: Database, archive: RawArchive) -> None:
    rows.store_with_body(database, archive, 1)
    [sha] = [path.name.removesuffix(".zst") for path in archive.root.rglob("*.zst")]
    archive.path(sha).write_bytes(archive.path(sha).read_bytes()[:-3])
    [fault] = integrity.check(database, archive)
    assert "damaged" in fault["example"]
    archive.remove(sha)
    assert [fault["name"] for fault in integrity.check(database, archive)] == ["raw"]
    assert integrity.check(database) == []


BROKEN = {
    "conservation": "UPDATE run SET claimed = claimed + 1",
    "change_seq": "UPDATE counter SET value = 0",
    "claims": "UPDATE page SET claim_run_id = (SELECT max(id) FROM run)",
    "stored_pages": "UPDATE page SET article_id = NULL",
    "versions": "UPDATE article SET versions = 3",
    "stories": "UPDATE article SET story_id = NULL",
    "tombstones": "UPDATE article SET state = 'taken_down'",
    "schema": "UPDATE alembic_version SET version_num = '0000'",
}


@pytest.mark.parametrize("name", BROKEN)
def test_check_reports_each_kind_of_fault(database: Database, name: str) -> None:
    book = rows.ledger(database)
    for number in (1, 2):
        article_id, _ = rows.store(book, number)
        link.link(database, article_id or 0, COMPARER)
    rows.close(book, claimed=2)
    assert integrity.check(database) == []
    with database.write() as connection:
        connection.execute(text(BROKEN[name]))
    found = integrity.check(database)
    assert [fault["name"] for fault in found] == [name]
    assert found[0]["count"] > 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL always enforces references
def test_check_reports_dangling_references(database: Database) -> None:
    rows.store(rows.ledger(database), 1)
    connection = sqlite3.connect(str(database.engine.url.database))  # does not enforce references
    with connection:
        connection.execute("UPDATE page SET raw_sha = 'missing'")
    connection.close()
    assert [(one["name"], one["example"]) for one in integrity.check(database)] == [("references", "page")]
