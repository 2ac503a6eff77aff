"""The links of a page of an edition, told apart: pages, articles, PDFs, and which page an article stands under."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler import urldates
from crawler.lists import article_links
from crawler.net import hostnames

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from lxml.html import HtmlElement

    from crawler.lists.webpage import WebPage
    from crawler.sources.model import Source


LABEL = re.compile(
    r"^[(（\[【]?\s*(?:第\s*)?([A-Za-z]{0,4}\d{1,5}[A-Za-z]?(?:\s?[-—~、/]\s?[A-Za-z]{0,2}\d{1,3})?)\s*(?:版|[)）\]】])\s*[)）\]】]?\s*[：:·.\-—|]*\s*(.*)$",
    re.DOTALL,
)
BARE = re.compile(
    r"^([A-Za-z]{1,3}\d{1,3}(?!\d)|\d{2,3}(?=\s*(?:[：:·.|]|\s|$)))\s*[：:·.\-—|]?\s*(.*)$", re.DOTALL
)
LABELLED = re.compile(r"第\s*[A-Za-z]{0,3}\d{1,3}\s*版.{0,20}$|[A-Za-z]{0,3}\d{1,3}版\s*[：:].{1,20}$")
NUMBER = re.compile(r"([A-Za-z]*)0*(\d+)([A-Za-z]?)")
TOOL = re.compile(
    r"[<>«»\[\]【】\s]*(?:上一?版|下一?版|前一?版|后一?版|上一页|下一页|上一篇|下一篇|首页|末页|尾页|返回.{0,6}|放大|缩小|默认|"
    r"版面(?:导航|概览|目录|缩略图)|本版新闻|标题导航|更多|关闭|往期.{0,4}|上一期|下一期|pdf.{0,6}|下载.{0,4})[<>«»\[\]【】\s]*",
    re.IGNORECASE,
)
PDF_WORDS = re.compile(r"[\[【(（]?\s*(?:pdf|PDF)(?:版|下载|阅读)?\s*[\]】)）]?\s*$")
SHORT = re.compile(r"[A-Za-z]?(\d+)")
ROW = ("li", "tr", "dt", "dd", "p")
TAGS = ("a", "area", "frame", "iframe", "option", "embed", "object")
ADDRESSES = {"frame": "src", "iframe": "src", "option": "value", "embed": "src", "object": "data"}
MAX_LINKS = 5000
MAX_FRAMES = 5


@dataclass(frozen=True)
class PageAnchor:
    """One link as it stands on the page, in page order."""

    element: HtmlElement | None
    url: str
    key: str
    words: str | None
    row: HtmlElement | None = None  # the list item, table row or paragraph it stands in

    @property
    def is_area(self) -> bool:
        return self.element is not None and self.element.tag == "area"

    @property
    def is_pdf(self) -> bool:
        return urlsplit(self.url).path.lower().endswith(".pdf")

    @property
    def host(self) -> str:
        return (urlsplit(self.url).hostname or "").rstrip(".")


def anchor(element: HtmlElement | None, address: tuple[str, str]) -> PageAnchor:
    row = None
    if element is not None:
        row = next((e for e in element.iterancestors() if e.tag in ROW), None)
    return PageAnchor(element, *address, words(element), row)


class PageAnchors(list[PageAnchor]):
    """All links of a page, with their rows and places looked up once."""

    def __init__(self, found: Iterable[PageAnchor]) -> None:
        super().__init__(found)
        self.place = {one.element: i for i, one in enumerate(self)}
        self.rows: dict[HtmlElement, list[PageAnchor]] = {}
        for one in self:
            if one.row is not None:
                self.rows.setdefault(one.row, []).append(one)


def gather(page: WebPage) -> PageAnchors:
    """Every link of the page, frames and choices of a menu among them."""
    found: list[PageAnchor] = []
    for element in page.tree.iter(*TAGS):
        href = element.get(ADDRESSES.get(element.tag, "href"))
        if href and (address := page.address(href)):
            found.append(anchor(element, address))
            if len(found) >= MAX_LINKS:
                break
    return PageAnchors(found)


def words(element: HtmlElement | None) -> str | None:
    if element is None:
        return None
    text = " ".join("".join(element.itertext()).split())
    return text or " ".join((element.get("title") or element.get("alt") or "").split()) or None


def is_tool(text: str) -> bool:
    return TOOL.fullmatch(text) is not None


def label(text: str | None) -> tuple[str | None, str | None]:
    """第01版：要闻 -> (01, 要闻); 00001 -> 01."""
    text = PDF_WORDS.sub("", text.strip()) if text else ""
    match = LABEL.match(text) or (BARE.match(text) if len(text) <= 20 else None)
    if not match:
        return None, None
    known = NUMBER.fullmatch(match[1])
    no = f"{known[1]}{int(known[2]):02d}{known[3]}" if known and len(match[1]) > 3 else match[1]
    name = " ".join(match[2].split()) or None
    return no, None if name is None or is_tool(name) else name


def number(match: re.Match[str] | None) -> str | None:
    """The page's number where the address says it: the group ``no`` of the family's rule."""
    if match is None or "no" not in match.re.groupindex or match["no"] is None:
        return None
    no: str = match["no"]
    return no.upper()


def row_words(one: PageAnchor) -> str | None:
    """The text of the link's row without its PDF link: ``<li>第02版 <a>民生</a></li>``."""
    row = one.row
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


def pages(page: WebPage, source: Source, anchors: list[PageAnchor]) -> Iterator[PageAnchor]:
    """The links that lead to pages of the edition."""
    rules, own = source.newspaper, source.own_hosts
    grammar = re.compile(rules.page_url) if rules.page_url else None
    if rules.pages:
        candidates = [
            anchor(element, address)
            for element, href in article_links.anchors(page, rules.pages)
            if (address := page.address(href))
        ]
    else:
        candidates = anchors
    shape = shape_of(page.url)
    for one in candidates:
        if one.is_pdf or one.host not in own:
            continue
        if grammar is not None:
            belongs = grammar.search(one.url) is not None
        elif rules.pages:
            belongs = True
        else:
            # without rules: what is labelled as a page, and what is named as this page is
            labelled = one.words is not None and LABEL.match(one.words) is not None
            belongs = not one.is_area and (labelled or (shape is not None and shape_of(one.url) == shape))
        if belongs:
            yield one


def shape_of(url: str) -> str | None:
    """An address with its numbers taken out, short ones and long ones apart; None where its last part has none."""
    parts = urlsplit(url)
    day = urldates.date_in(parts.path)
    path = parts.path
    if day is not None:
        for pattern, _ in urldates.WRITTEN:
            path = pattern.sub("@", path)
    folded = SHORT.sub(lambda m: "#" if len(m[1]) <= 3 else "##", path)
    tail = folded.rpartition("@")[2]
    return f"{parts.hostname}{folded}" if "#" in tail else None


def pdf_beside(one: PageAnchor, anchors: PageAnchors, pages: Mapping[str, object]) -> str | None:
    """The PDF in the page's own row; without rows the next link behind it, before another page's."""
    if one.row is not None:
        inside = anchors.rows.get(one.row, [])
        if len(inside) > 20 or len({a.key for a in inside if a.key in pages}) != 1:
            return None
        return next((a.url for a in inside if a.is_pdf), None)
    at = anchors.place.get(one.element)
    for other in anchors[at + 1 : at + 4] if at is not None else ():
        if other.is_pdf:
            return other.url
        if other.key in pages and other.key != one.key:
            return None
    return None


def frames(page: WebPage, own: Container[str]) -> list[str]:
    """The frames of a page that holds nothing itself."""
    found = (page.address(e.get("src") or "") for e in page.tree.iter("frame", "iframe"))
    inside = [a[0] for a in found if a and hostnames.host_of(a[0]) in own]
    return list(dict.fromkeys(inside))[:MAX_FRAMES]


# ---------------------------------------------------------------------- articles


def articles(page: WebPage, source: Source, not_articles: set[str]) -> list[PageAnchor]:
    """The links that lead to articles: by the source's rules, else by the map of the page."""
    rules, belongs = source.newspaper, article_links.article_test(source)
    found = []
    for element, href in article_links.anchors(page, rules.articles):
        address = page.address(href)
        if address is None or address[1] in not_articles:
            continue
        one = anchor(element, address)
        if not one.is_pdf and belongs(one.url):
            found.append(one)
            if len(found) >= MAX_LINKS:
                break
    if source.article.url is None and rules.articles is None:
        return _voted(found, urldates.date_in(page.url))
    return found


def _voted(candidates: list[PageAnchor], day: object) -> list[PageAnchor]:
    """Without rules: links named like those of the page's map; without a map the largest group of the day."""
    shapes = {one.url: shape_of(one.url) for one in candidates}
    wanted = {shapes[one.url] for one in candidates if one.is_area} - {None}
    if not wanted:
        votes: Counter[str | None] = Counter()
        for one in {one.key: one for one in candidates if one.words and not is_tool(one.words)}.values():
            if label(one.words)[0] is None and urldates.date_in(one.url) in (day, None):
                dated = urldates.date_in(one.url) is not None
                votes[shapes[one.url]] += len(one.words or "") + (1000 if dated and day else 0)
        votes.pop(None, None)
        wanted = {shape for shape, _ in votes.most_common(1)}
    return [one for one in candidates if one.is_area or shapes[one.url] in wanted]
