"""Missing pages withdraw articles; seeing them again makes them live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    link,
    seen,
    store,
    stored,
    versions,
)

if TYPE_CHECKING:
    from storage.articles.article_columns import ArticleToSave
    from storage.db.database import Database
    from storage.ledger import Ledger
    from storage.values import Seen


def _again(database: Database, name: str | int, found: list[ArticleToSave], answer: Seen) -> str:
    """The next run reads a known article's page again; gives the store's word."""
    book, held = _held(database, name)
    word = book.save(held, found, answer)[0][1]
    assert close(book, 1)["state"] == "finished"
    return word


def _settle(database: Database, name: str | int, outcome: Outcome, answer: Seen | None = None) -> None:
    book, held = _held(database, name)
    book.settle(held, outcome, seen=answer)
    assert close(book, 1)["state"] == "finished"


def _held(database: Database, name: str | int) -> tuple[Ledger, int]:
    book = ledger(database)
    book.seed([link(name, refresh=True)])
    (held,) = [one.id for one in book.claim(100) if one.url_key == key(name)]
    return book, held


def _first(database: Database, name: str | int = 1, words: str = TEXT, **more: Any) -> int:
    book = ledger(database)
    article_id, word = store(book, name, words, **more)
    assert word == "inserted"
    close(book, 1)
    assert article_id is not None
    return article_id


def _seq(database: Database, article_id: int) -> int:
    number: int = stored(database, article_id)["change_seq"]
    return number


def test_article_missing_twice_is_withdrawn_and_keeps_its_text(clocked: Database) -> None:
    article_id = _first(clocked)
    before = _seq(clocked, article_id)
    _settle(clocked, 1, GONE)
    row = stored(clocked, article_id)
    assert (row["state"], row["missing"], row["change_seq"]) == ("live", 1, before)
    _settle(clocked, 1, GONE)
    row = stored(clocked, article_id)
    assert (row["state"], row["missing"], row["body"]) == ("withdrawn", 2, TEXT)
    assert row["change_seq"] > before
    withdrawn = row["change_seq"]
    _settle(clocked, 1, GONE)
    assert _seq(clocked, article_id) == withdrawn, "it was withdrawn already"


def test_seen_between_two_missing_answers_restarts_the_count(clocked: Database) -> None:
    article_id = _first(clocked)
    _settle(clocked, 1, GONE)
    _settle(clocked, 1, Outcome(state="unchanged"), seen(status=304))
    _settle(clocked, 1, GONE)
    assert stored(clocked, article_id)["state"] == "live"


def test_server_error_does_not_count_as_missing(clocked: Database) -> None:
    article_id = _first(clocked)
    for _ in range(3):
        _settle(clocked, 1, Outcome(state="failed", reason="http_500"), seen(status=500))
    row = stored(clocked, article_id)
    assert (row["state"], row["missing"]) == ("live", 0)


@pytest.mark.parametrize("way", ["saved", "unchanged"])
def test_withdrawn_article_seen_again_is_live(clocked: Database, way: str) -> None:
    article_id = _first(clocked)
    for _ in range(2):
        _settle(clocked, 1, GONE)
    before = _seq(clocked, article_id)
    if way == "saved":
        assert _again(clocked, 1, [article(1)], seen(TEXT)) == "unchanged"
    else:
        _settle(clocked, 1, Outcome(state="unchanged"), seen(status=304))
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
        _settle(clocked, "p", GONE)
    found = [stored(clocked, one) for one in ids]
    assert {row["state"] for row in found} == {"withdrawn"}
    assert len({row["change_seq"] for row in found}) == 3


def test_article_no_longer_on_a_printed_page_is_unchanged(clocked: Database) -> None:
    book = ledger(clocked)
    rows = [article("p", f"{TEXT}{n}", url_key=f"{key('p')}#{n}") for n in range(2)]
    (_, (second, _)) = book.save(claim_one(book, "p").id, rows, seen("p"))
    close(book, 1)
    assert _again(clocked, "p", rows[:1], seen("p2")) == "unchanged"
    row = stored(clocked, second or 0)
    assert (row["state"], row["missing"]) == ("live", 0)
