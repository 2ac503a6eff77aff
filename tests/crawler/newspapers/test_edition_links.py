"""Links of an edition page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.newspapers.edition_links import read_label


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第01版：要闻", ("01", "要闻")),
        ("A01版:要闻", ("A01", "要闻")),
        ("[B02] 体育", ("B02", "体育")),
        ("B01·财经", ("B01", "财经")),
        ("00001版 要闻", ("01", "要闻")),
        ("第03-04版：专刊", ("03-04", "专刊")),
        ("第02版：民生 PDF", ("02", "民生")),
        ("第 5 版", ("5", None)),
        ("下一版", (None, None)),
        ("2026年防汛工作会议召开", (None, None)),
        ("12人获表彰", (None, None)),
        ("A01要闻", ("A01", "要闻")),
    ],
)
def test_page_labels_are_read_in_every_notation(text: str, expected: tuple[str | None, str | None]) -> None:
    assert read_label(text) == expected


@given(st.text(max_size=60))
def test_reading_a_label_never_raises(text: str) -> None:
    read_label(text)
