"""The normal form of a body."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dedup.normalise import fold, in_digits, kept_runs, normal_form, normalised


def test_number_separator_keeps_ranges_and_signs_apart() -> None:
    assert normal_form("气温2～35℃") != normal_form("气温23～5℃")
    assert normal_form("最低气温-5℃") != normal_form("最低气温5℃")


def test_glosses_and_script_do_not_change_the_normal_form() -> None:
    plain = "县政府网发布责任编辑名单并公布办理时间和办理地点，欢迎广大群众监督举报。"
    mirrored = (
        "縣政府網(wǎng)發(fā)布責(zé)任編輯名單並公布辦(bàn)理時(shí)間和辦(bàn)理地點(diǎn)，"
        "歡(huān)迎廣(guǎng)大群眾監(jiān)督舉(jǔ)報(bào)。"
    )
    assert normal_form(mirrored) == normal_form(plain)


def test_site_lines_and_lead_formula_are_left_out() -> None:
    body = "本报讯（记者 汪晓阳）青岚渡口复航。\n责任编辑：汪晓阳\n首班渡轮离岸。"
    assert normalised(body) == "青岚渡口复航。\n首班渡轮离岸。"


def test_numbers_are_written_in_one_notation() -> None:
    assert normalised("全市12,345户，占百分之二十五") == "全市12345户,占25%"


@pytest.mark.parametrize(
    ("numeral", "digits"),
    [
        ("一百二十", "120"),
        ("二〇二四", "2024"),
        ("三点五", "3.5"),
        ("十二", "12"),
        ("两万三千", "23000"),
        ("一亿零五", "100000005"),
    ],
)
def test_chinese_numeral_in_digits(numeral: str, digits: str) -> None:
    assert in_digits(numeral) == digits


@given(st.text(alphabet="青岚12.%，。-～ab\n℃", max_size=60))
def test_runs_join_to_the_folded_text(text: str) -> None:
    assert "".join(piece for _, piece in kept_runs(text)) == fold(text)
