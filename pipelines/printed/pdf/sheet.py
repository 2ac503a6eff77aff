"""A printed sheet from the child's words: its blocks of one column, its pictures and its rules."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from pipelines.items import Refused
from pipelines.printed.pdf import glyph_lines as drawn
from pipelines.printed.pdf.boxes import Block, Box, Line
from pipelines.printed.pdf.glyph_lines import ALIKE

MAX_LINES = 6000
MAX_BLOCKS = 500  # a full broadsheet has some 150; their places are compared with one another
MAX_RULES = 500
LARGE_PITCH = 1.65
PITCH = 2.1  # em: lines of one block stand no further apart


@dataclass
class Sheet:
    """One printed page: its size, its blocks, pictures and rules."""

    width: float
    height: float
    blocks: list[Block]
    pictures: list[Box]
    rules: list[Box]
    body: float  # the size of most of its text


def sheet(page: dict[str, Any]) -> Sheet:
    """The child's words of one page as blocks."""
    pictures = [Box(*box) for box in page["pictures"][:MAX_RULES]]
    rules = [Box(*box) for box in page["rules"][:MAX_RULES]]
    runs = drawn.merged(drawn.runs(page["chars"]))
    if len(runs) > MAX_LINES:
        raise Refused("too_expensive", f"{len(runs)} lines on one page")
    counted: Counter[float] = Counter()
    for run in runs:
        counted[round(run.size * 2) / 2] += len(run.text)
    body = counted.most_common(1)[0][0] if counted else 10.0
    lines = drawn.spaced(drawn.upright(runs, body))
    # a frame round text is no picture
    shown = [box for box in pictures if not any(_inside(line, box) for line in lines)]
    frames = [edge for box in pictures if box not in shown for edge in _edges(box)]
    blocks = _blocks(lines, [*rules, *frames], body)
    if len(blocks) > MAX_BLOCKS:
        raise Refused("too_expensive", f"{len(blocks)} columns and headlines on one page")
    return Sheet(page["width"], page["height"], blocks, shown, [*rules, *frames], body)


def _inside(line: Line, box: Box) -> bool:
    return line.shared(box) > 0.5 * line.width and line.beside(box) > 0.5 * line.height


def _edges(box: Box) -> list[Box]:
    return [
        Box(box.left, box.bottom, box.left, box.top),
        Box(box.right, box.bottom, box.right, box.top),
        Box(box.left, box.bottom, box.right, box.bottom),
        Box(box.left, box.top, box.right, box.top),
    ]


def _blocks(lines: list[Line], rules: list[Box], body: float) -> list[Block]:
    """Lines below one another in one column; a change of size, a wider step or a rule between ends a block."""
    blocks: list[Block] = []
    active: list[Block] = []
    for line in sorted(lines, key=lambda one: (-one.base, one.left)):
        active = [b for b in active if b.lines[-1].base - line.base <= PITCH * b.size + 1]
        best = None
        for block in active:
            if _continues(block, line, rules, body) and (
                best is None or block.shared(line) > best.shared(line)
            ):
                best = block
        if best is None:
            best = Block(line.left, line.bottom, line.right, line.top)
            blocks.append(best)
            active.append(best)
        best.add(line)
    return blocks


def _continues(block: Block, line: Line, rules: list[Box], body: float) -> bool:
    last = block.lines[-1]
    size = last.size
    step = last.base - line.base
    if line.upright or last.upright or max(size, line.size) > ALIKE * min(size, line.size):
        return False
    # two lines of one headline stand close; what stands further off is another
    if not 0.5 * size < step <= (PITCH if size <= 1.25 * body else LARGE_PITCH) * size:
        return False
    if len(block.lines) > 1 and step > 1.35 * (block.lines[-2].base - last.base):
        return False
    # a column has one left edge, save for indents and centred lines
    if block.shared(line) < 0.6 * min(block.width, line.width) or line.left < block.left - 2.6 * size:
        return False
    if len(block.lines) > 1 and line.right > block.right + 1.2 * size:
        return False
    between = Box(
        max(block.left, line.left),
        line.top - 0.3 * size,
        min(block.right, line.right),
        last.bottom + 0.3 * size,
    )
    return not any(
        rule.height < 5
        and between.bottom <= rule.bottom <= between.top
        and rule.shared(between) > 0.5 * between.width
        for rule in rules
    )
