"""The date that a list prints beside a link."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

ROW = ("li", "tr", "dd", "p")
WRITTEN = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})(?!\d)\s*日?"
    r"(?:[\sT]*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
)


def day_of(raw: str) -> date | None:
    match = WRITTEN.search(raw)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def printed(link: HtmlElement, own: set[int]) -> str | None:
    """The first date of the link's row; of the words around the link before those of its title."""
    row = next((e for e in link.iterancestors() if e.tag in ROW), None)
    inside, outside = "".join(link.itertext()), ""
    if row is not None:
        links = [e for e in row.iter("a", "area") if id(e) in own]
        # several articles in one row: only what stands between this link and the next is its own
        outside = _text_without(row, link) if len(links) <= 1 else _until_next(link, row, own)
    for part in (outside, *(child.text_content() for child in link), inside):
        if (match := WRITTEN.search(part)) and day_of(match[0]) is not None:
            return " ".join(match[0].split())
    return None


def _text_without(row: HtmlElement, link: HtmlElement) -> str:
    parts: list[str] = []

    def walk(element: HtmlElement) -> None:
        if element is link or not isinstance(element.tag, str) or element.tag in ("script", "style"):
            return
        parts.append(element.text or "")
        for child in element:
            walk(child)
            parts.append(child.tail or "")

    walk(row)
    return " ".join(parts)


def _until_next(link: HtmlElement, row: HtmlElement, own: set[int]) -> str:
    parts: list[str] = []
    inside = {id(e) for e in link.iter()}
    started = False
    for element in row.iter():
        if element is link:
            started = True
        elif started and id(element) in own:
            break
        elif started and id(element) not in inside and isinstance(element.tag, str):
            parts.append(element.text or "")
        if started and (id(element) not in inside or element is link):
            parts.append(element.tail or "")
    return " ".join(parts)
