"""Find the element that holds the body: by the names that content systems give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.page.boilerplate import boilerplate
from pipelines.page.elements import BLOCK_TAGS, visible_text
from pipelines.page.select import select_elements
from pipelines.page.text_lines import read_lines

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.page.line_types import TextLine
    from pipelines.page.parsed_page import ParsedPage

MIN_CONTAINER_CHARS = 20  # a match of a generic name with less text is an empty shell
NESTED_SHARE = 0.9  # of the text of the longest match: an inner match with more of it is preferred


def selected_container(parsed: ParsedPage, selector: str) -> HtmlElement | None:
    """The first element that the source's selector for the body matches."""
    found = select_elements(parsed.tree, selector)
    return found[0] if found else None


def named_container(parsed: ParsedPage) -> HtmlElement | None:
    """The element that holds the body and hardly anything else by the name that a content system gives it."""
    for selectors in boilerplate().containers:
        matches = [
            (length, element)
            for known, name in selectors
            if parsed.mentions(name)
            for element in select_elements(parsed.tree, known)
            if (length := _text_length(element)) >= MIN_CONTAINER_CHARS
        ]
        if matches:
            return _best_match(matches)
    return None


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
        lines = [line for line in parsed.lines if line.element in inner]
        if any(line.text for line in lines):
            return lines
    return read_lines(part, hidden=parsed.hidden_shown)


def _text_length(element: HtmlElement) -> int:
    return sum(len(text.strip()) for text in visible_text(element))
