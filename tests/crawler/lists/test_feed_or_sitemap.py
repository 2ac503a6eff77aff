"""Sources of the shape ``feed`` without a family: feeds and sitemaps are told apart by their content."""

from __future__ import annotations

import dataclasses
import gzip
from typing import TYPE_CHECKING

import pytest

from crawler.lists.readers import reader_of
from crawler.sources.model import Source
from tests.crawler.lists.list_pages import HOST, article_paths, next_paths, response

if TYPE_CHECKING:
    from crawler.lists.list_page import ListPage

LICENCE = "<?xml version='1.0'?>\n<!-- 澜山市 <b>版权</b> -->\n<?xml-stylesheet href='/a.xsl'?>\n"
MAP = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{HOST}/a/1.html</loc></url></urlset>"
INDEX = f"<sitemapindex><sitemap><loc>{HOST}/1.xml.gz</loc></sitemap></sitemapindex>"
RSS = f"<rss version='2.0'><channel><item><link>{HOST}/a/1.html</link></item></channel></rss>"
ATOM = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='{HOST}/a/1.html'/></entry></feed>"


def read_feed(body: str | bytes) -> ListPage:
    """Read a body as the start page of a source that gives its shape alone."""
    url = f"{HOST}/start"
    source = Source.model_validate(
        {"id": "q", "name": "q", "region": "371525", "start": (url,), "shape": "feed"}
    )
    return reader_of(source).read(dataclasses.replace(response(body, url), source=source))


@pytest.mark.parametrize(
    "body",
    [
        MAP,
        LICENCE + MAP,
        "\ufeff" + MAP,
        gzip.compress(MAP.encode(), mtime=0),
        MAP.encode("utf-16"),
        f"{HOST}/a/1.html\n{HOST}/\n",
        MAP.replace("<urlset xmlns", "<s:urlset xmlns:s").replace("<url>", "<s:url>").replace("</url", "</s:url")
        .replace("<loc>", "<s:loc>").replace("</loc", "</s:loc"),
        RSS,
        LICENCE + RSS,
        gzip.compress(RSS.encode(), mtime=0),
        ATOM,
        gzip.compress(ATOM.encode(), mtime=0),
    ],
)  # fmt: skip
def test_shape_feed_reads_feeds_and_sitemaps(body: str | bytes) -> None:
    page = read_feed(body)
    assert (page.broken, article_paths(page)) == (None, ["/a/1.html"])


@pytest.mark.parametrize("body", [INDEX, LICENCE + INDEX, gzip.compress(INDEX.encode(), mtime=0)])
def test_shape_feed_follows_a_sitemap_index(body: str | bytes) -> None:
    page = read_feed(body)
    assert (page.broken, next_paths(page)) == (None, ["/1.xml.gz"])


@pytest.mark.parametrize("body", ["<html><body>请完成验证</body></html>", "", b"\x1f\x8bxx", "系统维护中"])
def test_anything_else_is_broken(body: str | bytes) -> None:
    assert read_feed(body).broken == "unreadable_feed"
