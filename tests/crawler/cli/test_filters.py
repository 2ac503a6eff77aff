"""Values of ``--region``, ``--since`` and ``--until``."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import typer

from crawler.cli.filters import parse_days, parse_region
from storage.values import SHANGHAI


@pytest.mark.parametrize(
    ("value", "prefix"),
    [
        ("371500", "3715"),
        ("3715", "3715"),
        ("370000", "37"),
        ("371000", "3710"),
        ("371525", "371525"),
        ("聊城市", "3715"),
        ("聊城", "3715"),
        ("山东省", "37"),
        (None, None),
    ],
)
def test_region_becomes_a_prefix_by_pairs_of_digits(value: str | None, prefix: str | None) -> None:
    assert parse_region(value) == prefix


@pytest.mark.parametrize("value", ["abc", "37150", "999999", "聊城县", ""])
def test_unknown_region_exits_with_code_2(value: str) -> None:
    with pytest.raises(typer.Exit) as stopped:
        parse_region(value)
    assert stopped.value.exit_code == 2


def test_relative_days_count_back_from_today_in_shanghai() -> None:
    before = datetime.now(SHANGHAI).date()
    since, until = parse_days("7d", "2999-01-01")
    after = datetime.now(SHANGHAI).date()
    assert since in (before - timedelta(7), after - timedelta(7))
    assert until == date(2999, 1, 1)


@pytest.mark.parametrize(
    ("since", "until"), [("yesterday", None), ("2026-02-30", None), ("2026-05-02", "2026-05-01")]
)
def test_wrong_days_exit_with_code_2(since: str, until: str | None) -> None:
    with pytest.raises(typer.Exit) as stopped:
        parse_days(since, until)
    assert stopped.value.exit_code == 2
