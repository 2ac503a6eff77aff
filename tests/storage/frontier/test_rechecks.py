"""Scheduled rechecks of stored articles."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from storage.frontier.rechecks import DAYS, next_recheck
from storage.values import Outcome, Want
from tests.storage.rows import GONE, article, claim_one, close, key, ledger, link, page, seen, store, stored

if TYPE_CHECKING:
    from datetime import datetime

    from storage.db.database import Database
    from tests.conftest import Clock


UNCHANGED = Outcome(state="unchanged")


def _looked(database: Database, clock: Clock) -> list[int]:
    """Return the days after its discovery on which a page is fetched, with one run a day."""
    began, days = clock(), []
    for _ in range(40):
        clock.forward(days=1)
        book = ledger(database)
        held = book.claim(10)
        for one in held:
            days.append((clock() - began).days)
            book.settle(one.id, UNCHANGED, seen=seen(status=304))
        close(book, len(held))
    return days


def test_rechecks_become_rarer_and_end(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    store(book, 1)
    close(book, 1)
    assert page(clocked, 1)["next_at"] == clock() + timedelta(days=1)
    assert _looked(clocked, clock) == list(DAYS)
    assert page(clocked, 1)["next_at"] is None
    assert page(clocked, 1)["state"] == "unchanged"


def test_no_recheck_on_the_same_day(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    store(book, 1)
    close(book, 1)
    clock.forward(hours=23)
    assert ledger(clocked).claim(10, Want(ignore_retry=True)) == []


@pytest.mark.parametrize(("late", "left"), [(0, 1), (2, 1), (10, 11), (22, None)])
def test_missed_recheck_is_not_repeated(clock: Clock, late: int, left: int | None) -> None:
    found: datetime = clock()
    now = found + timedelta(days=late)
    look = next_recheck(found, now)
    assert (None if look is None else (look - now).days) == left


def test_new_pages_come_before_rechecks_which_have_a_limit(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    for name in range(5):
        store(book, name)
    close(book, 5)
    clock.forward(days=2)
    book = ledger(clocked)
    book.seed([link("new")])
    taken = book.claim(10, Want(rechecks=2))
    assert [(one.url_key, one.planned) for one in taken] == [
        (key("new"), False),
        (key(0), True),
        (key(1), True),
    ]
    assert book.claim(10, Want(rechecks=0)) == []
    assert [one.url_key for one in book.claim(10, Want(rechecks=1))] == [key(2)]


def test_missing_article_is_rechecked_withdrawn_and_live_again(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    article_id, _ = store(book, 1)
    close(book, 1)

    def look(outcome: Outcome, **more: Any) -> str:
        clock.forward(days=1, hours=1)
        again = ledger(clocked)
        (held,) = again.claim(10)
        again.settle(held.id, outcome, **more)
        close(again, 1)
        return str(stored(clocked, article_id)["state"])

    assert look(GONE) == "live"
    assert look(Outcome(state="gone", reason="redirect_home")) == "withdrawn"
    assert page(clocked, 1)["next_at"] is None
    book = ledger(clocked)
    (held,) = book.claim(10, Want(recheck_since=clock() - timedelta(days=30)))
    book.settle(held.id, UNCHANGED, seen=seen(status=304))
    assert stored(clocked, article_id)["state"] == "live"
    assert page(clocked, 1)["next_at"] == page(clocked, 1)["found_at"] + timedelta(days=DAYS[1])


def test_second_address_of_an_article_is_not_rechecked(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    article_id, _ = store(book, 1)
    held = claim_one(book, "alias")
    assert book.save(held.id, [article(1)], seen("alias")) == [(article_id, "duplicate")]
    assert page(clocked, "alias")["next_at"] is None
