"""Parsed pages and their addresses."""

from __future__ import annotations

import pytest

from crawler.lists import article_links, webpage
from crawler.lists.webpage import TooExpensive, WebPage
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


def test_query_is_encoded_in_the_charset_of_the_page() -> None:
    read = page('<p>新闻中心发布今天的消息</p><a href="/show?t=新闻">x</a>', "gb18030")
    assert article_links.articles(read, source(), None, set())[0].url.endswith("?t=%D0%C2%CE%C5")


def test_base_element_is_used_unless_it_has_another_scheme() -> None:
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
def test_forward_target_is_read_from_meta_refresh_and_scripts(markup: str, target: str | None) -> None:
    assert webpage.forward_target(page(markup)) == target


def test_tag_with_countless_attributes_is_refused_before_parsing() -> None:
    attributes = " ".join(f"a{i}=1" for i in range(100_000))
    with pytest.raises(TooExpensive):
        page(f"<p {attributes}>x</p>")


def test_control_characters_and_xml_declaration_are_ignored() -> None:
    body = b'<?xml version="1.0" encoding="utf-8"?><html><body>\0<a href="/a.html">x\x01</a></body></html>'
    read = webpage.parse(body, URL, {}, None)
    assert len(article_links.articles(read, source(), None, set())) == 1
