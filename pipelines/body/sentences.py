"""Tell sentences of a text from labels, buttons, headings and links."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipelines.page.boilerplate import boilerplate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.page.line_types import TextLine

MIN_SENTENCE = 16  # characters; shorter lines are labels, buttons and headings
PARAGRAPH = 40  # characters of a sentence that can stand for itself as a paragraph
SHORT_LINE = 60  # a shorter line must end with the sentence, not merely contain one
MAX_REPEATS = 2  # a sentence that is printed more often is a player's control or a slogan
LEAD_LINES = 12  # lines below the headline among which the first paragraph is looked for
PUNCTUATION = re.compile(r"[，。！？；：、,.!?;]")
SENTENCE_END = re.compile(r"[。！？!?…」』”]")


def is_sentence(line: TextLine) -> bool:
    """True if a line of running text holds a sentence and is not a link."""
    text = line.text
    if len(text) < MIN_SENTENCE or line.kind not in ("paragraph", "note") or line.is_link:
        return False
    ending = text[-3:] if len(text) < SHORT_LINE else text
    return SENTENCE_END.search(ending) is not None and PUNCTUATION.search(text) is not None


def is_paragraph(line: TextLine) -> bool:
    """True for a sentence that is long enough to stand for itself."""
    return len(line.text) >= PARAGRAPH and is_sentence(line)


def sentence_chars(lines: Sequence[TextLine]) -> list[int]:
    """For each line its characters if it is a sentence, else 0; sentences that are printed again and again count 0."""
    times = Counter(line.text for line in lines)
    return [len(line.text) if times[line.text] <= MAX_REPEATS and is_sentence(line) else 0 for line in lines]


def first_paragraph(lines: Sequence[TextLine], headline: int) -> TextLine | None:
    """The first paragraph below the headline at index ``headline``; None if there is none among the next lines."""
    if headline < 0:
        return None
    for line in lines[headline + 1 : headline + 1 + LEAD_LINES]:
        if is_paragraph(line) and not boilerplate().may_end_text(line.text):
            return line
    return None
