"""Align two folded texts: the blocks that both share in the same order, and the gaps between them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.dedup.prepared_text import Passage
from pipelines.dedup.thresholds import THRESHOLDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipelines.dedup.prepared_text import PreparedText

MIN_OUTER = 64  # characters: unrelated texts share shorter beginnings and ends
MAX_CACHED = 10_000  # characters: the runs of longer texts are not cached
STEP = 64  # characters compared at once while a block grows


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two shared blocks: a range of each text, either of which may be empty."""

    a0: int
    a1: int
    b0: int
    b1: int

    @property
    def replaced(self) -> int:
        """Number of characters in place of others; the rest of the longer side was cut or added."""
        return min(self.a1 - self.a0, self.b1 - self.b0)

    @property
    def widest(self) -> int:
        """Number of characters of the longer side."""
        return max(self.a1 - self.a0, self.b1 - self.b0)


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two texts with the number of characters they share and the gaps between shared blocks."""

    a: PreparedText
    b: PreparedText
    matched: int
    gaps: tuple[Gap, ...]

    def sizes(self) -> tuple[int, int]:
        """Length of each text without the lead and the site lines that the other text does not have."""
        sizes = [len(self.a.folded), len(self.b.folded)]
        for gap in self.gaps:
            for side, text, start, stop in ((0, self.a, gap.a0, gap.a1), (1, self.b, gap.b0, gap.b1)):
                lead = start == 0 and stop <= THRESHOLDS.opening
                sizes[side] -= stop - start if lead else text.site_line_size(start, stop)
        return max(sizes[0], self.matched, 1), max(sizes[1], self.matched, 1)

    def passages(self, gap: Gap) -> tuple[Passage, Passage]:
        """Both sides of a gap."""
        return Passage(self.a, gap.a0, gap.a1), Passage(self.b, gap.b0, gap.b1)

    def folded(self, gap: Gap) -> tuple[str, str]:
        """The characters of both sides of a gap."""
        return self.a.folded[gap.a0 : gap.a1], self.b.folded[gap.b0 : gap.b1]

    def shared_runs(self, max_gap: int) -> list[tuple[Passage, Passage]]:
        """Passages that both texts share, gaps of up to ``max_gap`` characters on either side included."""
        runs = []
        start_a = start_b = end_a = end_b = 0
        for gap in (*self.gaps, Gap(len(self.a.folded), len(self.a.folded) + 1, len(self.b.folded), 0)):
            end_a, end_b = gap.a0, gap.b0
            if gap.a1 <= len(self.a.folded) and gap.widest <= max_gap and end_a > start_a:
                continue
            if end_a > start_a:
                runs.append((Passage(self.a, start_a, end_a), Passage(self.b, start_b, end_b)))
            start_a, start_b = gap.a1, gap.b1
        return runs

    def is_head(self, gap: Gap) -> bool:
        """True if both texts begin with a gap."""
        return gap.a0 == gap.b0 == 0

    def is_tail(self, gap: Gap) -> bool:
        """True if both texts end with a gap."""
        return gap.a1 == len(self.a.folded) and gap.b1 == len(self.b.folded)


def align(a: PreparedText, b: PreparedText) -> Aligned:
    """Align by the longest increasing chain of runs that are unique in both texts, each grown in both directions."""
    blocks: list[tuple[int, int, int]] = []
    for gap in list(
        _gaps(_blocks(a.folded, b.folded, 0, 0, THRESHOLDS.gram, blocks), len(a.folded), len(b.folded))
    ):
        if not gap.replaced or gap.widest > THRESHOLDS.inner_gap:
            continue
        inner_a, inner_b = a.folded[gap.a0 : gap.a1], b.folded[gap.b0 : gap.b1]
        # unrelated passages share runs by chance; aligned, they would look like one passage with other words
        if gap.widest <= THRESHOLDS.inner_words or likeness(inner_a, inner_b) >= THRESHOLDS.passage_alike:
            _blocks(inner_a, inner_b, gap.a0, gap.b0, THRESHOLDS.inner_gram, blocks)
    blocks.sort()
    gaps = tuple(_gaps(blocks, len(a.folded), len(b.folded)))
    return Aligned(a, b, sum(length for _, _, length in blocks), gaps)


def likeness(one: str, other: str) -> float:
    """Share of the three-character runs of the shorter passage that occur in the other."""
    runs = [{text[i : i + 3] for i in range(len(text) - 2)} for text in (one, other)]
    smaller = min(map(len, runs))
    return len(runs[0] & runs[1]) / smaller if smaller else 0.0


def _blocks(
    a: str, b: str, a0: int, b0: int, gram: int, found: list[tuple[int, int, int]]
) -> list[tuple[int, int, int]]:
    """Append the shared blocks (position in a, position in b, length) of two strings that begin at a0 and b0.

    The shared beginning and end are taken first: they cover nearly all of most reprints and need no search.
    """
    head = _shared_after(a, 0, b, 0)
    head = head if head >= MIN_OUTER else 0
    tail = _shared_before(a, len(a), b, len(b), min(len(a), len(b)) - head)
    tail = tail if tail >= MIN_OUTER else 0
    if head:
        found.append((a0, b0, head))
    inner_a, inner_b = a[head : len(a) - tail], b[head : len(b) - tail]
    end_a = end_b = at = 0
    chain = _chain(_anchors(inner_a, inner_b, gram))
    while at < len(chain):
        i, j = chain[at]
        shift = max(end_a - i, end_b - j, 0)  # the run overlaps the block before it
        i, j, least = i + shift, j + shift, gram - shift
        if least > 0:
            back = _shared_before(inner_a, i, inner_b, j, min(i - end_a, j - end_b))
            length = back + least + _shared_after(inner_a, i + least, inner_b, j + least)
            found.append((a0 + head + i - back, b0 + head + j - back, length))
            end_a, end_b = i - back + length, j - back + length
        at = max(at + 1, bisect_left(chain, (end_a - gram + 1,)))
    if tail:
        found.append((a0 + len(a) - tail, b0 + len(b) - tail, tail))
    return found


def _shared_after(a: str, i: int, b: str, j: int) -> int:
    """Number of equal characters after two positions."""
    size = min(len(a) - i, len(b) - j)
    done, step = 0, STEP
    while done < size:
        step = min(step, size - done)
        if a[i + done : i + done + step] == b[j + done : j + done + step]:
            done += step
        elif step == 1:
            break
        else:
            step //= 2
    return done


def _shared_before(a: str, i: int, b: str, j: int, size: int) -> int:
    """Number of equal characters before two positions, at most ``size``."""
    done, step = 0, STEP
    while done < size:
        step = min(step, size - done)
        if a[i - done - step : i - done] == b[j - done - step : j - done]:
            done += step
        elif step == 1:
            break
        else:
            step //= 2
    return done


def _anchors(a: str, b: str, gram: int) -> list[tuple[int, int]]:
    """Positions of the runs that occur once in each text, ordered by the first."""
    in_a, in_b = _unique_runs(a, gram), _unique_runs(b, gram)
    return sorted((in_a[run], in_b[run]) for run in in_a.keys() & in_b.keys())


def _unique_runs(text: str, gram: int) -> Mapping[str, int]:
    """The runs that occur once in a text, with their positions. A new article is compared with many candidates."""
    return (
        _cached_runs(text, gram) if len(text) <= MAX_CACHED and gram == THRESHOLDS.gram else _once(text, gram)
    )


def _once(text: str, gram: int) -> dict[str, int]:
    """The runs that occur once in a text, with their positions."""
    runs = [text[i : i + gram] for i in range(len(text) - gram + 1)]
    found = dict(zip(runs, range(len(runs)), strict=True))
    if len(found) < len(runs):
        for run, count in Counter(runs).items():
            if count > 1:
                del found[run]
    return found


_cached_runs = lru_cache(maxsize=64)(_once)


def _chain(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence in which both positions increase."""
    order = [j for _, j in pairs]
    if order == sorted(order):
        return pairs  # nothing moved: the usual case among reprints
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, j in enumerate(order):
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


def _gaps(blocks: Iterable[tuple[int, int, int]], length_a: int, length_b: int) -> Iterator[Gap]:
    """The gaps between blocks, and before the first and after the last."""
    end_a = end_b = 0
    for at_a, at_b, length in blocks:
        if at_a > end_a or at_b > end_b:
            yield Gap(end_a, at_a, end_b, at_b)
        end_a, end_b = at_a + length, at_b + length
    if end_a < length_a or end_b < length_b:
        yield Gap(end_a, length_a, end_b, length_b)
