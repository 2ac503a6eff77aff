"""Pinyin glosses of mirror sites are removed, readings that an author gives stay."""

from __future__ import annotations

import pytest

from pipelines.text.glosses import remove_glosses, remove_line_glosses

MIRRORED = "縣政府網(wǎng)發(fā)布通知，並公布辦(bàn)理時(shí)間"


def test_glosses_of_a_mirrored_text_are_removed_and_counted() -> None:
    assert remove_glosses(MIRRORED) == ("縣政府網發布通知，並公布辦理時間", 4)


@pytest.mark.parametrize(
    "text",
    [
        "垚(yáo)字少见",  # simplified character: the author explains a reading
        "發布(a)通知",  # no tone mark
        "縣政府召開會議。" * 100 + "發(fā)",  # one in eight hundred characters
        "沒有注音的文字",
        "",
    ],
)
def test_single_readings_stay(text: str) -> None:
    assert remove_glosses(text) == (text, 0)


def test_lines_of_a_glossed_page_lose_every_gloss() -> None:
    assert remove_line_glosses("發(fā)") == "發"
    assert remove_line_glosses("垚(yáo)") == "垚(yáo)"
