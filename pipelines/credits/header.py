"""The lines between headline and text, where a page says who published, wrote and edited it, and when."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.body.container import is_link
from pipelines.credits import credit_line
from pipelines.items import Byline
from pipelines.page.boilerplate import furniture
from pipelines.text import dates, labels, outlets, person_names
from pipelines.text.clean import clean, one_line
from pipelines.text.folding import fold, same_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipelines.credits.credit_line import Reading
    from pipelines.page.parse import Document
    from pipelines.page.text_lines import TextLine

LINES = 14  # the date line stands within some fourteen text nodes after the title
ABOVE = 4  # some templates print date and source over the headline
OPENING = 6  # lines of a body, where it holds the headline as well
PROSE = 60
MAX_PIECE = 40
TAIL_LINES = 10
INFO = re.compile(r"发布机构|发布单位|发布日期|发布时间|公开日期|公开时间|发文日期")
NUMBERS = re.compile(r"[\d\s:/.\-年月日]{1,20}")  # a date whose parts stand in boxes of their own
EDITORS = frozenset(("责任编辑", "责编", "编辑"))  # printed below disclaimers as well
EDGES = " |丨·•∙-—/"
PLAIN = re.compile(r"[\u3400-\u9fffA-Za-z·]{2,16}")


def region(doc: Document) -> list[TextLine]:
    """The lines from the headline (or the last ones before the body that are no link) down to the body."""
    title, before = doc.article.title, doc.before
    at = next((i for i in range(len(before) - 1, -1, -1) if title and same_line(before[i].text, title)), None)
    if at is not None:
        return before[at + 1 :][:LINES]
    return [block for block in before if not is_link(block)][-LINES:]


def is_anchored(doc: Document) -> bool:
    """True if the headline is printed above the body, so that the region below it is the page's own stamp."""
    title = doc.article.title
    return title is not None and any(same_line(block.text, title) for block in [*doc.before, *_opening(doc)])


def lines(doc: Document) -> list[str]:
    """The lines of the region, with labels and parts of dates put back together."""
    return labels.join_labels(_dates_joined(block.spaced for block in region(doc)))


def above(doc: Document) -> list[str]:
    """The lines right above the headline, nearest first."""
    title, before = doc.article.title, doc.before
    at = next((i for i in range(len(before) - 1, -1, -1) if title and same_line(before[i].text, title)), None)
    near = before[max(0, (at if at is not None else len(before)) - ABOVE) : at]
    found = _dates_joined(block.spaced for block in near if not is_link(block))
    return [line for line in reversed(found) if len(line) <= credit_line.MAX_LINE]


def _dates_joined(found: Iterable[str]) -> list[str]:
    """Lines with those of numbers alone joined: year, day and hour may each stand in a box."""
    joined: list[str] = []
    for line in found:
        if (
            joined
            and NUMBERS.fullmatch(line)
            and NUMBERS.fullmatch(joined[-1])
            and _completes(joined[-1], line)
        ):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _completes(before: str, line: str) -> bool:
    """True if a line of digits is no date of its own, or needs the day printed over it: 21 above 2026年02月."""
    alone = dates.first(line)
    if alone is None:
        return True
    both = dates.first(f"{before} {line}")
    return alone.day is None and both is not None and both.day is not None


def area(doc: Document) -> list[TextLine]:
    """The blocks of the region, and the opening of a body that holds its headline itself."""
    return region(doc) + _opening(doc)


def read(doc: Document) -> Reading:
    """What the region says, line by line, then piece by piece where a line as a whole says nothing."""
    reading = credit_line.Reading()
    for line in [*lines(doc), *_info_table(doc)]:
        reading.take(one(doc, line))
    if doc.foreign:
        return reading
    blocks = area(doc)
    for block in blocks:
        if (
            len(block.pieces) > 1
            and len(block.text) <= credit_line.MAX_LINE
            and not one(doc, block.spaced).strip
        ):
            reading.take(of_pieces(doc, block))
    for line in above(doc):
        reading.take(replace(one(doc, line), published=None, published_label=None, partial=None))
    pieces = [piece for block in blocks if not _is_prose(block) for piece in _pieces(block)]
    if reading.source is not None:
        reading.source = _without_tools(reading.source, pieces)
    _marked(doc, reading, {fold(piece.strip(EDGES)) for piece in pieces})
    if reading.source is None:
        reading.source, reading.assumed = _beside_date(pieces), True
    return reading


def below(doc: Document) -> Iterable[Reading]:
    """What the lines after the body say, down to where the furniture begins."""
    ended = False
    for block in doc.after[:TAIL_LINES]:
        found = one(doc, block.spaced)
        ended = ended or (furniture().cuts(block.spaced) and not found.strip)
        if ended:
            if EDITORS.issuperset(found.labels) and found.bylines:
                yield found
        elif not is_link(block) or found.labels:
            yield found if found.strip or len(block.pieces) < 2 else of_pieces(doc, block)


def one(doc: Document, line: str) -> Reading:
    """What one line says, in the form in which it was printed; the same object for the same line."""
    if (known := doc.readings.get(line)) is not None:
        return known
    found = credit_line.read_line(credit_line.matching(line), fetched_at=doc.page.fetched_at)
    found.keep_printed(line)
    doc.readings[line] = found
    return found


def of_pieces(doc: Document, block: TextLine) -> Reading:
    """What the elements of a line say, each by itself; what follows a label is no date of its own."""
    reading = credit_line.Reading()
    waits = False
    for piece in _pieces(block):
        found = one(doc, piece)
        if found.strip and not waits:
            reading.take(found)
            reading.strip = {0}
        waits = piece.endswith((":", "："))
    return reading


def _info_table(doc: Document) -> list[str]:
    """The lines of the table that public information carries above its title: who published it, and when."""
    rows = [block.text for block in doc.before if block.kind == "row"]
    return labels.join_labels(row for row in rows if INFO.search(row))


def _opening(doc: Document) -> list[TextLine]:
    """The lines of a body up to its first sentences, where the headline stands within it."""
    found: list[TextLine] = []
    for block in doc.found[: 2 * OPENING]:
        if not block.text:
            continue
        if _is_prose(block) or len(found) == OPENING:
            break
        found.append(block)
    return found


def _is_prose(block: TextLine) -> bool:
    return len(block.text) >= PROSE or block.text.endswith(("。", "！", "？"))


def _pieces(block: TextLine) -> list[str]:
    return [text for piece in block.pieces or (block.text,) if (text := one_line(piece))]


def _without_tools(source: str, pieces: Sequence[str]) -> str:
    """An outlet without the tools of the page behind it: where an element ends with its name, the name ends."""
    keys = [fold(piece) for piece in pieces]
    words = source.split(" ")
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        key = fold(name)
        if any(piece == key or piece.endswith(":" + key) for piece in keys):
            return name
    return source


def _marked(doc: Document, reading: Reading, pieces: set[str]) -> None:
    """Names in elements that call themselves author or source, where they stand by themselves in the region."""
    for maker, element in doc.marked:
        text = clean("".join(element.itertext())).strip(EDGES) if len(element) < OPENING else ""
        if not 2 <= len(text) <= MAX_PIECE or fold(text) not in pieces:
            continue
        if maker == "source":
            name = outlets.clean_outlet(text) if PLAIN.fullmatch(text) else None
            reading.source = reading.source or name
            if name is None and outlets.is_platform(text):
                reading.platform = reading.platform or text
        elif not any(one.role in ("author", "reporter") for one in reading.bylines):
            found = person_names.split_certain_names(credit_line.matching(text))
            reading.bylines += [Byline(role="author", name=name) for name in found or ()]


def _beside_date(pieces: Sequence[str]) -> str | None:
    """The outlet that stands without a label right before or behind the date."""
    plain = [piece for one in pieces if (piece := one.strip(EDGES))]
    for i, piece in enumerate(plain):
        key = credit_line.matching(piece)
        if len(key) > MAX_PIECE or not (dates.first(key) or dates.without_year(key)):
            continue
        for other in (*plain[i + 1 : i + 2], *plain[max(0, i - 1) : i]):
            if outlets.is_publisher(credit_line.matching(other)) and outlets.clean_outlet(other):
                return outlets.clean_outlet(other)
    return None
