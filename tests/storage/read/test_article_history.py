"""Finding an article by id or address, its versions and its provenance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from storage.db.models import PageRow
from storage.read import article_history
from tests.storage import rows

if TYPE_CHECKING:
    from storage.db.database import Database


@pytest.fixture
def article_id(database: Database) -> int:
    """Return the id of a stored article with one other address."""
    book = rows.ledger(database)
    article_id, _ = rows.store(book, 1, fetched_url="http://www.qinglan.test/art/1.html?from=list")
    assert article_id is not None
    other = rows.claim_one(book, "other")
    book.save(other.id, [rows.article(1)], rows.seen(rows.TEXT))
    with database.write() as connection:
        connection.execute(update(PageRow).where(PageRow.id == other.id).values(article_id=article_id))
    return article_id


@pytest.mark.parametrize(
    "ident",
    [
        "http://www.qinglan.test/art/1.html",
        "www.qinglan.test/art/1.html",
        "http://www.qinglan.test/art/1.html?from=list",
        "http://www.qinglan.test/art/other.html",
    ],
)
def test_article_is_found_by_any_of_its_addresses(database: Database, article_id: int, ident: str) -> None:
    found = article_history.find_article(database, ident)
    assert found is not None
    assert found["id"] == article_id


def test_article_is_found_by_its_id(database: Database, article_id: int) -> None:
    found = article_history.find_article(database, str(article_id))
    assert found is not None
    assert found["id"] == article_id


@pytest.mark.parametrize("ident", ["0", "9" * 18, "9" * 30, "http://www.qinglan.test/art/2.html", "", "一"])
def test_unknown_article_is_none(database: Database, ident: str) -> None:
    assert article_history.find_article(database, ident) is None


def test_versions_are_returned_oldest_first(database: Database) -> None:
    book = rows.ledger(database)
    claimed = rows.claim_one(book, 1)
    [saved] = book.save(claimed.id, [rows.article(1)], rows.seen("first"))
    assert saved.article_id is not None
    with database.write() as connection:
        connection.execute(update(PageRow).values(state="due"))
    [again] = book.claim(1)
    book.save(again.id, [rows.article(1, rows.TEXT + "已更正。")], rows.seen("second"))
    versions = article_history.article_versions(database, saved.article_id)
    assert [(one["number"], one["cause"]) for one in versions] == [(1, "publisher"), (2, "publisher")]
    assert versions[1]["body"] == rows.TEXT + "已更正。"


def test_provenance_names_response_and_all_addresses(database: Database, article_id: int) -> None:
    found = article_history.article_provenance(database, article_id)
    assert (found["source"], found["status"], found["size"]) == ("qinglan_gov", 200, len(rows.TEXT.encode()))
    assert found["raw_sha"] == rows.raw(rows.TEXT).sha
    assert sorted(found["addresses"]) == [
        "http://www.qinglan.test/art/1.html",
        "http://www.qinglan.test/art/other.html",
    ]
