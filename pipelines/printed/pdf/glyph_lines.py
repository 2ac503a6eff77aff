"""The characters of a printed sheet as lines: drawn in any order, twice, upright, or torn apart by a wide space."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.printed.pdf.boxes import Box, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

JOIN = 0.8  # em: a wider gap inside a line is a gutter, or a space that nothing drew
NEAR = 0.25  # em: characters of one line share a baseline
ALIKE = 1.1  # sizes of one line differ by no more
STACK = 3  # characters: fewer below one another are no headline set upright
MAX_SINGLE = 400


def runs(chars: Iterable[Sequence[Any]]) -> list[Line]:
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


def merged(found: list[Line]) -> list[Line]:
    """Runs that touch on one baseline are one line, in whatever order the file drew them."""
    done: list[Line] = []
    rows: dict[int, list[Line]] = {}
    for run in sorted(found, key=lambda r: (r.left, -r.base)):
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


def upright(lines: list[Line], body: float) -> list[Line]:
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


def spaced(lines: list[Line]) -> list[Line]:
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
