"""What leaves the body: lines about its makers, the repeated title, furniture, and all that follows the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.page.boilerplate import furniture
from pipelines.text.folding import same_line

if TYPE_CHECKING:
    from pipelines.credits.credit_line import Reading
    from pipelines.page.parse import Document

MIN_BEFORE_CUT = 0.35  # of the lines' characters, or MIN_CHARS_BEFORE_CUT: a cut line before is a quotation
MIN_CHARS_BEFORE_CUT = 60
FOOTER_LINES = 8  # a footer says within so many lines whose site it is
TEXT_AGAIN = 3  # paragraphs behind a footer's words
TITLE_LINES = 4
PARAGRAPH = 20
SENTENCE_ENDS = ("。", "！", "？", "；")


def end(doc: Document) -> int:
    """The index of the line where the text ends and the page's furniture begins."""
    lines = doc.lines
    total = sum(map(len, lines)) or 1
    # the last line that is no mere link, and the last paragraph
    text = max(
        (i for i, linked in enumerate(doc.linked) if not linked and not furniture().tools(lines[i])),
        default=-1,
    )
    paragraph = max((i for i, line in enumerate(lines) if _is_paragraph(line)), default=-1)
    seen = 0
    for i, line in enumerate(lines):
        enough = seen >= MIN_BEFORE_CUT * total or seen >= MIN_CHARS_BEFORE_CUT
        if enough and furniture().cuts(line) and _ends_here(doc, i, text, paragraph):
            return i
        seen += len(line)
    return len(lines)


def _ends_here(doc: Document, i: int, text: int, paragraph: int) -> bool:
    """Whether a line that may open what follows a text does so here.

    Every notice says who is host and where to call: such a line is a footer only where a footer's own words follow. Where
    the body is named, a heading of recommendations counts only before nothing but links, or last.
    """
    rules, line = furniture(), doc.lines[i]
    if rules.ends(line):
        # a law says of rights what a footer says of them; but no footer has paragraphs of text behind it
        return sum(_is_prose(doc, at) for at in range(i + 1, paragraph + 1)) < TEXT_AGAIN
    if rules.addresses(line):
        return any(map(rules.ends, doc.lines[i + 1 : i + 1 + FOOTER_LINES]))
    if not doc.named:
        return not rules.words(line) or paragraph <= i
    return text <= i


def wash(doc: Document, reading: Reading, end: int) -> list[str]:
    """The body's lines; ``reading`` names those that are about the makers, ``end`` is where the text ends."""
    title, day = doc.article.title, doc.article.published_date
    lines = doc.lines[:end]
    prose = [i for i, line in enumerate(lines) if line.endswith(SENTENCE_ENDS)] or [0, len(lines)]
    washed: list[str] = []
    for i, line in enumerate(lines):
        inside = doc.named and prose[0] < i < prose[-1]
        if i in reading.strip or _is_furniture(line, named=doc.named, inside=inside):
            continue
        if i < prose[0] and furniture().heads(line):
            continue
        if title and len(washed) < TITLE_LINES and same_line(line, title):
            continue
        if i in reading.days and day is not None and reading.days[i] == (day.month, day.day):
            continue  # the date of publication once more
        washed.append(line)
    return washed


def _is_prose(doc: Document, i: int) -> bool:
    line = doc.lines[i]
    return _is_paragraph(line) and not doc.linked[i] and not furniture().cuts(line)


def _is_paragraph(line: str) -> bool:
    return len(line) >= PARAGRAPH and line.endswith(SENTENCE_ENDS)


def _is_furniture(line: str, *, named: bool, inside: bool) -> bool:
    """Whether a line is a tool of the page; between the sentences of a named body only the unmistakable ones."""
    rules = furniture()
    if not named and (rules.cuts(line) or rules.describes(line)):
        return not (rules.addresses(line) or rules.words(line)) or rules.ends(line)
    if rules.tools(line) or (rules.ends(line) and not inside):
        return True
    return not inside and rules.drops(line) and not rules.describes(line) and not line.endswith(SENTENCE_ENDS)
