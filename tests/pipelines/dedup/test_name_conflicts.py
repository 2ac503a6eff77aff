"""People and offices that differ between two passages."""

from __future__ import annotations

import pytest

from pipelines.dedup.name_conflicts import names_differ, offices_differ
from tests.pipelines.dedup.passages import swapped


@pytest.mark.parametrize(
    ("frame", "one", "other", "differ"),
    [
        ("任命{}同志为副局长", "姜有田", "沈明远", True),
        ("任命{}同志为副局长", "姜有田", "姜德厚", True),
        ("副市长{}出席会议", "葛文澜", "葛海平", True),
        ("奚佳宁、{}列席会议", "汪文澜", "喻文澜", True),
        ("县长{}，会议要求", "欧阳文远", "司马文远", True),
        ("会议{}要抓好落实", "强调", "指出", False),
        ("居民{}，河水变清了", "说", "表示", False),
        ("会议{}召开", "近日", "日前", False),
    ],
)
def test_names_of_two_passages(frame: str, one: str, other: str, differ: bool) -> None:
    assert names_differ(*swapped(frame, one, other)) is differ


@pytest.mark.parametrize(
    ("frame", "one", "other", "differ"),
    [
        ("负责人为{}葛文澜", "副经理", "经理", True),
        ("任市财政局{}局长", "副", "", True),
        ("县委{}参加会议", "书记", "主任", True),
        ("全县{}工作会议", "水利", "教育", False),
    ],
)
def test_offices_of_two_passages(frame: str, one: str, other: str, differ: bool) -> None:
    assert offices_differ(*swapped(frame, one, other)) is differ
