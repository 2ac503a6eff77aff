"""Find the next page of a list where a link of its pager leads to it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.lists import navigation_words
from crawler.lists.list_page import NextPage
from crawler.lists.row_groups import class_and_id
from crawler.net import hostnames
from pipelines import urls
from storage.values import ListHint

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.lists.list_page import ListResponse
    from crawler.lists.webpage import WebPage

NEXT_WORD = navigation_words.pattern("next_page")
ARROWS = frozenset((">", ">>", "›", "»", "→", "＞", "▶", "&gt;"))
TRIM = re.compile(r"[\s\[\]【】()（）|·.…«‹<>›»＞＜→▶]+")
NEXT_CLASS = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-]|page)", re.I)
SLIDE_SHOW = re.compile(r"disabled|swiper|slick|carousel", re.I)
QUOTED = re.compile(r"[\"']([^\"'\s<>]{1,300})[\"']")
PAGER_NAME = re.compile(r"page|pager|pagination|fenye|fanye|paging|pgs|yema", re.I)
MAX_PARTS = 300  # parts of a pager that are read
MAX_CANDIDATES = 20  # links that could lead to the next page


def page_at(
    page: WebPage, response: ListResponse, href: str, hint: ListHint | None = None
) -> NextPage | None:
    """Return the address as the next list page if it is on an own host and is not this page."""
    address = page.address(href)
    if address is None or hostnames.host_of(address[0]) not in response.source.own_hosts:
        return None
    if address[1] in (urls.key(page.url), urls.key(response.requested_url or page.url)):
        return None
    return NextPage(address[0], address[1], hint or ListHint())


def rel_next(page: WebPage, response: ListResponse) -> list[NextPage] | None:
    """Read ``rel="next"``."""
    for element in page.tree.iter("link", "a"):
        if "next" in (element.get("rel") or "").lower().split() and (href := element.get("href")):
            found = page_at(page, response, href)
            return [found] if found else None
    return None


def next_word(page: WebPage, response: ListResponse) -> list[NextPage] | None:
    """Read a link labelled 下一页, else one that is only an arrow beside page numbers."""
    arrows: list[HtmlElement] = []
    labelled = calls_script = False
    for element in page.tree.iter("a", "span", "button", "li", "area"):
        labels = _labels(element)
        if _is_next(labels):
            labelled = True
            calls_script = calls_script or calls_function(element)
            if found := _target(page, response, element):
                return [found]
        elif (
            element.tag == "a"
            and labels[0] in ARROWS
            and len(arrows) < MAX_CANDIDATES
            and _beside_numbers(element)
        ):
            arrows.append(element)
    if labelled:
        # a label that leads nowhere is the end on a later page; on the first a script may still draw the pager
        return [] if response.position > 1 and not calls_script else None
    for element in arrows:
        if found := _target(page, response, element):
            return [found]
    return None


def next_number(page: WebPage, response: ListResponse) -> list[NextPage] | None:
    """Read the link in a row of page numbers whose whole text is the number after this page's."""
    wanted = str(response.position + 1)
    tried = 0
    for element in page.tree.iter("a"):
        if text_of(element, 12).strip(" []\n\t\r") != wanted:
            continue
        tried += 1
        if tried > MAX_CANDIDATES:
            break
        if _in_pager(element) and (found := _target(page, response, element)):
            return [found]
    return None


def next_class(page: WebPage, response: ListResponse) -> list[NextPage] | None:
    """Read a link that only its class calls the next one, because its arrow is a picture."""
    named = (
        link
        for link in page.tree.iter("a")
        if NEXT_CLASS.search(class_and_id(link)) and not SLIDE_SHOW.search(class_and_id(link))
    )
    for element in islice(named, MAX_CANDIDATES):
        if _in_pager(element):
            found = _target(page, response, element)
            return [found] if found else None
    return None


def next_option(page: WebPage, response: ListResponse) -> list[NextPage] | None:
    """Read a drop-down list of page numbers whose values are addresses."""
    for select in page.tree.iter("select"):
        options = list(select.iter("option"))
        texts = ["".join(option.itertext()).strip(" 第页") for option in options]
        if not texts or not all(text.isdigit() for text in texts):
            continue
        wanted = str(response.position + 1)
        for option, text in zip(options, texts, strict=True):
            value = (option.get("value") or "").strip()
            if text == wanted and re.search(r"[/.?]\w", value) and (found := page_at(page, response, value)):
                return [found]
    return None


def says_next(element: HtmlElement) -> bool:
    """Return True if the text, title, value or picture of a link or button is 下一页 or the like."""
    return _is_next([*_labels(element), (element.get("value") or "")[:20]])


def _is_next(labels: list[str]) -> bool:
    return any(NEXT_WORD.fullmatch(TRIM.sub("", label)) for label in labels)


def calls_function(element: HtmlElement) -> bool:
    """Return True if a click calls a function; ``javascript:;`` and ``void(0)`` do nothing."""
    scripts = (element.get("href") or "", element.get("onclick") or "")
    return any(re.search(r"\w\s?\(\s?[^)\s0]", script) for script in scripts)


def _target(page: WebPage, response: ListResponse, element: HtmlElement) -> NextPage | None:
    """Return the page a pager's link leads to: by its address, or by the one passed to its script."""
    for name in ("href", "onclick", "data-href", "data-url", "tagname"):
        value = (element.get(name) or "").strip()
        if not value:
            continue
        script = value.lower().startswith("javascript:") or name == "onclick"
        for href in QUOTED.findall(value) if script else [value]:
            likely = not script or re.search(r"[/.?]\w", href)
            if likely and (found := page_at(page, response, href)):
                return found
    return None


def _labels(element: HtmlElement) -> list[str]:
    """Return text, title and the alternative texts of the pictures of an element; one label at least."""
    if element.tag in ("li", "span") and len(element):
        return [""]
    pictures = [img.get("alt") or "" for img in element.iter("img")]
    return [text_of(element, 100).strip()[:20], (element.get("title") or "").strip()[:20], *pictures]


def _beside_numbers(element: HtmlElement) -> bool:
    parent = element.getparent()
    return any(
        around is not None and _page_numbers(around) >= 1
        for around in (parent, parent.getparent() if parent is not None else None)
    )


def _in_pager(element: HtmlElement) -> bool:
    """Return True if one of the three parts around an element is named as a pager or holds two page numbers."""
    return any(
        PAGER_NAME.search(class_and_id(around)) or _page_numbers(around) >= 2
        for around in islice(element.iterancestors(), 3)
    )


def _page_numbers(around: HtmlElement) -> int:
    """Count the links and marks in a part of the page whose whole text is a page number."""
    texts = [
        text_of(part, 10).strip()
        for part in islice(around.iter("a", "span", "b", "strong", "em", "font"), MAX_PARTS)
    ]
    return sum(text.isdigit() and len(text) < 5 for text in texts)


def text_of(element: HtmlElement, most: int) -> str:
    """Return an element's text, read until it is longer than ``most`` characters."""
    text = ""
    for part in islice(element.itertext(), MAX_PARTS):
        text += part
        if len(text) > most:
            break
    return text
