"""A body ready to be compared: its folded text, and where its sentences, lines and furniture stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.dedup.normalise import APART, normalised, runs
from pipelines.dedup.thresholds import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CACHED = 20_000  # characters: longer bodies are prepared anew rather than kept
STOPS = frozenset("。!?;…")
SENTENCE = STOPS | {"\n"}
DATED = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日")
HEADING = (4, 45)  # characters of a headline inside a text
FURNITURE_LINE = 160
LABEL = 10  # characters before the colon of a label
WORDS = 30  # characters of a caption, a button, a counter


@dataclass(frozen=True, slots=True)
class Text:
    """A folded text, and what punctuation stood before which of its characters."""

    folded: str
    breaks: Mapping[int, str]
    lines: Sequence[int]  # where lines begin
    unread: bool = False

    def ends(self, at: int) -> bool:
        """Whether a sentence or line ends just before this character."""
        if at in (0, len(self.folded)):
            return True
        mark = self.breaks.get(at)
        return mark is not None and any(char in SENTENCE or (char == "." and len(mark) == 1) for char in mark)

    def stops(self, at: int) -> bool:
        """Whether the mark before this character ends a sentence: no lead formula, no label does."""
        return bool(STOPS & set(self.breaks.get(at, "")))

    def signatures(self, start: int, stop: int) -> set[str]:
        """The lines of a range that are a date and nothing else: what a notice is signed with."""
        ends = [*self.lines[bisect_left(self.lines, start) : bisect_left(self.lines, stop)], stop]
        lines = (self.folded[i:j] for i, j in zip([start, *ends], ends, strict=False))
        return {line for line in lines if DATED.fullmatch(line)}

    def behind_furniture(self, start: int, stop: int) -> int:
        """Where a range goes on behind lines of furniture without figures that stand at its beginning."""
        while True:
            at = bisect_left(self.lines, start)
            if at == len(self.lines) or self.lines[at] != start:
                return start
            end = self.lines[at + 1] if at + 1 < len(self.lines) else len(self.folded)
            if (
                end >= stop
                or not self._is_furniture(start, end)
                or any(map(str.isdigit, self.folded[start:end]))
            ):
                return start
            start = end

    def pieces(self, start: int, stop: int) -> list[tuple[int, int]]:
        """A range, taken apart where punctuation stands."""
        cuts = [at for at in range(start + 1, stop) if at in self.breaks]
        return list(zip([start, *cuts], [*cuts, stop], strict=True))

    def sentence_before(self, at: int) -> int:
        """Where the sentence or line begins that runs up to a position."""
        return next(low for low in range(at - 1, -1, -1) if not low or self.ends(low)) if at else 0

    def sentence_after(self, at: int) -> int:
        """Where the sentence or line ends that runs on from a position."""
        size = len(self.folded)
        return next((high for high in range(at + 1, size) if self.ends(high)), size)

    def heading_at(self, at: int) -> bool:
        """Whether a line of a few words without an end mark begins here and is followed by another line."""
        if at and "\n" not in self.breaks.get(at, ""):
            return False
        for end in range(at + HEADING[0], min(at + HEADING[1], len(self.folded)) + 1):
            mark = self.breaks.get(end, "")
            if SENTENCE & set(mark):
                return "\n" in mark and not STOPS & set(mark)
        return False

    def furniture(self, start: int, stop: int) -> int:
        """How many characters of a range are whole lines such as sites and papers put around a text.

        They are known by their form: a label and a colon, a line in brackets, a few words without an end mark.
        """
        edges = self.lines[bisect_left(self.lines, start) : bisect_left(self.lines, stop)]
        found = 0
        for begin, end in zip(edges, (*edges[1:], stop), strict=False):
            closed = end == len(self.folded) or "\n" in self.breaks.get(end, "")
            if closed and self._is_furniture(begin, end):
                found += end - begin
        return found

    def _is_furniture(self, begin: int, end: int) -> bool:
        size = end - begin
        if size > FURNITURE_LINE or DATED.fullmatch(self.folded, begin, end):
            return False
        if any(":" in self.breaks.get(at, "") for at in range(begin + 2, min(begin + LABEL, end))):
            return True
        if self.breaks.get(begin, "")[-1:] in ("(", "【", "["):
            return True
        marks = "".join(self.breaks.get(at, "") for at in range(begin + 1, end + 1))
        return size <= WORDS and not STOPS & set(marks) and "," not in marks


def prepare(body: str) -> Text:
    """A body ready to be compared."""
    return _kept(body) if len(body) <= CACHED else _prepare(body)


def _prepare(body: str) -> Text:
    text = normalised(body)
    parts: list[str] = []
    breaks: dict[int, str] = {}
    lines = [0]
    length = last = 0
    for begin, piece in runs(text):
        if length:
            breaks[length] = mark = text[last:begin]
            if "\n" in mark:
                lines.append(length)
        parts.append(piece)
        length += len(piece)
        last = begin + len(piece.lstrip(APART))
        if length > RULES.max_text:
            return Text("".join(parts)[: RULES.max_text], breaks, lines, unread=True)
    return Text("".join(parts), breaks, lines)


_kept = lru_cache(maxsize=256)(_prepare)
