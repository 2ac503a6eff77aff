"""Places, institutions and list items that differ between two passages."""

from __future__ import annotations

import pytest

from pipelines.dedup.place_conflicts import is_item, items_differ, places_differ
from tests.pipelines.dedup.passages import swapped


@pytest.mark.parametrize(
    ("frame", "one", "other", "differ"),
    [
        ("因{}路供水管道改造", "锦绣", "望江", True),
        ("到{}调研", "岗上村", "洼里村", True),
        ("由{}浦市承办", "云", "沧", True),
        ("由{}商贸有限公司承建", "鸿运", "恒泰", True),
        ("{}召开会议", "聊城", "济南", True),
        ("{}市抓好落实", "全", "各", False),
        ("会议{}，要求落实", "强调", "指出", False),
    ],
)
def test_places_of_two_passages(frame: str, one: str, other: str, differ: bool) -> None:
    assert places_differ(*swapped(frame, one, other)) is differ


@pytest.mark.parametrize(
    ("frame", "one", "other", "differ"),
    [
        ("抽检的{}、挂面、糕点均合格", "粉条", "蜂蜜", True),
        ("排在前面的是岗上、{}、坝头", "洼里", "枣行", True),
        ("抽检的{}全部合格", "粉条", "蜂蜜", False),
    ],
)
def test_items_of_two_passages(frame: str, one: str, other: str, differ: bool) -> None:
    assert items_differ(*swapped(frame, one, other)) is differ


def test_enumeration_comma_beside_an_item_is_recognised() -> None:
    assert all(map(is_item, swapped("粉条、{}、糕点", "挂面", "蜂蜜")))
    assert not any(map(is_item, swapped("会议听取了{}汇报", "工作", "情况")))
