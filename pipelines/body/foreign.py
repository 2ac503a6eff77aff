"""Bodies of pages in other languages: what trafilatura, which was made for them, keeps of the part with most text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.body.container import lines_of
from pipelines.body.densest_part import densest_part
from pipelines.body.line_filter import is_in_boilerplate, text_chars
from pipelines.body.span import Span
from pipelines.body.trafilatura_text import extracted_text, kept_lines, match_key
from pipelines.page.line_types import TextLine
from pipelines.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.page.parsed_page import ParsedPage

MIN_PARAGRAPH = 60  # characters of a line of Western text that may be a paragraph
MIN_KEPT_SHARE = 0.7  # of our paragraphs that trafilatura must keep, or our part is not believed
MIN_COVERED_SHARE = 0.5  # of trafilatura's text that must stand in our part
TABLE_RULE = re.compile(r"[-:\s]*")


def find_span(parsed: ParsedPage) -> Span:
    """The lines of our part that trafilatura keeps on the whole page; its own reading where the two disagree.

    Its fast mode is asked first, then its comparison with other extractors.
    """
    part_lines = _part_lines(parsed)
    text = ""
    for fast in (True, False):
        text = extracted_text(parsed.tree, fast=fast)
        lines = _agreed_lines(parsed, part_lines, text)
        if lines:
            return Span(tuple(lines), path="trafilatura")
    return Span(tuple(_lines_of_text(parsed, text)), path="whole_page", guard="disagreement")


def _part_lines(parsed: ParsedPage) -> list[TextLine]:
    """The lines and pictures of the part that holds most paragraphs, without links and captions."""
    total = text_chars(parsed.lines)
    scores = [
        float(len(line.text))
        if _is_paragraph(line) and not is_in_boilerplate(line, total, frozenset())
        else 0.0
        for line in parsed.lines
    ]
    part = densest_part(parsed.lines, scores)
    if part is None:
        return []
    return [line for line in lines_of(parsed, part) if line.kind != "caption" and not line.is_link]


def _agreed_lines(parsed: ParsedPage, part_lines: Sequence[TextLine], text: str) -> list[TextLine]:
    """The lines of the part that are kept in ``text``, with kept leads above it; none if the two disagree."""
    marks = dict(zip(parsed.lines, kept_lines(parsed.lines, text), strict=True))
    kept = [line for line in part_lines if marks.get(line)]
    paragraphs = sum(len(line.text) for line in part_lines if _is_paragraph(line))
    kept_paragraphs = sum(len(line.text) for line in kept if _is_paragraph(line))
    covered = sum(len(match_key(line.text)) for line in kept)
    if not kept or kept_paragraphs < MIN_KEPT_SHARE * paragraphs:
        return []
    if covered < MIN_COVERED_SHARE * len(match_key(text)):
        return []
    chosen = {*kept, *(line for line in part_lines if line.kind == "image")}
    return _leads(parsed, part_lines, marks) + [line for line in part_lines if line in chosen]


def _leads(parsed: ParsedPage, part_lines: Sequence[TextLine], marks: dict[TextLine, bool]) -> list[TextLine]:
    """Kept lines between the headline and the part: newsrooms keep leads in an element of their own."""
    above: list[TextLine] = []
    for line in parsed.lines:
        if line is part_lines[0]:
            return above
        if line.element.tag == "h1":
            above = []
        elif marks[line]:
            above.append(line)
    return []


def _is_paragraph(line: TextLine) -> bool:
    is_long = line.kind == "paragraph" and len(line.text) >= MIN_PARAGRAPH
    return is_long and 2 * line.link_chars < len(line.text)


def _lines_of_text(parsed: ParsedPage, text: str) -> list[TextLine]:
    """Trafilatura's own lines, followed by the pictures that stand between them on the page."""
    body = parsed.tree.find("body")
    element = parsed.tree if body is None else body
    lines = [TextLine(line, element) for raw in text.split("\n") if (line := _without_markers(raw))]
    kept = [i for i, keep in enumerate(kept_lines(parsed.lines, text)) if keep]
    if not kept:
        return lines
    return lines + [line for line in parsed.lines[kept[0] : kept[-1] + 1] if line.kind == "image"]


def _without_markers(line: str) -> str:
    """A line of trafilatura's output without list dashes and the pipes around table cells."""
    if line.startswith("|") or line.endswith("|"):
        cells = [clean(cell) for cell in line.strip("|").split("|")]
        return "" if TABLE_RULE.fullmatch("".join(cells)) else "\t".join(cells).strip("\t")
    return clean(line.removeprefix("- "))
