"""Lay two folded texts beside each other: which blocks they share in order, and what stands between."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.dedup.thresholds import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipelines.dedup.prepared_text import Text

OUTER = 64  # characters at either end: texts of their own begin with the same few words


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
    """Add the shared blocks of two texts that begin at a0 and b0.

    What both begin and end with is taken first: of most reprints that is nearly all, and costs no search.
    """
    head = _run_on(a, 0, b, 0)
    head = head if head >= OUTER else 0
    tail = _run_back(a, len(a), b, len(b), min(len(a), len(b)) - head)
    tail = tail if tail >= OUTER else 0
    if head:
        found.append((a0, b0, head))
    inner_a, inner_b = a[head : len(a) - tail], b[head : len(b) - tail]
    end_a = end_b = at = 0
    chain = _chain(_anchors(inner_a, inner_b, gram))
    while at < len(chain):
        i, j = chain[at]
        shift = max(end_a - i, end_b - j, 0)  # a run that reaches back into the block before it
        i, j, least = i + shift, j + shift, gram - shift
        if least > 0:
            back = _run_back(inner_a, i, inner_b, j, min(i - end_a, j - end_b))
            length = back + least + _run_on(inner_a, i + least, inner_b, j + least)
            found.append((a0 + head + i - back, b0 + head + j - back, length))
            end_a, end_b = i - back + length, j - back + length
        at = max(at + 1, bisect_left(chain, (end_a - gram + 1,)))
    if tail:
        found.append((a0 + len(a) - tail, b0 + len(b) - tail, tail))
    return found


def _run_on(a: str, i: int, b: str, j: int) -> int:
    """How many characters are the same from two positions on."""
    size = min(len(a) - i, len(b) - j)
    done, step = 0, 64
    while done < size:
        step = min(step, size - done)
        if a[i + done : i + done + step] == b[j + done : j + done + step]:
            done += step
        elif step == 1:
            break
        else:
            step //= 2
    return done


def _run_back(a: str, i: int, b: str, j: int, size: int) -> int:
    """How many characters, at most ``size``, are the same before two positions."""
    done, step = 0, 64
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
    """Where runs stand that occur once in each text, in the order of the first."""
    in_a, in_b = _once(a, gram), _once(b, gram)
    return sorted((in_a[run], in_b[run]) for run in in_a.keys() & in_b.keys())


def _once(text: str, gram: int) -> dict[str, int]:
    """The runs that occur once in a text, and where."""
    runs = [text[i : i + gram] for i in range(len(text) - gram + 1)]
    found = dict(zip(runs, range(len(runs)), strict=True))
    if len(found) < len(runs):
        for run, count in Counter(runs).items():
            if count > 1:
                del found[run]
    return found


def _chain(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence in which both positions grow."""
    order = [j for _, j in pairs]
    if order == sorted(order):
        return pairs  # nothing changed places: the rule among reprints
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


def _between(blocks: Iterable[tuple[int, int, int]], length_a: int, length_b: int) -> Iterator[Gap]:
    end_a = end_b = 0
    for at_a, at_b, length in blocks:
        if at_a > end_a or at_b > end_b:
            yield Gap(end_a, at_a, end_b, at_b)
        end_a, end_b = at_a + length, at_b + length
    if end_a < length_a or end_b < length_b:
        yield Gap(end_a, length_a, end_b, length_b)
