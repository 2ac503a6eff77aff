"""Find the element of a page that holds the article by where the text stands."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipelines.body.line_filter import is_list_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipelines.page.line_types import TextLine

MAIN_SHARE = 0.7  # the part is the deepest element with so much of the page's score
MIN_GAIN = 0.1  # of the part's score; an outer element that adds less is not worth its other lines
MAX_LINK_SHARE = 0.1  # link characters that an outer element may bring in for each character of text it adds
MIN_SCORE_SHARE = 1 / 3  # of a line's characters; a line with a lower score belongs to something else
# elements that hold a paragraph, a heading or a piece of a line, never a whole article
NEVER_PART_TAGS = frozenset(
    "p h1 h2 h3 h4 h5 h6 span font b strong i em u a small big sub sup label pre center tr tbody thead li dt".split()
)


def densest_part(lines: Sequence[TextLine], scores: Sequence[float]) -> HtmlElement | None:
    """The deepest element that holds most of the score of a page's lines; None if no line has any."""
    held: dict[HtmlElement, float] = defaultdict(float)
    text: dict[HtmlElement, float] = defaultdict(float)
    links: dict[HtmlElement, float] = defaultdict(float)
    for line, score in zip(lines, scores, strict=True):
        link_chars = len(line.text) if is_list_row(line) else 0
        if score <= 0 and not link_chars:
            continue
        strong = score if score >= MIN_SCORE_SHARE * len(line.text) else 0
        for element in (line.element, *line.element.iterancestors()):
            held[element] += score
            text[element] += strong
            links[element] += link_chars
    total = max(held.values(), default=0)
    if not total:
        return None
    parts = [
        element
        for element, score in held.items()
        if score >= MAIN_SHARE * total and element.tag not in NEVER_PART_TAGS
    ]
    if not parts:
        return None
    part = max(parts, key=lambda element: sum(1 for _ in element.iterancestors()))
    return _widened(part, text, links)


def _widened(
    part: HtmlElement, text: dict[HtmlElement, float], links: dict[HtmlElement, float]
) -> HtmlElement:
    """The part, or an element around it that adds paragraphs and hardly any links."""
    best = part
    for outer in part.iterancestors():
        gain = text[outer] - text[best]
        brings_links = links[outer] - links[best] > MAX_LINK_SHARE * gain
        if outer.tag not in NEVER_PART_TAGS and gain >= MIN_GAIN * text[best] and not brings_links:
            best = outer
    return best
