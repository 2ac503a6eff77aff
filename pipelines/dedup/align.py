"""Lay two folded texts beside each other: which blocks they share in order, and what stands between."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines.dedup.folding import APART, normalised, runs
from pipelines.dedup.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two shared blocks: a range of each text, one of them perhaps empty."""

    a0: int
    a1: int
    b0: int
    b1: int

    @property
    def replaced(self) -> int:
        """Characters that stand for others; what one text alone has was cut or added."""
        return min(self.a1 - self.a0, self.b1 - self.b0)

    @property
    def widest(self) -> int:
        return max(self.a1 - self.a0, self.b1 - self.b0)


@dataclass(frozen=True, slots=True)
class Aligned:
    a: Text
    b: Text
    matched: int
    gaps: tuple[Gap, ...]

    def sizes(self) -> tuple[int, int]:
        """How long each text is, without what was put around it and is not in the other."""
        sizes = [len(self.a.folded), len(self.b.folded)]
        for gap in self.gaps:
            for side, text, start, stop in ((0, self.a, gap.a0, gap.a1), (1, self.b, gap.b0, gap.b1)):
                lead = start == 0 and stop <= RULES.opening
                sizes[side] -= stop - start if lead else text.furniture(start, stop)
        return max(sizes[0], self.matched, 1), max(sizes[1], self.matched, 1)

    def sides(self, gap: Gap) -> tuple[str, str]:
        return self.a.folded[gap.a0 : gap.a1], self.b.folded[gap.b0 : gap.b1]


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


def align(a: Text, b: Text) -> Aligned:
    """The longest increasing chain of runs that are unique in both texts, each grown as far as it goes."""
    blocks: list[tuple[int, int, int]] = []
    for gap in list(
        _between(_blocks(a.folded, b.folded, 0, 0, RULES.gram, blocks), len(a.folded), len(b.folded))
    ):
        if not gap.replaced or gap.widest > RULES.inner_gap:
            continue
        inner_a, inner_b = a.folded[gap.a0 : gap.a1], b.folded[gap.b0 : gap.b1]
        # passages of their own share runs by chance alone: aligned, they would look like one passage refilled
        if gap.widest <= RULES.inner_words or alike(inner_a, inner_b) >= RULES.passage_alike:
            _blocks(inner_a, inner_b, gap.a0, gap.b0, RULES.inner_gram, blocks)
    blocks.sort()
    gaps = tuple(_between(blocks, len(a.folded), len(b.folded)))
    return Aligned(a, b, sum(length for _, _, length in blocks), gaps)


def alike(one: str, other: str) -> float:
    """Which share of the three-character runs of the shorter passage stand in the other."""
    runs = [{text[i : i + 3] for i in range(len(text) - 2)} for text in (one, other)]
    smaller = min(map(len, runs))
    return len(runs[0] & runs[1]) / smaller if smaller else 0.0


def _blocks(
    a: str, b: str, a0: int, b0: int, gram: int, found: list[tuple[int, int, int]]
) -> list[tuple[int, int, int]]:
    """Add the shared blocks of two texts that begin at a0 and b0."""
    end_a = end_b = 0
    for i, j in _chain(_anchors(a, b, gram)):
        at_a, at_b = i, j
        if at_a < end_a or at_b < end_b:
            if at_a + gram <= end_a or at_b + gram <= end_b:
                continue
            shift = max(end_a - at_a, end_b - at_b)
            at_a, at_b = at_a + shift, at_b + shift
        while at_a > end_a and at_b > end_b and a[at_a - 1] == b[at_b - 1]:
            at_a, at_b = at_a - 1, at_b - 1
        stop_a, stop_b = max(i + gram, at_a), max(j + gram, at_b)
        while stop_a < len(a) and stop_b < len(b) and a[stop_a] == b[stop_b]:
            stop_a, stop_b = stop_a + 1, stop_b + 1
        if stop_a > at_a:
            found.append((a0 + at_a, b0 + at_b, stop_a - at_a))
            end_a, end_b = stop_a, stop_b
    return found


def _anchors(a: str, b: str, gram: int) -> list[tuple[int, int]]:
    """Where runs stand that occur once in each text, in the order of the first."""
    in_a: dict[str, int] = {}
    for i in range(len(a) - gram + 1):
        run = a[i : i + gram]
        in_a[run] = -1 if run in in_a else i
    in_b: dict[str, int] = {}
    for j in range(len(b) - gram + 1):
        run = b[j : j + gram]
        if run in in_a:
            in_b[run] = -1 if run in in_b else j
    return sorted((in_a[run], j) for run, j in in_b.items() if j >= 0 and in_a[run] >= 0)


def _chain(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence in which both positions grow."""
    if all(one[1] < other[1] for one, other in pairwise(pairs)):
        return pairs  # nothing changed places: the rule among reprints
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        at = bisect_left(tails, j)
        if at == len(tails):
            tails.append(j)
            last.append(number)
        else:
            tails[at] = j
            last[at] = number
        before.append(last[at - 1] if at else -1)
    chain = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _between(blocks: Iterable[tuple[int, int, int]], length_a: int, length_b: int) -> Iterator[Gap]:
    end_a = end_b = 0
    for at_a, at_b, length in blocks:
        if at_a > end_a or at_b > end_b:
            yield Gap(end_a, at_a, end_b, at_b)
        end_a, end_b = at_a + length, at_b + length
    if end_a < length_a or end_b < length_b:
        yield Gap(end_a, length_a, end_b, length_b)
