"""Find where the text ends inside a body and boilerplate begins: disclaimers, footers, other articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.page.boilerplate import boilerplate

if TYPE_CHECKING:
    from pipelines.body.span import Span

MIN_SHARE_BEFORE_END = 0.35  # of the body's characters, or MIN_CHARS_BEFORE_END: what ends a text comes late
MIN_CHARS_BEFORE_END = 60
FOOTER_LINES = 8  # a footer names its site within so many lines
TEXT_RESUMES = 3  # paragraphs behind a line that usually ends a text
MIN_PARAGRAPH = 20
SENTENCE_ENDS = ("。", "！", "？", "；")


def find_text_end(span: Span) -> int:
    """The index in ``span.texts`` of the first line that is no part of the text; their number if all are."""
    lines, rules = span.texts, boilerplate()
    total = sum(map(len, lines)) or 1
    last_text = max(
        (
            i
            for i, line in enumerate(span.text_lines)
            if not line.is_link and not rules.is_line_within_text(line.text)
        ),
        default=-1,
    )
    last_paragraph = max((i for i, line in enumerate(lines) if _is_paragraph(line)), default=-1)
    seen = 0
    for i, line in enumerate(lines):
        is_late = seen >= MIN_SHARE_BEFORE_END * total or seen >= MIN_CHARS_BEFORE_END
        if is_late and rules.may_end_text(line) and _ends_here(span, i, last_text, last_paragraph):
            return i
        seen += len(line)
    return len(lines)


def _ends_here(span: Span, i: int, last_text: int, last_paragraph: int) -> bool:
    """True if the line at ``i``, which looks like the end of a text, ends this one."""
    rules, line = boilerplate(), span.texts[i]
    if rules.ends_text(line):
        # a law may read like a footer's copyright clause, but no footer has paragraphs of text behind it
        return sum(_is_text(span, at) for at in range(i + 1, last_paragraph + 1)) < TEXT_RESUMES
    if rules.is_contact(line):
        # notices name hosts and telephone numbers too: it is a footer only if a footer's own words follow
        return any(map(rules.ends_text, span.texts[i + 1 : i + 1 + FOOTER_LINES]))
    if not span.certain:
        return not rules.is_ambiguous_heading(line) or last_paragraph <= i
    return last_text <= i


def _is_text(span: Span, i: int) -> bool:
    line = span.text_lines[i]
    return _is_paragraph(line.text) and not line.is_link and not boilerplate().may_end_text(line.text)


def _is_paragraph(line: str) -> bool:
    return len(line) >= MIN_PARAGRAPH and line.endswith(SENTENCE_ENDS)
