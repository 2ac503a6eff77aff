"""Cron lines of sources."""

from __future__ import annotations

import pytest

from crawler.sources.cron_line import cron_problem


@pytest.mark.parametrize("line", ["5 8-20 * * mon-fri", "0 0 1 * *", "*/15 * * * sat,sun"])
def test_cron_line_with_named_weekdays_is_accepted(line: str) -> None:
    assert cron_problem(line) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("5 8 * *", "a cron line has five fields (minute hour day month weekday), this has 4"),
        ("5 8 * * 1", "weekdays are written by name (mon, tue, wed, thu, fri, sat, sun), not '1'"),
        ("5 25 * * mon", "is not a cron line"),
    ],
)
def test_wrong_cron_line_is_explained(line: str, expected: str) -> None:
    assert (cron_problem(line) or "").startswith(expected)
