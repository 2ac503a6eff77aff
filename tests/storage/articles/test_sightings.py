"""Missing pages withdraw articles; seeing them again makes them live."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.values import Outcome
from tests.storage.rows import (
    GONE,
    TEXT,
    article,
    claim_one,
    close,
    key,
    ledger,
    seen,
    stored,
    versions,
)
from tests.storage.two_runs import change_seq, save_again, save_first, settle_again

if TYPE_CHECKING:
    from storage.db.database import Database


def test_article_missing_twice_is_withdrawn_and_keeps_its_text(clocked: Database) -> None:
    article_id = save_first(clocked)
    before = change_seq(clocked, article_id)
    settle_again(clocked, 1, GONE)
    row = stored(clocked, article_id)
    assert (row["state"], row["missing"], row["change_seq"]) == ("live", 1, before)
    settle_again(clocked, 1, GONE)
    row = stored(clocked, article_id)
    assert (row["state"], row["missing"], row["body"]) == ("withdrawn", 2, TEXT)
    assert row["change_seq"] > before
    withdrawn = row["change_seq"]
    settle_again(clocked, 1, GONE)
    assert change_seq(clocked, article_id) == withdrawn, "it was withdrawn already"


def test_seen_between_two_missing_answers_restarts_the_count(clocked: Database) -> None:
    article_id = save_first(clocked)
    settle_again(clocked, 1, GONE)
    settle_again(clocked, 1, Outcome(state="unchanged"), seen(status=304))
    settle_again(clocked, 1, GONE)
    assert stored(clocked, article_id)["state"] == "live"


def test_server_error_does_not_count_as_missing(clocked: Database) -> None:
    article_id = save_first(clocked)
    for _ in range(3):
        settle_again(clocked, 1, Outcome(state="failed", reason="http_500"), seen(status=500))
    row = stored(clocked, article_id)
    assert (row["state"], row["missing"]) == ("live", 0)


@pytest.mark.parametrize("way", ["saved", "unchanged"])
def test_withdrawn_article_seen_again_is_live(clocked: Database, way: str) -> None:
    article_id = save_first(clocked)
    for _ in range(2):
        settle_again(clocked, 1, GONE)
    before = change_seq(clocked, article_id)
    if way == "saved":
        assert save_again(clocked, 1, [article(1)], seen(TEXT)) == "unchanged"
    else:
        settle_again(clocked, 1, Outcome(state="unchanged"), seen(status=304))
    row = stored(clocked, article_id)
    assert (row["state"], row["missing"]) == ("live", 0)
    assert row["change_seq"] > before
    assert len(versions(clocked, article_id)) == 1


def test_missing_printed_page_withdraws_all_its_articles(clocked: Database) -> None:
    book = ledger(clocked)
    rows = [article("p", f"{TEXT}{n}", url_key=f"{key('p')}#{n}") for n in range(3)]
    ids = [one or 0 for one, _ in book.save(claim_one(book, "p").id, rows, seen("p"))]
    close(book, 1)
    for _ in range(2):
        settle_again(clocked, "p", GONE)
    found = [stored(clocked, one) for one in ids]
    assert {row["state"] for row in found} == {"withdrawn"}
    assert len({row["change_seq"] for row in found}) == 3


def test_article_no_longer_on_a_printed_page_is_unchanged(clocked: Database) -> None:
    book = ledger(clocked)
    rows = [article("p", f"{TEXT}{n}", url_key=f"{key('p')}#{n}") for n in range(2)]
    (_, (second, _)) = book.save(claim_one(book, "p").id, rows, seen("p"))
    close(book, 1)
    assert save_again(clocked, "p", rows[:1], seen("p2")) == "unchanged"
    row = stored(clocked, second or 0)
    assert (row["state"], row["missing"]) == ("live", 0)
