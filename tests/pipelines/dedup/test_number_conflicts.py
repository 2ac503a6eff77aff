"""Numbers, weekdays and codes that differ between two passages."""

from __future__ import annotations

import pytest

from pipelines.dedup.number_conflicts import numbers_differ, numbers_in
from tests.pipelines.dedup.passages import swapped


@pytest.mark.parametrize(
    ("frame", "one", "other", "differ"),
    [
        ("全市共有{}户参加", "120", "130", True),
        ("全市共有{}户参加", "3万", "30000", False),
        ("全市共有{}户参加", "一百二十", "120", False),
        ("最低气温{}℃，有风", "5", "-5", True),
        ("会议定在周{}召开", "三", "日", True),
        ("货位在{}区", "A", "F", True),
        ("列车编号{}次", "K1203", "K1204", True),
        ("参加{}活动的居民", "一起", "统一", False),
        ("第{}次会议", "三", "四", True),
    ],
)
def test_numbers_of_two_passages(frame: str, one: str, other: str, differ: bool) -> None:
    assert numbers_differ(*swapped(frame, one, other)) is differ
    assert numbers_differ(*swapped(frame, other, one)) is differ


@pytest.mark.parametrize(
    ("passage", "numbers"),
    [
        ("共3.50万户", ["35000"]),
        ("一百二十人和20%", ["120", "20%"]),
        ("第三届", ["3"]),
        ("一起统一行动", []),
        ("007号", ["7"]),
        ("1.2.3版", ["1.2.3"]),
    ],
)
def test_numbers_by_value(passage: str, numbers: list[str]) -> None:
    assert numbers_in(passage) == numbers
