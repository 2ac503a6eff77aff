"""Sitemaps: plain, index, compressed, news, or lines of text. One that cannot be read is an error."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from crawler import urldates
from crawler.lists import article_links, list_addresses, webpage
from crawler.lists.article_links import ListedArticle
from crawler.lists.feed_list import FeedReader
from crawler.lists.list_page import ListPage, NextPage
from crawler.net import hostnames
from pipelines.page import charset
from pipelines.text import machine_dates

if TYPE_CHECKING:
    from crawler.lists.list_page import ListResponse

GZIP = b"\x1f\x8b"
MOST_BYTES = 64 * 2**20  # unpacked; the protocol allows 50 MB
MOST_ADDRESSES = 50_000  # of one sitemap, by the protocol
MOST_CHILDREN = 1_000
LINE = re.compile(r"^https?://\S{1,2000}$")
UNREADABLE = "unreadable_sitemap"


class UnreadableError(Exception):
    """The bytes are no sitemap. Taken for an empty one, a challenge page would look like a quiet day."""


class SitemapReader:
    """Addresses of articles, or of further sitemaps. ``lastmod`` is no date of publication."""

    def read(self, answer: ListResponse) -> ListPage:
        reading = ListPage(url=answer.url, most=MOST_ADDRESSES)
        try:
            body = unpacked(answer.body)
            root = _tree(body)
            if root is not None and _name(root) in ("rss", "feed", "RDF"):
                return FeedReader().read(answer)
            entries = _entries(root) if root is not None else _lines(body, answer)
        except UnreadableError as error:
            reading.broken, reading.why_empty = UNREADABLE, f"it is no sitemap that can be read: {error}"
            return reading
        page = webpage.parse(b"", answer.url, {}, None)
        if root is not None and _name(root) == "sitemapindex":
            own = answer.source.own_hosts
            children = [
                a for entry in entries if (a := page.address(entry["loc"])) and hostnames.host_of(a[0]) in own
            ]
            reading.onward = [
                NextPage(*child, step=0) for child in dict(children).items() if child[1] not in answer.skip
            ][:MOST_CHILDREN]
            reading.why_empty = f"an index of {len(entries)} sitemaps, none on the source's hosts"
            return reading
        belongs = article_links.article_test(answer.source)
        by_rule = answer.source.article.url is not None
        found: dict[str, ListedArticle] = {}
        for entry in entries:
            address = page.address(entry["loc"])
            if address and belongs(address[0]) and (by_rule or not list_addresses.is_list(address[0])):
                found.setdefault(address[1], _of(entry, *address))
        reading.found = list(found.values())
        reading.bad = page.bad
        reading.why_empty = f"{len(entries)} addresses, none is an article by the source's rules"
        reading.at_end = not entries and answer.asked not in answer.source.start
        return reading

    def instead(self, answer: ListResponse) -> list[NextPage]:
        return []


def unpacked(body: bytes) -> bytes:
    """The bytes of a ``.gz``, however it was sent; bounded, since a bomb of 60 kB holds 60 MB."""
    if not body.startswith(GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, MOST_BYTES)
    except zlib.error as error:
        raise UnreadableError(str(error)) from None
    if unpacker.unconsumed_tail:
        raise UnreadableError(f"more than {MOST_BYTES} bytes unpacked")
    if not unpacker.eof:
        raise UnreadableError("its compressed data is cut")
    return plain


def _tree(body: bytes) -> etree._Element | None:
    """None for lines of text; an error for what begins as XML and is none."""
    body = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not body.startswith(b"<"):
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(str(error)[:150]) from None
    if _name(root) not in ("urlset", "sitemapindex", "rss", "feed", "RDF"):
        raise UnreadableError(f"its root is <{_name(root)}>"[:100])
    return root


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _entries(root: etree._Element) -> list[dict[str, str]]:
    entries = []
    for element in root:
        if not isinstance(element.tag, str) or _name(element) not in ("url", "sitemap"):
            continue
        own = etree.QName(element).namespace
        entry = {
            _name(child): (child.text or "").strip()
            for child in element
            if isinstance(child.tag, str) and etree.QName(child).namespace == own
        }
        for child in element.iterdescendants():
            if (
                isinstance(child.tag, str)
                and _name(child) in ("publication_date", "title")
                and _in_news(child)
            ):
                entry.setdefault(f"news:{_name(child)}", (child.text or "").strip())
        if entry.get("loc"):
            entries.append(entry)
        if len(entries) > MOST_ADDRESSES:
            break
    return entries


def _in_news(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and _name(parent) == "news"


def _lines(body: bytes, answer: ListResponse) -> list[dict[str, str]]:
    text, _ = charset.decode(body, answer.headers, answer.source.charset)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or not all(LINE.match(line) for line in lines):
        raise UnreadableError("neither XML nor lines of addresses")
    return [{"loc": line} for line in lines[: MOST_ADDRESSES + 1]]


def _of(entry: dict[str, str], url: str, key: str) -> ListedArticle:
    raw = entry.get("news:publication_date")
    stamp = machine_dates.from_machine_value(raw) if raw else None
    title = " ".join(entry.get("news:title", "").split())[: article_links.MAX_TITLE]
    return ListedArticle(
        url, key, title or None, raw if stamp else None, stamp.day if stamp else urldates.date_in(url)
    )
