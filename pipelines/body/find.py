"""Find the body of a page: a container that is named as such, else the part where the text stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.body import foreign, pictures, teasers
from pipelines.body.container import densest_element, lines_of, named_container
from pipelines.body.headline_anchor import headline_anchor
from pipelines.body.line_filter import (
    intrudes,
    is_in_boilerplate,
    text_chars,
    without_boilerplate,
    without_links,
)
from pipelines.body.span import Span
from pipelines.body.surroundings import lines_around
from pipelines.page.boilerplate import boilerplate
from pipelines.page.line_types import TextLine
from pipelines.page.text_lines import read_lines

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from lxml.html import HtmlElement

    from pipelines.items import Given
    from pipelines.page.parsed_page import ParsedPage

MIN_BODY = 40  # characters; with less, the page is read again with its hidden lines
DOUBTFUL_BODY = 200  # characters; a shorter container with a usual name may be a card of another article
MUCH_LONGER = 3
MIN_PARAGRAPH = 16
FULL_PARAGRAPH = 30  # a shorter line counts half


def find_body(parsed: ParsedPage) -> tuple[ParsedPage, Span]:
    """The body of a page, and the page as it was read: with hidden lines where only these hold a body."""
    if parsed.given is not None and parsed.given_tree is not None:
        return parsed, _given_span(parsed.given, parsed.given_tree)
    span = _find(parsed)
    if text_chars(span.lines) < MIN_BODY and not any(line.kind == "image" for line in span.lines):
        revealed = parsed.with_hidden_lines()
        if text_chars(revealed.lines) > text_chars(parsed.lines) + MIN_BODY:
            found = _find(revealed)
            if text_chars(found.lines) >= MIN_BODY:
                parsed, span = revealed, found
    return parsed, _with_surroundings(parsed, span)


def _given_span(given: Given, tree: HtmlElement) -> Span:
    """The lines of a text that is known already."""
    lines = tuple(read_lines(tree))
    # a date or a byline may stand right below a printed headline
    below = (TextLine(given.subtitle.replace("\n", ""), tree),) if given.subtitle else ()
    return Span(tuple(without_links(lines)), tree, certain=True, unfiltered=lines, before=below)


def _with_surroundings(parsed: ParsedPage, span: Span) -> Span:
    if not parsed.foreign:
        images, captions = pictures.beside(parsed, span.container)
        span = replace(span, beside=tuple(images), beside_captions=tuple(captions))
    before, after = lines_around(parsed, span)
    return replace(span, before=before, after=after)


def _find(parsed: ParsedPage) -> Span:
    rules = parsed.page.rules.selectors if parsed.page.rules else None
    selector = rules.body if rules else None
    container, certain = None, False
    if selector is not None or not parsed.foreign:
        container, certain = named_container(parsed, selector)
    if parsed.foreign and container is None:
        return Span(tuple(foreign.body_lines(parsed)))
    anchor = headline_anchor(parsed)
    protected = protected_boxes(parsed, anchor)
    if container is None:
        return densest_span(parsed, anchor, protected)
    if certain:
        trusted = selector is not None
        return certain_span(parsed, container, protected, keep_links=trusted)
    span = usual_span(parsed, container, protected)
    if selector is None and text_chars(span.lines) < DOUBTFUL_BODY:
        other = densest_span(parsed, anchor, protected)
        return other if _is_better(parsed, other, span, anchor) else span
    return span


def protected_boxes(parsed: ParsedPage, anchor: int) -> frozenset[HtmlElement]:
    """Boxes around the headline or the first paragraph: never boilerplate, whatever their class says."""
    if anchor < 0:
        return frozenset()
    first = teasers.first_paragraph(parsed.lines, anchor)
    lines = [parsed.lines[anchor], *([first] if first is not None else [])]
    return frozenset(box.element for line in lines for box in line.boxes)


def certain_span(
    parsed: ParsedPage, container: HtmlElement, protected: AbstractSet[HtmlElement], *, keep_links: bool
) -> Span:
    """The lines of a container that holds the body and hardly anything else, without share bars and the like."""
    lines = lines_of(parsed, container)
    total = text_chars(lines)
    kept = tuple(line for line in lines if not intrudes(line, total, protected))
    return Span(kept if keep_links else tuple(without_links(kept)), container, certain=True, unfiltered=kept)


def usual_span(parsed: ParsedPage, container: HtmlElement, protected: AbstractSet[HtmlElement]) -> Span:
    """The lines of a container with a usual name, without its boilerplate and its links."""
    kept = tuple(without_boilerplate(lines_of(parsed, container), protected))
    return Span(tuple(without_links(kept)), container, unfiltered=kept)


def densest_span(parsed: ParsedPage, anchor: int, protected: AbstractSet[HtmlElement]) -> Span:
    """The lines of the element that holds most text after the headline; no lines where nothing looks like text."""
    lines, total = parsed.lines, text_chars(parsed.lines)
    other = teasers.teaser_lines(lines)
    weights = [0.0 if line in other else _weight(line, total, protected) for line in lines]
    weights = [weight if i > anchor else weight / 4 for i, weight in enumerate(weights)]
    part = densest_element(lines, teasers.weights_without_others(lines, weights, anchor))
    if part is None and anchor >= 0:
        # names, verses, a list of winners: lines below a headline that are no sentences
        weights = [
            _loose_weight(line, total, protected) if i > anchor else 0.0 for i, line in enumerate(lines)
        ]
        part = densest_element(lines, weights)
    if part is None:
        return Span()
    inner = set(part.iter())
    first = next((i for i, line in enumerate(lines) if i > anchor and line.element in inner), 0)
    kept = tuple(
        line
        for line in lines[first:]
        if line.element in inner and line not in other and not is_in_boilerplate(line, total, protected)
    )
    return Span(tuple(without_links(kept)), unfiltered=kept)


def _is_better(parsed: ParsedPage, other: Span, span: Span, anchor: int) -> bool:
    """True if the text elsewhere on the page is nearer to the headline than a short container, and much longer.

    Cards of other articles often have the class names of bodies.
    """
    here, there = _first_index(parsed, span), _first_index(parsed, other)
    is_nearer = there > anchor and (here < anchor or there < here)
    if not is_nearer:
        return False
    is_apart = not {line.element for line in other.lines}.intersection(line.element for line in span.lines)
    opens = there >= 0 and parsed.lines[there] is teasers.first_paragraph(parsed.lines, anchor)
    return text_chars(other.lines) > MUCH_LONGER * text_chars(span.lines) or (is_apart and opens)


def _first_index(parsed: ParsedPage, span: Span) -> int:
    first = next((line.element for line in span.lines if line.text), None)
    return next((i for i, line in enumerate(parsed.lines) if line.element is first), -1)


def _weight(line: TextLine, total: int, protected: AbstractSet[HtmlElement]) -> float:
    """How much a line looks like a paragraph of an article, in characters."""
    if line.kind not in ("paragraph", "row") or line.is_link or is_in_boilerplate(line, total, protected):
        return 0
    size = len(line.text)
    if line.kind == "row":
        return size / 2
    if size < MIN_PARAGRAPH or not teasers.is_prose(line):
        return 0
    return size if size > FULL_PARAGRAPH else size / 2


def _loose_weight(line: TextLine, total: int, protected: AbstractSet[HtmlElement]) -> float:
    is_plain = line.kind in ("paragraph", "row") and not line.link_chars
    if not is_plain or is_in_boilerplate(line, total, protected) or boilerplate().may_end_text(line.text):
        return 0
    return len(line.text)
