"""The frontier: what is known, what is due to whom, what an outcome leaves behind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from storage.values import ListHint, Outcome, Want
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
    link,
    list_link,
    page,
    seen,
    store,
)

if TYPE_CHECKING:
    from storage.db.database import Database
    from storage.ledger import Ledger
    from tests.conftest import Clock

LISTED = Outcome(state="listed")
RETRY_S = 5


def _keys(book: Ledger, want: Want | None = None) -> list[str]:
    return [one.url_key for one in book.claim(100, want)]


def _retry(clock: Clock, seconds: int = RETRY_S) -> Outcome:
    return Outcome(state="retry", reason="http_503", retry_at=clock() + timedelta(seconds=seconds))


def test_articles_are_claimed_before_lists_in_the_order_they_were_found(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([list_link(), link(2), list_link(2), link(1)])
    assert _keys(book) == [key(2), key(1), f"{SITE}/list/1.html", f"{SITE}/list/2.html"]
    assert _keys(book) == [], "claimed once"


def test_a_claim_takes_no_more_than_asked(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([link(number) for number in range(5)])
    assert [len(book.claim(2)) for _ in range(4)] == [2, 2, 1, 0]


def test_a_claim_changes_no_state(clocked: Database) -> None:
    book = ledger(clocked)
    held = claim_one(book, 1)
    row = page(clocked, 1)
    assert (row["state"], row["claim_run_id"], row["last_run_id"]) == ("due", book.run_id, None)
    assert (held.url, held.state, held.found_walk) == (f"http://{key(1)}", "due", 1)


def test_links_are_committed_with_the_outcome_that_found_them(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([list_link()])
    (held,) = book.claim(1)
    done = book.settle(held.id, LISTED, [link(1), link(2)], seen())
    assert (done.new, done.known, done.all_known_before) == (2, 0, False)
    assert page(clocked, 1)["parent_id"] == held.id
    assert page(clocked, held.url_key)["state"] == "listed"


def test_an_outcome_that_cannot_be_written_brings_no_links_either(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([list_link()])
    (held,) = book.claim(1)
    bad = link(2, hint={"title": b"bytes"})  # no JSON: the whole transaction fails
    with pytest.raises(Exception, match="JSON"):
        book.settle(held.id, LISTED, [link(1), bad], seen())
    assert page(clocked, held.url_key)["state"] == "due"
    with clocked.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM page")).scalar_one() == 1


def test_the_same_link_twice_on_a_list_is_one_page_and_the_better_hint_is_kept(clocked: Database) -> None:
    book = ledger(clocked)
    day = date(2026, 3, 1)
    links = [link(1), link(1, hint={"title": "推进会"}, hint_date=day), link(1, hint={"title": "详情"})]
    assert book.seed(links) == 1
    row = page(clocked, 1)
    assert (row["hint"], row["hint_date"]) == ({"title": "推进会"}, day)


def test_a_hint_that_came_later_fills_an_empty_one_and_never_replaces_one(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([link(1)])
    book.seed([link(1, hint={"title": "第一次"})])
    book.seed([link(1, hint={"title": "第二次"})])
    assert page(clocked, 1)["hint"] == {"title": "第一次"}


def test_paging_is_over_only_when_all_was_known_at_the_last_completed_walk(clocked: Database) -> None:
    def walk(*, complete: bool) -> bool:
        book = ledger(clocked)
        book.seed([list_link()])
        (held,) = book.claim(5, Want(articles=False))
        done = book.settle(held.id, LISTED, [link(1), link(2)], seen())
        close(book, 1, walk_complete=complete)
        return done.all_known_before

    assert not walk(complete=False)
    assert not walk(complete=True), "found by a walk that was cut: what stood behind may be unknown"
    assert walk(complete=True)


def test_links_of_a_completed_walk_are_old_news_to_the_next(clocked: Database) -> None:
    for expected in (False, True):
        book = ledger(clocked)
        book.seed([list_link()])
        held = book.claim(1)[0]
        next_page = list_link(2)
        done = book.settle(
            held.id, LISTED, [link(1, state="refused", reason="offsite")], seen(), onward=[next_page]
        )
        assert done.all_known_before is expected
        rest = book.claim(5)
        assert [one.url_key for one in rest] == ([] if expected else [next_page.url_key])
        for one in rest:
            book.settle(one.id, LISTED)
        close(book, 1 + len(rest))


def test_a_list_page_is_read_once_a_run_and_again_in_the_next(clocked: Database) -> None:
    for _ in range(2):
        book = ledger(clocked)
        book.seed([list_link()])
        (held,) = book.claim(5)
        book.settle(held.id, LISTED, [list_link()], seen())
        book.seed([list_link()])
        assert book.claim(5) == []
        close(book, 1)


def test_a_retry_comes_back_when_its_time_has_come_in_the_same_run(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    held = claim_one(book, 1)
    book.settle(held.id, _retry(clock))
    assert book.waiting() == clock() + timedelta(seconds=RETRY_S)
    assert book.claim(5) == []
    clock.forward(seconds=RETRY_S)
    (again,) = book.claim(5)
    assert (again.state, again.attempts) == ("retry", 1)
    assert book.pending() == 1


def test_a_run_by_hand_asks_again_before_the_time_but_not_twice(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    book.settle(claim_one(book, 1).id, _retry(clock, 3600))
    blocked = Outcome(state="blocked", reason="robots_503", retry_at=clock() + timedelta(hours=6))
    book.settle(claim_one(book, 2).id, blocked)
    assert _keys(book, Want(ignore_retry=True)) == [], "this run has had its answer"
    close(book, 2)
    book = ledger(clocked)
    assert _keys(book) == []
    assert _keys(book, Want(ignore_retry=True)) == [key(1), key(2)]


def test_a_blocked_page_is_asked_again_at_its_time(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    until = clock() + timedelta(hours=1)
    book.settle(claim_one(book, 1).id, Outcome(state="blocked", reason="forbidden", retry_at=until))
    clock.forward(hours=2)
    assert _keys(book) == [], "not by the run that was blocked"
    close(book, 1)
    assert _keys(ledger(clocked)) == [key(1)]


def test_a_page_handed_back_is_as_it_was(clocked: Database) -> None:
    book = ledger(clocked)
    before = claim_one(book, 1)
    book.settle(before.id, Outcome(state="due"))
    assert book.claim(5) == [before]


@pytest.mark.parametrize("state", ["retry", "failed", "blocked", "refused"])
def test_a_stored_page_that_cannot_be_read_today_stays_stored(
    clocked: Database, clock: Clock, state: str
) -> None:
    book = ledger(clocked)
    article_id, _ = store(book, 1)
    close(book, 1)
    book = ledger(clocked)
    (held,) = book.claim(5, Want(recheck_since=clock() - timedelta(days=1)))
    book.settle(held.id, Outcome(state=state, reason="http_503", retry_at=clock() + timedelta(seconds=5)))
    row = page(clocked, 1)
    assert (row["state"], row["reason"], row["article_id"]) == ("stored", "http_503", article_id)
    assert row["next_at"] == clock() + timedelta(seconds=5)


def test_a_stored_page_is_tried_again_within_the_run_that_failed_on_it(
    clocked: Database, clock: Clock
) -> None:
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


def test_what_proves_a_page_unchanged_is_kept_only_from_answers_that_were_read(clocked: Database) -> None:
    book = ledger(clocked)
    held = claim_one(book, 1)
    book.save(held.id, [article(1)], seen(TEXT, etag='"good"', last_modified="Sun, 01 Mar 2026 00:00:00 GMT"))
    close(book, 1)
    book = ledger(clocked)
    (held,) = book.claim(5, Want(recheck_since=MOMENT - timedelta(days=1)))
    assert held.etag == '"good"'
    book.settle(held.id, Outcome(state="refused", reason="challenge"), seen=seen("wall", etag='"wall"'))
    assert page(clocked, 1)["etag"] == '"good"', "or the wall's 304 would mean: the article is unchanged"


def test_answers_of_unchanged_are_counted_until_the_page_is_read_again(clocked: Database) -> None:
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


def test_a_run_with_a_window_leaves_articles_outside_alone(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([link(day, hint_date=date(2026, 3, day)) for day in (1, 2, 3)] + [link("undated"), list_link()])
    inside = _keys(book, Want(window=(date(2026, 3, 2), date(2026, 3, 2))))
    assert inside == [key(2), key("undated"), f"{SITE}/list/1.html"]


def test_what_one_window_refused_is_due_in_another(clocked: Database) -> None:
    book = ledger(clocked)
    day = date(2026, 3, 1)
    book.seed([link(1, state="refused", reason="outside_window", hint_date=day)])
    assert _keys(book, Want(window=(date(2026, 3, 2), None))) == []
    close(book, 0)
    book = ledger(clocked)
    assert _keys(book, Want(window=(None, day))) == [key(1)]


def test_a_page_found_outside_the_window_is_not_fetched_twice_by_one_run(clocked: Database) -> None:
    book = ledger(clocked)
    book.settle(claim_one(book, 1).id, Outcome(state="refused", reason="outside_window"), seen=seen())
    book.seed([link(1), link(1, refresh=True)])
    assert _keys(book) == []
    close(book, 1)
    assert _keys(ledger(clocked)) == [key(1)]


def test_a_list_beyond_the_page_limit_is_due_when_the_limit_allows_it(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([list_link(9, state="refused", reason="beyond_max_pages", refresh=False)])
    assert _keys(book) == []
    book.seed([list_link(9, refresh=False)])
    assert _keys(book) == [f"{SITE}/list/9.html"]


def test_a_list_page_is_read_as_the_walk_that_found_it_last_says(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([list_link(9, hint={"like": "要闻"})])
    [claimed] = book.claim(5)
    book.settle(claimed.id, Outcome(state="listed"), seen=seen())
    close(book, 1)
    book = ledger(clocked)
    book.seed([list_link(9, hint={"like": "政务要闻"})])
    [again] = book.claim(5)
    assert again.hint == ListHint(list_title="政务要闻")


def test_other_refusals_are_final(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([link(1, state="refused", reason="offsite")])
    book.seed([link(1)])
    close(book, 0)
    assert _keys(ledger(clocked), Want(ignore_retry=True)) == []


def test_a_recheck_takes_known_articles_of_the_last_days_once(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    store(book, "old")
    clock.forward(days=10)
    store(book, "new")
    book.settle(claim_one(book, "none").id, Outcome(state="refused", reason="no_article"))
    close(book, 3)
    book = ledger(clocked)
    want = Want(recheck_since=clock() - timedelta(days=3), rechecks=0)
    assert _keys(book, Want(rechecks=0)) == []
    (held,) = book.claim(9, want)
    assert (held.url_key, held.state) == (key("new"), "stored")
    book.settle(held.id, Outcome(state="unchanged"), seen=seen(status=304))
    assert book.claim(9, want) == []


def test_pages_of_paused_hosts_wait(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([link(1), link(2, url="http://b.test:8080/2"), link(3, url="https://bb.test/3")])
    assert _keys(book, Want(skip_hosts=(SITE, "b.test"))) == [key(3)]
    assert _keys(book, Want(articles=False)) == []
    assert len(_keys(book)) == 2


def test_an_edition_is_one_row_for_all_its_pages(clocked: Database) -> None:
    book = ledger(clocked)
    day = date(2026, 3, 1)
    book.seed([link(1, issue_date=day), link(2, issue_date=day), link(3, issue_date=date(2026, 3, 2))])
    issues = [page(clocked, number)["issue_id"] for number in (1, 2, 3)]
    assert issues[0] == issues[1] != issues[2]


def test_a_page_that_vanished_is_looked_at_once_more_a_day_later(clocked: Database, clock: Clock) -> None:
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
def test_an_outcome_that_means_nothing_is_refused(bad: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"outcome|time"):
        Outcome(**bad)  # type: ignore[arg-type]
