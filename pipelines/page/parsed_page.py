"""A page, parsed once: the tree, its lines and its data, which every later stage reads and none changes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from pipelines.items import Refused
from pipelines.page import charset
from pipelines.page.data import PageData, read_data
from pipelines.page.embedded import find_embedded
from pipelines.page.given_tree import tree_of
from pipelines.page.html_tree import build_tree
from pipelines.page.markup_cleanup import prepare_markup
from pipelines.page.page_language import is_foreign
from pipelines.page.select import select_elements
from pipelines.page.text_lines import PageLines, read_page_lines

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.items import Given, Page
    from pipelines.page.line_types import TextLine

MAX_CHARS = 10 * 2**20  # the download limit, once more for pages that come from files
TAG = re.compile(r"<\s*[a-zA-Z!]")
TAG_SEARCH_CHARS = 200_000
BINARY_SIGNATURES = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"MZ",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
)
MAX_NUL_BYTES = 8  # in the first kilobyte of text in one of the charsets that are read


@dataclass(frozen=True, kw_only=True, eq=False)
class ParsedPage:
    """One page after parsing.

    ``source`` is the decoded response, ``markup`` the same without scripts and styles; both are empty for a page whose
    text was given. ``foreign`` is true for a page in another language than Chinese. ``given`` holds an article text
    that needs no search: of the page itself, or found in its data.
    """

    page: Page
    url: str  # the address it was read from; empty if it cannot be taken apart
    source: str
    markup: str
    encoding: str | None
    tree: HtmlElement
    page_lines: PageLines
    data: PageData
    foreign: bool
    given: Given | None = None
    given_tree: HtmlElement | None = None
    hidden_shown: bool = False  # the lines include what a style hides

    @property
    def lines(self) -> tuple[TextLine, ...]:
        """All lines and pictures of the page in order."""
        return self.page_lines.lines

    @cached_property
    def base_url(self) -> str:
        """The address that relative ones on the page are joined to."""
        for element in self.tree.iter("base"):
            href = (element.get("href") or "").strip()
            try:
                joined: str = urljoin(self.url, href)
            except ValueError:
                continue
            if href and joined.startswith(("http://", "https://")):
                return joined
        return self.url

    def mentions(self, *names: str) -> bool:
        """True if the markup contains one of the names at all: much cheaper than a selector."""
        return any(name in self.markup for name in names)

    def text(self) -> list[str]:
        """The text of all lines of the page."""
        return [line.text for line in self.lines if line.text]

    def with_hidden_lines(self) -> ParsedPage:
        """The same page read again, with the lines that a style hides."""
        return replace(self, page_lines=read_page_lines(self.tree, hidden=True), hidden_shown=True)


def parse(page: Page) -> ParsedPage:
    """Decode and parse a page; elements that the source's rules remove are gone from the tree.

    Raises Refused: ``empty``, ``not_html``, ``too_large``.
    """
    if page.given is not None:
        return _parse_given(page, page.given)
    if not page.body or page.body.isspace():
        raise Refused("empty")
    if _is_binary(page.body):
        raise Refused("not_html")
    source, encoding = charset.decode(page.body, page.headers, page.rules.charset if page.rules else None)
    markup, tree = parse_markup(source)
    _remove(tree, page)
    data = read_data(source, tree)
    given = find_embedded(tree, data.json)
    given_tree = None if given is None else tree_of(given)
    lines = read_page_lines(tree)
    sample = lines if given_tree is None else read_page_lines(given_tree)
    return ParsedPage(
        page=page,
        url=_address(page),
        source=source,
        markup=markup,
        encoding=encoding,
        tree=tree,
        page_lines=lines,
        data=data,
        foreign=is_foreign(line.text for line in sample.lines),
        given=given,
        given_tree=given_tree,
    )


def parse_markup(source: str) -> tuple[str, HtmlElement]:
    """Decoded source to (markup without code, tree). Raises Refused: ``not_html``, ``too_large``."""
    if len(source) > MAX_CHARS:
        raise Refused("too_large", f"{len(source)} characters")
    if TAG.search(source[:TAG_SEARCH_CHARS]) is None:
        raise Refused("not_html")
    markup = prepare_markup(source)
    return markup, build_tree(markup)


def _parse_given(page: Page, given: Given) -> ParsedPage:
    tree = tree_of(given)
    _remove(tree, page)
    lines = read_page_lines(tree)
    return ParsedPage(
        page=page,
        url=_address(page),
        source="",
        markup="",
        encoding=None,
        tree=tree,
        page_lines=lines,
        data=PageData(),
        foreign=is_foreign(line.text for line in lines.lines),
        given=given,
        given_tree=tree,
    )


def _remove(tree: HtmlElement, page: Page) -> None:
    """Drop the elements that the source's rules name."""
    for selector in page.rules.selectors.remove if page.rules else ():
        for element in select_elements(tree, selector):
            if element.getparent() is not None:
                element.drop_tree()


def _address(page: Page) -> str:
    url = page.final_url or page.url or ""
    try:
        urlsplit(url)
    except ValueError:
        return ""
    return url


def _is_binary(body: bytes) -> bool:
    head = body[:1024]
    if head.startswith(BINARY_SIGNATURES):
        return True
    is_utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return not is_utf16 and head.count(b"\x00") > MAX_NUL_BYTES
