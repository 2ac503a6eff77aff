"""Read one page of an edition: the other pages, its articles in order, its picture and its PDF."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler import urldates
from crawler.lists import webpage
from crawler.newspapers import edition_links, page_headings
from crawler.newspapers.edition_links import LABEL_IN_TEXT, read_label
from crawler.sources.bounded_regex import BoundedPattern
from pipelines import urls

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.html import HtmlElement

    from crawler.lists.webpage import WebPage
    from crawler.newspapers.edition_links import PageAnchor, PageAnchors
    from crawler.sources.model import Source

# Whole titles of advertisements in the image map. A headline about advertising is longer: 虚假广告整治月启动.
ADVERTISEMENT = re.compile(
    r"(?:公益|商业|分类|形象|整版|半版|通栏|中缝|综合|专版|本版)?广告(?:版|专版|专页|位)?[0-9一二三四五六]*"
)
# newspaper/founder_classic appends the page an article was reached from: content_4711_37.htm?div=-1
REACHED_FROM = re.compile(r"\?div=-?\d+$", re.IGNORECASE)
NODE = re.compile(r"(/content_\d{5,})_\d+(?=\.html?$)", re.IGNORECASE)
ICON_NAME = re.compile(
    r"/(?:pdf|icon|logo|arrow|btn|button|down(?:load)?|prev|next|spacer|blank)[\w-]*\.\w+$", re.IGNORECASE
)
ICON_PIXELS = 60
MAX_LABEL_SEARCH = 4000  # elements that are searched for the page's own label
LABEL_TAGS = (
    "title",
    *("h1", "h2", "h3", "div", "span", "td", "p", "li", "dt", "a"),
    *("strong", "b", "em", "i", "font"),
)
NO_CORNER = (10**9, 10**9)


@dataclass(frozen=True)
class EditionPageLink:
    """A page of the edition: its address, number, name and PDF."""

    url: str
    key: str
    number: str | None
    name: str | None
    pdf: str | None


@dataclass(frozen=True)
class EditionArticle:
    """An article of a page, with its position on that page from 1."""

    url: str
    key: str
    title: str | None
    order: int
    page_key: str | None = None  # URL key of its page, if that is not the page being read


@dataclass(frozen=True)
class EditionPage:
    """What was read from a page of an edition."""

    page: WebPage
    pages: tuple[EditionPageLink, ...]
    articles: tuple[EditionArticle, ...]
    advertisements: int  # links that were left out as advertisements
    forward_target: str | None  # address the page forwards to, by meta refresh or script
    refresh_target: str | None  # the same, by meta refresh only
    image: str | None
    page_pdf: str | None
    number: str | None
    name: str | None
    pdf_pages: tuple[EditionPageLink, ...]  # pages that exist only as PDF
    is_page: bool  # False: an index that leads to pages and is none itself

    def link_to(self, keys: Collection[str]) -> EditionPageLink | None:
        """Return the first page of the edition with one of the URL keys."""
        return next((one for one in self.pages if one.key in keys), None)


def read(page: WebPage, source: Source) -> EditionPage:
    """Read a page by the source's ``newspaper`` rules, or by its labels. Raises PatternTimeout."""
    anchors = edition_links.collect_anchors(page)
    pages = page_links(page, source, anchors)
    own_key = urls.key(page.url)
    articles, advertisements = _articles(page, source, pages, own_key)
    own = next((one for one in pages if one.key == own_key), None)
    rule = source.newspaper.page_url
    match = BoundedPattern(rule).search(page.url) if rule else None
    number, name = (own.number, own.name) if own else _own_label(page, pages)
    number = number or edition_links.number_in_address(match)
    return EditionPage(
        page=page,
        pages=tuple(pages),
        articles=tuple(articles),
        advertisements=advertisements,
        forward_target=webpage.forward_target(page),
        refresh_target=webpage.refresh_target(page),
        image=_page_image(page),
        page_pdf=(own.pdf if own else None) or _only_pdf(anchors, pages),
        number=number,
        name=name,
        pdf_pages=tuple(_pdf_pages(anchors, source)),
        is_page=own is not None or number is not None or match is not None or not pages,
    )


# ---------------------------------------------------------------------- articles


def _articles(
    page: WebPage, source: Source, pages: list[EditionPageLink], own_key: str
) -> tuple[list[EditionArticle], int]:
    """Return the articles in list order, then those only in the image map, and the number of advertisements."""
    page_keys = {one.key for one in pages}
    found = edition_links.article_anchors(page, source, page_keys | {own_key})
    other_pages = page_headings.pages_by_article(page, found, page_keys)
    titles: dict[str, str | None] = {}
    addresses: dict[str, str] = {}
    listed: dict[str, None] = {}
    corners: dict[str, tuple[int, int]] = {}
    for anchor in found:
        key = _without_origin(anchor.key)
        addresses.setdefault(key, anchor.url)
        titles[key] = titles.get(key) or anchor.words
        if anchor.is_area:
            corners.setdefault(key, _top_left(anchor.element))
            other_pages.pop(anchor.key, None)  # the image map shows this page only
        else:
            listed.setdefault(key)
    page_of = {_without_origin(key): page_key for key, page_key in other_pages.items()}
    mapped = sorted((key for key in addresses if key not in listed), key=lambda key: corners[key])
    wanted = [key for key in [*listed, *mapped] if not is_advertisement(titles[key])]
    count: Counter[str | None] = Counter()
    articles = []
    for key in wanted:
        page_key = page_of.get(key)
        page_key = None if page_key == own_key else page_key
        count[page_key] += 1
        articles.append(EditionArticle(addresses[key], key, titles[key], count[page_key], page_key))
    return articles, len(addresses) - len(articles)


def _without_origin(key: str) -> str:
    """Return an article's URL key without the page it was reached from."""
    return NODE.sub(r"\1", REACHED_FROM.sub("", key))


def is_advertisement(title: str | None) -> bool:
    """Return True if a whole title, punctuation aside, is that of an advertisement."""
    return title is not None and bool(ADVERTISEMENT.fullmatch("".join(ch for ch in title if ch.isalnum())))


def _top_left(area: HtmlElement | None) -> tuple[int, int]:
    """Return (top, left) of the bounding box of an area in the image map, in pixels."""
    coords = area.get("coords") or "" if area is not None else ""
    numbers = [int(float(n)) for n in re.findall(r"-?\d+(?:\.\d+)?", coords[:5000])]
    if len(numbers) < 2:
        return NO_CORNER
    return (max(min(numbers[1::2]), 0), max(min(numbers[::2]), 0))


# ---------------------------------------------------------------------- pages


def page_links(page: WebPage, source: Source, anchors: PageAnchors) -> list[EditionPageLink]:
    """Return the pages of the edition, each once; a link that names its page wins over an arrow."""
    found: dict[str, list[PageAnchor]] = {}
    for anchor in edition_links.page_anchors(page, source, anchors):
        found.setdefault(anchor.key, []).append(anchor)
    page_url = BoundedPattern(source.newspaper.page_url) if source.newspaper.page_url else None
    pages = []
    for key, several in found.items():
        number, name = _number_and_name(several)
        if number is None and page_url is not None:
            number = edition_links.number_in_address(page_url.search(several[0].url))
        named = [one for one in several if one.words and not edition_links.is_tool(one.words)]
        pdf = next((pdf for one in named if (pdf := edition_links.pdf_beside(one, anchors, found))), None)
        pages.append(EditionPageLink(several[0].url, key, number, name, pdf))
    return pages


def _number_and_name(anchors: list[PageAnchor]) -> tuple[str | None, str | None]:
    """Return number and name of a page from the texts of all links to it and of their rows."""
    labels = [read_label(one.words) for one in anchors]
    labels += [read_label(edition_links.row_text(one)) for one in anchors]
    number, name = next((found for found in labels if found[0] and found[1]), (None, None))
    number = number or next((found[0] for found in labels if found[0]), None)
    if name is None and number is not None:
        plain = (one.words for one in anchors if one.words and read_label(one.words)[0] is None)
        name = next((text for text in plain if not edition_links.is_tool(text) and len(text) <= 20), None)
    return number, name


def _own_label(page: WebPage, pages: list[EditionPageLink]) -> tuple[str | None, str | None]:
    """Return number and name that the page prints of itself, since not every page links itself."""
    taken = {one.number for one in pages if one.number}
    for count, element in enumerate(page.tree.iter(*LABEL_TAGS)):
        if count > MAX_LABEL_SEARCH:
            break
        text = " ".join((element.text or "").split())
        if element.tag == "a" and page.address(element.get("href") or ""):
            continue  # the label of another page
        match = LABEL_IN_TEXT.search(text) if 2 < len(text) <= 60 else None
        if match:
            number, name = read_label(match[0])
            if number and number not in taken:
                return number, name
    return None, None


def _only_pdf(anchors: PageAnchors, pages: list[EditionPageLink]) -> str | None:
    """Return the one PDF that does not belong to another page; None if there are several."""
    others = {one.pdf for one in pages if one.pdf}
    pdfs = {one.url for one in anchors if one.is_pdf} - others
    return pdfs.pop() if len(pdfs) == 1 else None


def _pdf_pages(anchors: PageAnchors, source: Source) -> list[EditionPageLink]:
    """Return the labelled PDFs whose row links nothing else: pages without a page of HTML."""
    with_html = {one.row for one in anchors if one.row is not None and not one.is_pdf}
    found: dict[str, EditionPageLink] = {}
    for one in anchors:
        if not one.is_pdf or one.host not in source.own_hosts:
            continue
        if one.row is not None and one.row in with_html:
            continue
        number, name = read_label(one.words)
        if number and one.key not in found:
            found[one.key] = EditionPageLink(one.url, one.key, number, name, one.url)
    return list(found.values())


# ---------------------------------------------------------------------- picture


def _page_image(page: WebPage) -> str | None:
    """Return the picture of the printed page: the one with the image map, else one whose path has the edition's day."""
    day = urldates.date_in(page.url)
    dated = None
    for image in page.tree.iter("img"):
        source = next((v for n in ("src", "data-src", "data-original") if (v := image.get(n))), "")
        address = page.address(source) if source else None
        if address is None:
            continue
        if image.get("usemap"):
            return address[0]
        path = urlsplit(address[0]).path
        if dated is None and day is not None and urldates.date_in(path) == day and not _is_icon(image, path):
            dated = address[0]
    return dated


def _is_icon(image: HtmlElement, path: str) -> bool:
    """Return True for buttons: small, named like one, or a drawing (no photograph) that links a PDF."""
    sizes = [re.match(r"\d+", image.get(name) or "") for name in ("width", "height")]
    if any(size and int(size[0]) < ICON_PIXELS for size in sizes) or ICON_NAME.search(path):
        return True
    opened = next((up.get("href") or "" for up in image.iterancestors("a")), "")
    return urlsplit(opened).path.lower().endswith(".pdf") and not path.lower().endswith((".jpg", ".jpeg"))
