"""Classify the links of an edition page: pages of the edition, articles, and PDFs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler import urldates
from crawler.lists import article_links, list_addresses, navigation_words
from crawler.net import hostnames
from crawler.sources.bounded_regex import BoundedPattern

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from datetime import date

    from lxml.html import HtmlElement

    from crawler.lists.webpage import WebPage
    from crawler.sources.bounded_regex import PatternMatch
    from crawler.sources.model import Source

# 第01版：要闻, A01版:要闻, [B02] 体育, 第03-04版：专刊
PAGE_LABEL = re.compile(
    r"^[(（\[【]?\s*(?:第\s*)?([A-Za-z]{0,4}\d{1,5}[A-Za-z]?(?:\s?[-—~、/]\s?[A-Za-z]{0,2}\d{1,3})?)\s*(?:版|[)）\]】])\s*[)）\]】]?\s*[：:·.\-—|]*\s*(.*)$",
    re.DOTALL,
)
# A01要闻, B01·财经, 02：民生; only in texts of at most MAX_BARE_LABEL characters
BARE_LABEL = re.compile(
    r"^([A-Za-z]{1,3}\d{1,3}(?!\d)|\d{2,3}(?=\s*(?:[：:·.|]|\s|$)))\s*[：:·.\-—|]?\s*(.*)$", re.DOTALL
)
MAX_BARE_LABEL = 20
LABEL_IN_TEXT = re.compile(r"第\s*[A-Za-z]{0,3}\d{1,3}\s*版.{0,20}$|[A-Za-z]{0,3}\d{1,3}版\s*[：:].{1,20}$")
PAGE_NUMBER = re.compile(r"([A-Za-z]*)0*(\d+)([A-Za-z]?)")
BRACKETS = r"[<>«»\[\]【】\s]*"
TOOL = navigation_words.pattern("newspaper_tools", before=BRACKETS, after=BRACKETS)
PDF_WORDS = re.compile(r"[\[【(（]?\s*(?:pdf|PDF)(?:版|下载|阅读)?\s*[\]】)）]?\s*$")
ROW_TAGS = ("li", "tr", "dt", "dd", "p")
LINK_TAGS = ("a", "area", "frame", "iframe", "option", "embed", "object")
ADDRESS_ATTRIBUTES = {"frame": "src", "iframe": "src", "option": "value", "embed": "src", "object": "data"}
MAX_LINKS = 5000
MAX_FRAMES = 5
MAX_ROW_LINKS = 20  # a row with more links is no row of one page
DATED_BONUS = 1000  # weight of a link with the edition's day in its address, above any length of text


@dataclass(frozen=True)
class PageAnchor:
    """One link of an edition page, in page order."""

    element: HtmlElement | None
    url: str
    key: str
    words: str | None
    row: HtmlElement | None = None  # the list item, table row or paragraph around it

    @property
    def is_area(self) -> bool:
        """True if the link is an area of the page's image map."""
        return self.element is not None and self.element.tag == "area"

    @property
    def is_pdf(self) -> bool:
        return urlsplit(self.url).path.lower().endswith(".pdf")

    @property
    def host(self) -> str:
        return hostnames.host_of(self.url)


class PageAnchors(list[PageAnchor]):
    """All links of a page, indexed by their element and by their row."""

    def __init__(self, found: Iterable[PageAnchor]) -> None:
        super().__init__(found)
        self.position = {one.element: i for i, one in enumerate(self)}
        self.by_row: dict[HtmlElement, list[PageAnchor]] = {}
        for one in self:
            if one.row is not None:
                self.by_row.setdefault(one.row, []).append(one)


def collect_anchors(page: WebPage) -> PageAnchors:
    """Return every link of the page, frames and choices of a menu included, at most ``MAX_LINKS``."""
    found: list[PageAnchor] = []
    for element in page.tree.iter(*LINK_TAGS):
        href = element.get(ADDRESS_ATTRIBUTES.get(element.tag, "href"))
        if href and (address := page.address(href)):
            found.append(_anchor(element, address))
            if len(found) >= MAX_LINKS:
                break
    return PageAnchors(found)


def _anchor(element: HtmlElement | None, address: tuple[str, str]) -> PageAnchor:
    row = None
    if element is not None:
        row = next((e for e in element.iterancestors() if e.tag in ROW_TAGS), None)
    return PageAnchor(element, *address, text_of(element), row)


def text_of(element: HtmlElement | None) -> str | None:
    """Return the text of a link, else its title or alternative text."""
    if element is None:
        return None
    text = " ".join("".join(element.itertext()).split())
    return text or " ".join((element.get("title") or element.get("alt") or "").split()) or None


def is_tool(text: str) -> bool:
    """Return True for the text of links such as 下一版 or PDF下载, which name no page and no article."""
    return TOOL.fullmatch(text) is not None


def read_label(text: str | None) -> tuple[str | None, str | None]:
    """Return number and name in the label of a page: (01, 要闻) for 第01版：要闻, (01, None) for 00001."""
    text = PDF_WORDS.sub("", text.strip()) if text else ""
    match = PAGE_LABEL.match(text) or (BARE_LABEL.match(text) if len(text) <= MAX_BARE_LABEL else None)
    if not match:
        return None, None
    known = PAGE_NUMBER.fullmatch(match[1])
    number = f"{known[1]}{int(known[2]):02d}{known[3]}" if known and len(match[1]) > 3 else match[1]
    name = " ".join(match[2].split()) or None
    return number, None if name is None or is_tool(name) else name


def number_in_address(match: PatternMatch | None) -> str | None:
    """Return the page number that ``newspaper.page_url`` captures in its group ``no``."""
    number = match.groupdict().get("no") if match is not None else None
    return number.upper() if number is not None else None


def row_text(anchor: PageAnchor) -> str | None:
    """Return the text of the link's row without PDF links: ``<li>第02版 <a>民生</a></li>``."""
    row = anchor.row
    if row is None or len(row) > 12:
        return None
    parts = [row.text or ""]
    for child in row:
        if isinstance(child.tag, str) and not (child.get("href") or "").lower().endswith(".pdf"):
            parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    text = " ".join(" ".join(parts).split())
    return text if len(text) <= 60 else None


# ---------------------------------------------------------------------- pages


def page_anchors(page: WebPage, source: Source, anchors: list[PageAnchor]) -> Iterator[PageAnchor]:
    """Yield the links to pages of the edition. Raises PatternTimeout.

    Without rules a link counts if it is labelled as a page or if its address has the shape of this page's address.
    """
    rules, own = source.newspaper, source.own_hosts
    page_url = BoundedPattern(rules.page_url) if rules.page_url else None
    if rules.pages:
        candidates = [
            _anchor(element, address)
            for element, href in article_links.links(page, rules.pages)
            if (address := page.address(href))
        ]
    else:
        candidates = anchors
    shape = numbered_shape(page.url)
    for one in candidates:
        if one.is_pdf or one.host not in own:
            continue
        if page_url is not None:
            belongs = page_url.search(one.url) is not None
        elif rules.pages:
            belongs = True
        else:
            labelled = one.words is not None and PAGE_LABEL.match(one.words) is not None
            same_shape = shape is not None and numbered_shape(one.url) == shape
            belongs = not one.is_area and (labelled or same_shape)
        if belongs:
            yield one


def numbered_shape(url: str) -> str | None:
    """Return the shape of an address, or None if no number follows its date."""
    shape = list_addresses.shape(url)
    return shape if list_addresses.is_numbered(shape) else None


def pdf_beside(anchor: PageAnchor, anchors: PageAnchors, pages: Mapping[str, object]) -> str | None:
    """Return the PDF in the row of a page's link, or without rows the next link before another page's.

    ``pages`` holds the URL keys of all pages of the edition.
    """
    if anchor.row is not None:
        in_row = anchors.by_row.get(anchor.row, [])
        if len(in_row) > MAX_ROW_LINKS or len({one.key for one in in_row if one.key in pages}) != 1:
            return None
        return next((one.url for one in in_row if one.is_pdf), None)
    position = anchors.position.get(anchor.element)
    for other in anchors[position + 1 : position + 4] if position is not None else ():
        if other.is_pdf:
            return other.url
        if other.key in pages and other.key != anchor.key:
            return None
    return None


def frames(page: WebPage, own_hosts: Container[str]) -> list[str]:
    """Return the addresses of the page's frames on own hosts, at most ``MAX_FRAMES``."""
    found = (page.address(e.get("src") or "") for e in page.tree.iter("frame", "iframe"))
    inside = [address[0] for address in found if address and hostnames.host_of(address[0]) in own_hosts]
    return list(dict.fromkeys(inside))[:MAX_FRAMES]


# ---------------------------------------------------------------------- articles


def article_anchors(page: WebPage, source: Source, not_articles: Container[str]) -> list[PageAnchor]:
    """Return the links to articles: by the source's rules, else by the image map. Raises PatternTimeout."""
    rules, is_article = source.newspaper, article_links.article_test(source)
    found = []
    for element, href in article_links.links(page, rules.articles):
        address = page.address(href)
        if address is None or address[1] in not_articles:
            continue
        one = _anchor(element, address)
        if not one.is_pdf and is_article(one.url):
            found.append(one)
            if len(found) >= MAX_LINKS:
                break
    if source.article.url is None and rules.articles is None:
        return _commonest_shape(found, urldates.date_in(page.url))
    return found


def _commonest_shape(candidates: list[PageAnchor], day: date | None) -> list[PageAnchor]:
    """Without rules keep links shaped like those of the image map, else the shape with most text on that day."""
    shapes = {one.url: numbered_shape(one.url) for one in candidates}
    wanted = {shapes[one.url] for one in candidates if one.is_area} - {None}
    if not wanted:
        votes: Counter[str | None] = Counter()
        for one in {one.key: one for one in candidates if one.words and not is_tool(one.words)}.values():
            own_day = urldates.date_in(one.url)
            if read_label(one.words)[0] is None and own_day in (day, None):
                bonus = DATED_BONUS if own_day is not None and day is not None else 0
                votes[shapes[one.url]] += len(one.words or "") + bonus
        votes.pop(None, None)
        wanted = {shape for shape, _ in votes.most_common(1)}
    return [one for one in candidates if one.is_area or shapes[one.url] in wanted]
