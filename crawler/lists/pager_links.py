"""The next page of a list, where a link of its pager leads to it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.lists.list_page import NextPage
from crawler.lists.row_groups import names_of
from crawler.net import hostnames
from pipelines import urls

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.lists.list_page import ListResponse
    from crawler.lists.webpage import WebPage

WORDS = re.compile(r"(?:下一?页|后一?页|下一頁|下頁|下一张|next(?:page)?)", re.I)
SIGNS = frozenset((">", ">>", "›", "»", "→", "＞", "▶", "&gt;"))
TRIM = re.compile(r"[\s\[\]【】()（）|·.…«‹<>›»＞＜→▶]+")
NEXT_CLASS = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-]|page)", re.I)
DISABLED = re.compile(r"disabled|swiper|slick|carousel", re.I)
QUOTED = re.compile(r"[\"']([^\"'\s<>]{1,300})[\"']")
PAGERISH = re.compile(r"page|pager|pagination|fenye|fanye|paging|pgs|yema", re.I)
MANY = 300  # parts of a pager that are looked at
FEW = 20  # links that could be the next page


def onward(page: WebPage, answer: ListResponse, href: str, **hint: object) -> NextPage | None:
    """An address as the next list page: one of the source's hosts, and not this page itself."""
    address = page.address(href)
    if address is None or hostnames.host_of(address[0]) not in answer.source.own_hosts:
        return None
    if address[1] in (urls.key(page.url), urls.key(answer.asked or page.url)):
        return None
    return NextPage(address[0], address[1], hint)


def relation(page: WebPage, answer: ListResponse) -> list[NextPage] | None:
    """``rel="next"``."""
    for element in page.tree.iter("link", "a"):
        if "next" in (element.get("rel") or "").lower().split() and (href := element.get("href")):
            ahead = onward(page, answer, href)
            return [ahead] if ahead else None
    return None


def worded(page: WebPage, answer: ListResponse) -> list[NextPage] | None:
    """A link that says 下一页, else one that is only an arrow beside page numbers."""
    arrows: list[HtmlElement] = []
    said = said_by_script = False
    for element in page.tree.iter("a", "span", "button", "li", "area"):
        says = _says(element)
        if _is_next(says):
            said = True
            said_by_script = said_by_script or calls(element)
            if ahead := _target(page, answer, element):
                return [ahead]
        elif element.tag == "a" and says[0] in SIGNS and len(arrows) < FEW and _among_numbers(element):
            arrows.append(element)
    if said:
        # it is there and leads nowhere: on a later page the end, on the first perhaps drawn by a script
        return [] if answer.position > 1 and not said_by_script else None
    for element in arrows:
        if ahead := _target(page, answer, element):
            return [ahead]
    return None


def numbered_link(page: WebPage, answer: ListResponse) -> list[NextPage] | None:
    """A row of page numbers: the link whose whole text is the number after this page's."""
    wanted = str(answer.position + 1)
    tried = 0
    for element in page.tree.iter("a"):
        if text_of(element, 12).strip(" []\n\t\r") != wanted:
            continue
        tried += 1
        if tried > FEW:
            break
        if _pagerish(element) and (ahead := _target(page, answer, element)):
            return [ahead]
    return None


def classed(page: WebPage, answer: ListResponse) -> list[NextPage] | None:
    """A link that only its class calls the next one: its arrow is a picture. Slide shows have such links, too."""
    named = (
        a for a in page.tree.iter("a") if NEXT_CLASS.search(names_of(a)) and not DISABLED.search(names_of(a))
    )
    for element in islice(named, FEW):
        if _pagerish(element):
            ahead = _target(page, answer, element)
            return [ahead] if ahead else None
    return None


def optioned(page: WebPage, answer: ListResponse) -> list[NextPage] | None:
    """A drop-down of pages whose values are addresses."""
    for select in page.tree.iter("select"):
        options = list(select.iter("option"))
        texts = ["".join(option.itertext()).strip(" 第页") for option in options]
        if not texts or not all(text.isdigit() for text in texts):
            continue
        wanted = str(answer.position + 1)
        for option, text in zip(options, texts, strict=True):
            value = (option.get("value") or "").strip()
            if text == wanted and re.search(r"[/.?]\w", value) and (ahead := onward(page, answer, value)):
                return [ahead]
    return None


def says_next(element: HtmlElement) -> bool:
    """Whether a link or a button says 下一页."""
    return _is_next([*_says(element), (element.get("value") or "")[:20]])


def _is_next(says: list[str]) -> bool:
    return any(WORDS.fullmatch(TRIM.sub("", part)) for part in says)


def calls(element: HtmlElement) -> bool:
    """Whether a script does something when it is clicked; ``javascript:;`` and ``void(0)`` do nothing."""
    scripts = (element.get("href") or "", element.get("onclick") or "")
    return any(re.search(r"\w\s?\(\s?[^)\s0]", script) for script in scripts)


def _target(page: WebPage, answer: ListResponse, element: HtmlElement) -> NextPage | None:
    """Where a link of a pager leads: its address, or the one its script is called with."""
    for name in ("href", "onclick", "data-href", "data-url", "tagname"):
        value = (element.get(name) or "").strip()
        if not value:
            continue
        script = value.lower().startswith("javascript:") or name == "onclick"
        for href in QUOTED.findall(value) if script else [value]:
            likely = not script or re.search(r"[/.?]\w", href)
            if likely and (ahead := onward(page, answer, href)):
                return ahead
    return None


def _says(element: HtmlElement) -> list[str]:
    if element.tag in ("li", "span") and len(element):
        return [""]
    pictures = [img.get("alt") or "" for img in element.iter("img")]
    return [text_of(element, 100).strip()[:20], (element.get("title") or "").strip()[:20], *pictures]


def _among_numbers(element: HtmlElement) -> bool:
    parent = element.getparent()
    return any(
        around is not None and _numbers(around) >= 1
        for around in (parent, parent.getparent() if parent is not None else None)
    )


def _pagerish(element: HtmlElement) -> bool:
    for around in list(element.iterancestors())[:3]:
        if PAGERISH.search(names_of(around)):
            return True
        if _numbers(around) >= 2:
            return True
    return False


def _numbers(around: HtmlElement) -> int:
    """How many links and marks in a part of the page are page numbers."""
    texts = [
        text_of(part, 10).strip()
        for part in islice(around.iter("a", "span", "b", "strong", "em", "font"), MANY)
    ]
    return sum(text.isdigit() and len(text) < 5 for text in texts)


def text_of(element: HtmlElement, most: int) -> str:
    """Its text, as far as ``most`` characters and what exceeds them in one piece."""
    told = ""
    for text in islice(element.itertext(), MANY):
        told += text
        if len(told) > most:
            break
    return told
