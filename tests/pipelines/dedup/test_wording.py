"""Rewording by an editor as opposed to another statement."""

from __future__ import annotations

import pytest

from pipelines.dedup.wording import are_opposed, has_other_content, is_editorial, is_reworded
from tests.pipelines.dedup.passages import swapped


@pytest.mark.parametrize(
    ("text", "editorial"),
    [("强调", True), ("进一步加强", True), ("近日召开", True), ("供水管道", False), ("", True)],
)
def test_text_of_editorial_words(text: str, editorial: bool) -> None:
    assert is_editorial(text) is editorial


@pytest.mark.parametrize(
    ("frame", "one", "other", "reworded"),
    [
        ("会议{}落实", "强调", "指出", True),
        ("{}过验收", "通", "经", True),
        ("因{}改造停水", "管道", "阀门", False),
    ],
)
def test_rewording_of_a_passage(frame: str, one: str, other: str, reworded: bool) -> None:
    assert is_reworded(*swapped(frame, one, other)) is reworded
    assert has_other_content(*swapped(frame, one, other)) is not reworded


@pytest.mark.parametrize(
    ("one", "other", "opposed"),
    [
        ("上涨", "下降", True),
        ("偏北", "偏南", True),
        ("多云转晴", "多云转阴", True),
        ("开放", "关闭", True),
        ("同意", "反对", True),
        ("上涨", "增长", False),
        ("", "下降", False),
        ("上升和下降", "下降和上升", False),
    ],
)
def test_opposites_and_exclusive_classes(one: str, other: str, opposed: bool) -> None:
    assert are_opposed(one, other) is opposed
    assert are_opposed(other, one) is opposed
