"""One run: its counts, its pages and its articles."""

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


def test_run_counts_outcomes_and_returned_pages(clocked: Database, clock: Clock) -> None:
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
def test_wrong_count_of_claims_fails_the_run(clocked: Database, claimed: int) -> None:
    book = ledger(clocked)
    store(book, 1)
    row = close(book, claimed)
    assert row["state"] == "failed"
    assert [finding["kind"] for finding in row["findings"]] == ["conservation"]
    assert not row["walk_complete"]


def test_claim_without_outcome_is_a_finding_and_released(clocked: Database) -> None:
    book = ledger(clocked)
    claim_one(book, 1)
    row = close(book, 1)
    assert "1 still claimed" in row["findings"][0]["text"]
    assert [one.url_key for one in ledger(clocked).claim(5)] == [key(1)]


def test_completed_walk_increments_walks(clocked: Database) -> None:
    for expected in (1, 2):
        book = ledger(clocked)
        assert book.walk == expected
        close(book, 0)
    assert ledger(clocked).after_complete_walk


def test_incomplete_walk_does_not_increment_walks(clocked: Database) -> None:
    close(ledger(clocked), 0, walk_complete=False)
    book = ledger(clocked)
    assert (book.walk, book.after_complete_walk) == (1, False)


def test_dead_run_is_interrupted_and_its_claims_released(clocked: Database, clock: Clock) -> None:
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


def test_page_and_its_articles_are_saved_in_one_transaction(clocked: Database) -> None:
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


def test_split_page_saves_one_article_per_headline(clocked: Database) -> None:
    book = ledger(clocked)
    held = claim_one(book, "page")
    rows = [article("page", f"{TEXT}{n}", url_key=f"{key('page')}#{n}") for n in range(5)]
    done = book.save(held.id, rows, seen("page"))
    assert [word for _, word in done] == ["inserted"] * 5
    assert page(clocked, "page")["article_id"] == done[0][0]
    assert page(clocked, "page")["state"] == "stored"


def test_two_briefs_with_one_headline_stay_two_articles(clocked: Database) -> None:
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


def test_save_without_articles_is_refused(clocked: Database) -> None:
    book = ledger(clocked)
    with pytest.raises(ValueError, match="no article to save"):
        book.save(claim_one(book, 1).id, [], seen())


def test_page_is_saved_once_per_claim(clocked: Database) -> None:
    book = ledger(clocked)
    held = claim_one(book, 1)
    book.save(held.id, [article(1)], seen())
    with pytest.raises(NotClaimed):
        book.save(held.id, [article(1)], seen())
    with pytest.raises(NotClaimed):
        book.settle(99, Outcome(state="due"))
    assert close(book, 1)["state"] == "finished"


def test_saved_raw_body_is_registered_with_its_response(clocked: Database) -> None:
    book = ledger(clocked)
    store(book, 1, "同一内容")
    row = page(clocked, 1)
    with clocked.read() as connection:
        kept = connection.execute(select(RawRow.__table__)).one()
    assert row["raw_sha"] == kept.sha
    assert (row["http_status"], kept.status, kept.size) == (200, 200, len("同一内容".encode()))
    article_row = stored(clocked, row["article_id"])
    assert (article_row["raw_sha"], article_row["run_id"]) == (kept.sha, book.run_id)


def test_raw_body_of_a_refused_page_is_registered(clocked: Database) -> None:
    book = ledger(clocked)
    book.settle(claim_one(book, 1).id, Outcome(state="refused", reason="no_article"), seen=seen("<p>"))
    assert page(clocked, 1)["raw_sha"] == seen("<p>").raw.sha  # type: ignore[union-attr]


def test_start_pages_are_new_only_once(clocked: Database) -> None:
    book = ledger(clocked)
    assert book.seed([list_link(1), list_link(2)]) == 2
    assert book.seed([list_link(1), list_link(3)]) == 1
    assert book.seed([]) == 0


def test_list_with_more_links_than_a_statement_allows(clocked: Database) -> None:
    book = ledger(clocked)
    links = [link(number) for number in range(1500)]
    assert book.seed(links) == 1500
    assert book.seed(links) == 0
    assert book.pending() == 1500
    with clocked.read() as connection:
        assert connection.execute(select(func.count()).select_from(PageRow)).scalar_one() == 1500


def test_unknown_source_cannot_open_a_run(clocked: Database) -> None:
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
def test_outcome_of_page_follows_its_articles(words: set[str], state: str) -> None:
    assert outcome_of_page(words).state == state
