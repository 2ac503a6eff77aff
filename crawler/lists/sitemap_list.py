"""Read sitemaps: plain, index, compressed, news, or lines of text. One that cannot be read is broken, never empty."""

from __future__ import annotations

import codecs
import re
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from crawler import urldates
from crawler.lists import article_links, list_addresses, webpage
from crawler.lists.article_links import ListedArticle
from crawler.lists.list_page import ListPage, NextPage
from crawler.net import hostnames
from pipelines.page import charset
from pipelines.text import machine_dates

if TYPE_CHECKING:
    from crawler.lists.list_page import ListResponse

GZIP = b"\x1f\x8b"
MAX_BYTES = 64 * 2**20  # unpacked; the protocol allows 50 MB
MAX_ADDRESSES = 50_000  # of one sitemap, by the protocol
MAX_SITEMAPS = 1_000  # of one index
ADDRESS_LINE = re.compile(r"^https?://\S{1,2000}$")
# what XML defines is kept; any other & was to be written &amp;
RAW_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")
UNREADABLE = "unreadable_sitemap"


class UnreadableError(Exception):
    """The bytes are not a sitemap. Read as an empty one, a challenge page would look like a day without news."""


class SitemapReader:
    """Reads addresses of articles, or of further sitemaps. ``lastmod`` is not a date of publication."""

    def read(self, response: ListResponse) -> ListPage:
        try:
            body = unpack(response.body)
            root = _root(body)
            entries = _entries(root) if root is not None else _lines(body, response)
        except UnreadableError as error:
            return ListPage(url=response.url, broken=UNREADABLE, why_empty=f"not a readable sitemap: {error}")
        if root is not None and _name(root) == "sitemapindex":
            return _index(response, entries)
        return _sitemap(response, entries)

    def alternatives(self, response: ListResponse) -> list[NextPage]:
        return []


def _index(response: ListResponse, entries: list[dict[str, str]]) -> ListPage:
    page = webpage.parse(b"", response.url, {}, None)
    own = response.source.own_hosts
    addresses = (page.address(entry["loc"]) for entry in entries)
    sitemaps = {key: url for url, key in filter(None, addresses) if hostnames.host_of(url) in own}
    following = [
        NextPage(url, key, advance=0) for key, url in sitemaps.items() if key not in response.known_lists
    ]
    return ListPage(
        url=response.url,
        next_pages=tuple(following[:MAX_SITEMAPS]),
        why_empty=f"an index of {len(entries)} sitemaps, none on the source's hosts",
    )


def _sitemap(response: ListResponse, entries: list[dict[str, str]]) -> ListPage:
    page = webpage.parse(b"", response.url, {}, None)
    is_article = article_links.article_test(response.source)
    has_rule = response.source.article.url is not None
    found: dict[str, ListedArticle] = {}
    for entry in entries:
        address = page.address(entry["loc"])
        if address and is_article(address[0]) and (has_rule or not list_addresses.is_list(address[0])):
            found.setdefault(address[1], _article(entry, *address))
    return ListPage(
        url=response.url,
        articles=tuple(found.values()),
        max_articles=MAX_ADDRESSES,
        bad_addresses=page.bad_addresses,
        at_end=not entries and response.requested_url not in response.source.start,
        why_empty=f"{len(entries)} addresses, none is an article by the source's rules",
    )


def unpack(body: bytes) -> bytes:
    """Return the content of a ``.gz`` file, anything else unchanged.

    Raises UnreadableError if it is damaged or larger than ``MAX_BYTES``: 60 kB can hold 60 MB.
    """
    if not body.startswith(GZIP):
        return body
    decompressor = zlib.decompressobj(wbits=31)
    try:
        plain = decompressor.decompress(body, MAX_BYTES)
    except zlib.error as error:
        raise UnreadableError(str(error)) from None
    if decompressor.unconsumed_tail:
        raise UnreadableError(f"more than {MAX_BYTES} bytes unpacked")
    if not decompressor.eof:
        raise UnreadableError("its compressed data is cut")
    return plain


def _root(body: bytes) -> etree._Element | None:
    """Return the root element, None for lines of text. Raises UnreadableError for broken or other XML."""
    body = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not body.startswith((b"<", codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = _parse(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(str(error)[:150]) from None
    if _name(root) not in ("urlset", "sitemapindex"):
        raise UnreadableError(f"its root is <{_name(root)}>"[:100])
    return root


def _parse(body: bytes, parser: etree.XMLParser) -> etree._Element:
    """Return the root element; addresses with a raw ``&`` are repaired, anything else raises XMLSyntaxError."""
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        repaired = RAW_AMPERSAND.sub(b"&amp;", body)
        if repaired == body:
            raise
        return etree.fromstring(repaired, parser)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _entries(root: etree._Element) -> list[dict[str, str]]:
    """Return the entries as tag name -> text, with ``news:title`` and ``news:publication_date`` of news sitemaps."""
    entries = []
    for element in root:
        if not isinstance(element.tag, str) or _name(element) not in ("url", "sitemap"):
            continue
        namespace = etree.QName(element).namespace
        entry = {
            _name(child): (child.text or "").strip()
            for child in element
            if isinstance(child.tag, str) and etree.QName(child).namespace == namespace
        }
        for child in element.iterdescendants():
            if (
                isinstance(child.tag, str)
                and _name(child) in ("publication_date", "title")
                and _is_in_news(child)
            ):
                entry.setdefault(f"news:{_name(child)}", (child.text or "").strip())
        if entry.get("loc"):
            entries.append(entry)
        if len(entries) > MAX_ADDRESSES:
            break
    return entries


def _is_in_news(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and _name(parent) == "news"


def _lines(body: bytes, response: ListResponse) -> list[dict[str, str]]:
    text, _ = charset.decode(body, response.headers, response.source.charset)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or not all(ADDRESS_LINE.match(line) for line in lines):
        raise UnreadableError("neither XML nor lines of addresses")
    return [{"loc": line} for line in lines[: MAX_ADDRESSES + 1]]


def _article(entry: dict[str, str], url: str, key: str) -> ListedArticle:
    raw = entry.get("news:publication_date")
    stamp = machine_dates.from_machine_value(raw) if raw else None
    title = " ".join(entry.get("news:title", "").split())[: article_links.MAX_TITLE]
    day = stamp.day if stamp else urldates.date_in(url)
    return ListedArticle(url, key, title or None, raw if stamp else None, day)
