"""Read one page of an edition: the pages beside it, its articles in their order, its picture and PDF."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler import urldates
from crawler.lists import webpage
from crawler.newspapers import edition_links
from crawler.newspapers import page_headings as editiontree
from crawler.newspapers.edition_links import LABELLED, label
from pipelines import urls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from crawler.lists.webpage import WebPage
    from crawler.newspapers.edition_links import PageAnchor, PageAnchors
    from crawler.sources.model import Source

# What papers write on an advertisement's place in the map; a headline about advertising is longer or says more
ADVERTISEMENT = re.compile(
    r"(?:公益|商业|分类|形象|整版|半版|通栏|中缝|综合|专版|本版)?广告(?:版|专版|专页|位)?[0-9一二三四五六]*"
)
# what stands behind an article's number says from which page it was reached, not which article it is
REACHED = re.compile(r"\?div=-?\d+$", re.IGNORECASE)
NODE = re.compile(r"(/content_\d{5,})_\d+(?=\.html?$)", re.IGNORECASE)
ICON = re.compile(
    r"/(?:pdf|icon|logo|arrow|btn|button|down(?:load)?|prev|next|spacer|blank)[\w-]*\.\w+$", re.IGNORECASE
)
ICON_PIXELS = 60
MAX_LINES = 4000  # of a page, looked through for its own label


@dataclass(frozen=True)
class EditionPageLink:
    """One page of the edition: its address, its number and name, its PDF."""

    url: str
    key: str
    no: str | None
    name: str | None
    pdf: str | None


@dataclass(frozen=True)
class EditionArticle:
    """One article of a page, with its place; ``of`` is the key of its page where that is another one."""

    url: str
    key: str
    title: str | None
    order: int
    of: str | None = None


@dataclass
class EditionPage:
    """What a page of an edition holds."""

    page: WebPage
    pages: list[EditionPageLink]
    pieces: list[EditionArticle]
    advertisements: int
    moved: str | None
    refreshed: str | None  # the target of its meta refresh alone
    image: str | None
    pdf: str | None
    no: str | None = None
    name: str | None = None
    printed: list[EditionPageLink] = field(default_factory=list)  # pages that exist as PDF alone
    is_page: bool = True  # False: an index, which leads to pages and is none

    def own(self, keys: Iterable[str]) -> EditionPageLink | None:
        wanted = set(keys)
        return next((one for one in self.pages if one.key in wanted), None)


def read(page: WebPage, source: Source) -> EditionPage:
    anchors = edition_links.gather(page)
    pages = page_links(page, source, anchors)
    own = urls.key(page.url)
    pieces, advertisements = _pieces(page, source, pages, own)
    mine = next((one for one in pages if one.key == own), None)
    rule = source.newspaper.page_url
    grammar = re.search(rule, page.url) if rule else None
    no, name = (mine.no, mine.name) if mine else _own_label(page, pages)
    no = no or edition_links.number(grammar)
    return EditionPage(
        page=page,
        pages=pages,
        pieces=pieces,
        advertisements=advertisements,
        moved=webpage.moved(page),
        refreshed=webpage.refreshed(page),
        image=_page_image(page),
        pdf=(mine.pdf if mine else None) or _only_pdf(page, anchors, pages),
        no=no,
        name=name,
        printed=_printed(page, anchors, source),
        is_page=mine is not None or no is not None or grammar is not None or not pages,
    )


# ---------------------------------------------------------------------- articles


def _pieces(
    page: WebPage, source: Source, pages: list[EditionPageLink], own: str
) -> tuple[list[EditionArticle], int]:
    """Articles in list order; those of the page's map alone behind them, from its top left."""
    not_articles = {one.key for one in pages} | {own}
    found = edition_links.articles(page, source, not_articles)
    sections = editiontree.sections(page, found, pages)
    titles: dict[str, str | None] = {}
    addresses: dict[str, str] = {}
    listed: dict[str, None] = {}
    corners: dict[str, tuple[int, int]] = {}
    for anchor in found:
        key = _once(anchor.key)
        addresses.setdefault(key, anchor.url)
        if anchor.is_area:
            corners.setdefault(key, _corner(anchor.element))
            titles[key] = titles.get(key) or anchor.words
            sections.pop(anchor.key, None)  # what lies on this page's map is on this page
        else:
            titles[key] = titles.get(key) or anchor.words
            listed.setdefault(key)
    sections = {_once(key): of for key, of in sections.items()}
    mapped = sorted((key for key in addresses if key not in listed), key=lambda key: corners[key])
    wanted = [key for key in [*listed, *mapped] if not is_advertisement(titles[key])]
    count: Counter[str | None] = Counter()
    pieces = []
    for key in wanted:
        of = sections.get(key)
        of = None if of == own else of
        count[of] += 1
        pieces.append(EditionArticle(addresses[key], key, titles[key], count[of], of))
    return pieces, len(addresses) - len(pieces)


def _once(key: str) -> str:
    return NODE.sub(r"\1", REACHED.sub("", key))


def is_advertisement(title: str | None) -> bool:
    return title is not None and bool(ADVERTISEMENT.fullmatch("".join(ch for ch in title if ch.isalnum())))


def _corner(area: HtmlElement | None) -> tuple[int, int]:
    """(top, left) of the smallest box around an area of the page map."""
    coords = area.get("coords") or "" if area is not None else ""
    numbers = [int(float(n)) for n in re.findall(r"-?\d+(?:\.\d+)?", coords[:5000])]
    if len(numbers) < 2:
        return (10**9, 10**9)
    return (max(min(numbers[1::2]), 0), max(min(numbers[::2]), 0))


# ---------------------------------------------------------------------- pages


def page_links(page: WebPage, source: Source, anchors: PageAnchors) -> list[EditionPageLink]:
    """The pages of the edition, each once; a link that names its page wins over an arrow."""
    found: dict[str, list[PageAnchor]] = {}
    for anchor in edition_links.pages(page, source, anchors):
        found.setdefault(anchor.key, []).append(anchor)
    rule = source.newspaper.page_url
    answer = []
    for key, several in found.items():
        no, name = _named(several)
        no = no or edition_links.number(re.search(rule, several[0].url) if rule else None)
        named = [one for one in several if one.words and not edition_links.is_tool(one.words)]
        pdf = next((pdf for one in named if (pdf := edition_links.pdf_beside(one, anchors, found))), None)
        answer.append(EditionPageLink(several[0].url, key, no, name, pdf))
    return answer


def _named(several: list[PageAnchor]) -> tuple[str | None, str | None]:
    """Number and name that the links to one page give together."""
    labels = [label(one.words) for one in several] + [label(edition_links.row_words(one)) for one in several]
    no, name = next((found for found in labels if found[0] and found[1]), (None, None))
    no = no or next((found[0] for found in labels if found[0]), None)
    if name is None and no is not None:
        plain = (one.words for one in several if one.words and label(one.words)[0] is None)
        name = next((text for text in plain if not edition_links.is_tool(text) and len(text) <= 20), None)
    return no, name


LABEL_TAGS = (
    "title",
    *("h1", "h2", "h3", "div", "span", "td", "p", "li", "dt", "a"),
    *("strong", "b", "em", "i", "font"),
)


def _own_label(page: WebPage, pages: list[EditionPageLink]) -> tuple[str | None, str | None]:
    """The label that stands on the page itself: in plain text, since a page does not always link itself."""
    taken = {one.no for one in pages if one.no}
    for number, element in enumerate(page.tree.iter(*LABEL_TAGS)):
        if number > MAX_LINES:
            break
        text = " ".join((element.text or "").split())
        if element.tag == "a" and page.address(element.get("href") or ""):
            continue  # the label of another page
        match = LABELLED.search(text) if 2 < len(text) <= 60 else None
        if match:
            no, name = label(match[0])
            if no and no not in taken:
                return no, name
    return None, None


def _only_pdf(page: WebPage, anchors: PageAnchors, pages: list[EditionPageLink]) -> str | None:
    """The page's PDF: the only one that is not another page's."""
    others = {one.pdf for one in pages if one.pdf}
    pdfs = {one.url for one in anchors if one.is_pdf} - others
    return pdfs.pop() if len(pdfs) == 1 else None


def _printed(page: WebPage, anchors: PageAnchors, source: Source) -> list[EditionPageLink]:
    """Pages of which the edition knows nothing but a PDF, named by their label."""
    taken = {one.row for one in anchors if one.row is not None and not one.is_pdf}
    hosts = source.own_hosts
    found: dict[str, EditionPageLink] = {}
    for one in anchors:
        if not one.is_pdf or (one.row is not None and one.row in taken) or one.host not in hosts:
            continue
        no, name = label(one.words)
        if no and one.key not in found:
            found[one.key] = EditionPageLink(one.url, one.key, no, name, one.url)
    return list(found.values())


def _is_icon(image: HtmlElement, path: str) -> bool:
    """Whether a picture is a button: small, called after what it opens, or drawn (no photograph) in a link to the PDF."""
    sizes = [re.match(r"\d+", image.get(name) or "") for name in ("width", "height")]
    if any(size and int(size[0]) < ICON_PIXELS for size in sizes) or ICON.search(path):
        return True
    opened = next((up.get("href") or "" for up in image.iterancestors("a")), "")
    return urlsplit(opened).path.lower().endswith(".pdf") and not path.lower().endswith((".jpg", ".jpeg"))


def _page_image(page: WebPage) -> str | None:
    """The picture of the printed page: the one that carries the map of its articles, else one named by the day."""
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
