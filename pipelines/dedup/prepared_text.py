"""A body prepared for comparison: its folded text with the punctuation, lines and site lines of the original."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.dedup.normalise import NUMBER_SEPARATOR, kept_runs, normalised
from pipelines.dedup.thresholds import MAX_SITE_LINE, THRESHOLDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_CACHED = 20_000  # characters: longer bodies are not cached
FULL_STOPS = frozenset("。!?;…")
SENTENCE_ENDS = FULL_STOPS | {"\n"}
DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日")
HEADING_SIZE = (4, 45)  # characters of a headline inside a text
MAX_LABEL = 10  # characters before the colon of a label
MAX_BUTTON = 30  # characters of a caption, a button, a counter


@dataclass(frozen=True, slots=True)
class PreparedText:
    """A folded text. Positions are indexes of its characters.

    ``marks`` holds the punctuation that was dropped before a character, ``lines`` the positions at which lines begin.
    ``truncated``: the body was longer than the comparison reads.
    """

    folded: str
    marks: Mapping[int, str]
    lines: Sequence[int]
    truncated: bool = False

    def sentence_ends_at(self, at: int) -> bool:
        """True if a sentence, a line or the text ends just before a position."""
        if at in (0, len(self.folded)):
            return True
        mark = self.marks.get(at)
        return mark is not None and any(
            char in SENTENCE_ENDS or (char == "." and len(mark) == 1) for char in mark
        )

    def has_full_stop_at(self, at: int) -> bool:
        """True if the mark before a position ends a sentence; a lead formula or label ends without one."""
        return bool(FULL_STOPS & set(self.marks.get(at, "")))

    def closing_dates(self, start: int, stop: int) -> set[str]:
        """The lines of a range that consist of a date: the date under a notice."""
        ends = [*self.lines[bisect_left(self.lines, start) : bisect_left(self.lines, stop)], stop]
        lines = (self.folded[i:j] for i, j in zip([start, *ends], ends, strict=False))
        return {line for line in lines if DATE.fullmatch(line)}

    def pieces(self, start: int, stop: int) -> list[tuple[int, int]]:
        """The parts of a range between punctuation marks, as (start, stop)."""
        cuts = [at for at in range(start + 1, stop) if at in self.marks]
        return list(zip([start, *cuts], [*cuts, stop], strict=True))

    def sentence_start(self, at: int) -> int:
        """Start of the sentence or line that ends at a position."""
        if not at:
            return 0
        return next(low for low in range(at - 1, -1, -1) if not low or self.sentence_ends_at(low))

    def sentence_end(self, at: int) -> int:
        """End of the sentence or line that begins at a position."""
        size = len(self.folded)
        return next((high for high in range(at + 1, size) if self.sentence_ends_at(high)), size)

    def has_heading_at(self, at: int) -> bool:
        """True if a short line without a full stop begins at a position and another line follows it."""
        if at and "\n" not in self.marks.get(at, ""):
            return False
        for end in range(at + HEADING_SIZE[0], min(at + HEADING_SIZE[1], len(self.folded)) + 1):
            mark = self.marks.get(end, "")
            if SENTENCE_ENDS & set(mark):
                return "\n" in mark and not FULL_STOPS & set(mark)
        return False

    def skip_site_lines(self, start: int, stop: int) -> int:
        """Position after the site lines without digits with which a range begins."""
        while True:
            at = bisect_left(self.lines, start)
            if at == len(self.lines) or self.lines[at] != start:
                return start
            end = self.lines[at + 1] if at + 1 < len(self.lines) else len(self.folded)
            has_digit = any(map(str.isdigit, self.folded[start:end]))
            if end >= stop or not self._is_site_line(start, end) or has_digit:
                return start
            start = end

    def site_line_size(self, start: int, stop: int) -> int:
        """Number of characters of a range that are whole lines which sites and newspapers put around a text."""
        edges = self.lines[bisect_left(self.lines, start) : bisect_left(self.lines, stop)]
        found = 0
        for begin, end in zip(edges, (*edges[1:], stop), strict=False):
            is_whole = end == len(self.folded) or "\n" in self.marks.get(end, "")
            if is_whole and self._is_site_line(begin, end):
                found += end - begin
        return found

    def _is_site_line(self, begin: int, end: int) -> bool:
        """True for the form of a site line: a label with a colon, a bracket, a few words without a full stop."""
        size = end - begin
        if size > MAX_SITE_LINE or DATE.fullmatch(self.folded, begin, end):
            return False
        if any(":" in self.marks.get(at, "") for at in range(begin + 2, min(begin + MAX_LABEL, end))):
            return True
        if self.marks.get(begin, "")[-1:] in ("(", "【", "["):
            return True
        if size > MAX_BUTTON:
            return False
        marks = "".join(self.marks.get(at, "") for at in range(begin + 1, end + 1))
        return not FULL_STOPS & set(marks) and "," not in marks


@dataclass(frozen=True, slots=True)
class Passage:
    """A range of a prepared text."""

    text: PreparedText
    start: int
    stop: int

    @property
    def folded(self) -> str:
        """Its characters."""
        return self.text.folded[self.start : self.stop]

    @property
    def size(self) -> int:
        """Number of characters."""
        return self.stop - self.start

    def widened(self, before: int, after: int) -> Passage:
        """The passage with some characters before and after it."""
        return Passage(self.text, max(0, self.start - before), self.stop + after)

    def pieces(self) -> list[Passage]:
        """Its parts between punctuation marks."""
        return [Passage(self.text, *piece) for piece in self.text.pieces(self.start, self.stop)]


def prepare(body: str) -> PreparedText:
    """Prepare a body for comparison."""
    return _cached(body) if len(body) <= MAX_CACHED else _prepare(body)


def _prepare(body: str) -> PreparedText:
    text = normalised(body)
    parts: list[str] = []
    marks: dict[int, str] = {}
    lines = [0]
    length = last = 0
    for begin, piece in kept_runs(text):
        if length:
            marks[length] = mark = text[last:begin]
            if "\n" in mark:
                lines.append(length)
        parts.append(piece)
        length += len(piece)
        last = begin + len(piece.lstrip(NUMBER_SEPARATOR))
        if length > THRESHOLDS.max_text:
            return PreparedText("".join(parts)[: THRESHOLDS.max_text], marks, lines, truncated=True)
    return PreparedText("".join(parts), marks, lines)


_cached = lru_cache(maxsize=256)(_prepare)
