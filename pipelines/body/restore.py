"""Put back lines of the text that trafilatura dropped: short paragraphs, subheadings, list items, table rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.body.sentences import is_paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipelines.page.line_types import TextLine

    Make = tuple[HtmlElement | None, object, str | None]


def restore_lines(lines: Sequence[TextLine], kept: Sequence[bool]) -> list[bool]:
    """The choice ``kept`` with lines added that clearly belong to the kept ones.

    Added are lines of the same make as a kept one; between kept lines also headings, rows and paragraphs; before them
    paragraphs.
    """
    at = [i for i, keep in enumerate(kept) if keep]
    if not at:
        return list(kept)
    makes = {make_of(lines[i]) for i in at}
    return [keep or _belongs(i, lines[i], at[0], at[-1], makes) for i, keep in enumerate(kept)]


def make_of(line: TextLine) -> Make:
    """How a line is marked up: parent, tag and class of its element."""
    element = line.element
    return element.getparent(), element.tag, element.get("class")


def _belongs(i: int, line: TextLine, first: int, last: int, makes: set[Make]) -> bool:
    if not line.text or make_of(line) in makes:
        return bool(line.text)
    if i > last:
        return False
    return is_paragraph(line) or (i > first and (line.kind == "heading" or _is_data_row(line)))


def _is_data_row(line: TextLine) -> bool:
    return line.kind == "row" and not line.is_link
