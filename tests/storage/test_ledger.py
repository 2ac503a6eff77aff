"""A run from its first row to its last: what is counted, what is committed together, what hosts asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from storage.db.models import ArticleRow, FingerprintRow, PageRow, RawRow, RunRow
from storage.frontier import stored_sources
from storage.ledger import Ledger, NotClaimed, outcome_of_page
from storage.values import Outcome, Want
from tests.storage.rows import (
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
    stored,
)

if TYPE_CHECKING:
    from storage.db.database import Database
    from tests.conftest import Clock

BRIEF = "青岚市图书馆自本周起延长开放时间，周末开放至晚上九点，读者可以凭身份证入馆。"


def test_a_run_counts_every_outcome_and_every_page_returned(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked, params={"limit": 5}, log_path="logs/1.log")
    store(book, 1)
    book.settle(claim_one(book, 2).id, Outcome(state="refused", reason="no_article"))
    book.settle(
        claim_one(book, 3).id, Outcome(state="retry", reason="timeout", retry_at=clock() + timedelta(hours=1))
    )
    book.settle(claim_one(book, 4).id, Outcome(state="due"))
    clock.forward(seconds=90)
    row = book.close(
        "interrupted", "shutdown", claimed=4, stats={"a/b": 1}, findings=[{"kind": "cut"}], walk_complete=True
    )
    assert (row["claimed"], row["outcomes"], row["returned"]) == (4, 2, 2)
    assert (row["state"], row["reason"], row["findings"]) == ("interrupted", "shutdown", [{"kind": "cut"}])
    assert (row["params"], row["stats"], row["log_path"]) == ({"limit": 5}, {"a/b": 1}, "logs/1.log")
    assert row["ended_at"] - row["started_at"] == timedelta(seconds=90)
    assert row["walk_complete"] is False, "an interrupted run has walked nothing to its end"


@pytest.mark.parametrize("claimed", [0, 2])
def test_a_count_that_does_not_add_up_fails_the_run(clocked: Database, claimed: int) -> None:
    book = ledger(clocked)
    store(book, 1)
    row = close(book, claimed)
    assert row["state"] == "failed"
    assert [finding["kind"] for finding in row["findings"]] == ["conservation"]
    assert not row["walk_complete"]


def test_a_claim_left_over_is_a_finding_and_free_for_the_next_run(clocked: Database) -> None:
    book = ledger(clocked)
    claim_one(book, 1)
    row = close(book, 1)
    assert "1 still claimed" in row["findings"][0]["text"]
    assert [one.url_key for one in ledger(clocked).claim(5)] == [key(1)]


def test_a_completed_walk_moves_the_count_of_walks(clocked: Database) -> None:
    for expected in (1, 2):
        book = ledger(clocked)
        assert book.walk == expected
        close(book, 0)
    assert ledger(clocked).after_complete_walk


def test_a_run_that_was_cut_leaves_the_count_of_walks(clocked: Database) -> None:
    close(ledger(clocked), 0, walk_complete=False)
    book = ledger(clocked)
    assert (book.walk, book.after_complete_walk) == (1, False)


def test_a_dead_run_is_marked_and_its_pages_are_free(clocked: Database, clock: Clock) -> None:
    dead = ledger(clocked)
    dead.seed([link(number) for number in range(3)])
    dead.claim(2)
    clock.forward(minutes=5)
    book = ledger(clocked)
    with clocked.read() as connection:
        row = connection.execute(select(RunRow.__table__).where(RunRow.id == dead.run_id)).one()
    assert (row.state, row.reason, row.ended_at) == ("interrupted", "process died", clock())
    assert book.freed == 2
    assert len(book.claim(9)) == 3


def test_a_page_and_all_its_articles_are_saved_together_or_not_at_all(clocked: Database) -> None:
    book = ledger(clocked)
    held = claim_one(book, "page")
    good = article("page", url_key=f"{key('page')}#a")
    bad = article("page", BRIEF, url_key=f"{key('page')}#b", evidence={"when": object()})
    with pytest.raises(Exception, match="JSON"):
        book.save(held.id, [good, bad], seen("x"))
    with clocked.read() as connection:
        for model in (ArticleRow, RawRow, FingerprintRow):
            assert connection.execute(select(func.count()).select_from(model)).scalar_one() == 0
    assert page(clocked, "page")["claim_run_id"] == book.run_id, "still ours to settle"
    book.settle(held.id, Outcome(state="failed", reason="store"))
    assert close(book, 1)["state"] == "finished"


def test_a_printed_page_gives_an_article_a_headline(clocked: Database) -> None:
    book = ledger(clocked)
    held = claim_one(book, "page")
    rows = [article("page", f"{TEXT}{n}", url_key=f"{key('page')}#{n}") for n in range(5)]
    done = book.save(held.id, rows, seen("page"))
    assert [word for _, word in done] == ["inserted"] * 5
    assert page(clocked, "page")["article_id"] == done[0][0]
    assert page(clocked, "page")["state"] == "stored"


def test_two_briefs_under_one_headline_are_two_articles_every_time(clocked: Database) -> None:
    rows = [article("page", text, url_key=f"{key('page')}#brief") for text in (TEXT, BRIEF, TEXT)]
    book = ledger(clocked)
    first = book.save(claim_one(book, "page").id, rows, seen("page"))
    assert [word for _, word in first] == ["inserted", "inserted", "unchanged"]
    close(book, 1)
    book = ledger(clocked)
    (held,) = book.claim(1, Want(recheck_since=book.now() - timedelta(days=1)))
    again = book.save(held.id, rows, seen("page"))
    assert {word for _, word in again} == {"unchanged"}
    assert [one for one, _ in again] == [one for one, _ in first]


def test_a_page_without_articles_cannot_be_saved(clocked: Database) -> None:
    book = ledger(clocked)
    with pytest.raises(ValueError, match="no article to save"):
        book.save(claim_one(book, 1).id, [], seen())


def test_a_page_is_saved_once_for_each_claim(clocked: Database) -> None:
    book = ledger(clocked)
    held = claim_one(book, 1)
    book.save(held.id, [article(1)], seen())
    with pytest.raises(NotClaimed):
        book.save(held.id, [article(1)], seen())
    with pytest.raises(NotClaimed):
        book.settle(99, Outcome(state="due"))
    assert close(book, 1)["state"] == "finished"


def test_a_body_in_the_archive_is_noted_with_what_was_said_of_it(clocked: Database) -> None:
    book = ledger(clocked)
    store(book, 1, "同一内容")
    row = page(clocked, 1)
    with clocked.read() as connection:
        kept = connection.execute(select(RawRow.__table__)).one()
    assert row["raw_sha"] == kept.sha
    assert (row["http_status"], kept.status, kept.size) == (200, 200, len("同一内容".encode()))
    article_row = stored(clocked, row["article_id"])
    assert (article_row["raw_sha"], article_row["run_id"]) == (kept.sha, book.run_id)


def test_a_body_that_is_no_article_is_kept_too(clocked: Database) -> None:
    book = ledger(clocked)
    book.settle(claim_one(book, 1).id, Outcome(state="refused", reason="no_article"), seen=seen("<p>"))
    assert page(clocked, 1)["raw_sha"] == seen("<p>").raw.sha  # type: ignore[union-attr]


def test_starting_pages_are_new_once(clocked: Database) -> None:
    book = ledger(clocked)
    assert book.seed([list_link(1), list_link(2)]) == 2
    assert book.seed([list_link(1), list_link(3)]) == 1
    assert book.seed([]) == 0


def test_a_list_of_many_links_is_written_in_one_go(clocked: Database) -> None:
    book = ledger(clocked)
    links = [link(number) for number in range(1500)]
    assert book.seed(links) == 1500
    assert book.seed(links) == 0
    assert book.pending() == 1500
    with clocked.read() as connection:
        assert connection.execute(select(func.count()).select_from(PageRow)).scalar_one() == 1500


def test_a_pause_a_host_asked_for_is_known_to_all_and_only_grows(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    later = clock() + timedelta(hours=2)
    book.pause_host("a.test", later, "retry_after")
    book.pause_host("a.test", clock() + timedelta(hours=1), "retry_after")
    row = ledger(clocked, "other_gov").host("a.test")
    assert row is not None
    assert (row["paused_until"], row["pause_reason"]) == (later, "retry_after")
    assert book.host("b.test") is None


def test_robots_are_kept_beside_a_pause(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    book.pause_host("a.test", clock(), "retry_after")
    book.save_robots("a.test", "ok", "User-agent: *", clock() + timedelta(days=1))
    row = book.host("a.test")
    assert row is not None
    assert (row["robots_status"], row["robots_text"], row["pause_reason"]) == (
        "ok",
        "User-agent: *",
        "retry_after",
    )


def test_an_unknown_source_opens_no_run(clocked: Database) -> None:
    with pytest.raises(Exception, match=r"No row|foreign"):
        Ledger.open(clocked, source_id="nobody", hosts=["a.test"], params={})
    assert stored_sources.get(clocked, "nobody") is None
    with clocked.read() as connection:
        assert connection.execute(select(RunRow.id)).first() is None


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ({"inserted"}, "stored"),
        ({"inserted", "duplicate", "unchanged"}, "stored"),
        ({"revised", "unchanged"}, "stored"),
        ({"unchanged"}, "unchanged"),
        ({"unchanged", "duplicate"}, "unchanged"),
        ({"duplicate"}, "duplicate"),
        ({"taken_down"}, "refused"),
        ({"taken_down", "inserted"}, "stored"),
    ],
)
def test_the_words_of_its_articles_make_the_state_of_a_page(words: set[str], state: str) -> None:
    assert outcome_of_page(words).state == state
