"""Saving articles: versions, visible changes, moved and second addresses."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select, text, update

from pipelines.items import Attachment, Byline, Image, Newspaper, Region
from storage.db.models import ArticleRow, FingerprintRow, HashStopRow, IssueRow
from tests.storage.rows import (
    GONE,
    MOMENT,
    SITE,
    TEXT,
    article,
    claim_one,
    close,
    key,
    ledger,
    page,
    seen,
    source,
    store,
    stored,
    versions,
)
from tests.storage.two_runs import change_seq, claim_again, save_again, save_first, settle_again

if TYPE_CHECKING:
    from storage.db.database import Database
    from tests.conftest import Clock


OTHER = TEXT.replace("一百二十万", "一百三十万")


def test_new_article_stores_every_field_of_its_record(clocked: Database, clock: Clock) -> None:
    record: dict[str, Any] = {
        "kicker": "聚焦春耕",
        "outlet": "青岚日报",
        "column": "要闻",
        "keywords": ["春耕", "小麦"],
        "bylines": [Byline(role="reporter", name="林知夏"), Byline(role="editor", name="周野")],
        "regions": [Region(code="990100", name="青岚市", how="source")],
        "images": [Image(url="http://a.test/1.jpg", caption="田间"), Image(url="http://a.test/2.jpg")],
        "attachments": [Attachment(url="http://a.test/1.pdf", name="通知")],
    }
    article_id = save_first(clocked, **record)
    row = stored(clocked, article_id)
    assert (row["state"], row["versions"], row["missing"], row["dedup_state"]) == ("live", 1, 0, "pending")
    assert (row["kicker"], row["column_name"], row["keywords"]) == ("聚焦春耕", "要闻", ["春耕", "小麦"])
    assert row["published_at"] == datetime(2026, 2, 28, 16, 0, tzinfo=UTC)
    assert row["published_date"] == date(2026, 3, 1)
    assert row["first_seen_at"] == row["changed_at"] == clock(), "the archive's own clock"
    assert row["last_seen_at"] == MOMENT, "the moment of the answer"
    with clocked.read() as connection:
        bylines = connection.execute(text("SELECT role, name FROM byline ORDER BY position")).all()
        regions = connection.execute(text("SELECT code, name, zone, how FROM article_region")).all()
        media = connection.execute(
            text("SELECT kind, position, url, label FROM media ORDER BY kind DESC, position")
        ).all()
    assert bylines == [("reporter", "林知夏"), ("editor", "周野")]
    assert regions == [("990100", "青岚市", None, "source")]
    assert media == [
        ("image", 0, "http://a.test/1.jpg", "田间"),
        ("image", 1, "http://a.test/2.jpg", None),
        ("attachment", 2, "http://a.test/1.pdf", "通知"),
    ]
    (version,) = versions(clocked, article_id)
    assert (version["number"], version["cause"], version["body"]) == (1, "publisher", TEXT)


def test_changed_text_becomes_a_version_and_the_old_text_is_kept(clocked: Database) -> None:
    article_id = save_first(clocked)
    before = change_seq(clocked, article_id)
    assert save_again(clocked, 1, [article(1, OTHER)], seen(OTHER)) == "revised"
    row = stored(clocked, article_id)
    assert (row["versions"], row["body"], row["dedup_state"]) == (2, OTHER, "pending")
    assert row["change_seq"] > before
    assert [(v["number"], v["cause"], v["body"]) for v in versions(clocked, article_id)] == [
        (1, "publisher", TEXT),
        (2, "publisher", OTHER),
    ]
    assert page(clocked, 1)["state"] == "stored"


def test_changed_boilerplate_around_same_text_is_neither_version_nor_change(clocked: Database) -> None:
    article_id = save_first(clocked)
    before = stored(clocked, article_id)
    assert save_again(
        clocked, 1, [article(1)], seen("today's weather", fetched_at=MOMENT + timedelta(days=1))
    ) == ("unchanged")
    after = stored(clocked, article_id)
    assert after.pop("last_seen_at") - before.pop("last_seen_at") == timedelta(days=1)
    assert after == before
    assert page(clocked, 1)["state"] == "unchanged"


def test_normal_form_of_older_rules_makes_no_version(clocked: Database) -> None:
    article_id = save_first(clocked)
    with clocked.write() as connection:
        older = {"norm_version": 0, "content_sha": "of older rules"}
        connection.execute(update(ArticleRow).where(ArticleRow.id == article_id).values(**older))
    assert save_again(clocked, 1, [article(1)], seen("other boilerplate")) == "unchanged"
    assert len(versions(clocked, article_id)) == 1
    after = stored(clocked, article_id)
    assert (after["norm_version"], after["content_sha"]) != (0, "of older rules")


def test_changed_title_is_a_version_unless_only_spaces_differ(clocked: Database) -> None:
    article_id = save_first(clocked, title="青岚 春耕")
    assert save_again(clocked, 1, [article(1, title="青岚春耕")], seen(TEXT)) == "unchanged"
    assert len(versions(clocked, article_id)) == 1
    assert save_again(clocked, 1, [article(1, title="青岚秋收")], seen(TEXT + " ")) == "revised"
    assert [v["title"] for v in versions(clocked, article_id)] == ["青岚 春耕", "青岚秋收"]


@pytest.mark.parametrize(
    "change",
    [
        {"outlet": "青岚日报"},
        {"published_date": date(2026, 2, 27)},
        {"keywords": ["春耕"]},
        {"bylines": [Byline(role="reporter", name="林知夏")]},
        {"regions": [Region(code="990102", name="澜水县")]},
        {"images": [Image(url="http://a.test/1.jpg")]},
        {"column": "要闻"},
    ],
)
def test_other_visible_change_gets_change_number_without_version(
    clocked: Database, change: dict[str, Any]
) -> None:
    article_id = save_first(clocked)
    before = change_seq(clocked, article_id)
    assert save_again(clocked, 1, [article(1, **change)], seen("other boilerplate")) == "unchanged"
    assert change_seq(clocked, article_id) > before
    moved = change_seq(clocked, article_id)
    assert len(versions(clocked, article_id)) == 1
    assert save_again(clocked, 1, [article(1, **change)], seen("other boilerplate")) == "unchanged"
    assert change_seq(clocked, article_id) == moved, "and the same again is no change"


def test_new_extractor_alone_is_no_visible_change(clocked: Database) -> None:
    article_id = save_first(clocked, extractor="1")
    before = stored(clocked, article_id)
    assert save_again(clocked, 1, [article(1, extractor="2")], seen(TEXT)) == "unchanged"
    assert stored(clocked, article_id) == before


def test_new_text_from_same_bytes_has_cause_extractor(clocked: Database) -> None:
    article_id = save_first(clocked)
    assert save_again(clocked, 1, [article(1)], seen("new boilerplate")) == "unchanged"
    assert save_again(clocked, 1, [article(1, OTHER)], seen("new boilerplate")) == "revised"
    assert [v["cause"] for v in versions(clocked, article_id)] == ["publisher", "extractor"]


def test_return_to_an_earlier_text_is_a_version(clocked: Database) -> None:
    article_id = save_first(clocked)
    save_again(clocked, 1, [article(1, OTHER)], seen(OTHER))
    assert save_again(clocked, 1, [article(1)], seen(TEXT)) == "revised"
    assert [v["body"] for v in versions(clocked, article_id)] == [TEXT, OTHER, TEXT]


def test_second_address_of_an_article_is_a_duplicate(clocked: Database) -> None:
    article_id = save_first(clocked)
    book = ledger(clocked)
    mobile = claim_one(book, "mobile")
    saved = book.save(mobile.id, [article("mobile", OTHER, url_key=key(1))], seen("m"))
    assert saved == [(article_id, "duplicate")]
    row = page(clocked, "mobile")
    assert (row["state"], row["article_id"]) == ("duplicate", article_id)
    assert stored(clocked, article_id)["body"] == TEXT, "the article's own page is its text"


def test_article_first_stored_from_another_address_moves_to_its_own_page(clocked: Database) -> None:
    book = ledger(clocked)
    mobile = claim_one(book, "mobile")
    ((article_id, word),) = book.save(mobile.id, [article(1, url_key=key(1))], seen("m"))
    assert word == "inserted"
    own = claim_one(book, 1)
    assert book.save(own.id, [article(1)], seen("www")) == [(article_id, "unchanged")]
    assert stored(clocked, article_id or 0)["page_id"] == own.id
    close(book, 2)
    assert save_again(clocked, "mobile", [article(1, OTHER, url_key=key(1))], seen("m2")) == "duplicate"


def test_article_that_moved_with_its_text_keeps_its_id(clocked: Database) -> None:
    book = ledger(clocked)
    article_id, _ = store(book, "old")
    close(book, 1)
    moved = article("new", title="春季种植推进会（old）")
    assert save_again(clocked, "old", [moved], seen("moved")) == "unchanged"
    row = stored(clocked, article_id)
    assert (row["url"], row["url_key"], row["versions"]) == (f"http://{key('new')}", key("new"), 1)
    # its new address, once listed, is its own; the old one stays an address of it
    book = ledger(clocked)
    assert book.save(claim_one(book, "new").id, [moved], seen("new"))[0] == (article_id, "unchanged")
    close(book, 1)
    assert save_again(clocked, "old", [moved], seen("moved")) == "duplicate"
    with clocked.read() as connection:
        assert connection.execute(select(ArticleRow.id)).scalars().all() == [article_id]


def test_address_that_leads_to_another_text_leaves_the_article(clocked: Database) -> None:
    book = ledger(clocked)
    article_id, _ = store(book, "old")
    close(book, 1)
    assert save_again(clocked, "old", [article("new", OTHER)], seen("other")) == "inserted"
    assert stored(clocked, article_id)["url_key"] == key("old")


def test_two_sources_listing_one_address_share_its_article(clocked: Database) -> None:
    article_id = save_first(clocked)
    source(clocked, "qinglan_portal", kind="portal")
    book = ledger(clocked, "qinglan_portal")
    assert store(book, 1) == (article_id, "unchanged")
    assert stored(clocked, article_id)["source_id"] == "qinglan_gov"


def test_article_taken_down_is_not_stored_again(clocked: Database) -> None:
    article_id = save_first(clocked)
    with clocked.write() as connection:
        seq = clocked.next_seq(connection)
        values = {"state": "taken_down", "body": None, "title": None, "content_sha": None, "change_seq": seq}
        connection.execute(update(ArticleRow).values(values))
    before = stored(clocked, article_id)
    book, held = claim_again(clocked, 1)
    assert book.save(held, [article(1)], seen(TEXT)) == [(None, "taken_down")]
    assert close(book, 1)["state"] == "finished"
    assert stored(clocked, article_id) == before
    row = page(clocked, 1)
    assert (row["state"], row["reason"]) == ("refused", "taken_down")
    settle_again(clocked, 1, GONE)
    assert stored(clocked, article_id) == before


def test_fingerprints_follow_the_text_and_omit_common_ones(clocked: Database) -> None:
    with clocked.write() as connection:
        connection.execute(insert(HashStopRow).values(hash=-3))
    low, high = -(2**63), 2**63 - 1
    article_id = save_first(clocked, fingerprints=[low, -3, 5, 5, high])

    def kept() -> list[int]:
        with clocked.read() as connection:
            query = select(FingerprintRow.hash).where(FingerprintRow.article_id == article_id)
            return sorted(connection.execute(query).scalars())

    assert kept() == [low, 5, high]
    save_again(clocked, 1, [article(1, fingerprints=[7])], seen("boilerplate"))
    assert kept() == [low, 5, high], "the text is the same"
    save_again(clocked, 1, [article(1, OTHER, fingerprints=[7, 5])], seen(OTHER))
    assert kept() == [low, 5, 7, high], "who reprinted the first text is still found by it"


def test_article_of_an_edition_refers_to_its_issue(clocked: Database) -> None:
    day = date(2026, 3, 1)
    paper = Newspaper(issue_date=day, page_no="02", order=1)
    one = save_first(clocked, 1, newspaper=paper)
    two = save_first(clocked, 2, OTHER, newspaper=paper)
    with clocked.read() as connection:
        (issue,) = connection.execute(select(IssueRow.__table__)).all()
    assert stored(clocked, one)["issue_id"] == stored(clocked, two)["issue_id"] == issue.id
    assert stored(clocked, one)["newspaper"]["page_no"] == "02"
    assert (issue.issue_date, issue.source_id) == (day, "qinglan_gov")


def test_text_of_any_length_and_script_is_stored_unchanged(clocked: Database) -> None:
    words = "𠮷野家与镕基，喆；\t表\n" + "长" * 200_000
    article_id = save_first(clocked, words=words, title="“镕”" * 500)
    row = stored(clocked, article_id)
    assert row["body"] == words
    assert hashlib.sha256(row["body"].encode()).hexdigest() == row["content_sha"]
    assert row["url_key"] == f"{SITE}/art/1.html"
