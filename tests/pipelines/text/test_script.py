"""Script of a text and conversion to simplified characters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.text.script import count_han, is_japanese, is_traditional, script_of, to_simplified


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("岚水县召开秋粮收购工作会议", "hans"),
        ("嵐水縣召開秋糧收購工作會議", "hant"),
        ("嵐水縣召開會議，岚水县召开会议，边远地区发展", "mixed"),
        ("The county held a meeting.", "other"),
        ("県は会議をひらきました。あたらしいとしょかん", "other"),
        ("", "other"),
    ],
)
def test_script_of_a_text(text: str, script: str) -> None:
    assert script_of(text) == script


def test_a_single_traditional_character_leaves_a_text_simplified() -> None:
    text = (
        "岚水县人民政府召开秋粮收购工作会议，有关部门负责人介绍了工作进展，下一步将继续推进收购工作并加强服务保障。"
        * 2
    )
    assert script_of(text + "乾") == "hans"


@pytest.mark.parametrize(
    ("text", "simplified"),
    [
        ("頭髮和發布", "头发和发布"),
        ("乾安縣人民政府", "乾安县人民政府"),
        ("乾縣氣候乾燥", "乾县气候干燥"),
        ("乾隆年間的乾坤殿", "乾隆年间的乾坤殿"),
        ("他看著孩子們著急", "他看着孩子们着急"),
        ("沿著河邊走，隨著人群", "沿着河边走，随着人群"),
        ("顯著提高，著名作家的原著和論著", "显著提高，著名作家的原著和论著"),
        ("大家談論著，配合著演出", "大家谈论着，配合着演出"),
        ("站在山頂瞭望", "站在山顶瞭望"),
        ("瞭解情況", "了解情况"),
        ("位於山後", "位于山后"),
        ("宮商角徵羽", "宫商角徵羽"),
    ],
)
def test_conversion_uses_phrases(text: str, simplified: str) -> None:
    assert to_simplified(text) == simplified
    assert to_simplified(to_simplified(text)) == simplified


def test_count_han_ignores_other_characters() -> None:
    assert count_han("2026年岚水县ABC") == 4


def test_kana_make_a_text_japanese() -> None:
    assert is_japanese("会議をひらきました", 2)
    assert not is_japanese("岚水县の会议召开情况通报如下", 13)


def test_traditional_characters_are_those_with_a_simplified_form() -> None:
    assert is_traditional("縣")
    assert not is_traditional("县")


@given(st.text(alphabet="乾安縣县著看急顯显瞭望解發发髮後后里裏台臺，", max_size=30))
def test_conversion_is_stable(text: str) -> None:
    once = to_simplified(text)
    assert to_simplified(once) == once


@settings(deadline=None)
@given(st.text(max_size=100))
def test_every_text_has_a_script(text: str) -> None:
    assert script_of(text) in ("hans", "hant", "mixed", "other")
