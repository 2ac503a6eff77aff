"""Find the element that holds the body: by the names that content systems give it, or by where the text stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.page.boilerplate import boilerplate
from pipelines.page.elements import BLOCK_TAGS, visible_text
from pipelines.page.select import select_elements
from pipelines.page.text_lines import read_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipelines.page.line_types import TextLine
    from pipelines.page.parsed_page import ParsedPage

MIN_CONTAINER_CHARS = 20  # a match of a generic name with less text is an empty shell
NESTED_SHARE = 0.9  # of the text of the longest match: an inner match with more of it is preferred
TEXT_SHARE = 0.7  # the article is the deepest element with so much of the page's text


def named_container(parsed: ParsedPage, selector: str | None) -> tuple[HtmlElement | None, bool]:
    """The container of the body by the source's selector, else by the names that content systems give it.

    The second value is true if the container holds the body and hardly anything else.
    """
    if selector is not None:
        found = select_elements(parsed.tree, selector)
        if found:
            return found[0], True
    for group in boilerplate().containers:
        matches = [
            (length, element)
            for known, name in group.selectors
            if (name in parsed.names if known[0] in ".#[" else parsed.mentions(name))
            for element in select_elements(parsed.tree, known)
            if (length := _text_length(element)) >= MIN_CONTAINER_CHARS
        ]
        if matches:
            return _best_match(matches), group.certain
    return None, False


def _best_match(matches: list[tuple[int, HtmlElement]]) -> HtmlElement:
    """Of several matches the longest; of nested ones the inner, if it holds nearly all of the text."""
    longest, best = max(matches, key=lambda pair: pair[0])
    parent = best.getparent()
    if best.tag in ("p", "span") and sum(one.getparent() is parent for _, one in matches) > 1:
        return parent  # every paragraph has the name: the body is the element around them
    for length, element in matches:
        if length > NESTED_SHARE * longest and best in element.iterancestors():
            best = element
    return best


def lines_of(parsed: ParsedPage, part: HtmlElement) -> list[TextLine]:
    """The page's lines inside an element; read anew where the walk over the page met none there."""
    if part.tag in BLOCK_TAGS:
        inner = set(part.iter())
        lines = [_with_inner_boxes(line, inner) for line in parsed.lines if line.element in inner]
        if any(line.text for line in lines):
            return lines
    return read_lines(part, hidden=parsed.hidden_shown)


def _with_inner_boxes(line: TextLine, inner: set[HtmlElement]) -> TextLine:
    """A line without the boxes that stand around the part it is read in."""
    if all(box.element in inner for box in line.boxes):
        return line
    return replace(line, boxes=tuple(box for box in line.boxes if box.element in inner))


def densest_element(lines: Sequence[TextLine], weights: Sequence[float]) -> HtmlElement | None:
    """The deepest element that holds TEXT_SHARE of the weight of a page's lines; None if no line has weight.

    A single paragraph is no article: its parent is returned instead.
    """
    held: dict[HtmlElement, float] = defaultdict(float)
    total = 0.0
    for line, weight in zip(lines, weights, strict=True):
        if weight <= 0:
            continue
        total += weight
        element: HtmlElement | None = line.element
        while element is not None:
            held[element] += weight
            element = element.getparent()
    best: tuple[int, HtmlElement] | None = None
    for element, weight in held.items():
        if weight >= TEXT_SHARE * total:
            depth = sum(1 for _ in element.iterancestors())
            if best is None or depth > best[0]:
                best = (depth, element)
    if best is None:
        return None
    parent = best[1].getparent()
    is_single = sum(line.element is best[1] for line in lines) == 1
    return parent if is_single and parent is not None else best[1]


def _text_length(element: HtmlElement) -> int:
    return sum(len(text.strip()) for text in visible_text(element))
