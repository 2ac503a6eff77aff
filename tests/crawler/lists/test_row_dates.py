"""Dates beside links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.lists import article_links, row_dates, webpage
from crawler.sources.model import Source

if TYPE_CHECKING:
    from crawler.lists.webpage import WebPage

URL = "http://www.qinglan.test/col/1/index.html"


def source(**keys: object) -> Source:
    data = {"id": "q", "name": "q", "shape": "listing", "region": "371525", "start": [URL], **keys}
    return Source.model_validate(data)


def page(body: str, charset: str = "utf-8") -> WebPage:
    return webpage.parse(f"<html><body>{body}</body></html>".encode(charset), URL, {}, None)


def only(body: str, **keys: object) -> article_links.ListedArticle:
    [found] = article_links.articles(page(body), source(**keys), None, set())
    return found


@pytest.mark.parametrize(
    ("body", "raw"),
    [
        ("<tr><td><a href=/a.html>x</a></td><td>2026/9/3 08:30</td></tr>", "2026/9/3 08:30"),
        ("<dl><dd><a href=/a.html>x</a> 2026年9月3日</dd></dl>", "2026年9月3日"),
        ("<p>2026.09.03 <a href=/a.html>x</a></p>", "2026.09.03"),
        ("<ul><li><a href=/a.html>x<em>2026-09-03</em></a></li></ul>", "2026-09-03"),
        ("<ul><li><a href=/a.html>x</a>09-03</li></ul>", None),
        ("<ul><li><a href=/a.html>x</a>2026-13-03</li></ul>", None),
    ],
)
def test_dates_are_read_in_every_notation(body: str, raw: str | None) -> None:
    assert only(f"<table>{body}</table>" if body.startswith("<tr") else body).published_raw == raw


def test_two_articles_in_one_row_have_different_dates() -> None:
    body = "<p><a href=/a.html>a</a> 2026-09-03 <a href=/b.html>b</a> 2026-09-02</p>"
    found = article_links.articles(page(body), source(), None, set())
    assert [one.published_raw for one in found] == ["2026-09-03", "2026-09-02"]


def test_patterns_of_the_list_package_are_linear() -> None:
    for pattern in (row_dates.FULL_DATE, row_dates.DATE_WITHOUT_YEAR, webpage.REFRESH, webpage.SCRIPTED):
        for text in ("a", " ", "\u3000", "1", "2026-1", "location="):
            pattern.search(text * 200_000)  # quadratic work would take minutes


@pytest.mark.parametrize(
    ("text", "found"), [("09-24", True), ("9月24日", True), ("09.24", True), ("3.5%", False)]
)
def test_days_without_year_are_distinguished_from_numbers(text: str, found: bool) -> None:
    assert bool(row_dates.DATE_WITHOUT_YEAR.search(text)) is found
