"""Put the columns of one story in reading order and join its paragraphs across column ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.printed.line_tests import SENTENCE_ENDS, breaks_off, is_byline, join_cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.printed.pdf.boxes import TextBlock

INDENT = 1.2  # em: a first line is indented by two; rounding and spaces take some of it
FULL = 1.6  # em from the right edge: a line that ends before it is the last of its paragraph
SAME_COLUMN = 0.7  # shared width of two blocks, as a share of the narrower one
SAME_LEFT = 2.6  # em between the left edges of two blocks of one column


class Column:
    """A text block with the left and right edge of its column."""

    def __init__(self, block: TextBlock, left: float, right: float) -> None:
        self.block, self.left, self.right = block, left, right
        self.size = block.size

    def is_indented(self, i: int) -> bool:
        """True if line ``i`` begins a paragraph by its indent."""
        return self.block.lines[i].left > self.left + INDENT * self.size

    @property
    def begins_paragraph(self) -> bool:
        """True if the text begins with a paragraph, not with the rest of one from another column."""
        first = next((i for i, line in enumerate(self.block.lines) if not is_byline(line.text)), 0)
        return first > 0 or self.is_indented(first)

    @property
    def breaks_off(self) -> bool:
        """True if the text ends inside a sentence."""
        return breaks_off(self.block.lines[-1].text)

    @property
    def is_full(self) -> bool:
        """True if the last line reaches the right edge; only then can the text continue in another column."""
        return self.block.lines[-1].right > self.right - FULL * self.size


def columns_of(blocks: Sequence[TextBlock]) -> list[Column]:
    """Each block with the edges of its column, which the blocks above and below it help to find."""
    answer = []
    for block in blocks:
        same = [
            b
            for b in blocks
            if b.shared_width(block) > SAME_COLUMN * min(b.width, block.width)
            and b.width < 1.6 * block.width + 4 * block.size
        ]
        same = [b for b in same if abs(b.left - block.left) < SAME_LEFT * block.size] or [block]
        answer.append(Column(block, min(b.left for b in same), max(b.right for b in same)))
    return answer


def in_order(found: Sequence[Column]) -> tuple[list[Column], bool]:
    """Columns in reading order, and whether every cut sentence is followed by its end.

    A picture may cut a whole story into an upper and a lower half, or interrupt one column only. Both readings are
    tried, and the one with fewer broken sentences is returned.
    """
    halves = _read(_by_place(list(found), in_halves=True), found)
    down = _read(_by_place(list(found), in_halves=False), found)
    ordered, breaks = down if down[1] < halves[1] or _first_column_continues_below(halves[0]) else halves
    return ordered, breaks == 0


def _first_column_continues_below(ordered: Sequence[Column]) -> bool:
    """True if the last column read is below the first one and below no other."""
    last = ordered[-1] if ordered else None
    return (
        last is not None
        and len(ordered) > 2
        and ordered[0].block.shared_width(last.block) > 0
        and all(last.block.shared_width(column.block) <= 0 for column in ordered[1:-1])
    )


def _read(left: list[Column], found: Sequence[Column]) -> tuple[list[Column], int]:
    """The columns one after another, and the number of sentences that break off between two of them."""
    indents = _has_indents(found)
    ordered: list[Column] = []
    breaks = 0
    while left:
        at = _next_column(ordered[-1], left) if ordered else _first_column(left)
        if ordered:
            before, after = ordered[-1], left[at]
            breaks += before.breaks_off and indents and after.begins_paragraph
            breaks += not before.breaks_off and indents and not after.begins_paragraph and not before.is_full
        ordered.append(left.pop(at))
    return ordered, breaks


def _first_column(left: Sequence[Column]) -> int:
    """Index of the first column by position, unless it continues another one and some column begins a paragraph."""
    cut = sum(column.breaks_off and column.is_full for column in left)
    continued = sum(not column.begins_paragraph for column in left)
    if left[0].begins_paragraph or continued > cut or not _has_indents(left):
        return 0
    return next((i for i, column in enumerate(left) if column.begins_paragraph), 0)


def _next_column(current: Column, left: Sequence[Column]) -> int:
    """Index of the next column by position; after a cut sentence, of the first one that continues a paragraph."""
    if current.breaks_off and left[0].begins_paragraph:
        return next((i for i, column in enumerate(left) if not column.begins_paragraph), 0)
    return 0


def _has_indents(found: Sequence[Column]) -> bool:
    return any(column.is_indented(i) for column in found for i in range(len(column.block.lines)))


def _by_place(found: list[Column], *, in_halves: bool) -> list[Column]:
    """Columns from left to right; ``in_halves``: all columns above a gap through the whole story come first."""
    if len(found) < 2:
        return found
    by_top = sorted(found, key=lambda column: -column.block.top)
    for i in range(1, len(by_top)) if in_halves else ():
        floor = min(column.block.bottom for column in by_top[:i])
        if by_top[i].block.top < floor - 1.2 * by_top[i].size and i > 1:
            return [*_by_place(by_top[:i], in_halves=True), *_by_place(by_top[i:], in_halves=True)]
    return sorted(found, key=lambda column: (round(column.left / (2 * column.size)), -column.block.top))


def paragraphs(ordered: Sequence[Column]) -> tuple[list[str], list[str]]:
    """Paragraphs and byline lines. An indent begins a paragraph; without indents a short line ends one."""
    texts: list[str] = []
    bylines: list[str] = []
    indents = _has_indents(ordered)
    ended = True
    for column in ordered:
        for i, line in enumerate(column.block.lines):
            if is_byline(line.text) and (ended or not texts):
                bylines.append(line.text)
                continue
            begins = column.is_indented(i) if indents else ended
            if not texts or begins:
                texts.append(line.text)
            else:
                texts[-1] = join_cut(texts[-1], line.text)
            short = line.right < column.right - FULL * column.size
            ended = texts[-1].endswith(SENTENCE_ENDS) and (short or indents)
    return texts, bylines
