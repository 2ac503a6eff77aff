"""Pauses and robots.txt of hosts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.storage.rows import (
    ledger,
)

if TYPE_CHECKING:
    from storage.db.database import Database
    from tests.conftest import Clock


def test_pause_of_a_host_is_shared_and_never_shortened(clocked: Database, clock: Clock) -> None:
    book = ledger(clocked)
    later = clock() + timedelta(hours=2)
    book.pause_host("a.test", later, "retry_after")
    book.pause_host("a.test", clock() + timedelta(hours=1), "retry_after")
    row = ledger(clocked, "other_gov").host("a.test")
    assert row is not None
    assert (row["paused_until"], row["pause_reason"]) == (later, "retry_after")
    assert book.host("b.test") is None


def test_robots_txt_is_kept_beside_a_pause(clocked: Database, clock: Clock) -> None:
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
