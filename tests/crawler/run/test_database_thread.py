"""Database calls of a run: retries while the database is unavailable, and a lost lease."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from crawler.run import database_thread as module
from crawler.run.database_thread import DatabaseThread
from storage.db.engine import DatabaseBusy
from storage.ledger import LeaseLost


class Stats:
    """Counts like a Scrapy stats collector."""

    def __init__(self) -> None:
        self.values: dict[str, int] = {}

    def inc_value(self, key: str, count: int = 1) -> None:
        self.values[key] = self.values.get(key, 0) + count


def call(failures: list[Exception], **settings: float) -> tuple[Any, Stats, list[str]]:
    """Run work that raises the failures one after the other and then returns 7."""
    stats = Stats()
    reasons: list[str] = []

    def work() -> int:
        if failures:
            raise failures.pop(0)
        return 7

    async def go() -> Any:
        thread = DatabaseThread(stats, reasons.append)  # type: ignore[arg-type]
        try:
            return await thread.call(work)
        except Exception as error:
            return error
        finally:
            thread.close()

    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"FIRST_PAUSE_S": 0.0, **settings}.items():
            patch.setattr(module, name, value)
        return asyncio.run(go()), stats, reasons


def test_busy_database_is_tried_again() -> None:
    result, stats, reasons = call([DatabaseBusy("locked"), DatabaseBusy("locked")])
    assert (result, reasons) == (7, [])
    assert stats.values == {"frontier/database_waits": 2}


def test_run_fails_when_the_patience_has_run_out() -> None:
    result, _, reasons = call([DatabaseBusy("locked")], PATIENCE_S=0)
    assert isinstance(result, DatabaseBusy)
    assert reasons == ["database"]


def test_lost_lease_is_reported_and_not_tried_again() -> None:
    result, _, reasons = call([LeaseLost("gone")])
    assert isinstance(result, LeaseLost)
    assert reasons == ["lease_lost"]


def test_other_errors_are_raised_at_once() -> None:
    result, _, reasons = call([KeyError("x")])
    assert isinstance(result, KeyError)
    assert reasons == []
