"""Counts of articles and pages, per source and over the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.read import overview
from storage.values import Outcome
from tests.storage import rows

if TYPE_CHECKING:
    from storage.db.database import Database


def test_sources_are_counted_with_articles_and_pending_pages(database: Database) -> None:
    rows.source(database, "empty_gov")
    book = rows.ledger(database)
    rows.store(book, 1)
    book.seed([rows.link(2), rows.link(3)])
    found = overview.sources_with_counts(database)
    assert (found["qinglan_gov"]["articles"], found["qinglan_gov"]["pending"]) == (1, 2)
    assert found["qinglan_gov"]["last_article"] is not None
    assert (found["empty_gov"]["articles"], found["empty_gov"]["last_article"]) == (0, None)


def test_pages_of_a_source_are_counted_by_kind_state_and_reason(database: Database) -> None:
    book = rows.ledger(database)
    rows.store(book, 1)
    refused = rows.claim_one(book, 2)
    book.settle(refused.id, Outcome(state="refused", reason="too_short"), seen=rows.seen())
    found = overview.page_counts(database, "qinglan_gov")
    assert {(one["kind"], one["state"], one["reason"], one["count"]) for one in found} == {
        ("article", "refused", "too_short", 1),
        ("article", "stored", None, 1),
    }


def test_stats_of_an_archive(database: Database) -> None:
    book = rows.ledger(database)
    rows.store(book, 1)
    rows.close(book, claimed=1)
    found = overview.archive_stats(database)
    assert (found["articles"], found["versions"], found["stories"]) == ({"live": 1}, 1, 0)
    assert (found["runs"], found["sources"]) == ({"finished": 1}, {"active": 1})
    assert (found["raw_bodies"], found["raw_bytes"]) == (1, len(rows.TEXT.encode()))
    assert found["change_seq"] == 1


def test_stats_of_an_empty_archive(database: Database) -> None:
    found = overview.archive_stats(database)
    assert (found["articles"], found["raw_bytes"], found["change_seq"]) == ({}, 0, 0)
