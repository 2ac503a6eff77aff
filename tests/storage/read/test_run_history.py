"""Details and summaries of runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.read import overview, run_history
from storage.values import Outcome
from tests.storage import rows

if TYPE_CHECKING:
    from storage.db.database import Database


def test_run_details_list_troubled_pages(database: Database) -> None:
    book = rows.ledger(database)
    good, bad = rows.claim_one(book, "good"), rows.claim_one(book, "bad")
    book.settle(bad.id, Outcome(state="refused", reason="list_page"))
    book.settle(good.id, Outcome(state="unchanged"))
    shown = run_history.run_details(database, book.run_id)
    assert shown is not None
    assert [(one["url"], one["state"], one["reason"]) for one in shown["troubled"]] == [
        (bad.url, "refused", "list_page")
    ]
    # not closed yet: what the frontier knows
    assert {(one["state"], one["count"]) for one in shown["pages"]} == {("refused", 1), ("unchanged", 1)}
    rows.close(book, claimed=2)


def test_run_summary_follows_the_stats(database: Database) -> None:
    book = rows.ledger(database)
    rows.store(book, 1)
    stats = {"store/inserted": 1, "frontier/stored": 1, "frontier/refused/robots": 2, "frontier/late": 3}
    book.close("finished", None, claimed=1, stats=stats, findings=[], walk_complete=True)
    [run] = run_history.latest_runs(database)
    found = run_history.run_summary(run)
    assert (found["store"], found["state"]) == ({"inserted": 1}, "finished")
    shown = run_history.run_details(database, run["id"])
    assert shown is not None
    assert shown["pages"] == [
        {"state": "refused", "reason": "robots", "count": 2},
        {"state": "stored", "reason": None, "count": 1},
    ]
    assert (found["pages"], found["reasons"]) == ({"refused": 2, "stored": 1}, {"refused": {"robots": 2}})
    assert overview.sources_with_counts(database)["qinglan_gov"]["articles"] == 1
    assert overview.archive_stats(database)["articles"] == {"live": 1}


def test_latest_runs_are_newest_first_and_limited_to_a_source(database: Database) -> None:
    ids = []
    for source_id in ("a_gov", "b_gov", "a_gov"):
        book = rows.ledger(database, source_id)
        rows.close(book, claimed=0)
        ids.append(book.run_id)
    assert [run["id"] for run in run_history.latest_runs(database)] == ids[::-1]
    assert [run["id"] for run in run_history.latest_runs(database, limit=1)] == ids[2:]
    assert [run["id"] for run in run_history.latest_runs(database, "b_gov")] == [ids[1]]
    last = run_history.last_run_of_each_source(database)
    assert {name: run["id"] for name, run in last.items()} == {"a_gov": ids[2], "b_gov": ids[1]}
    assert set(run_history.last_run_of_each_source(database, after=ids[1])) == {"a_gov"}
    assert run_history.newest_run_id(database) == ids[2]


def test_archive_without_runs(database: Database) -> None:
    assert run_history.newest_run_id(database) == 0
    assert run_history.run_details(database, 1) is None


def test_summary_of_an_open_run_has_no_duration(database: Database) -> None:
    rows.ledger(database)
    [run] = run_history.latest_runs(database)
    assert run_history.run_summary(run)["seconds"] is None
