"""Articles that a list contains in full."""

from __future__ import annotations

import base64
import json
import zlib

from hypothesis import given
from hypothesis import strategies as st

from crawler.lists import embedded_articles
from pipelines.items import Given
from tests.crawler.lists.list_pages import source

ITEM = {
    "title": "水渠完工",
    "url": "//www.qinglan.test/c1/content.shtml",
    "publishedTimeStr": "2026-09-24 09:00:00",
}


def test_packed_entry_is_unpacked_as_given_text() -> None:
    rules = source("gov/ucap").list.api
    assert rules
    packed = embedded_articles.pack(ITEM | {"contentHtml": "<p>甲</p>#PAGE_BREAK#<p>乙</p>"}, rules)
    article = embedded_articles.unpack(packed)
    assert article is not None
    assert article.given == Given(
        title="水渠完工", published_raw="2026-09-24 09:00:00", html="<p>甲</p><p>乙</p>"
    )
    assert json.loads(article.body)["entry"]["url"] == ITEM["url"]
    assert embedded_articles.given_in(article.body, article.headers) == article.given


def test_entry_without_text_is_not_packed() -> None:
    rules = source("gov/ucap").list.api
    assert rules
    assert embedded_articles.pack(ITEM, rules) is None


def test_page_packed_by_release_0_1_0_is_unpacked_as_html() -> None:
    page = b"<!DOCTYPE html><html><body><h1>x</h1></body></html>"
    article = embedded_articles.unpack(base64.b64encode(zlib.compress(page)).decode())
    assert article is not None
    assert (article.body, article.given) == (page, None)
    assert article.headers["content-type"] == "text/html; charset=utf-8"


def test_ordinary_pages_hold_no_given_text() -> None:
    assert embedded_articles.given_in(b"{}", {"content-type": "application/json"}) is None
    assert embedded_articles.given_in(b"<html>", {"content-type": embedded_articles.CONTENT_TYPE}) is None


@given(st.text(max_size=60))
def test_other_text_is_not_unpacked(text: str) -> None:
    assert embedded_articles.unpack(text) is None
