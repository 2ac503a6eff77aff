"""Characters of a printed sheet to lines, and lines to blocks of one column."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipelines.items import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

JOIN = 0.8  # em: a wider gap inside a line is a gutter, or a space that nothing drew
NEAR = 0.25  # em: characters of one line share a baseline
ALIKE = 1.1  # sizes of one line differ by no more
STACK = 3  # characters: fewer below one another are no headline set upright
MAX_SINGLE = 400
MAX_LINES = 6000
MAX_BLOCKS = 500  # a full broadsheet has some 150; their places are compared with one another
MAX_RULES = 500
LARGE_PITCH = 1.65
PITCH = 2.1  # em: lines of one block stand no further apart


@dataclass(eq=False)
class Box:
    """A part of the sheet; y grows upwards, as in the file."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def shared(self, other: Box) -> float:
        """Width that both cover."""
        return min(self.right, other.right) - max(self.left, other.left)

    def beside(self, other: Box) -> float:
        """Height that both cover."""
        return min(self.top, other.top) - max(self.bottom, other.bottom)


@dataclass(eq=False)
class Line(Box):
    text: str = ""
    size: float = 0.0
    base: float = 0.0
    upright: bool = False  # set from top to bottom


@dataclass(eq=False)
class Block(Box):
    """Lines of one size that follow each other in one column."""

    lines: list[Line] = field(default_factory=list)

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self.left, self.right = min(self.left, line.left), max(self.right, line.right)
        self.bottom, self.top = min(self.bottom, line.bottom), max(self.top, line.top)


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
    runs = _merged(_runs(page["chars"]))
    if len(runs) > MAX_LINES:
        raise Refused("too_expensive", f"{len(runs)} lines on one page")
    counted: Counter[float] = Counter()
    for run in runs:
        counted[round(run.size * 2) / 2] += len(run.text)
    body = counted.most_common(1)[0][0] if counted else 10.0
    lines = _spaced(_upright(runs, body))
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


# ---------------------------------------------------------------------- lines


def _runs(chars: Iterable[Sequence[Any]]) -> list[Line]:
    """Characters that follow each other in the file and on the sheet."""
    runs: list[Line] = []
    last: Line | None = None
    for char, left, right, base, size in chars:
        if last is not None and _follows(last, left, base, size):
            if char == last.text[-1:] and abs(left - last.right + (right - left)) < 0.3 * size:
                continue  # drawn twice to look bold
            last.text += char
            last.right = max(last.right, right)
            continue
        last = Line(left, base - 0.15 * size, right, base + 0.85 * size, char, size, base)
        runs.append(last)
    return [run for run in runs if _trimmed(run)]


def _follows(line: Line, left: float, base: float, size: float) -> bool:
    same = abs(base - line.base) <= NEAR * size and max(size, line.size) <= ALIKE * min(size, line.size)
    return same and -1.2 * size <= left - line.right <= JOIN * size


def _trimmed(run: Line) -> bool:
    """Take spaces off both ends, so that an indent is a place and not a character; False if nothing is left."""
    bare = run.text.strip(" \u3000\u00a0")
    if not bare:
        return False
    lead = run.text[: len(run.text) - len(run.text.lstrip(" \u3000\u00a0"))]
    run.left += sum(run.size if ch == "\u3000" else 0.28 * run.size for ch in lead)
    tail = run.text[len(run.text.rstrip(" \u3000\u00a0")) :]
    run.right -= sum(run.size if ch == "\u3000" else 0.28 * run.size for ch in tail)
    run.text = bare
    return run.right > run.left


def _merged(runs: list[Line]) -> list[Line]:
    """Runs that touch on one baseline are one line, in whatever order the file drew them."""
    done: list[Line] = []
    rows: dict[int, list[Line]] = {}
    for run in sorted(runs, key=lambda r: (r.left, -r.base)):
        key = int(run.base // 4)
        for k in (key - 1, key, key + 1):
            if k in rows:  # what ended far to the left touches nothing any more
                rows[k] = [line for line in rows[k] if line.right > run.left - 2 * run.size]
        near = [line for k in (key - 1, key, key + 1) for line in rows.get(k, ())]
        before = next((line for line in reversed(near) if _follows(line, run.left, run.base, run.size)), None)
        if before is not None and run.left > before.left:
            if run.left >= before.right - 0.3 * run.size:
                before.text += run.text
                before.right = max(before.right, run.right)
                continue
            if run.text == before.text:
                continue  # drawn twice
        rows.setdefault(key, []).append(run)
        done.append(run)
    return done


def _upright(lines: list[Line], body: float) -> list[Line]:
    """Large characters below one another are a headline set from top to bottom."""
    single = [line for line in lines if len(line.text) == 1 and line.size > 1.25 * body]
    single = single[:MAX_SINGLE]
    taken: set[int] = set()
    stacks: list[Line] = []
    for line in sorted(single, key=lambda one: -one.top):
        if id(line) in taken:
            continue
        stack = [line]
        for other in sorted(single, key=lambda one: -one.top):
            low = stack[-1]
            step = low.base - other.base
            if id(other) not in taken and 0.8 * low.size < step < 1.6 * low.size and _aligned(low, other):
                stack.append(other)
        if len(stack) >= STACK:
            taken |= {id(one) for one in stack}
            text = "".join(one.text for one in stack)
            first, last = stack[0], stack[-1]
            stacks.append(
                Line(first.left, last.bottom, first.right, first.top, text, first.size, first.base, True)
            )
    return [line for line in lines if id(line) not in taken] + stacks


def _aligned(one: Line, other: Line) -> bool:
    """Whether characters stand in one upright line: a figure is half as wide as the others, and centred or not."""
    apart = min(abs(one.left - other.left), abs(one.left + one.right - other.left - other.right) / 2)
    return apart < 0.3 * one.size


def _spaced(lines: list[Line]) -> list[Line]:
    """Join the parts of a line that a wide space tore apart: a gutter runs on above and below, a space does not."""
    lines = sorted(lines, key=lambda one: (-one.base, one.left))
    for i, line in enumerate(lines):
        if not line.text or line.upright:
            continue
        while (right := _right_of(lines, i, line)) is not None:
            gap = Box(line.right, line.bottom - 1.8 * line.size, right.left, line.top + 1.8 * line.size)
            if right.left - line.right > 2.2 * line.size or not _crossed(lines, i, gap, line):
                break
            line.text += " " + right.text
            line.right, right.text = right.right, ""
    return [line for line in lines if line.text]


def _right_of(lines: list[Line], i: int, line: Line) -> Line | None:
    found = None
    for other in lines[max(0, i - 60) : i + 60]:
        if other is line or not other.text or other.upright or abs(other.base - line.base) > NEAR * line.size:
            continue
        if (
            other.left > line.right
            and max(other.size, line.size) <= ALIKE * min(other.size, line.size)
            and (found is None or other.left < found.left)
        ):
            found = other
    return found


def _crossed(lines: list[Line], i: int, gap: Box, line: Line) -> bool:
    """Whether a line right above or below runs across a gap; a line alone decides by the gap's width."""
    near = [
        other
        for other in lines[max(0, i - 120) : i + 120]
        if other.text
        and abs(other.base - line.base) > NEAR * line.size
        and other.beside(gap) > 0
        and max(other.size, line.size) <= ALIKE * min(other.size, line.size)
    ]
    if any(other.left < gap.left - 1 and other.right > gap.right + 1 for other in near):
        return True
    return gap.width <= 1.3 * line.size and not any(other.shared(line) > 0 for other in near)


# ---------------------------------------------------------------------- blocks


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
