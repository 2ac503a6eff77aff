"""Cleaning of strings before they are stored."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.text.clean import FORBIDDEN, INVISIBLE, clean, clean_lines, drop_invalid_references, one_line


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  岚水县　发布  ", "岚水县 发布"),
        ("岚\u200b水\ufeff县", "岚水县"),
        ("岚水\x00县\x07", "岚水县"),
        ("岚水\ud800县", "岚水县"),
        ("\u00a0", ""),
    ],
)
def test_clean_removes_what_cannot_be_stored_or_seen(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_one_line_joins_the_lines_of_an_element() -> None:
    assert one_line(" 岚水县\n\t 人民政府 ") == "岚水县 人民政府"


def test_clean_lines_keeps_table_cells_and_drops_empty_lines() -> None:
    assert clean_lines("名称\t 数量 \r\n\u2028\n岚水\t\t3") == ["名称\t数量", "岚水\t\t3"]


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("甲&#1;乙", "甲乙"),
        ("甲&#x1f;乙", "甲乙"),
        ("甲&#xD800;乙", "甲乙"),
        ("甲&#10;乙", "甲&#10;乙"),
        ("甲&#x4E2D;乙", "甲&#x4E2D;乙"),
        ("甲&#x1F600;乙", "甲&#x1F600;乙"),
        ("甲&#99999999;乙", "甲乙"),
    ],
)
def test_references_that_xml_forbids_are_removed(html: str, kept: str) -> None:
    assert drop_invalid_references(html) == kept


@settings(deadline=None)
@given(st.text(max_size=200))
def test_cleaned_text_is_clean_whatever_the_input(text: str) -> None:
    once = clean(text)
    assert FORBIDDEN.search(once) is None
    assert INVISIBLE.search(once) is None
    assert clean(once) == once
    assert all(line.strip() for line in clean_lines(text))
