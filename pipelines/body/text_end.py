"""Find where the text ends inside a body and boilerplate begins: disclaimers, footers, other articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.page.boilerplate import boilerplate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.body.span import Span

FOOTER_LINES = 8  # a footer names its site within so many lines
TEXT_RESUMES = 3  # paragraphs behind a line that usually ends a text
MIN_PARAGRAPH = 20
SENTENCE_ENDS = ("。", "！", "？", "；")


def find_text_end(span: Span) -> int:
    """The index in ``span.texts`` of the first line that is no part of the text; their number if all are.

    A line that looks like the end counts only where no more text follows it than stands before it.
    """
    chars = _text_chars(span)
    before, after = 0, sum(chars)
    for i, line in enumerate(span.texts):
        is_late = before > 0 and after <= before
        if is_late and boilerplate().may_end_text(line) and _ends_here(span, i, chars[i + 1 :]):
            return i
        before, after = before + chars[i], after - chars[i]
    return len(span.texts)


def _text_chars(span: Span) -> list[int]:
    """For each line the characters of its paragraph; on a body without paragraphs those of any text."""
    chars = [len(line) if _is_text(span, i) else 0 for i, line in enumerate(span.texts)]
    if any(chars):
        return chars
    return [
        0 if line.is_link or boilerplate().may_end_text(line.text) else len(line.text)
        for line in span.text_lines
    ]


def _ends_here(span: Span, i: int, following: Sequence[int]) -> bool:
    """True if the line at ``i``, which looks like the end of a text, ends this one.

    ``following`` are the characters of paragraphs in the lines behind it.
    """
    rules, line = boilerplate(), span.texts[i]
    if rules.ends_text(line):
        # a law may read like a footer's copyright clause, but no footer has paragraphs of text behind it
        return sum(map(bool, following)) < TEXT_RESUMES
    if rules.is_contact(line):
        # notices name hosts and telephone numbers too: it is a footer only if a footer's own words follow
        return any(map(rules.ends_text, span.texts[i + 1 : i + 1 + FOOTER_LINES]))
    if span.certain:
        behind = span.text_lines[i + 1 :]
        return all(other.is_link or rules.is_line_within_text(other.text) for other in behind)
    return not rules.is_ambiguous_heading(line) or not any(following)


def _is_text(span: Span, i: int) -> bool:
    line = span.text_lines[i]
    return _is_paragraph(line.text) and not line.is_link and not boilerplate().may_end_text(line.text)


def _is_paragraph(line: str) -> bool:
    return len(line) >= MIN_PARAGRAPH and line.endswith(SENTENCE_ENDS)
