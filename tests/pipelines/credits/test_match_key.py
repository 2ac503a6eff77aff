"""The normalised copy of a line."""

from __future__ import annotations

from pipelines.credits.match_key import match_key, original_title
from tests.pipelines.credits.credit_texts import bylines_of, read


def test_traditional_script_with_pinyin_glosses_is_read() -> None:
    assert bylines_of(read("責(zé)任編輯:李汶")) == "responsible_editor=李汶"


def test_key_is_simplified_and_half_width() -> None:
    assert match_key("責任編輯：　李汶") == "责任编辑: 李汶"


def test_original_title_keeps_its_punctuation() -> None:
    title = "岚水：“三问于民”解民忧（上）"
    assert original_title(f"原标题：{title}") == title
    assert read(f"原标题：{title}").original_title == title


def test_quotes_around_a_whole_original_title_are_removed() -> None:
    assert original_title("（原标题：“岚水治水记”）") == "岚水治水记"
    assert original_title("标题：岚水治水记") is None
