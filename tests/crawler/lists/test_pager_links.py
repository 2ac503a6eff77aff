"""Links of a pager."""

from __future__ import annotations

import pytest
from lxml import html

from crawler.lists import pager_links


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<a>下一页</a>", True),
        ("<a>【下页】</a>", True),
        ("<a><img alt='下一页'></a>", True),
        ("<a title='下一页'>&gt;</a>", True),
        ("<input value='下一页'>", True),
        ("<a>上一页</a>", False),
        ("<li><a>下一页</a></li>", False),
        ("<a>下一页的内容</a>", False),
    ],
)
def test_next_label_is_read_from_text_title_value_and_picture(markup: str, expected: bool) -> None:
    assert pager_links.says_next(html.fragment_fromstring(markup)) is expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<a href='javascript:go(2)'>x</a>", True),
        ("<a onclick='next(this)'>x</a>", True),
        ("<a href='javascript:;'>x</a>", False),
        ("<a href='javascript:void(0)'>x</a>", False),
    ],
)
def test_empty_scripts_call_no_function(markup: str, expected: bool) -> None:
    assert pager_links.calls_function(html.fragment_fromstring(markup)) is expected


def test_text_is_read_no_further_than_needed() -> None:
    element = html.fragment_fromstring("<p>" + "<b>12345</b>" * 10 + "</p>")
    assert pager_links.text_of(element, 8) == "1234512345"
