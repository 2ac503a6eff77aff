"""Read one page of an edition: the pages beside it, its articles in their order, its picture and PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler import links
from pipelines import urls

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.links import Document
    from crawler.sourcemodel import Source

LABEL = re.compile(r"^[(（\[【]?\s*第?\s*([A-Za-z]{0,3}\d+)\s*(?:版|[)）\]】])\s*[：:·]?\s*(.*)$", re.DOTALL)
NUMBER = re.compile(r"([A-Za-z]*)0*(\d+)")
ADVERTISEMENT = "广告"
LISTED = (-1, -1)  # the list's own order wins over the page's geometry


@dataclass(frozen=True)
class PageLink:
    """One page of the edition: its address, its number and name, its PDF."""

    url: str
    key: str
    no: str | None
    name: str | None
    pdf: str | None


@dataclass(frozen=True)
class Piece:
    """One article of a page, with its place."""

    url: str
    key: str
    title: str | None
    order: int


@dataclass
class Edition:
    """What a page of an edition holds."""

    page: Document
    pages: list[PageLink]
    pieces: list[Piece]
    advertisements: int
    moved: str | None
    image: str | None
    pdf: str | None


def read(page: Document, source: Source) -> Edition:
    pages = page_links(page, source.newspaper.pages)
    pieces, advertisements = _pieces(page, source, {one.key for one in pages} | {urls.key(page.url)})
    pdfs = {
        a[0] for e in page.tree.iter("a") if _is_pdf(e.get("href")) and (a := page.address(e.get("href")))
    }
    return Edition(
        page=page,
        pages=pages,
        pieces=pieces,
        advertisements=advertisements,
        moved=links.moved(page),
        image=_page_image(page),
        pdf=next(iter(pdfs)) if len(pdfs) == 1 else None,
    )


def _pieces(page: Document, source: Source, not_articles: set[str]) -> tuple[list[Piece], int]:
    """Articles in list order; those of the page's map alone behind them, from its top left."""
    belongs = links.article_test(source)
    titles: dict[str, str | None] = {}
    addresses: dict[str, str] = {}
    corners: dict[str, tuple[int, int]] = {}
    for element, href in links.anchors(page, source.newspaper.articles):
        address = page.address(href)
        if address is None or address[1] in not_articles or _is_pdf(address[0]) or not belongs(address[0]):
            continue
        url, key = address
        addresses.setdefault(key, url)
        if element is not None and element.tag == "area":
            corners.setdefault(key, _corner(element))
            titles.setdefault(key, _words(element))
        else:
            titles[key] = titles.get(key) or _words(element)
            corners[key] = LISTED
    listed = [key for key in addresses if corners[key] == LISTED]
    mapped = sorted((key for key in addresses if corners[key] != LISTED), key=lambda key: corners[key])
    wanted = [key for key in [*listed, *mapped] if not _is_advertisement(titles[key])]
    pieces = [Piece(addresses[key], key, titles[key], order) for order, key in enumerate(wanted, 1)]
    return pieces, len(addresses) - len(pieces)


def _is_pdf(href: str | None) -> bool:
    return bool(href) and urlsplit(str(href)).path.lower().endswith(".pdf")


def _words(element: HtmlElement | None) -> str | None:
    if element is None:
        return None
    text = " ".join("".join(element.itertext()).split())
    return text or " ".join((element.get("title") or element.get("alt") or "").split()) or None


def _is_advertisement(title: str | None) -> bool:
    return title is not None and "".join(ch for ch in title if ch.isalnum()) == ADVERTISEMENT


def _corner(area: HtmlElement) -> tuple[int, int]:
    """(top, left) of the smallest box around an area of the page map."""
    numbers = [int(float(n)) for n in re.findall(r"-?\d+(?:\.\d+)?", area.get("coords") or "")]
    if len(numbers) < 2:
        return (10**9, 10**9)
    return (max(min(numbers[1::2]), 0), max(min(numbers[::2]), 0))


def page_links(page: Document, selector: str | None) -> list[PageLink]:
    """The pages of the edition, each once; a link that names its page wins over an arrow."""
    found: dict[str, PageLink] = {}
    for element, href in links.anchors(page, selector):
        address = page.address(href)
        if address is None or _is_pdf(address[0]):
            continue
        no, name = label(_words(element))
        if selector is None and no is None:
            continue  # without a selector only what is labelled as a page counts as one
        before = found.get(address[1])
        if before is None or (before.no is None and no is not None):
            found[address[1]] = PageLink(address[0], address[1], no, name, _pdf_beside(page, element))
    return list(found.values())


def label(text: str | None) -> tuple[str | None, str | None]:
    """第01版：要闻 -> (01, 要闻); 00001 -> 01."""
    match = LABEL.match(text.strip()) if text else None
    if not match:
        return None, None
    number = NUMBER.fullmatch(match[1])
    no = f"{number[1]}{int(number[2]):02d}" if number and len(match[1]) > 3 else match[1]
    return no, " ".join(match[2].split()) or None


def _pdf_beside(page: Document, element: HtmlElement | None) -> str | None:
    row = (
        next((e for e in element.iterancestors() if e.tag in links.ROW), None)
        if element is not None
        else None
    )
    for other in row.iter("a") if row is not None else ():
        if _is_pdf(other.get("href")) and (address := page.address(other.get("href"))):
            return address[0]
    return None


def _page_image(page: Document) -> str | None:
    """The picture of the printed page: the one that carries the map of its articles."""
    for image in page.tree.iter("img"):
        if image.get("usemap") and (address := page.address(image.get("src") or "")):
            return address[0]
    return None
