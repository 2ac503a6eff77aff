"""The lines between headline and text, where a page states who published, wrote and edited it, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipelines.credits.credit_line import MAX_LINE, read_credit_line
from pipelines.credits.credit_types import Credits
from pipelines.credits.match_key import match_key
from pipelines.items import Byline
from pipelines.text import dates, labels, outlets, person_names
from pipelines.text.clean import clean, one_line
from pipelines.text.folding import fold, same_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipelines.body.span import Span
    from pipelines.page.line_types import TextLine
    from pipelines.page.parsed_page import ParsedPage

MAX_LINES = 14  # the date line is at most so many lines below the headline
MAX_LINES_ABOVE = 4  # some templates print date and source above the headline
MAX_OPENING = 6  # lines of a body that contains its headline
PROSE = 60
MAX_PIECE = 40
INFO_TABLE = re.compile(r"发布机构|发布单位|发布日期|发布时间|公开日期|公开时间|发文日期")
NUMBERS = re.compile(r"[\d\s:/.\-年月日]{1,20}")  # a date whose parts stand in boxes of their own
EDGES = " |丨·•∙-—/"
PLAIN_NAME = re.compile(r"[\u3400-\u9fffA-Za-z·]{2,16}")


@dataclass(frozen=True, slots=True)
class Header:
    """The lines around a headline that may hold credits.

    ``below``: from the headline (or the last lines before the body that are no link) to the body. ``above``: right
    over the headline, in page order. ``info_rows``: rows of the table that public information has above its title.
    ``opening``: the lines of a body up to its first sentence, for bodies that contain the headline.
    ``is_anchored``: the headline is printed above the body, so that the lines below it are the page's own.
    """

    below: tuple[TextLine, ...] = ()
    above: tuple[TextLine, ...] = ()
    info_rows: tuple[str, ...] = ()
    opening: tuple[TextLine, ...] = ()
    is_anchored: bool = False

    @property
    def area(self) -> tuple[TextLine, ...]:
        """The lines below the headline, then those of the opening."""
        return (*self.below, *self.opening)

    def lines(self) -> list[str]:
        """The lines below the headline, with labels and parts of dates joined to what belongs to them."""
        return labels.join_labels(_join_numbers(line.spaced_text for line in self.below))

    def lines_above(self) -> list[str]:
        """The short lines right above the headline, the nearest first."""
        found = _join_numbers(line.spaced_text for line in self.above if not line.is_link)
        return [line for line in reversed(found) if len(line) <= MAX_LINE]


def header_of(before: Sequence[TextLine], span: Span, title: str | None) -> Header:
    """The header of a page from the lines before its body and its title, where that is known."""
    title_at = next(
        (i for i in range(len(before) - 1, -1, -1) if title and same_line(before[i].text, title)), None
    )
    if title_at is None:
        below = [line for line in before if not line.is_link][-MAX_LINES:]
    else:
        below = list(before[title_at + 1 :][:MAX_LINES])
    end = len(before) if title_at is None else title_at
    opening = _opening(span)
    return Header(
        tuple(below),
        tuple(before[max(0, end - MAX_LINES_ABOVE) : title_at]),
        tuple(line.text for line in before if line.kind == "row"),
        tuple(opening),
        title is not None and any(same_line(line.text, title) for line in [*before, *opening]),
    )


def read_header(parsed: ParsedPage, header: Header) -> Credits:
    """The credits of a header: line by line, then piece by piece where a whole line states nothing."""
    fetched_at = parsed.page.fetched_at
    credits = Credits()
    info = labels.join_labels(row for row in header.info_rows if INFO_TABLE.search(row))
    for text in [*header.lines(), *info]:
        credits = credits.merged(read_credit_line(text, fetched_at))
    if parsed.foreign:
        return credits
    for line in header.area:
        is_short = len(line.pieces) > 1 and len(line.text) <= MAX_LINE
        if is_short and not read_credit_line(line.spaced_text, fetched_at).metadata_only:
            credits = credits.merged(read_pieces(parsed, line))
    for text in header.lines_above():
        credits = credits.merged(read_credit_line(text, fetched_at).without_dates())
    pieces = [piece for line in header.area if not _is_prose(line) for piece in line_pieces(line)]
    if credits.source is not None:
        credits = replace(credits, source=_without_tools(credits.source, pieces))
    credits = _named_by_markup(parsed, credits, {fold(piece.strip(EDGES)) for piece in pieces})
    if credits.source is None:
        credits = replace(credits, source=_beside_date(pieces), source_is_assumed=True)
    return credits


def read_pieces(parsed: ParsedPage, line: TextLine) -> Credits:
    """The credits of the elements of a line, each by itself; what follows a label is no date of its own."""
    credits = Credits()
    follows_label = False
    for piece in line_pieces(line):
        found = read_credit_line(piece, parsed.page.fetched_at)
        if found.metadata_only and not follows_label:
            credits = replace(credits.merged(found), metadata_only=True)
        follows_label = piece.endswith((":", "："))
    return credits


def line_pieces(line: TextLine) -> list[str]:
    """The text nodes of a line, each as one clean line."""
    return [text for piece in line.pieces or (line.text,) if (text := one_line(piece))]


def _join_numbers(lines: Iterable[str]) -> list[str]:
    """Lines with those of numbers alone joined: year, day and hour may each stand in a box."""
    joined: list[str] = []
    for line in lines:
        are_numbers = joined and NUMBERS.fullmatch(line) and NUMBERS.fullmatch(joined[-1])
        if are_numbers and _completes(joined[-1], line):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _completes(before: str, line: str) -> bool:
    """True if a line of digits is no date of its own, or needs the day printed above it: 21 above 2026年02月."""
    alone = dates.first(line)
    if alone is None:
        return True
    both = dates.first(f"{before} {line}")
    return alone.day is None and both is not None and both.day is not None


def _opening(span: Span) -> list[TextLine]:
    found: list[TextLine] = []
    for line in span.unfiltered[: 2 * MAX_OPENING]:
        if not line.text:
            continue
        if _is_prose(line) or len(found) == MAX_OPENING:
            break
        found.append(line)
    return found


def _is_prose(line: TextLine) -> bool:
    return len(line.text) >= PROSE or line.text.endswith(("。", "！", "？"))


def _without_tools(source: str, pieces: Sequence[str]) -> str:
    """An outlet without the page's tools behind it: the name ends where an element ends."""
    keys = [fold(piece) for piece in pieces]
    words = source.split(" ")
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        key = fold(name)
        if any(piece == key or piece.endswith(":" + key) for piece in keys):
            return name
    return source


def _named_by_markup(parsed: ParsedPage, credits: Credits, pieces: set[str]) -> Credits:
    """Credits with the text of elements whose class contains author or source, if it is a piece of the header."""
    for kind, element in parsed.page_lines.credit_elements:
        text = clean("".join(element.itertext())).strip(EDGES) if len(element) < MAX_OPENING else ""
        if not 2 <= len(text) <= MAX_PIECE or fold(text) not in pieces:
            continue
        if kind == "source":
            name = outlets.clean_outlet(text) if PLAIN_NAME.fullmatch(text) else None
            platform = text if name is None and outlets.is_platform(text) else None
            credits = replace(credits, source=credits.source or name, platform=credits.platform or platform)
        elif not any(one.role in ("author", "reporter") for one in credits.bylines):
            found = person_names.split_certain_names(match_key(text))
            credits = credits.with_bylines(tuple(Byline(role="author", name=name) for name in found or ()))
    return credits


def _beside_date(pieces: Sequence[str]) -> str | None:
    """The outlet printed without a label right before or behind the date."""
    plain = [piece for one in pieces if (piece := one.strip(EDGES))]
    for i, piece in enumerate(plain):
        key = match_key(piece)
        if len(key) > MAX_PIECE or not (dates.first(key) or dates.without_year(key)):
            continue
        for other in (*plain[i + 1 : i + 2], *plain[max(0, i - 1) : i]):
            if outlets.is_publisher(match_key(other)) and outlets.clean_outlet(other):
                return outlets.clean_outlet(other)
    return None
