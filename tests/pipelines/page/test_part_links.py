"""The other pages of an article, found by address and label together; the traps are links that look like them."""

from __future__ import annotations

import pytest
from lxml import html

from pipelines.page.part_links import find_parts

FOLDER = "http://www.lanshan.test/xw/"


def found(markup: str, name: str = "1.html", position: int = 1) -> list[str]:
    """The addresses found on one page of the article ``name``, relative to its folder."""
    tree = html.document_fromstring(f"<html><body>{markup}</body></html>")
    url = FOLDER + name
    addresses = find_parts(tree, markup, url, url, position)
    return [address.removeprefix(FOLDER) for address in addresses]


def links(*pairs: tuple[str, str]) -> str:
    return "".join(f'<a href="{href}">{label}</a> ' for href, label in pairs)


@pytest.mark.parametrize(
    ("name", "pairs", "expected"),
    [
        ("1.html", [("1.html", "[1]"), ("1_2.html", "[2]"), ("1_3.html", "[3]")], ["1_2.html", "1_3.html"]),
        ("t20261101_77.htm", [("t20261101_77_2.htm", "下一页")], ["t20261101_77_2.htm"]),
        ("1.shtml", [("1-2.shtml", "2"), ("1-3.shtml", "3")], ["1-2.shtml", "1-3.shtml"]),
        ("1.html", [("./1_1.html", "2"), ("./1_2.html", "3")], ["1_1.html", "1_2.html"]),
        ("1.html", [("1_1.html", "1"), ("1_2.html", "2")], ["1_2.html"]),
        ("1.html", [("1_2.html", "下一页"), ("1_4.html", "尾页")], ["1_2.html", "1_3.html", "1_4.html"]),
        ("1.html", [("1_1.html", "下页"), ("1_3.html", "末页")], ["1_1.html", "1_2.html", "1_3.html"]),
        ("7", [("/xw/7/2", "2"), ("/xw/7/3", "3")], ["7/2", "7/3"]),
        ("7/", [("2/", "2")], ["7/2/"]),
    ],
)
def test_pager_links_lead_to_the_other_pages(
    name: str, pairs: list[tuple[str, str]], expected: list[str]
) -> None:
    assert found(links(*pairs), name) == expected


def test_later_page_shows_the_one_after_it() -> None:
    assert found(links(("1.html", "上一页"), ("1_3.html", "下一页")), position=2) == ["1_2.html", "1_3.html"]
    assert found(links(("1_1.html", "上一页"), ("1_2.html", "下一页")), position=2) == [
        "1_1.html",
        "1_2.html",
    ]
    assert found(links(("1_2.html", "上一页"), ("1.html", "1"), ("1_2.html", "2")), position=3) == []


def test_pager_script_of_trs_counts_from_one() -> None:
    script = '<script>createPageHTML(3, 0, "t20261101_77", "html");</script>'
    assert found(script, "t20261101_77.html") == ["t20261101_77_1.html", "t20261101_77_2.html"]
    assert found(script.replace("3", "1", 1), "t20261101_77.html") == []


def test_pager_script_of_a_list_is_not_the_article_s() -> None:
    assert found('<script>createPageHTML(9, 0, "index", "html");</script>', "t20261101_77.html") == []


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("1234.html", [("1235.html", "下一页"), ("1233.html", "上一页")]),  # neighbours
        ("1.html", [("1_2.html", "下一篇"), ("1_3.html", "上一篇")]),
        ("index.html", [("index_1.html", "下一页"), ("index_2.html", "3")]),
        ("", [("index_1.html", "下一页")]),
        ("1.html", [("?page=2", "2"), ("1.html?p=2", "下一页"), ("1_2.html?p=2", "2")]),
        ("1.html", [("/pl/1_2.html", "2")]),  # another folder
        ("1.html", [("http://m.lanshan.test/xw/1_2.html", "2")]),
        ("1.html", [("1_2.pdf", "2")]),
        ("1.html", [("1_2.html", "更多图片")]),
        ("1.html", [("1_7.html", "7"), ("1_9.html", "9")]),  # no second page among the numbers
        ("1.html", [("1_20.html", "2")]),
        ("1.html", [("javascript:page(2)", "2"), ("#2", "2"), ("http://[broken", "2")]),
        ("1.html?id=3", [("1_2.html", "2")]),
        ("2026.pdf", [("2026_2.pdf", "2")]),
    ],
)
def test_other_links_are_left_alone(name: str, pairs: list[tuple[str, str]]) -> None:
    assert found(links(*pairs), name) == []


def test_pager_of_the_comments_is_left_alone() -> None:
    pager = links(("1_2.html", "2"), ("1_2.html", "下一页"))
    assert found(f'<div class="comment-list"><p>{pager}</p></div>') == []
    assert found(f'<div id="relatedNews">{pager}</div>') == []
    assert found(f'<div class="pages">{pager}</div>') == ["1_2.html"]
