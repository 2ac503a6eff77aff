"""Conflicts between two aligned texts."""

from __future__ import annotations

import pytest

from pipelines.dedup.align import align
from pipelines.dedup.conflicts import find_conflicts, titles_differ
from pipelines.dedup.prepared_text import prepare

NOTICE = (
    "经查，城北商行销售的腐竹抽样检验不合格，脱氢乙酸项目不符合标准，抽检时间为周三上午，负责人为副经理葛文澜，"
    "同批抽检的还有粉条、挂面、糕点。当事人应当立即停止销售，并在期限内整改到位，整改情况向市场监管部门书面报告。"
)


def conflicts(one: str, other: str) -> list[str]:
    """Conflicts of two bodies with one title."""
    return find_conflicts(align(prepare(one), prepare(other)), "处罚公示", "处罚公示")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("周三", "周日", ["figures"]),
        ("葛文澜", "葛海平", ["names"]),
        ("城北商行", "湖西商行", ["places"]),
        ("粉条", "蜂蜜", ["items"]),
        ("脱氢乙酸", "苯甲酸", ["words"]),
        ("立即", "马上", []),
        ("整改到位", "整改完毕到位", []),
    ],
)
def test_conflict_of_a_changed_notice(old: str, new: str, found: list[str]) -> None:
    assert conflicts(NOTICE, NOTICE.replace(old, new)) == found


def test_closing_dates_are_compared_before_site_lines() -> None:
    one, other = (
        f"{NOTICE}\n5月{day}日\n{tail}" for day, tail in ((4, "点击进入专题"), (6, "长按加入读者群"))
    )
    assert "figures" in conflicts(one, other)


def test_many_replaced_words_are_a_conflict() -> None:
    other = NOTICE
    for old, new in (
        ("城北", "站前"),
        ("腐竹", "海带"),
        ("粉条", "酱油"),
        ("挂面", "豆干"),
        ("书面", "当面"),
    ):
        other = other.replace(old, new)
    assert {"items", "swaps"} & set(conflicts(NOTICE, other))


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("第12期简报", "第13期简报", True),
        ("岗上村通自来水", "洼里村通自来水", True),
        ("青岚渡口复航", "青岚渡口复航_青岚网", False),
        ("青岚渡口复航", "社区食堂开张", False),
        ("", "社区食堂开张", False),
    ],
)
def test_titles_of_one_frame(one: str, other: str, differ: bool) -> None:
    assert titles_differ(one, other) is differ


def test_words_swapped_in_text_and_title_are_a_conflict_of_titles() -> None:
    assert titles_differ("腐竹抽检公示", "海带抽检公示", frozenset({("腐竹", "海带")}))
