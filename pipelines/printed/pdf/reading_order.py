"""The text of one story: its columns in reading order, its paragraphs joined across their ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.printed.text.story_split import ENDS, goes_on, is_makers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.printed.pdf.boxes import Block

INDENT = 1.2  # em: a first line stands two in; rounding and spaces take some of it
FULL = 1.6  # em from the right edge: a line that ends before it is the last of its paragraph


class Column:
    """A block of text with the edges of the column it stands in."""

    def __init__(self, block: Block, left: float, right: float) -> None:
        self.block, self.left, self.right = block, left, right
        self.size = block.size

    def indented(self, i: int) -> bool:
        return self.block.lines[i].left > self.left + INDENT * self.size

    @property
    def opens(self) -> bool:
        """Whether the text begins with a paragraph, and does not go on from another column."""
        first = next((i for i, line in enumerate(self.block.lines) if not is_makers(line.text)), 0)
        return first > 0 or self.indented(first)

    @property
    def cut(self) -> bool:
        last = self.block.lines[-1]
        return goes_on(last.text, "")

    @property
    def full(self) -> bool:
        """Whether the last line is as long as the column: only then the text may go on."""
        return self.block.lines[-1].right > self.right - FULL * self.size


def columns(blocks: Sequence[Block]) -> list[Column]:
    """Blocks with the edges of their columns: a block of one short line knows them from those above and below."""
    answer = []
    for block in blocks:
        same = [
            b
            for b in blocks
            if b.shared(block) > 0.7 * min(b.width, block.width)
            and b.width < 1.6 * block.width + 4 * block.size
        ]
        same = [b for b in same if abs(b.left - block.left) < 2.6 * block.size] or [block]
        answer.append(Column(block, min(b.left for b in same), max(b.right for b in same)))
    return answer


def in_order(found: Sequence[Column]) -> tuple[list[Column], bool]:
    """Columns as they are read, and whether the text itself agrees: a cut sentence is followed by its end.

    A picture may cut a story right across, or only one of its columns: of both readings the one that agrees.
    """
    across, _ = best = _read(_by_place(list(found), across=True), found)
    down = _read(_by_place(list(found), across=False), found)
    ordered, breaks = down if down[1] < best[1] or _alone_below(across) else best
    return ordered, breaks == 0


def _alone_below(ordered: Sequence[Column]) -> bool:
    """Whether what was read last goes on below the first column alone, beside which others have ended."""
    last = ordered[-1] if ordered else None
    return (
        last is not None
        and len(ordered) > 2
        and ordered[0].block.shared(last.block) > 0
        and all(last.block.shared(column.block) <= 0 for column in ordered[1:-1])
    )


def _read(left: list[Column], found: Sequence[Column]) -> tuple[list[Column], int]:
    """The columns one after another, and how often a sentence breaks off between two."""
    indents = _indents(found)
    ordered: list[Column] = []
    breaks = 0
    while left:
        at = _next(ordered[-1], left) if ordered else _first(left)
        if ordered:
            before, after = ordered[-1], left[at]
            breaks += before.cut and (after.opens if indents else False)
            breaks += not before.cut and indents and not after.opens and not before.full
        ordered.append(left.pop(at))
    return ordered, breaks


def _first(left: Sequence[Column]) -> int:
    """The first column by place, unless it must go on from another: as many columns go on as others were cut."""
    cut = sum(column.cut and column.full for column in left)
    going_on = sum(not column.opens for column in left)
    if left[0].opens or going_on > cut or not _indents(left):
        return 0
    return next((i for i, column in enumerate(left) if column.opens), 0)


def _next(current: Column, left: Sequence[Column]) -> int:
    """The next column by place, unless it begins a paragraph where this one stops in the middle of a sentence."""
    if current.cut and left[0].opens:
        return next((i for i, column in enumerate(left) if not column.opens), 0)
    return 0


def _indents(found: Sequence[Column]) -> bool:
    return any(column.indented(i) for column in found for i in range(len(column.block.lines)))


def _by_place(found: list[Column], *, across: bool) -> list[Column]:
    """Column by column from the left; ``across``: what lies above a cut through the whole story goes first."""
    if len(found) < 2:
        return found
    by_top = sorted(found, key=lambda column: -column.block.top)
    for i in range(1, len(by_top)) if across else ():
        floor = min(column.block.bottom for column in by_top[:i])
        if by_top[i].block.top < floor - 1.2 * by_top[i].size and i > 1:
            return [*_by_place(by_top[:i], across=True), *_by_place(by_top[i:], across=True)]
    return sorted(found, key=lambda column: (round(column.left / (2 * column.size)), -column.block.top))


def paragraphs(ordered: Sequence[Column]) -> tuple[list[str], list[str]]:
    """Paragraphs and lines of makers. A first line is indented; without indents a short line ends a paragraph."""
    texts: list[str] = []
    makers: list[str] = []
    indents = _indents(ordered)
    ended = True
    for column in ordered:
        for i, line in enumerate(column.block.lines):
            if is_makers(line.text) and (ended or not texts):
                makers.append(line.text)
                continue
            begins = column.indented(i) if indents else ended
            if not texts or begins:
                texts.append(line.text)
            else:
                texts[-1] = _joined(texts[-1], line.text)
            short = line.right < column.right - FULL * column.size
            ended = texts[-1].endswith(tuple(ENDS)) and (short or indents)
    return texts, makers


def _joined(before: str, after: str) -> str:
    letters = before[-1].isascii() and before[-1].isalpha() and after[0].isascii() and after[0].isalpha()
    return f"{before} {after}" if letters else before + after
