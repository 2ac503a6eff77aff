"""Lines that hold a date and nothing else."""

from __future__ import annotations

import pytest

from pipelines.credits import date_lines
from tests.pipelines.credits.credit_texts import read


@pytest.mark.parametrize(
    ("line", "is_date", "is_day", "has_clock"),
    [
        ("2026年9月3日", True, True, False),
        ("9月3日", True, True, False),
        ("2026-09-03 08:30", True, False, True),
        ("2026-09-03 澜山日报", True, False, False),
        ("3小时前", True, False, False),
        ("发布时间：2026-09-03", False, False, False),
    ],
)
def test_date_lines_are_classified(line: str, is_date: bool, is_day: bool, has_clock: bool) -> None:
    credits = read(line)
    assert (date_lines.is_date(credits), date_lines.is_day(credits)) == (is_date, is_day)
    assert date_lines.has_clock(credits) is has_clock


def test_month_and_day_are_given_with_and_without_a_year() -> None:
    assert date_lines.month_day(read("2026年9月3日")) == (9, 3)
    assert date_lines.month_day(read("9月3日")) == (9, 3)
