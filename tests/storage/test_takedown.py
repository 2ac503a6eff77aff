"""The raw archive, takedowns, and the check of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.run.comparer import COMPARER
from storage.articles.archive import ArchiveError, RawArchive
from storage.maintain import integrity
from storage.maintain.takedown import TakenDown, takedown
from storage.read import article_history
from storage.stories import link
from storage.values import RawEntry, Want
from tests.storage import rows

if TYPE_CHECKING:
    from pathlib import Path

    from storage.db.database import Database


@pytest.fixture
def archive(tmp_path: Path) -> RawArchive:
    return RawArchive(tmp_path / "raw")


def test_a_body_comes_back_and_a_damaged_one_is_named(archive: RawArchive) -> None:
    body = "<html>青岚</html>".encode() * 1000
    sha = archive.put(body)
    assert archive.put(body) == sha
    assert archive.get(sha) == body
    archive.path(sha).write_bytes(b"garbage")
    with pytest.raises(ArchiveError, match="damaged"):
        archive.get(sha)
    archive.remove(sha)
    with pytest.raises(ArchiveError):
        archive.get(sha)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_only_a_sha256_names_a_body(archive: RawArchive, name: str) -> None:
    with pytest.raises(ValueError, match="not a sha256"):
        archive.path(name)


def stored(database: Database, archive: RawArchive, name: int, body: bytes = b"<p>x</p>") -> int:
    book = rows.ledger(database)
    sha = archive.put(body)
    entry = RawEntry(
        sha=sha,
        url=f"http://{rows.key(name)}",
        status=200,
        headers={},
        size=len(body),
        fetched_at=rows.MOMENT,
    )
    claimed = rows.claim_one(book, name)
    [(article_id, _)] = book.save(claimed.id, [rows.article(name)], rows.seen(raw=entry))
    rows.close(book, claimed=1)
    assert article_id is not None
    link.link(database, article_id, COMPARER)
    return article_id


def down(database: Database, archive: RawArchive, name: int | str) -> TakenDown:
    return takedown(
        database,
        archive,
        url=f"http://{rows.key(name)}",
        url_key=rows.key(name),
        reason="asked by the author",
    )


def test_nothing_of_the_content_stays(database: Database, archive: RawArchive) -> None:
    article_id = stored(database, archive, 1)
    done = down(database, archive, 1)
    assert done == {"article_ids": [article_id], "known": True, "raw_removed": 1}
    record = article_history.find_article(database, str(article_id))
    assert record is not None
    kept = {name for name, value in record.items() if value not in (None, [])}
    assert kept == {"id", "url", "source", "state", "change_seq"}
    assert [version["body"] for version in rows.versions(database, article_id)] == [None]
    assert rows.page(database, 1)["reason"] == "taken_down"
    assert integrity.check(database, archive) == []


def test_another_address_of_the_article_stands_for_it(database: Database, archive: RawArchive) -> None:
    article_id = stored(database, archive, 1)
    book = rows.ledger(database)
    alias = rows.claim_one(book, "moved-here")
    assert book.save(alias.id, [rows.article(1)], rows.seen("other bytes"))[0] == (article_id, "duplicate")
    rows.close(book, claimed=1)
    assert down(database, archive, "moved-here")["article_ids"] == [article_id]
    record = article_history.find_article(database, str(article_id))
    assert record is not None
    assert (record["state"], record["body"]) == ("taken_down", None)
    assert rows.page(database, "moved-here")["reason"] == "taken_down"


def test_the_address_of_a_split_page_stands_for_all_its_stories(
    database: Database, archive: RawArchive
) -> None:
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


def test_the_next_crawl_does_not_bring_it_back(database: Database, archive: RawArchive) -> None:
    article_id = stored(database, archive, 1)
    down(database, archive, 1)
    book = rows.ledger(database)
    book.seed([rows.link(1, refresh=True)])
    for claimed in book.claim(10, Want(recheck_since=rows.MOMENT.replace(year=2000))):
        book.save(claimed.id, [rows.article(1)], rows.seen("new bytes"))
    record = article_history.find_article(database, str(article_id))
    assert record is not None
    assert (record["state"], record["body"]) == ("taken_down", None)


def test_raw_bytes_that_another_article_needs_stay(database: Database, archive: RawArchive) -> None:
    stored(database, archive, 1)
    stored(database, archive, 2)
    assert down(database, archive, 1)["raw_removed"] == 0
    assert down(database, archive, 2)["raw_removed"] == 1


def test_its_story_gets_another_canonical_article(database: Database, archive: RawArchive) -> None:
    first, second = stored(database, archive, 1), stored(database, archive, 2)
    down(database, archive, 1)
    record = article_history.find_article(database, str(second))
    assert record is not None
    assert (record["canonical"], record["story_id"], record["relation"]) == (True, None, None)
    assert first != second


def test_an_address_never_stored_gets_its_tombstone_first(database: Database, archive: RawArchive) -> None:
    assert down(database, archive, 9)["known"] is False
    book = rows.ledger(database)
    assert rows.store(book, 9) == (None, "taken_down")
    assert rows.page(database, 9)["state"] == "refused"


def test_a_takedown_needs_a_reason(database: Database, archive: RawArchive) -> None:
    with pytest.raises(ValueError, match="reason"):
        takedown(database, archive, url="http://a.test/", url_key="a.test/", reason=" ")


def test_the_check_names_what_is_missing(database: Database, archive: RawArchive) -> None:
    stored(database, archive, 1)
    [sha] = [path.name.removesuffix(".zst") for path in archive.root.rglob("*.zst")]
    archive.path(sha).write_bytes(archive.path(sha).read_bytes()[:-3])
    [fault] = integrity.check(database, archive)
    assert "damaged" in fault["example"]
    archive.remove(sha)
    assert [fault["name"] for fault in integrity.check(database, archive)] == ["raw"]
    assert integrity.check(database) == []
