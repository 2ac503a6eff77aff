"""Decide which lines of a part of a page are boilerplate or navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.page.boilerplate import boilerplate
from pipelines.page.elements import BOILERPLATE_TAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from lxml.html import HtmlElement

    from pipelines.page.line_types import Box, TextLine

MAX_BOX_PARAGRAPHS = 5  # a box with more paragraphs is text, whatever its class says
MAX_BOX_SHARE = 0.3  # ... and so is one with a larger share of the text around it


def text_chars(lines: Iterable[TextLine]) -> int:
    """Characters of lines outside links."""
    return sum(len(line.text) - line.link_chars for line in lines)


def is_in_boilerplate(line: TextLine, total: int, protected: AbstractSet[HtmlElement]) -> bool:
    """True if a line stands in a box that its name calls boilerplate and that holds little text.

    ``total`` is the number of characters outside links around it; boxes in ``protected`` are never boilerplate.
    """
    return any(_is_small(box, total) and box.element not in protected for box in line.boxes)


def intrudes(line: TextLine, total: int, protected: AbstractSet[HtmlElement]) -> bool:
    """True if a line inside a named body stands in a box that is boilerplate there too: share bars, other articles."""
    return any(
        _is_small(box, total)
        and box.element not in protected
        and (
            boilerplate().is_name_within_text(box.element.get("class"), box.element.get("id"))
            or (box.element.tag in BOILERPLATE_TAGS and not box.paragraphs)
        )
        for box in line.boxes
    )


def without_boilerplate(
    lines: Sequence[TextLine], protected: AbstractSet[HtmlElement] = frozenset()
) -> list[TextLine]:
    """The lines of a part of a page that stand in none of its boilerplate boxes."""
    total = text_chars(lines)
    return [line for line in lines if not is_in_boilerplate(line, total, protected)]


def without_links(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines that are not mere links; all of them if the text itself is made of links.

    Rows stay, because their links are files.
    """
    if 2 * text_chars(lines) < sum(len(line.text) for line in lines):
        return list(lines)
    return [line for line in lines if not line.text or not line.is_link or line.kind == "row"]


def _is_small(box: Box, total: int) -> bool:
    return box.chars <= MAX_BOX_SHARE * total and box.paragraphs <= MAX_BOX_PARAGRAPHS
