"""Ask trafilatura about the whole page where the chosen lines hold too little of the text below the headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.body.outline import build_outline
from pipelines.body.restore import make_of
from pipelines.body.sentences import sentence_chars
from pipelines.body.trafilatura_text import MIN_EXTRACTED_SIZE, extracted_text, kept_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipelines.page.line_types import TextLine

ENOUGH_SHARE = 0.75  # of the score below the headline: lines with more need no second opinion
NEARLY_EMPTY = 60  # characters of sentences; only a choice with fewer is replaced as a whole
MUCH_LONGER = 3


def needs_second_opinion(
    page: Sequence[TextLine], scores: Sequence[float], headline: int, chosen: Sequence[TextLine]
) -> bool:
    """True if the chosen lines hold too little of the score of the page's lines below the headline."""
    taken = set(chosen)
    below = range(headline + 1, len(page))
    total = sum(scores[i] for i in below)
    return sum(scores[i] for i in below if page[i] in taken) < ENOUGH_SHARE * total


def second_opinion(
    tree: HtmlElement, page: Sequence[TextLine], headline: int, chosen: Sequence[TextLine]
) -> list[TextLine]:
    """The chosen lines, and lines that trafilatura keeps on the whole page and that belong to them.

    Lines belong to the text if they stand inside its span or have the make of one of its lines. Only a choice that is
    nearly empty is replaced as a whole.
    """
    outline = build_outline(tree, page, is_article=False)
    marks = kept_lines(page, extracted_text(outline, min_size=MIN_EXTRACTED_SIZE))
    other = [line for i, line in enumerate(page) if marks[i] and i > headline]
    own = sum(sentence_chars(chosen))
    if own < NEARLY_EMPTY and sum(sentence_chars(other)) > max(NEARLY_EMPTY, MUCH_LONGER * own):
        return other
    taken = set(chosen)
    at = [i for i, line in enumerate(page) if line in taken]
    if not at:
        return list(chosen)
    makes = {make_of(page[i]) for i in at}
    return [
        line
        for i, line in enumerate(page)
        if line in taken or (marks[i] and i > headline and (at[0] < i < at[-1] or make_of(line) in makes))
    ]
