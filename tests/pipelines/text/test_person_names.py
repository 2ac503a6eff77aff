"""Lists of personal names, with and without spaces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text import person_names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("周文远", ["周文远"]),
        ("周文远 吴晓", ["周文远", "吴晓"]),
        ("周文远、吴晓，郑海燕", ["周文远", "吴晓", "郑海燕"]),
        ("周文远/吴晓", ["周文远", "吴晓"]),
        ("李 明", ["李明"]),
        ("欧阳文远 司马晓", ["欧阳文远", "司马晓"]),
        ("周文远吴晓燕", ["周文远", "吴晓燕"]),
        ("古丽·阿依", ["古丽·阿依"]),
    ],
)
def test_names_of_a_list_are_returned_in_order(text: str, expected: list[str]) -> None:
    assert person_names.split_names(text) == expected


@pytest.mark.parametrize(
    "text", ["", "县融媒体中心", "综合报道", "admin", "2名", "周文远 县委办公室", "被告赔偿三万元整"]
)
def test_list_with_a_part_that_is_not_a_name_is_none(text: str) -> None:
    assert person_names.split_names(text) is None


def test_run_that_splits_in_two_ways_is_not_split() -> None:
    # 王高明 + 李华, or 王高 + 明李华 (明 is a surname)
    assert person_names.split_names("王高明李华") is None


@given(st.text(max_size=40))
def test_every_name_is_part_of_the_text(text: str) -> None:
    squeezed = "".join(text.split())
    assert all(name in squeezed for name in person_names.split_names(text) or [])


def test_certain_names_begin_with_surnames() -> None:
    assert person_names.split_certain_names("周文远 吴晓") == ["周文远", "吴晓"]
    assert person_names.split_certain_names("周文远 佚名") is None
    assert person_names.split_certain_names("周文远 妙笔") is None
    assert person_names.is_certain("古丽·阿依")
    assert not person_names.is_certain("妙笔")
