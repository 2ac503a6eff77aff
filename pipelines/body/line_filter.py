"""Decide which lines of a part of a page are boilerplate or navigation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.page.boilerplate import boilerplate
from pipelines.page.elements import BOILERPLATE_TAGS
from pipelines.page.line_types import LINK_SHARE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from lxml.html import HtmlElement

    from pipelines.page.line_types import BoilerplateBox, TextLine

DATE_CHARS = re.compile(r"[\d\s:：/.\-()（）\[\]年月日]+")
MAX_BOX_SHARE = 0.5  # of the text around it; a box with a larger share is text, whatever its class says


def text_chars(lines: Iterable[TextLine]) -> int:
    """Characters of lines outside links."""
    return sum(len(line.text) - line.link_chars for line in lines)


def is_in_boilerplate(line: TextLine, total: int, protected: AbstractSet[HtmlElement]) -> bool:
    """True if a line stands in a box that its name calls boilerplate and that holds little text.

    ``total`` is the number of characters outside links around it; boxes in ``protected`` are never boilerplate.
    """
    return any(box.element not in protected and box.chars <= MAX_BOX_SHARE * total for box in line.boxes)


def without_boilerplate(
    lines: Sequence[TextLine],
    part: HtmlElement,
    protected: AbstractSet[HtmlElement] = frozenset(),
    *,
    within_text: bool = False,
) -> list[TextLine]:
    """The lines of a part that stand in none of its boilerplate boxes; boxes around the part do not count.

    ``within_text`` counts only boxes that are boilerplate even inside the body: share bars, other articles.
    """
    total, inner = text_chars(lines), set(part.iter())
    return [
        line
        for line in lines
        if not any(
            box.element in inner
            and box.element not in protected
            and box.chars <= MAX_BOX_SHARE * total
            and (not within_text or _intrudes(box))
            for box in line.boxes
        )
    ]


def is_list_row(line: TextLine) -> bool:
    """True if a line is a link with nothing but a date beside it, as in a list of articles."""
    if line.is_link or not line.link_chars:
        return line.is_link
    return line.link_chars > LINK_SHARE * len(DATE_CHARS.sub("", line.text))


def without_links(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines that are not mere links; all of them if the text itself is made of links."""
    if 2 * text_chars(lines) < sum(len(line.text) for line in lines):
        return list(lines)
    return [line for line in lines if not line.text or not is_list_row(line)]


def without_link_headings(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines without headings such as 相关新闻 that stand right over a link."""
    following = [*lines[1:], None][: len(lines)]
    return [
        line
        for line, other in zip(lines, following, strict=True)
        if other is None or not is_list_row(other) or not boilerplate().heads_other_articles(line.text)
    ]


def _intrudes(box: BoilerplateBox) -> bool:
    return boilerplate().is_name_within_text(box.element.get("class"), box.element.get("id")) or (
        box.element.tag in BOILERPLATE_TAGS and not box.paragraphs
    )
