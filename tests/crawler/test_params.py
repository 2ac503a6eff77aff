"""Reading the arguments of a crawl."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from crawler.params import Params, UsageError, parse
from storage.values import SHANGHAI

DAY = date(2026, 10, 5)


def test_arguments_become_typed_values() -> None:
    given = {"since": "2026-10-01", "until": " 2026-10-05 ", "limit": "50", "recheck": 7, "wait": "1"}
    assert parse(given) == Params(since=date(2026, 10, 1), until=DAY, limit=50, recheck=7, wait=True)


def test_relative_day_counts_back_from_today() -> None:
    before = datetime.now(SHANGHAI).date()
    assert parse({"since": "7d"}).since in (before - timedelta(7), before - timedelta(6))


def test_empty_values_count_as_not_given() -> None:
    assert parse({"since": "", "limit": None, "scheduled": "0"}) == Params()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"sinse": "2026-10-01"}, "unknown argument"),
        ({"since": "2026-13-01"}, "is not a day"),
        ({"since": "20261001"}, "is not a day"),
        ({"limit": "0"}, "at least 1"),
        ({"limit": "many"}, "at least 1"),
        ({"wait": "perhaps"}, "must be 1 or 0"),
        ({"since": "2026-10-05", "until": "2026-10-01"}, "is after until"),
    ],
)
def test_invalid_argument_raises_usage_error(arguments: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse(arguments)


def test_window_is_inclusive_and_unknown_days_are_inside() -> None:
    params = Params(since=DAY, until=DAY)
    assert params.includes(DAY)
    assert params.includes(None)
    assert not params.includes(date(2026, 10, 4))
    assert not params.includes(date(2026, 10, 6))


def test_record_holds_what_differs_from_the_default() -> None:
    assert Params(since=DAY, scheduled=True).record() == {"since": "2026-10-05", "scheduled": True}
    assert Params().record() == {}
