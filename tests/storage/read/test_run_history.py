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
