"""Detect teasers of other articles, so that the body finder can ignore them."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from pipelines.body.line_filter import is_list_row
from pipelines.page.boilerplate import boilerplate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from pipelines.page.line_types import TextLine

CARD_DEPTH = 3  # levels between a line of a teaser and the card that holds its link as well
CARD_LINES = 2  # a card holds so many lines beside its link at most
MIN_CARDS = 3  # so many cards of the same kind are a list of teasers
MAX_HEADING = 30  # characters of a heading of other articles
CARD_TAGS = frozenset("div li dl dd article".split())
# closes a teaser: [详细]
READ_MORE = re.compile(r"[\[【(（](?:更多|详[细情]|詳[細情]|阅读全文)[^\]】)）]{0,5}[)）]?[\]】)）]$")


def teaser_lines(lines: Sequence[TextLine]) -> set[TextLine]:
    """Lines beside a link of their own in several elements of the same kind: abstracts of other articles."""
    linked: set[HtmlElement] = set()
    plain: dict[HtmlElement, list[TextLine]] = {}
    for line in lines:
        if not line.text:
            continue
        near = _nearest_elements(line)
        if is_list_row(line):
            linked.update(near)
        else:
            for element in near:
                plain.setdefault(element, []).append(line)
    groups = _alike((element, held) for element, held in plain.items() if element in linked)
    return {line for cards in groups for card in cards for line in card}


def unlinked_cards(lines: Sequence[TextLine], first: TextLine) -> set[TextLine]:
    """Lines in at least three boxes of one class with a line or two each, apart from the first paragraph ``first``."""
    around = {first.element, *first.element.iterancestors()}
    held: dict[HtmlElement, list[TextLine]] = {}
    for line in lines:
        for element in _nearest_elements(line) if line.text else ():
            if element.tag in CARD_TAGS and element.get("class"):
                held.setdefault(element, []).append(line)
    groups = _alike((element, card) for element, card in held.items() if element.getparent() not in around)
    return {line for cards in groups for card in cards for line in card}


def lines_below_headings(lines: Sequence[TextLine]) -> set[TextLine]:
    """Lines below a heading such as 相关新闻, within the part that the heading stands over.

    A heading counts only if less text follows it in its part than stands before it there: between two paragraphs of
    an article it heads a box of links and nothing more.
    """
    found: set[TextLine] = set()
    for i, line in enumerate(lines):
        if 0 < len(line.text) <= MAX_HEADING and boilerplate().heads_other_articles(line.text):
            found.update(_headed_lines(lines, i))
    return found


def _headed_lines(lines: Sequence[TextLine], heading: int) -> Sequence[TextLine]:
    """The lines behind a heading in the smallest element that holds any."""
    for part in [lines[heading].element, *lines[heading].element.iterancestors()]:
        inner = set(part.iter())
        last = heading
        while last + 1 < len(lines) and lines[last + 1].element in inner:
            last += 1
        if last == heading:
            continue
        first = heading
        while first > 0 and lines[first - 1].element in inner:
            first -= 1
        before, after = _plain_chars(lines[first:heading]), _plain_chars(lines[heading + 1 : last + 1])
        return lines[heading + 1 : last + 1] if not before or after <= before else ()
    return ()


def _plain_chars(lines: Sequence[TextLine]) -> int:
    return sum(len(line.text) - line.link_chars for line in lines)


def _alike(held: Iterable[tuple[HtmlElement, list[TextLine]]]) -> list[list[list[TextLine]]]:
    """The lines of elements that share parent, tag and class, where at least MIN_CARDS of them are that short."""
    groups: dict[tuple[HtmlElement | None, object, str | None], list[list[TextLine]]] = {}
    for element, lines in held:
        if len(lines) <= CARD_LINES:
            groups.setdefault((element.getparent(), element.tag, element.get("class")), []).append(lines)
    return [cards for cards in groups.values() if len(cards) >= MIN_CARDS]


def _nearest_elements(line: TextLine) -> list[HtmlElement]:
    return [line.element, *islice(line.element.iterancestors(), CARD_DEPTH)]
