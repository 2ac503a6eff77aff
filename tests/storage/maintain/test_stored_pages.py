"""Re-extraction of stored pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from storage.db.models import ArticleRow, PageRow
from storage.maintain import stored_pages
from storage.maintain.stored_pages import Wanted
from storage.values import Outcome
from tests.storage import rows

if TYPE_CHECKING:
    from storage.db.database import Database


WANTED = Wanted(version="today", reasons=("too_short",))
NEW_TEXT = rows.TEXT + "会后，与会人员参观了育苗基地。"


def test_changed_text_is_a_version_with_cause_extractor(database: Database) -> None:
    book = rows.ledger(database)
    article_id, _ = rows.store(book, 1)
    rows.store(book, 2)
    rows.close(book, 2)
    before = rows.stored(database, article_id)
    [first, second] = stored_pages.pages(database, WANTED)
    assert stored_pages.count(database, WANTED) == 2
    changed = rows.article(1, NEW_TEXT, extractor="today")
    assert stored_pages.write(database, first, [changed]) == [(article_id, "revised")]
    assert [
        word for _, word in stored_pages.write(database, second, [rows.article(2, extractor="today")])
    ] == ["same"]
    now = rows.stored(database, article_id)
    assert [one["cause"] for one in rows.versions(database, article_id)] == ["publisher", "extractor"]
    assert (now["body"], now["last_seen_at"], now["run_id"]) == (
        NEW_TEXT,
        before["last_seen_at"],
        before["run_id"],
    )
    assert now["change_seq"] > before["change_seq"]
    assert list(stored_pages.pages(database, WANTED)) == []


def test_newer_response_of_a_crawl_is_not_overwritten(database: Database) -> None:
    book = rows.ledger(database)
    article_id, _ = rows.store(book, 1)
    [stored] = stored_pages.pages(database, WANTED)
    other = rows.store(book, 2, NEW_TEXT)[0]
    with database.write() as connection:
        newer = rows.stored(database, other)["raw_sha"]
        connection.execute(update(PageRow).where(PageRow.id == stored.page_id).values(raw_sha=newer))
    assert stored_pages.write(database, stored, [rows.article(1, NEW_TEXT)]) == [(None, "moved_on")]
    assert rows.stored(database, article_id)["body"] == rows.TEXT


def test_refused_page_may_become_an_article(database: Database) -> None:
    book = rows.ledger(database)
    claimed = rows.claim_one(book, 1)
    book.settle(claimed.id, Outcome(state="refused", reason="too_short"), seen=rows.seen("<p>short"))
    with database.write() as connection:
        from storage.frontier import page_rows

        page_rows.keep_raw(database, connection, rows.raw("<p>short"))
        connection.execute(
            update(PageRow).where(PageRow.id == claimed.id).values(raw_sha=rows.raw("<p>short").sha)
        )
    [stored] = stored_pages.pages(database, WANTED)
    [(article_id, word)] = stored_pages.write(database, stored, [rows.article(1)])
    assert word == "inserted"
    assert rows.page(database, 1)["state"] == "stored"
    assert rows.page(database, 1)["article_id"] == article_id


def test_article_taken_down_is_not_extracted_again(database: Database) -> None:
    book = rows.ledger(database)
    article_id, _ = rows.store(book, 1)
    [stored] = stored_pages.pages(database, WANTED)
    with database.write() as connection:
        connection.execute(update(ArticleRow).where(ArticleRow.id == article_id).values(state="taken_down"))
    assert stored_pages.write(database, stored, [rows.article(1, NEW_TEXT)]) == [(None, "taken_down")]
    assert list(stored_pages.pages(database, WANTED)) == []
