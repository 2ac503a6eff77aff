"""Find the body of a page: the part that holds it, and within that part the lines that trafilatura keeps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.body import foreign, pictures
from pipelines.body.body_start import lead_lines, text_start
from pipelines.body.choose_lines import choose_lines
from pipelines.body.container import lines_of, named_container, selected_container
from pipelines.body.densest_part import densest_part
from pipelines.body.headline_anchor import headline_anchor
from pipelines.body.line_filter import text_chars, without_boilerplate, without_link_headings, without_links
from pipelines.body.line_scores import line_scores, loose_scores, protected_boxes
from pipelines.body.second_opinion import needs_second_opinion, second_opinion
from pipelines.body.span import Span
from pipelines.body.surroundings import lines_around
from pipelines.body.teasers import teaser_lines
from pipelines.page.line_types import TextLine
from pipelines.page.text_lines import read_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipelines.body.span import BodyPath
    from pipelines.items import Given
    from pipelines.page.parsed_page import ParsedPage

MIN_BODY = 40  # characters; with less, the page is read again with its hidden lines


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
    return Span(tuple(without_links(lines)), tree, unfiltered=lines, before=below, path="given")


def _with_surroundings(parsed: ParsedPage, span: Span) -> Span:
    if not parsed.foreign:
        images, captions = pictures.beside(parsed, span.container)
        span = replace(span, beside=tuple(images), beside_captions=tuple(captions))
    before, after = lines_around(parsed, span)
    return replace(span, before=before, after=after)


def _find(parsed: ParsedPage) -> Span:
    rules = parsed.page.rules.selectors if parsed.page.rules else None
    if rules is not None and rules.body is not None:
        selected = selected_container(parsed, rules.body)
        if selected is not None:
            return _selected_span(parsed, selected)
    if parsed.foreign:
        return foreign.find_span(parsed)
    return _chosen_span(parsed, named_container(parsed))


def _selected_span(parsed: ParsedPage, container: HtmlElement) -> Span:
    """All lines of the element that the source's own selector names, without share bars and the like."""
    lines = lines_of(parsed, container)
    kept = tuple(without_boilerplate(lines, container, within_text=True))
    return Span(kept, container, unfiltered=kept, path="selector")


def _chosen_span(parsed: ParsedPage, container: HtmlElement | None) -> Span:
    """The lines that trafilatura chooses in the named container, else in the part where the text stands."""
    page, headline = parsed.lines, headline_anchor(parsed)
    scores = line_scores(page, headline)
    part = container if container is not None else _part_by_score(page, scores, headline)
    if part is None:
        return Span(path="nothing")
    lines = _lines_of_text(parsed, part, scores, headline, is_named=container is not None)
    protected = protected_boxes(page, headline)
    unfiltered = without_boilerplate(lines, part, protected, within_text=container is not None)
    if container is None:
        teasers = teaser_lines(lines)
        unfiltered = [line for line in unfiltered if line not in teasers]
    candidates = without_links(without_link_headings(unfiltered))
    choice = choose_lines(part, lines, set(candidates))
    path: BodyPath = "trafilatura" if choice.guard is None else "own_lines"
    span = Span(choice.lines, container, unfiltered=tuple(unfiltered), path=path, guard=choice.guard)
    if not needs_second_opinion(page, scores, headline, span.lines):
        return span
    return _after_second_opinion(parsed, headline, span)


def _after_second_opinion(parsed: ParsedPage, headline: int, span: Span) -> Span:
    found = tuple(second_opinion(parsed.tree, parsed.lines, headline, span.lines))
    is_known = set(found) <= set(span.unfiltered)
    return replace(
        span, lines=found, unfiltered=span.unfiltered if is_known else found, path="second_opinion"
    )


def _part_by_score(page: Sequence[TextLine], scores: Sequence[float], headline: int) -> HtmlElement | None:
    part = densest_part(page, scores)
    if part is None and headline >= 0:
        return densest_part(page, loose_scores(page, headline))
    return part


def _lines_of_text(
    parsed: ParsedPage, part: HtmlElement, scores: Sequence[float], headline: int, *, is_named: bool
) -> list[TextLine]:
    """The lines of a part from where the text begins, with leads that stand above the part."""
    lines = lines_of(parsed, part)
    if is_named:
        return lines[text_start(lines) :]
    title = parsed.lines[headline] if headline >= 0 else None
    if title in lines:
        lines = lines[lines.index(title) + 1 :]
    lines = lines[text_start(lines) :]
    return lead_lines(parsed.lines, scores, headline, lines) + lines
