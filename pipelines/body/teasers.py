"""Detect teasers of other articles, so that the body finder can ignore them."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from pipelines.page.boilerplate import boilerplate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from pipelines.page.line_types import TextLine

MIN_TEXT = 40  # characters of a first paragraph, and of text before a heading of other articles
DOUBT_DIVISOR = 25  # the weight of lines that seem to belong to other articles is divided by this
NEAR_LINES = 12  # below the headline, among which the first paragraph stands
ITEM_TAGS = frozenset("div li dl dd section article".split())
ITEM_DEPTH = 3  # levels between a line of a teaser and the element that holds its link as well
ITEM_LINES = 2
MIN_ITEMS = 3  # so many elements of the same kind are a list of teasers
PUNCTUATION = re.compile(r"[，。！？；：、,.!?;]")
SENTENCE_END = re.compile(r"[。！？!?…」』”]")
SHORT_LINE = 60  # a shorter line must end with the sentence, not merely contain one


def weights_without_others(lines: Sequence[TextLine], weights: Sequence[float], anchor: int) -> list[float]:
    """Weights with those of other articles reduced: what follows their heading, and items of a list of teasers.

    ``anchor`` is the index of the headline's line, -1 if unknown.
    """
    reduced = list(weights)
    seen = 0.0
    for i in range(anchor + 1, len(lines)):
        if seen >= MIN_TEXT and boilerplate().heads_other_articles(lines[i].text):
            reduced[i:] = [weight / DOUBT_DIVISOR for weight in reduced[i:]]
            break
        seen += reduced[i]
    first = first_paragraph(lines, anchor) if anchor >= 0 else None
    if first is None:
        return reduced
    items = _list_items(lines, first)
    return [
        weight / DOUBT_DIVISOR if line in items else weight
        for weight, line in zip(reduced, lines, strict=True)
    ]


def teaser_lines(lines: Sequence[TextLine]) -> set[TextLine]:
    """Lines beside a link of their own in several elements of the same kind: abstracts of other articles."""
    linked: set[HtmlElement] = set()
    plain: dict[HtmlElement, list[TextLine]] = {}
    for line in lines:
        if not line.text:
            continue
        near = _nearest_elements(line)
        if line.is_link:
            linked.update(near)
        else:
            for element in near:
                plain.setdefault(element, []).append(line)
    groups = _alike((element, held) for element, held in plain.items() if element in linked)
    return {line for members in groups for held in members for line in held}


def first_paragraph(lines: Sequence[TextLine], anchor: int) -> TextLine | None:
    """The first paragraph below the headline at index ``anchor``; None if there is none among the next lines."""
    for line in lines[anchor + 1 : anchor + 1 + NEAR_LINES]:
        is_long = len(line.text) >= MIN_TEXT and line.kind == "paragraph"
        if is_long and is_prose(line) and not line.is_link and not boilerplate().may_end_text(line.text):
            return line
    return None


def is_prose(line: TextLine) -> bool:
    """True if a line is made of sentences."""
    text = line.text[-3:] if len(line.text) < SHORT_LINE else line.text
    return SENTENCE_END.search(text) is not None and PUNCTUATION.search(line.text) is not None


def _list_items(lines: Sequence[TextLine], first: TextLine) -> set[TextLine]:
    """Lines in elements of the same kind that hold a line or two each, unless ``first`` stands in one of them."""
    held: dict[HtmlElement, list[TextLine]] = {}
    for line in lines:
        if line.text:
            for element in _nearest_elements(line):
                held.setdefault(element, []).append(line)
    groups = _alike((element, inner) for element, inner in held.items() if element.tag in ITEM_TAGS)
    return {
        line
        for members in groups
        if not any(first in inner for inner in members)
        for inner in members
        for line in inner
    }


def _alike(held: Iterable[tuple[HtmlElement, list[TextLine]]]) -> list[list[list[TextLine]]]:
    """The lines of elements that share parent, tag and class, where at least MIN_ITEMS of them are that short."""
    groups: dict[tuple[HtmlElement | None, object, str | None], list[list[TextLine]]] = {}
    for element, lines in held:
        if len(lines) <= ITEM_LINES:
            groups.setdefault((element.getparent(), element.tag, element.get("class")), []).append(lines)
    return [members for members in groups.values() if len(members) >= MIN_ITEMS]


def _nearest_elements(line: TextLine) -> list[HtmlElement]:
    return [line.element, *islice(line.element.iterancestors(), ITEM_DEPTH)]
