"""Rows of sources: synchronised with the files, paused by commands, due for a crawl."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from storage.frontier import stored_sources
from tests.storage.rows import source

if TYPE_CHECKING:
    from storage.db.database import Database
    from tests.conftest import Clock


def _row(database: Database, source_id: str = "qinglan_gov") -> dict[str, Any]:
    found = stored_sources.get(database, source_id)
    assert found is not None
    return dict(found)


def test_new_source_is_due_at_once(clocked: Database) -> None:
    source(clocked)
    assert [row["id"] for row in stored_sources.due(clocked)] == ["qinglan_gov"]
    assert stored_sources.get(clocked, "nobody") is None


def test_unchanged_file_changes_no_row(clocked: Database, clock: Clock) -> None:
    source(clocked)
    before = _row(clocked)
    clock.forward(hours=1)
    source(clocked)
    assert _row(clocked) == before
    source(clocked, name="青岚市政府网")
    assert (_row(clocked)["name"], _row(clocked)["updated_at"]) == ("青岚市政府网", clock())


def test_command_overrides_the_file_unless_it_retires_the_source(clocked: Database) -> None:
    source(clocked)
    assert stored_sources.set_status(clocked, "qinglan_gov", "paused")
    source(clocked, status="active")
    assert _row(clocked)["status"] == "paused"
    assert stored_sources.due(clocked) == []
    assert stored_sources.set_status(clocked, "qinglan_gov", "active")
    source(clocked, status="paused")
    assert _row(clocked)["status"] == "active"
    source(clocked, status="retired")
    assert _row(clocked)["status"] == "retired"


def test_file_sets_the_status_without_a_command(clocked: Database) -> None:
    source(clocked, status="paused")
    assert stored_sources.due(clocked) == []
    source(clocked, status="active")
    assert len(stored_sources.due(clocked)) == 1


def test_unknown_source_or_status_is_refused(clocked: Database) -> None:
    assert not stored_sources.set_status(clocked, "nobody", "paused")
    with pytest.raises(ValueError, match="unknown status"):
        stored_sources.set_status(clocked, "qinglan_gov", "asleep")


def test_row_is_kept_without_its_file(clocked: Database) -> None:
    source(clocked)
    stored_sources.sync(clocked, [])
    assert _row(clocked)["status"] == "active"


def test_source_is_due_at_its_time(clocked: Database, clock: Clock) -> None:
    for name in ("b_gov", "a_gov", "c_gov"):
        source(clocked, name)
    assert stored_sources.claim_due(clocked, "a_gov", None, clock() + timedelta(hours=2))
    assert stored_sources.claim_due(clocked, "b_gov", None, clock() + timedelta(hours=1))
    assert [row["id"] for row in stored_sources.due(clocked)] == ["c_gov"]
    clock.forward(hours=3)
    assert [row["id"] for row in stored_sources.due(clocked)] == ["c_gov", "b_gov", "a_gov"], (
        "longest waiting first"
    )


def test_changed_schedule_is_due_at_once(clocked: Database, clock: Clock) -> None:
    source(clocked)
    stored_sources.claim_due(clocked, "qinglan_gov", None, clock() + timedelta(days=30))
    source(clocked)
    assert stored_sources.due(clocked) == []
    source(clocked, every="2h")
    assert len(stored_sources.due(clocked)) == 1


def test_one_of_two_schedulers_claims_a_due_source(database: Database) -> None:
    source(database)
    with database.read() as connection:
        now = database.now(connection)
    was = None
    for round_ in range(5):
        barrier = threading.Barrier(2)
        wins: list[bool] = []
        following = now + timedelta(hours=round_ + 1, microseconds=123457)

        def race(
            following: Any = following, was: Any = was, wins: Any = wins, barrier: Any = barrier
        ) -> None:
            barrier.wait()
            wins.append(stored_sources.claim_due(database, "qinglan_gov", was, following))

        racers = [threading.Thread(target=race) for _ in range(2)]
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join()
        assert sorted(wins) == [False, True]
        was = following
