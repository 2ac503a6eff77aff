"""RSS and Atom, read by feedparser from bytes that our own charset rule has decoded."""

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

DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
ENTRY = re.compile(r"<(?:item|entry)\b", re.I)
MOST_CHARS = 5_000_000  # feedparser takes about a millisecond an entry, and its loose parser more
MOST_ENTRIES = 10_000
UNREADABLE = "unreadable_feed"


class FeedReader:
    """Entries with their links; a feed that cannot be read is an error, never an empty list."""

    def read(self, answer: ListResponse) -> ListPage:
        text, _ = charset.decode(answer.body, answer.headers, answer.source.charset)
        text = DECLARATION.sub("", text.lstrip("\ufeff"))
        reading = ListPage(url=answer.url)
        if webpage.costly(answer.body) or len(text) > MOST_CHARS or len(ENTRY.findall(text)) > MOST_ENTRIES:
            raise webpage.TooExpensive
        data = feedparser.parse(
            text.encode("utf-8", "replace"),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        broken = data.get("bozo_exception") if data.get("bozo") else None
        if not data.get("version") or (broken is not None and not text.rstrip().endswith(">")):
            reading.broken = UNREADABLE
            reading.why_empty = f"it is no feed that can be read: {broken or 'neither RSS nor Atom'}"[:200]
            return reading
        page = webpage.parse(b"", answer.url, {}, None)
        belongs = article_links.article_test(answer.source)
        found: dict[str, ListedArticle] = {}
        for entry in data.entries[: article_links.MAX_LINKS + 1]:
            address = next((a for href in _hrefs(entry) if (a := page.address(href)) and belongs(a[0])), None)
            if address is not None and address[1] not in answer.skip:
                found.setdefault(address[1], _of(entry, *address))
        reading.found, reading.bad = list(found.values()), page.bad
        reading.at_end = not data.entries and answer.position > 1
        reading.why_empty = f"{len(data.entries)} entries, none leads to an article of the source's hosts"
        reading.column = _text(data.feed.get("title"))
        reading.onward = [
            NextPage(*a) for href in _next(data.feed) if (a := page.address(href)) and a[1] not in answer.skip
        ][:1]
        return reading

    def instead(self, answer: ListResponse) -> list[NextPage]:
        return []


def _hrefs(entry: Any) -> list[str]:
    """The entry's own address first; an id that is an address last."""
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


def _next(feed: Any) -> list[str]:
    return [link.get("href") or "" for link in feed.get("links", ()) if link.get("rel") == "next"]


def _of(entry: Any, url: str, key: str) -> ListedArticle:
    """``updated`` stands for the day only where nothing says when the entry was published."""
    raw = next(
        (value for name in ("published", "created", "updated") if (value := _text(entry.get(name)))), None
    )
    stamp = machine_dates.from_machine_value(raw) if raw else None
    day = stamp.day if stamp else urldates.date_in(url)
    return ListedArticle(
        url,
        key,
        (_text(entry.get("title")) or "")[: article_links.MAX_TITLE] or None,
        raw if stamp else None,
        day,
    )


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(re.sub(r"<[^<>]{1,200}>", "", value).split()) or None
