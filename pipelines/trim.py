"""Trim a body: credit lines, the repeated title, boilerplate and all that follows the text leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.page.boilerplate import boilerplate
from pipelines.text.folding import same_line

if TYPE_CHECKING:
    from datetime import date

    from pipelines.body.span import Span
    from pipelines.credits.credit_types import BodyCredits

TITLE_LINES = 4  # the title is repeated within so many lines
SENTENCE_ENDS = ("。", "！", "？", "；")


def trim(
    span: Span, credits: BodyCredits, *, title: str | None, published: date | None, text_end: int
) -> tuple[str, ...]:
    """The lines of the body that are text.

    ``credits`` names the lines that are metadata or a bare day; ``text_end`` is the index where the text ends.
    """
    lines = span.texts[:text_end]
    sentences = [i for i, line in enumerate(lines) if line.endswith(SENTENCE_ENDS)] or [0, len(lines)]
    first, last = sentences[0], sentences[-1]
    kept: list[str] = []
    for i, line in enumerate(lines):
        is_title = title is not None and len(kept) < TITLE_LINES and same_line(line, title)
        is_published_day = published is not None and credits.day_lines.get(i) == (
            published.month,
            published.day,
        )
        if i in credits.metadata_lines or is_title or is_published_day:
            continue
        if i < first and boilerplate().heads_ranking(line):
            continue
        if not _is_boilerplate(line, certain=span.certain, between_sentences=first < i < last):
            kept.append(line)
    return tuple(kept)


def _is_boilerplate(line: str, *, certain: bool, between_sentences: bool) -> bool:
    """True if a line is no text; between the sentences of a certain container only unmistakable lines are dropped."""
    rules = boilerplate()
    if not certain and (rules.may_end_text(line) or rules.is_caption(line)):
        may_be_text = rules.is_contact(line) or rules.is_ambiguous_heading(line)
        return not may_be_text or rules.ends_text(line)
    is_protected = certain and between_sentences
    if rules.is_line_within_text(line) or (rules.ends_text(line) and not is_protected):
        return True
    if is_protected or rules.is_caption(line) or line.endswith(SENTENCE_ENDS):
        return False
    return rules.is_line(line)
