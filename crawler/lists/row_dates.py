"""Find the date that a list prints beside a link."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

ROW_TAGS = ("li", "tr", "dd", "p")
FULL_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})(?!\d)\s*日?"
    r"(?:[\sT]*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
)
# 09-24, 9月24日, 09.24 and 2026-09; a single digit before a point is a number such as 3.5 %
DATE_WITHOUT_YEAR = re.compile(
    r"(?<!\d)(?:\d{1,2}\s?[-/月]\s?\d{1,2}日?|\d{2}\.\d{2}|\d{4}[-/年]\d{1,2})(?![\d%])"
)


def day_of(text: str) -> date | None:
    """Return the first full date in a text, or None if there is none or it is not a day of the calendar."""
    match = FULL_DATE.search(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def date_beside(link: HtmlElement, article_links: set[int]) -> str | None:
    """Return the first full date, as printed, in the row of a link.

    ``article_links`` are the ids (``id()``) of all elements that link articles. Text around the link is searched
    before the text of the link: a date inside a headline is rarely the date of publication.
    """
    row = next((e for e in link.iterancestors() if e.tag in ROW_TAGS), None)
    inside, outside = "".join(link.itertext()), ""
    if row is not None:
        links = [e for e in row.iter("a", "area") if id(e) in article_links]
        # with several articles in one row only the text between this link and the next belongs to it
        outside = _text_without(row, link) if len(links) <= 1 else _text_until_next(link, row, article_links)
    for part in (outside, *(child.text_content() for child in link), inside):
        if (match := FULL_DATE.search(part)) and day_of(match[0]) is not None:
            return " ".join(match[0].split())
    return None


def _text_without(row: HtmlElement, link: HtmlElement) -> str:
    """Return the row's text without the link, scripts and style sheets."""
    parts: list[str] = []
    stack: list[HtmlElement | str] = [row]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
        elif node is not link and isinstance(node.tag, str) and node.tag not in ("script", "style"):
            parts.append(node.text or "")
            for child in reversed(node):
                stack += [child.tail or "", child]
    return " ".join(parts)


def _text_until_next(link: HtmlElement, row: HtmlElement, article_links: set[int]) -> str:
    """Return the row's text between the link and the next article link."""
    parts: list[str] = []
    inside = {id(e) for e in link.iter()}
    started = False
    for element in row.iter():
        if element is link:
            started = True
        elif started and id(element) in article_links:
            break
        elif started and id(element) not in inside and isinstance(element.tag, str):
            parts.append(element.text or "")
        if started and (id(element) not in inside or element is link):
            parts.append(element.tail or "")
    return " ".join(parts)
