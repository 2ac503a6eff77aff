"""Article links of a list page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crawler.lists import article_links, webpage
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


def test_title_and_date_are_read_from_the_row() -> None:
    found = only('<ul><li><a href="/a.html">水渠完工</a><span>[2026-09-03]</span></li></ul>')
    assert (found.title, found.published_raw, found.day) == ("水渠完工", "2026-09-03", date(2026, 9, 3))


def test_date_of_the_row_precedes_a_date_in_the_title() -> None:
    found = only("<ul><li><a href=/a.html>关于2025年1月1日起施行的通知</a><span>2026-09-03</span></li></ul>")
    assert found.day == date(2026, 9, 3)


def test_day_is_read_from_the_address_if_the_list_prints_none() -> None:
    assert only('<a href="/art/2026/9/3/art_1_2.html">x</a>').day == date(2026, 9, 3)


def test_cut_title_is_completed_from_its_attribute() -> None:
    assert only('<a href="/a.html" title="水渠今日全线完工">水渠今日…</a>').title == "水渠今日全线完工"
    assert only('<a href="/a.html" title="点击查看">水渠完工</a>').title == "水渠完工"


def test_picture_and_headline_of_one_article_are_one_link() -> None:
    found = only("<li><a href=/a.html><img src=x.jpg></a><a href=/a.html>水渠完工</a> 2026-09-03</li>")
    assert (found.title, found.day) == ("水渠完工", date(2026, 9, 3))


def test_articles_must_fit_address_rule_and_host() -> None:
    body = "".join(f'<a href="{u}">x</a>' for u in ("/art/1.html", "/about.html", "http://b.test/art/2.html"))
    found = article_links.articles(page(body), source(article={"url": "/art/"}), None, set())
    assert [one.url for one in found] == ["http://www.qinglan.test/art/1.html"]
    assert (
        len(
            article_links.articles(
                page(body), source(hosts=["b.test"], article={"url": "/art/"}), None, set()
            )
        )
        == 2
    )


def test_mobile_address_is_replaced_by_the_desktop_address() -> None:
    mobile = "http://m.qinglan.test/xw/202609/t20260924_8801_wap.html"
    body = f'<a href="{mobile}">x</a><a href="http://m.qinglan.test/about.html">y</a>'
    [found] = article_links.articles(page(body), source(), None, set())
    assert found.url == "http://www.qinglan.test/xw/202609/t20260924_8801.html"


@pytest.mark.parametrize(
    "selector", ["ul.l a", "ul.l a::attr(href)", "//ul[@class='l']//a", "//ul/li/a/@href", "ul.l li"]
)
def test_css_and_xpath_selectors_find_links(selector: str) -> None:
    rows = '<li><a href="/a.html">a</a></li><li><a href="/b.html">b</a></li>'
    body = f'<ul class="l">{rows}</ul><a href="/c.html">c</a>'
    found = article_links.articles(page(body), source(), selector, set())
    assert [one.url.rsplit("/", 1)[1] for one in found] == ["a.html", "b.html"]
    assert [one.title for one in found] == ["a", "b"]


def test_bad_addresses_are_counted_and_never_raise() -> None:
    bad = [
        "javascript:alert(1)",
        "http://[::1",
        "//",
        "http://:0/",
        "http://x:99999/",
        "/" + "a" * 9000,
        "mailto:a@b",
        "",
        "#x",
        "http://a..b/",
    ]
    read = page("".join(f'<a href="{u}">x</a>' for u in bad) + '<a href=" /ok.html ">y</a>')
    assert [one.url for one in article_links.articles(read, source(), None, set())] == [
        "http://www.qinglan.test/ok.html"
    ]
    assert read.bad_addresses >= 3


@pytest.mark.parametrize(
    "body", [b"", b"<!-- only this -->", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"{}"]
)
def test_bytes_without_markup_have_no_links(body: bytes) -> None:
    assert article_links.articles(webpage.parse(body, URL, {}, None), source(), None, set()) == []
