"""Takedowns remove content and leave tombstones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.maintain import integrity
from storage.maintain.takedown import TakenDown, takedown
from storage.read import article_history
from storage.values import Want
from tests.storage import rows

if TYPE_CHECKING:
    from storage.articles.archive import RawArchive
    from storage.db.database import Database


def down(database: Database, archive: RawArchive, name: int | str) -> TakenDown:
    return takedown(
        database,
        archive,
        url=f"http://{rows.key(name)}",
        url_key=rows.key(name),
        reason="asked by the author",
    )


def test_takedown_removes_all_content(database: Database, archive: RawArchive) -> None:
    article_id = rows.store_with_body(database, archive, 1)
    done = down(database, archive, 1)
    assert done == {"article_ids": [article_id], "known": True, "raw_removed": 1}
    record = article_history.find_article(database, str(article_id))
    assert record is not None
    kept = {name for name, value in record.items() if value not in (None, [])}
    assert kept == {"id", "url", "source", "state", "change_seq"}
    assert [version["body"] for version in rows.versions(database, article_id)] == [None]
    assert rows.page(database, 1)["reason"] == "taken_down"
    assert integrity.check(database, archive) == []


def test_takedown_by_another_address_of_the_article(database: Database, archive: RawArchive) -> None:
    article_id = rows.store_with_body(database, archive, 1)
    book = rows.ledger(database)
    alias = rows.claim_one(book, "moved-here")
    assert book.save(alias.id, [rows.article(1)], rows.seen("other bytes"))[0] == (article_id, "duplicate")
    rows.close(book, claimed=1)
    assert down(database, archive, "moved-here")["article_ids"] == [article_id]
    record = article_history.find_article(database, str(article_id))
    assert record is not None
    assert (record["state"], record["body"]) == ("taken_down", None)
    assert rows.page(database, "moved-here")["reason"] == "taken_down"


def test_takedown_of_a_split_page_removes_all_its_articles(database: Database, archive: RawArchive) -> None:
    book = rows.ledger(database)
    page = rows.claim_one(book, "page")
    texts = ["河口镇的夜校今晚开课，共有四十名学员报名参加。", "岚水县的新桥昨日合龙，两岸乡亲前来观看庆祝。"]
    parts = [
        rows.article("page", text, title=text[:8], url_key=f"{rows.key('page')}#{number}")
        for number, text in enumerate(texts)
    ]
    ids = [article_id for article_id, _ in book.save(page.id, parts, rows.seen("printed"))]
    rows.close(book, claimed=1)
    assert down(database, archive, "page")["article_ids"] == ids
    assert {article_history.find_article(database, str(one))["state"] for one in ids} == {"taken_down"}  # type: ignore[index]


def test_next_crawl_does_not_store_it_again(database: Database, archive: RawArchive) -> None:
    article_id = rows.store_with_body(database, archive, 1)
    down(database, archive, 1)
    book = rows.ledger(database)
    book.seed([rows.link(1, refresh=True)])
    for claimed in book.claim(10, Want(recheck_since=rows.MOMENT.replace(year=2000))):
        book.save(claimed.id, [rows.article(1)], rows.seen("new bytes"))
    record = article_history.find_article(database, str(article_id))
    assert record is not None
    assert (record["state"], record["body"]) == ("taken_down", None)


def test_raw_body_used_by_another_article_is_kept(database: Database, archive: RawArchive) -> None:
    rows.store_with_body(database, archive, 1)
    rows.store_with_body(database, archive, 2)
    assert down(database, archive, 1)["raw_removed"] == 0
    assert down(database, archive, 2)["raw_removed"] == 1


def test_story_gets_another_canonical_article(database: Database, archive: RawArchive) -> None:
    first, second = rows.store_with_body(database, archive, 1), rows.store_with_body(database, archive, 2)
    down(database, archive, 1)
    record = article_history.find_article(database, str(second))
    assert record is not None
    assert (record["canonical"], record["story_id"], record["relation"]) == (True, None, None)
    assert first != second


def test_address_never_stored_gets_a_tombstone(database: Database, archive: RawArchive) -> None:
    assert down(database, archive, 9)["known"] is False
    book = rows.ledger(database)
    assert rows.store(book, 9) == (None, "taken_down")
    assert rows.page(database, 9)["state"] == "refused"


def test_takedown_requires_a_reason(database: Database, archive: RawArchive) -> None:
    with pytest.raises(ValueError, match="reason"):
        takedown(database, archive, url="http://a.test/", url_key="a.test/", reason=" ")
