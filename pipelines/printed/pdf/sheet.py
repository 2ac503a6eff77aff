"""A printed sheet: text blocks, pictures and ruled lines, built from the characters that the child process read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines.items import Refused
from pipelines.printed.pdf import glyph_lines
from pipelines.printed.pdf.boxes import Box, SheetLine, TextBlock
from pipelines.printed.pdf.glyph_lines import SAME_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_LINES = 6000
MAX_BLOCKS = 500  # a full broadsheet has about 150; positions are compared pair by pair
MAX_RULES = 500
PITCH = 2.1  # em between the baselines of one block
LARGE_PITCH = 1.65  # em between the baselines of one headline
LARGE = 1.25  # times the size of the running text: type of a headline
DEFAULT_SIZE = 10.0  # points, for a sheet without text
MAX_THICKNESS = 5  # points of a ruled line


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed page. ``rules`` are ruled lines, frames of boxes included; ``body`` is the size of most of its text."""

    width: float
    height: float
    blocks: list[TextBlock]
    pictures: list[Box]
    rules: list[Box]
    body: float


def sheet_of(page: dict[str, Any]) -> Sheet:
    """Build a sheet from one page of ``glyphs.read``. Raises Refused for a page with too many lines or blocks."""
    pictures = [Box(*box) for box in page["pictures"][:MAX_RULES]]
    rules = [Box(*box) for box in page["rules"][:MAX_RULES]]
    runs = glyph_lines.merge_runs(glyph_lines.character_runs(page["chars"]))
    if len(runs) > MAX_LINES:
        raise Refused("too_expensive", f"{len(runs)} lines on one page")
    counted: Counter[float] = Counter()
    for run in runs:
        counted[round(run.size * 2) / 2] += len(run.text)
    body = counted.most_common(1)[0][0] if counted else DEFAULT_SIZE
    lines = glyph_lines.join_spaced(glyph_lines.join_upright(runs, body))
    # a frame around text is not a picture
    shown = [box for box in pictures if not any(_is_inside(line, box) for line in lines)]
    frames = [edge for box in pictures if box not in shown for edge in _edges(box)]
    blocks = _blocks(lines, [*rules, *frames], body)
    if len(blocks) > MAX_BLOCKS:
        raise Refused("too_expensive", f"{len(blocks)} text blocks on one page")
    return Sheet(page["width"], page["height"], blocks, shown, [*rules, *frames], body)


def _is_inside(line: SheetLine, box: Box) -> bool:
    return line.shared_width(box) > 0.5 * line.width and line.shared_height(box) > 0.5 * line.height


def _edges(box: Box) -> list[Box]:
    return [
        Box(box.left, box.bottom, box.left, box.top),
        Box(box.right, box.bottom, box.right, box.top),
        Box(box.left, box.bottom, box.right, box.bottom),
        Box(box.left, box.top, box.right, box.top),
    ]


def _blocks(lines: list[SheetLine], rules: list[Box], body: float) -> list[TextBlock]:
    """Group lines below one another; a change of size, a wider step or a ruled line between them ends a block."""
    blocks: list[TextBlock] = []
    active: list[TextBlock] = []
    for line in sorted(lines, key=lambda one: (-one.base, one.left)):
        active = [b for b in active if b.lines[-1].base - line.base <= PITCH * b.size + 1]
        best = None
        for block in active:
            if _continues(block, line, rules, body) and (
                best is None or block.shared_width(line) > best.shared_width(line)
            ):
                best = block
        if best is None:
            best = TextBlock(line.left, line.bottom, line.right, line.top)
            blocks.append(best)
            active.append(best)
        best.add(line)
    return blocks


def _continues(block: TextBlock, line: SheetLine, rules: list[Box], body: float) -> bool:
    """True if a line is the next line of a block."""
    last = block.lines[-1]
    size = last.size
    step = last.base - line.base
    if line.upright or last.upright or max(size, line.size) > SAME_SIZE * min(size, line.size):
        return False
    # lines of one headline stand close; a line further away belongs to another headline
    if not 0.5 * size < step <= (PITCH if size <= LARGE * body else LARGE_PITCH) * size:
        return False
    if len(block.lines) > 1 and step > 1.35 * (block.lines[-2].base - last.base):
        return False
    # a column has one left edge, except for indents and centred lines
    if block.shared_width(line) < 0.6 * min(block.width, line.width) or line.left < block.left - 2.6 * size:
        return False
    if len(block.lines) > 1 and line.right > block.right + 1.2 * size:
        return False
    between = Box(
        max(block.left, line.left),
        line.top - 0.3 * size,
        min(block.right, line.right),
        last.bottom + 0.3 * size,
    )
    return not is_ruled_off(between, rules)


def is_ruled_off(between: Box, rules: Iterable[Box]) -> bool:
    """True if a horizontal ruled line crosses at least half of a box."""
    return any(
        rule.height < MAX_THICKNESS
        and between.bottom <= rule.bottom <= between.top
        and rule.shared_width(between) > 0.5 * between.width
        for rule in rules
    )
