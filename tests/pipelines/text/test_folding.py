"""Folded keys for comparison, and the way back to the printed text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.text.folding import as_printed, fold, same_line


@pytest.mark.parametrize(
    ("one", "other"),
    [("ＡＢＣ １２", "abc12"), ("岚水 县", "岚水县"), ("（通知）", "(通知)"), ("甲\u200b乙", "甲乙")],
)
def test_width_case_and_spaces_do_not_change_the_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_same_line_compares_a_line_with_a_title() -> None:
    assert same_line("岚 水 县 公 告", "岚水县公告")
    assert not same_line("岚水县公告二", "岚水县公告")
    assert not same_line("岚水县公告" + " " * 40, "岚水县公告")


@pytest.mark.parametrize(
    ("line", "value", "printed"),
    [
        ("来源：县政府办（研究室）", "县政府办(研究室)", "县政府办（研究室）"),
        ("来源：岚水日报", "岚水日报", "岚水日报"),
        ("来源：岚水日报", "澜山日报", "澜山日报"),
        ("时间：２０２６年", "2026年", "２０２６年"),
        ("来源：岚水日报", "", ""),
    ],
)
def test_a_folded_value_is_found_as_it_was_printed(line: str, value: str, printed: str) -> None:
    assert as_printed(line, value) == printed


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=20))
def test_folding_is_stable_and_never_raises(text: str, value: str) -> None:
    assert fold(fold(text)) == fold(text) or not text.isascii()
    as_printed(text, value)
    assert same_line(text, text)
