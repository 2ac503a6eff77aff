"""Read a feed or a sitemap, whichever the response is: sources name both by the shape ``feed``."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.lists.feed_list import FeedReader
from crawler.lists.sitemap_list import SitemapReader, UnreadableError, unpack

if TYPE_CHECKING:
    from crawler.lists.list_page import ListPage, ListReader, ListResponse, NextPage

ROOT_BYTES = 5_000  # a declaration, a style sheet and a licence stand before the root element
ROOT = re.compile(rb"<(?:\w{1,20}:)?(rss|feed|rdf|urlset|sitemapindex)\b", re.IGNORECASE)
ADDRESS_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?\s*https?://", re.IGNORECASE)
FEED_ROOTS = (b"rss", b"feed", b"rdf")


class FeedOrSitemapReader:
    """Chooses the reader by the root element, else takes ``otherwise``, which says what is wrong in its own words."""

    def __init__(self, otherwise: ListReader) -> None:
        self.otherwise = otherwise

    def read(self, response: ListResponse) -> ListPage:
        try:
            body = unpack(response.body)
        except UnreadableError:
            return self.otherwise.read(response)
        reader = self.otherwise
        root = ROOT.search(body.replace(b"\x00", b"")[:ROOT_BYTES])  # UTF-16 has a zero in each character
        if root is not None:
            reader = FeedReader() if root[1].lower() in FEED_ROOTS else SitemapReader()
        elif ADDRESS_FIRST.match(body):
            reader = SitemapReader()
        return reader.read(replace(response, body=body))

    def alternatives(self, response: ListResponse) -> list[NextPage]:
        return []
