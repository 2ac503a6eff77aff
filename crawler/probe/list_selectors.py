"""Propose selectors and an address pattern for a list of links that no family describes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cssselect.parser import SelectorError
from lxml import etree

from crawler.lists import list_addresses, navigation_words
from pipelines.page import select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from crawler.lists.row_groups import RowGroup
    from crawler.lists.webpage import WebPage

NEXT_LABEL = navigation_words.pattern("next_page", before="^", after=r"(?=\s|$|[>»])")
NEXT_ARROW = re.compile(r"[>›»]$")
CSS_NAME = re.compile(r"[A-Za-z][\w-]*\Z", re.ASCII)
# classes that describe the state of an element, not what it is
STATE_NAME = re.compile(
    r"(?:^|[-_])(?:on|cur|current|active|first|last|odd|even|hover|selected|\d+)$", re.IGNORECASE
)
NUMBER = re.compile(r"\d+")
NEARLY_ALL = 0.8  # share of addresses that must have one shape for a pattern to be made from it


def links_selector(group: RowGroup) -> str:
    """Return a CSS selector for the links of a group: the nearest named element around its rows, row, link."""
    row = group.rows[0]
    container = row.getparent()
    path: list[str] = []
    element: HtmlElement | None = container
    while element is not None and isinstance(element.tag, str) and element.tag not in ("body", "html"):
        name, is_unique = _css_name(element)
        path.insert(0, name)
        if is_unique:
            break
        element = element.getparent()
    around = " > ".join(path) or "body"
    return f"{around} > a" if row.tag == "a" else f"{around} > {row.tag} a"


def _css_name(element: HtmlElement) -> tuple[str, bool]:
    """Return a CSS selector for an element and whether it matches nothing else on the page."""
    tag = str(element.tag)
    own_id = element.get("id") or ""
    if CSS_NAME.match(own_id) and not STATE_NAME.search(own_id):
        return f"{tag}#{own_id}", True
    classes = (element.get("class") or "").split()
    lasting = [name for name in classes if CSS_NAME.match(name) and not STATE_NAME.search(name)]
    if not lasting:
        return tag, False
    name = tag + "".join(f".{one}" for one in lasting[:2])
    try:
        return name, len(select.select(element.getroottree().getroot(), name)) == 1
    except (SelectorError, etree.XPathError):
        return tag, False


def next_selector(page: WebPage) -> str | None:
    """Return a selector for the link to the next list page: by its class if that contains "next", else by its text."""
    for link in page.tree.iter("a"):
        text = "".join(link.itertext()).strip()
        label = NEXT_LABEL.match(text) or NEXT_ARROW.match(text)
        if label is None or page.address(link.get("href") or "") is None:
            continue
        for name in (link.get("class") or "").split():
            if CSS_NAME.match(name) and "next" in name.lower():
                return f"a.{name}"
        return f'//a[starts-with(normalize-space(.), "{label[0]}")]'
    return None


def url_pattern(addresses: Sequence[str]) -> str | None:
    """Return a regular expression that fits (nearly) all addresses of a list, made from the shape they share."""
    shapes = Counter(list_addresses.shape(url) for url in addresses)
    commonest, count = shapes.most_common(1)[0]
    variable = any(sign in commonest for sign in "@#H")
    if count < NEARLY_ALL * len(addresses) or not variable:
        return _shared_ending(addresses)
    example = next(url for url in addresses if list_addresses.shape(url) == commonest)
    path = NUMBER.sub("\1", list_addresses.HEX.sub("\0", _path_and_query(example)))
    pattern = re.escape(path).replace("\0", "[0-9a-f]+").replace("\1", r"\d+").replace(r"\-", "-")
    return pattern + "$"


def _path_and_query(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _shared_ending(addresses: Sequence[str]) -> str | None:
    """For addresses of several shapes: a number before the extension, if all share that."""
    endings = Counter(
        match[0] for url in addresses if (match := re.search(r"\.\w{3,5}$", urlsplit(url).path))
    )
    if not endings:
        return None
    ending, count = endings.most_common(1)[0]
    all_numbered = all(re.search(r"\d{2,}", _path_and_query(url)) for url in addresses)
    return rf"\d{{2,}}[^/]*{re.escape(ending)}$" if all_numbered and count == len(addresses) else None


@dataclass(frozen=True)
class GroupSummary:
    """What is shown of a link group: how many links, how good they look, and the selector for them."""

    selector: str
    links: int
    dated: float  # share of rows with a date
    mean_title: float  # characters
    shape: str  # commonest shape of the addresses
    score: float
    first: tuple[tuple[str, str], ...]  # (title, address) of the first three

    def record(self) -> dict[str, object]:
        """Return the summary as JSON data."""
        return {
            "selector": self.selector,
            "links": self.links,
            "dated": round(self.dated, 2),
            "mean_title": round(self.mean_title, 1),
            "shape": self.shape,
            "score": round(self.score, 2),
            "first": [{"title": title, "url": url} for title, url in self.first],
        }


def summarise(group: RowGroup) -> GroupSummary:
    """Return the summary of a link group."""
    shapes = Counter(list_addresses.shape(article.url) for article in group.articles)
    return GroupSummary(
        selector=links_selector(group),
        links=len(group.articles),
        dated=group.dated_share,
        mean_title=group.mean_title,
        shape=shapes.most_common(1)[0][0],
        score=group.score,
        first=tuple((article.title or "", article.url) for article in group.articles[:3]),
    )
