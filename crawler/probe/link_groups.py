"""Links that repeat with the same shape: the lists of a page, ranked, with selectors that would take them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cssselect.parser import SelectorError
from lxml import etree

from crawler import urldates
from crawler.lists import article_links, row_dates
from crawler.net import hostnames
from pipelines import urls
from pipelines.page import select

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

    from lxml.html import HtmlElement

    from crawler.lists.webpage import WebPage

NEXT = re.compile(r"下一页|下一頁|下页|后一页|后页|next(?=\s|$|[>»])|[>›»](?=$)", re.IGNORECASE)
LEAST = 3  # rows that make a list; fewer, if every one is a dated headline
HEADLINE = 8.0  # mean characters of a title; names of columns are shorter
MOST_LINKS_IN_ROW = 4  # column, picture, title and more; else it is no row
NO_LIST = ("body", "tr", "p", "h1", "h2", "h3")
CLIMB = 6  # levels between a link and the row it stands in
NAME = re.compile(r"[A-Za-z][\w-]*\Z", re.ASCII)
STATE = re.compile(
    r"(?:^|[-_])(?:on|cur|current|active|first|last|odd|even|hover|selected|\d+)$", re.IGNORECASE
)
SHORT_DATE = re.compile(r"(?<!\d)(?:\d{1,2}\s*[-/.月]\s*\d{1,2})(?!\d)")
NUMBER = re.compile(r"\d+")
HEX = re.compile(r"(?<![0-9a-zA-Z])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{16,}(?![0-9a-zA-Z])")
NAVIGATION = ("nav", "header", "footer", "menu")
MORE = re.compile(r"^(?:更多|more|>>|»|详细|\[?详[细情]\]?|查看更多)[>»+…]*$", re.IGNORECASE)


@dataclass(frozen=True)
class LinkRow:
    """One row of a list."""

    url: str
    title: str
    day: date | None
    dated: bool  # a day without its year is a date too


@dataclass(frozen=True)
class LinkGroup:
    """One list of links, and what speaks for it."""

    selector: str
    urls: tuple[str, ...]
    titles: tuple[str, ...]
    days: tuple[date | None, ...]
    dated: float  # share of rows with a date
    alike: float  # share of addresses of the commonest shape
    words: float  # mean length of the titles
    shape: str  # that commonest shape, digits as N
    score: float

    def record(self) -> dict[str, object]:
        return {
            "selector": self.selector,
            "links": len(self.urls),
            "dated": round(self.dated, 2),
            "mean_title": round(self.words, 1),
            "shape": self.shape,
            "score": round(self.score, 2),
            "first": [{"title": t, "url": u} for t, u in zip(self.titles[:3], self.urls, strict=False)],
        }


def ranked(page: WebPage, own: Container[str]) -> list[LinkGroup]:
    """The link groups of a page on the given hosts, the likeliest list of articles first."""
    lists: dict[tuple[HtmlElement, str], dict[HtmlElement, HtmlElement]] = defaultdict(dict)
    linked = _linked_children(page)
    for anchor in page.tree.iter("a"):
        if (href := article_links.written(anchor)) and page.address(href) and (place := _row(anchor, linked)):
            row, container = place
            rows = lists[container, str(row.tag)]
            if row not in rows or _said(anchor) > _said(rows[row]):
                rows[row] = anchor  # of column, picture and title in one row the title says most
    together: dict[str, tuple[HtmlElement, dict[str, LinkRow]]] = {}
    for (container, tag), rows in lists.items():
        # a list may be cut into several blocks of the same make: one selector takes them all
        _, entries = together.setdefault(selector_of(container, tag), (container, {}))
        for row, anchor in rows.items():
            if (entry := _entry(page, row, anchor, own)) is not None:
                entries.setdefault(urls.key(entry.url), entry)
    found = [
        _scored(selector, container, list(entries.values()))
        for selector, (container, entries) in together.items()
        if entries
    ]
    lasting = [one for one in found if len(one.urls) >= LEAST or (one.dated == 1 and one.words >= HEADLINE)]
    return sorted(lasting, key=lambda group: -group.score)


def _dated_row(anchor: HtmlElement) -> tuple[HtmlElement, HtmlElement] | None:
    """A row that carries a date of its own needs no rows beside it: lists may be short."""
    row = next((e for e in anchor.iterancestors() if e.tag in row_dates.ROW), None)
    parent = row.getparent() if row is not None else None
    if row is None or parent is None or sum(1 for _ in row.iter("a")) > MOST_LINKS_IN_ROW:
        return None
    beside = _beside(row, anchor)
    return (row, parent) if row_dates.day_of(beside) or SHORT_DATE.search(beside) else None


def _said(anchor: HtmlElement) -> int:
    return len(anchor.get("title") or anchor.text_content().strip())


def _linked_children(page: WebPage) -> dict[HtmlElement, Counter[str]]:
    """For every element: how many of its children of one kind hold a link."""
    counts: dict[HtmlElement, Counter[str]] = defaultdict(Counter)
    seen: set[HtmlElement] = set()
    for anchor in page.tree.iter("a"):
        element: HtmlElement | None = anchor
        for _ in range(CLIMB):
            if element is None or element in seen or (parent := element.getparent()) is None:
                break
            seen.add(element)
            counts[parent][str(element.tag)] += 1
            element = parent
    return counts


def _row(
    anchor: HtmlElement, linked: dict[HtmlElement, Counter[str]]
) -> tuple[HtmlElement, HtmlElement] | None:
    """The row a link stands in and the list around it: the lowest element that has siblings like it."""
    if (dated := _dated_row(anchor)) is not None:
        return dated
    element = anchor
    for _ in range(CLIMB):
        parent = element.getparent()
        if parent is None or not isinstance(parent.tag, str):
            return None
        if linked[parent][str(element.tag)] >= LEAST and parent.tag not in NO_LIST:
            return element, parent
        element = parent
    return None


def _entry(page: WebPage, row: HtmlElement, anchor: HtmlElement, own: Container[str]) -> LinkRow | None:
    """One row of a list, if its link can be an article of the site."""
    address = page.address(article_links.written(anchor) or "")
    if address is None or hostnames.host_of(address[0]) not in own:
        return None
    if address[1] == urls.key(page.url) or article_links.NO_PAGE.search(urlsplit(address[0]).path):
        return None
    title = " ".join((anchor.get("title") or anchor.text_content()).split())
    if MORE.match(title):
        return None
    day = row_dates.day_of(row.text_content()) or urldates.date_in(address[0])
    dated = day is not None or SHORT_DATE.search(_beside(row, anchor)) is not None
    return LinkRow(address[0], title, day, dated)


def _scored(selector: str, container: HtmlElement, entries: list[LinkRow]) -> LinkGroup:
    shapes = Counter(shape(entry.url) for entry in entries)
    commonest, count = shapes.most_common(1)[0]
    dated = sum(entry.dated for entry in entries) / len(entries)
    words = sum(len(entry.title) for entry in entries) / len(entries)
    alike = count / len(entries)
    numbered = "N" in commonest or "H" in commonest
    score = 3 * dated + min(len(entries), 20) / 10 + min(words, 20) / 8 + alike * (1.5 if numbered else 0.3)
    score -= 3.0 if words < 6 else 0.0
    score -= 2.0 if _in_navigation(container) else 0.0
    return LinkGroup(
        selector=selector,
        urls=tuple(entry.url for entry in entries),
        titles=tuple(entry.title for entry in entries),
        days=tuple(entry.day for entry in entries),
        dated=dated,
        alike=alike,
        words=words,
        shape=commonest,
        score=score,
    )


def _beside(row: HtmlElement, anchor: HtmlElement) -> str:
    return str(row.text_content()).replace(anchor.text_content(), " ", 1)


def _in_navigation(element: HtmlElement) -> bool:
    for one in (element, *element.iterancestors()):
        named = f"{one.tag} {one.get('class') or ''} {one.get('id') or ''}".lower()
        if any(word in named for word in NAVIGATION):
            return True
    return False


def shape(url: str) -> str:
    """An address with every number as N and every long hexadecimal id as H."""
    parts = urlsplit(url)
    path = HEX.sub("H", parts.path)
    query = NUMBER.sub("N", HEX.sub("H", parts.query))
    return NUMBER.sub("N", path) + (f"?{query}" if query else "")


# ------------------------------------------------------------------ selectors


def selector_of(container: HtmlElement, row: str) -> str:
    """A CSS selector for the links of a list: its nearest name, then the row, then the link."""
    link = "a" if row == "a" else f"{row} a"
    path: list[str] = []
    element: HtmlElement | None = container
    while element is not None and isinstance(element.tag, str) and element.tag not in ("body", "html"):
        named, unique = _named(element)
        path.insert(0, named)
        if unique:
            break
        element = element.getparent()
    found = " > ".join(path) or "body"
    return f"{found} > {link}" if row != "a" else f"{found} > a"


def _named(element: HtmlElement) -> tuple[str, bool]:
    """(how CSS calls an element, whether that name stands alone on the page)."""
    tag = str(element.tag)
    identity = element.get("id") or ""
    if NAME.match(identity) and not STATE.search(identity):
        return f"{tag}#{identity}", True
    classes = [c for c in (element.get("class") or "").split() if NAME.match(c) and not STATE.search(c)]
    named = tag + "".join(f".{c}" for c in classes[:2])
    if not classes:
        return named, False
    try:
        alone = len(select.select(element.getroottree().getroot(), named)) == 1
    except (SelectorError, etree.XPathError):
        return tag, False
    return named, alone


def next_selector(page: WebPage) -> str | None:
    """How the link to the next list page is found: by its class where that says so, else by its words."""
    for anchor in page.tree.iter("a"):
        text = "".join(anchor.itertext()).strip()
        if not NEXT.match(text) or page.address(anchor.get("href") or "") is None:
            continue
        for name in (anchor.get("class") or "").split():
            if NAME.match(name) and re.search(r"next", name, re.IGNORECASE):
                return f"a.{name}"
        word = NEXT.match(text)
        assert word is not None
        return f'//a[starts-with(normalize-space(.), "{word[0]}")]'
    return None


def url_pattern(addresses: tuple[str, ...]) -> str | None:
    """A regular expression that all (or nearly all) addresses of a list fit, from the shape they share."""
    shapes = Counter(shape(url) for url in addresses)
    commonest, count = shapes.most_common(1)[0]
    if count < 0.8 * len(addresses) or not ("N" in commonest or "H" in commonest):
        return _common_tail(addresses)
    examples = [url for url in addresses if shape(url) == commonest]
    path = NUMBER.sub("\1", HEX.sub("\0", _target(examples[0])))
    pattern = re.escape(path).replace("\0", "[0-9a-f]+").replace("\1", r"\d+").replace(r"\-", "-")
    return pattern + "$"


def _target(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _common_tail(addresses: tuple[str, ...]) -> str | None:
    """Several shapes: what they still share is a number before the ending."""
    tails = Counter(match[0] for url in addresses if (match := re.search(r"\.\w{3,5}$", urlsplit(url).path)))
    if not tails:
        return None
    tail, count = tails.most_common(1)[0]
    numbered = all(re.search(r"\d{2,}", _target(url)) for url in addresses)
    return rf"\d{{2,}}[^/]*{re.escape(tail)}$" if numbered and count == len(addresses) else None
