"""What an outcome changes in the row of a page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage.values import Outcome, Want
from tests.storage.rows import (
    GONE,
    MOMENT,
    TEXT,
    article,
    claim_one,
    close,
    ledger,
    page,
    seen,
    store,
)

if TYPE_CHECKING:
    from storage.db.database import Database
    from tests.conftest import Clock


@pytest.mark.parametrize("state", ["retry", "failed", "blocked", "refused"])
def test_stored_page_stays_stored_after_a_failure(clocked: Database, clock: Clock, state: str) -> None:
    book = ledger(clocked)
    article_id, _ = store(book, 1)
    close(book, 1)
    book = ledger(clocked)
    (held,) = book.claim(5, Want(recheck_since=clock() - timedelta(days=1)))
    book.settle(held.id, Outcome(state=state, reason="http_503", retry_at=clock() + timedelta(seconds=5)))
    row = page(clocked, 1)
    assert (row["state"], row["reason"], row["article_id"]) == ("stored", "http_503", article_id)
    assert row["next_at"] == clock() + timedelta(seconds=5)


def test_validators_are_kept_only_from_understood_responses(clocked: Database) -> None:
    book = ledger(clocked)
    held = claim_one(book, 1)
    book.save(held.id, [article(1)], seen(TEXT, etag='"good"', last_modified="Sun, 01 Mar 2026 00:00:00 GMT"))
    close(book, 1)
    book = ledger(clocked)
    (held,) = book.claim(5, Want(recheck_since=MOMENT - timedelta(days=1)))
    assert held.etag == '"good"'
    book.settle(held.id, Outcome(state="refused", reason="challenge"), seen=seen("wall", etag='"wall"'))
    assert page(clocked, 1)["etag"] == '"good"', "or the wall's 304 would mean: the article is unchanged"


def test_answers_304_are_counted_until_a_full_response(clocked: Database) -> None:
    want = Want(recheck_since=MOMENT - timedelta(days=1))
    book = ledger(clocked)
    book.save(claim_one(book, 1).id, [article(1)], seen(TEXT, etag='"1"'))
    close(book, 1)
    for number in (1, 2):
        book = ledger(clocked)
        (held,) = book.claim(1, want)
        book.settle(held.id, Outcome(state="unchanged"), seen=seen(status=304))
        close(book, 1)
        row = page(clocked, 1)
        assert (row["not_modified"], row["etag"], row["state"]) == (number, '"1"', "unchanged")
    book = ledger(clocked)
    book.save(book.claim(1, want)[0].id, [article(1)], seen(TEXT, etag='"2"'))
    row = page(clocked, 1)
    assert (row["not_modified"], row["etag"]) == (0, '"2"')


def test_missing_page_is_fetched_once_more_after_a_day(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    store(book, 1)
    close(book, 1)
    book = ledger(clocked)
    (held,) = book.claim(1, Want(recheck_since=MOMENT))
    book.settle(held.id, GONE)
    assert page(clocked, 1)["next_at"] == clock() + timedelta(days=1)
    close(book, 1)
    clock.forward(days=1, seconds=1)
    book = ledger(clocked)
    (held,) = book.claim(1)
    book.settle(held.id, Outcome(state="failed", reason="http_500"))
    assert page(clocked, 1)["next_at"] == clock() + timedelta(days=1), "still not seen a second time"
    close(book, 1)
    clock.forward(days=1, seconds=1)
    book = ledger(clocked)
    (held,) = book.claim(1)
    book.settle(held.id, GONE)
    assert (page(clocked, 1)["state"], page(clocked, 1)["next_at"]) == ("gone", None)


@pytest.mark.parametrize("bad", [{"state": "lost"}, {"state": "retry"}])
def test_unknown_outcome_is_refused(bad: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"outcome|time"):
        Outcome(**bad)  # type: ignore[arg-type]
