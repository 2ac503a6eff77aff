"""Read RSS and Atom feeds with feedparser, from bytes decoded by our own charset rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import feedparser

from crawler import urldates
from crawler.lists import article_links, webpage
from crawler.lists.article_links import ListedArticle
from crawler.lists.list_page import ListPage, NextPage
from pipelines.page import charset
from pipelines.text import machine_dates

if TYPE_CHECKING:
    from crawler.lists.list_page import ListResponse

XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
ENTRY = re.compile(r"<(?:item|entry)\b", re.I)
MAX_CHARS = 5_000_000  # feedparser takes about a millisecond an entry, its lenient parser more
MAX_ENTRIES = 10_000
UNREADABLE = "unreadable_feed"


class FeedReader:
    """Reads the entries of a feed. A feed that cannot be read is broken, never an empty list."""

    def read(self, response: ListResponse) -> ListPage:
        text, _ = charset.decode(response.body, response.headers, response.source.charset)
        text = XML_DECLARATION.sub("", text.lstrip("\ufeff"))
        if (
            webpage.is_costly(response.body)
            or len(text) > MAX_CHARS
            or len(ENTRY.findall(text)) > MAX_ENTRIES
        ):
            raise webpage.TooExpensive
        data = feedparser.parse(
            text.encode("utf-8", "replace"),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        error = data.get("bozo_exception") if data.get("bozo") else None
        if not data.get("version") or (error is not None and not text.rstrip().endswith(">")):
            why = f"not a readable feed: {error or 'neither RSS nor Atom'}"[:200]
            return ListPage(url=response.url, broken=UNREADABLE, why_empty=why)
        return _feed_page(response, data)

    def alternatives(self, response: ListResponse) -> list[NextPage]:
        return []


def _feed_page(response: ListResponse, data: Any) -> ListPage:
    page = webpage.parse(b"", response.url, {}, None)
    is_article = article_links.article_test(response.source)
    found: dict[str, ListedArticle] = {}
    for entry in data.entries[: article_links.MAX_LINKS + 1]:
        addresses = (page.address(href) for href in _addresses(entry))
        address = next((one for one in addresses if one and is_article(one[0])), None)
        if address is not None and address[1] not in response.known_lists:
            found.setdefault(address[1], _article(entry, *address))
    following = [
        NextPage(*address)
        for href in _next_addresses(data.feed)
        if (address := page.address(href)) and address[1] not in response.known_lists
    ]
    return ListPage(
        url=response.url,
        articles=tuple(found.values()),
        next_pages=tuple(following[:1]),
        column=_text(data.feed.get("title")),
        bad_addresses=page.bad_addresses,
        at_end=not data.entries and response.position > 1,
        why_empty=f"{len(data.entries)} entries, none leads to an article on the source's hosts",
    )


def _addresses(entry: Any) -> list[str]:
    """Return the entry's own addresses first, its id last, if that is an address."""
    named = [
        link.get("href") or ""
        for link in entry.get("links", ())
        if link.get("rel", "alternate") == "alternate"
    ]
    return [
        href.strip()
        for href in (*named, entry.get("link") or "", entry.get("id") or "")
        if href and not href.startswith("urn:")
    ]


def _next_addresses(feed: Any) -> list[str]:
    return [link.get("href") or "" for link in feed.get("links", ()) if link.get("rel") == "next"]


def _article(entry: Any, url: str, key: str) -> ListedArticle:
    """Return the entry as an article; ``updated`` is its date only if nothing states when it was published."""
    values = (_text(entry.get(name)) for name in ("published", "created", "updated"))
    raw = next((value for value in values if value), None)
    stamp = machine_dates.from_machine_value(raw) if raw else None
    title = (_text(entry.get("title")) or "")[: article_links.MAX_TITLE]
    day = stamp.day if stamp else urldates.date_in(url)
    return ListedArticle(url, key, title or None, raw if stamp else None, day)


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(re.sub(r"<[^<>]{1,200}>", "", value).split()) or None
