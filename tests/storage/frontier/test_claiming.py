"""Which pages a run may claim, and in which order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from storage.values import Outcome, Want
from tests.storage.rows import (
    SITE,
    claim_keys,
    claim_one,
    close,
    key,
    ledger,
    link,
    list_link,
    page,
    seen,
    store,
)

if TYPE_CHECKING:
    from storage.db.database import Database
    from tests.conftest import Clock


RETRY_S = 5


def _retry(clock: Clock, seconds: int = RETRY_S) -> Outcome:
    return Outcome(state="retry", reason="http_503", retry_at=clock() + timedelta(seconds=seconds))


def test_articles_are_claimed_before_lists_in_order_of_discovery(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([list_link(), link(2), list_link(2), link(1)])
    assert claim_keys(book) == [key(2), key(1), f"{SITE}/list/1.html", f"{SITE}/list/2.html"]
    assert claim_keys(book) == [], "claimed once"


def test_claim_respects_its_limit(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([link(number) for number in range(5)])
    assert [len(book.claim(2)) for _ in range(4)] == [2, 2, 1, 0]


def test_claim_changes_no_state(clocked: Database) -> None:
    book = ledger(clocked)
    held = claim_one(book, 1)
    row = page(clocked, 1)
    assert (row["state"], row["claim_run_id"], row["last_run_id"]) == ("due", book.run_id, None)
    assert (held.url, held.state, held.found_walk) == (f"http://{key(1)}", "due", 1)


def test_retry_is_claimed_when_due_in_the_same_run(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    held = claim_one(book, 1)
    book.settle(held.id, _retry(clock))
    assert book.waiting() == clock() + timedelta(seconds=RETRY_S)
    assert book.claim(5) == []
    clock.forward(seconds=RETRY_S)
    (again,) = book.claim(5)
    assert (again.state, again.attempts) == ("retry", 1)
    assert book.pending() == 1


def test_manual_run_claims_a_retry_early_but_once(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    book.settle(claim_one(book, 1).id, _retry(clock, 3600))
    blocked = Outcome(state="blocked", reason="robots_503", retry_at=clock() + timedelta(hours=6))
    book.settle(claim_one(book, 2).id, blocked)
    assert claim_keys(book, Want(ignore_retry=True)) == [], "this run has had its answer"
    close(book, 2)
    book = ledger(clocked)
    assert claim_keys(book) == []
    assert claim_keys(book, Want(ignore_retry=True)) == [key(1), key(2)]


def test_blocked_page_is_claimed_when_due(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    until = clock() + timedelta(hours=1)
    book.settle(claim_one(book, 1).id, Outcome(state="blocked", reason="forbidden", retry_at=until))
    clock.forward(hours=2)
    assert claim_keys(book) == [], "not by the run that was blocked"
    close(book, 1)
    assert claim_keys(ledger(clocked)) == [key(1)]


def test_returned_page_is_unchanged(clocked: Database) -> None:
    book = ledger(clocked)
    before = claim_one(book, 1)
    book.settle(before.id, Outcome(state="due"))
    assert book.claim(5) == [before]


def test_stored_page_is_retried_in_the_run_that_failed(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    store(book, 1)
    close(book, 1)
    book = ledger(clocked)
    want = Want(recheck_since=clock() - timedelta(days=1))
    (held,) = book.claim(5, want)
    book.settle(held.id, _retry(clock))
    assert book.waiting() == clock() + timedelta(seconds=RETRY_S)
    assert book.pending() == 1
    assert book.claim(5, want) == []
    clock.forward(seconds=RETRY_S)
    (held,) = book.claim(5, want)
    assert held.attempts == 1
    book.settle(held.id, Outcome(state="unchanged"), seen=seen(status=304))
    row = page(clocked, 1)
    assert (row["attempts"], row["reason"]) == (0, None)
    assert row["next_at"] == row["found_at"] + timedelta(days=1), "the plan goes on"
    assert (book.claim(5, want), book.waiting(), book.pending()) == ([], None, 0)


def test_window_excludes_articles_outside(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([link(day, hint_date=date(2026, 3, day)) for day in (1, 2, 3)] + [link("undated"), list_link()])
    inside = claim_keys(book, Want(window=(date(2026, 3, 2), date(2026, 3, 2))))
    assert inside == [key(2), key("undated"), f"{SITE}/list/1.html"]


def test_page_refused_by_one_window_is_due_in_another(clocked: Database) -> None:
    book = ledger(clocked)
    day = date(2026, 3, 1)
    book.seed([link(1, state="refused", reason="outside_window", hint_date=day)])
    assert claim_keys(book, Want(window=(date(2026, 3, 2), None))) == []
    close(book, 0)
    book = ledger(clocked)
    assert claim_keys(book, Want(window=(None, day))) == [key(1)]


def test_page_outside_the_window_is_fetched_once_per_run(clocked: Database) -> None:
    book = ledger(clocked)
    book.settle(claim_one(book, 1).id, Outcome(state="refused", reason="outside_window"), seen=seen())
    book.seed([link(1), link(1, refresh=True)])
    assert claim_keys(book) == []
    close(book, 1)
    assert claim_keys(ledger(clocked)) == [key(1)]


def test_recheck_claims_recent_articles_once(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    store(book, "old")
    clock.forward(days=10)
    store(book, "new")
    book.settle(claim_one(book, "none").id, Outcome(state="refused", reason="no_article"))
    close(book, 3)
    book = ledger(clocked)
    want = Want(recheck_since=clock() - timedelta(days=3), rechecks=0)
    assert claim_keys(book, Want(rechecks=0)) == []
    (held,) = book.claim(9, want)
    assert (held.url_key, held.state) == (key("new"), "stored")
    book.settle(held.id, Outcome(state="unchanged"), seen=seen(status=304))
    assert book.claim(9, want) == []


def test_pages_of_paused_hosts_are_skipped(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([link(1), link(2, url="http://b.test:8080/2"), link(3, url="https://bb.test/3")])
    assert claim_keys(book, Want(skip_hosts=(SITE, "b.test"))) == [key(3)]
    assert claim_keys(book, Want(articles=False)) == []
    assert len(claim_keys(book)) == 2
