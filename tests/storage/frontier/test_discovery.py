"""Links become pages, or make known pages due again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from storage.values import ArticleHint, ListHint, Outcome, Want
from tests.storage.rows import (
    SITE,
    claim_keys,
    close,
    ledger,
    link,
    list_link,
    page,
    seen,
)

if TYPE_CHECKING:
    from storage.db.database import Database


LISTED = Outcome(state="listed")


def test_links_are_committed_with_the_outcome(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([list_link()])
    (held,) = book.claim(1)
    done = book.settle(held.id, LISTED, [link(1), link(2)], seen())
    assert (done.new, done.known, done.all_known_before) == (2, 0, False)
    assert page(clocked, 1)["parent_id"] == held.id
    assert page(clocked, held.url_key)["state"] == "listed"


def test_failed_outcome_writes_no_links(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([list_link()])
    (held,) = book.claim(1)
    bad = link(2, hint=ArticleHint(title=b"bytes"))  # type: ignore[arg-type]  # no JSON: the whole transaction fails
    with pytest.raises(Exception, match="JSON"):
        book.settle(held.id, LISTED, [link(1), bad], seen())
    assert page(clocked, held.url_key)["state"] == "due"
    with clocked.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM page")).scalar_one() == 1


def test_repeated_link_is_one_page_with_the_better_hint(clocked: Database) -> None:
    book = ledger(clocked)
    day = date(2026, 3, 1)
    links = [
        link(1),
        link(1, hint=ArticleHint(title="推进会"), hint_date=day),
        link(1, hint=ArticleHint(title="详情")),
    ]
    assert book.seed(links) == 1
    row = page(clocked, 1)
    assert (row["hint"], row["hint_date"]) == ({"title": "推进会"}, day)


def test_later_hint_fills_an_empty_one_only(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([link(1)])
    book.seed([link(1, hint=ArticleHint(title="第一次"))])
    book.seed([link(1, hint=ArticleHint(title="第二次"))])
    assert page(clocked, 1)["hint"] == {"title": "第一次"}


def test_paging_ends_only_if_all_links_were_known_at_last_completed_walk(clocked: Database) -> None:
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


def test_links_of_a_completed_walk_are_known_to_the_next(clocked: Database) -> None:
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


def test_list_page_is_fetched_once_per_run(clocked: Database) -> None:
    for _ in range(2):
        book = ledger(clocked)
        book.seed([list_link()])
        (held,) = book.claim(5)
        book.settle(held.id, LISTED, [list_link()], seen())
        book.seed([list_link()])
        assert book.claim(5) == []
        close(book, 1)


def test_list_beyond_the_page_limit_is_due_once_allowed(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([list_link(9, state="refused", reason="beyond_max_pages", refresh=False)])
    assert claim_keys(book) == []
    book.seed([list_link(9, refresh=False)])
    assert claim_keys(book) == [f"{SITE}/list/9.html"]


def test_list_page_takes_the_hint_of_the_newest_walk(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([list_link(9, hint=ListHint(list_title="要闻"))])
    [claimed] = book.claim(5)
    book.settle(claimed.id, Outcome(state="listed"), seen=seen())
    close(book, 1)
    book = ledger(clocked)
    book.seed([list_link(9, hint=ListHint(list_title="政务要闻"))])
    [again] = book.claim(5)
    assert again.hint == ListHint(list_title="政务要闻")


def test_other_refusals_are_final(clocked: Database) -> None:
    book = ledger(clocked)
    book.seed([link(1, state="refused", reason="offsite")])
    book.seed([link(1)])
    close(book, 0)
    assert claim_keys(ledger(clocked), Want(ignore_retry=True)) == []


def test_edition_is_one_issue_for_all_its_pages(clocked: Database) -> None:
    book = ledger(clocked)
    day = date(2026, 3, 1)
    book.seed([link(1, issue_date=day), link(2, issue_date=day), link(3, issue_date=date(2026, 3, 2))])
    issues = [page(clocked, number)["issue_id"] for number in (1, 2, 3)]
    assert issues[0] == issues[1] != issues[2]
