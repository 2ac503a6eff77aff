"""Build lines from the characters of a sheet, which may be drawn in any order, twice, upright or with wide gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.printed.pdf.boxes import Box, SheetLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

JOIN = 0.8  # em: a wider gap is a column gutter or a space without a character
SAME_BASELINE = 0.25  # em by which the baselines of one line may differ
SAME_SIZE = 1.1  # ratio by which the sizes of one line may differ
MIN_STACK = 3  # characters below one another that make an upright headline
LARGE = 1.25  # times the size of the running text: characters of a headline
MAX_SINGLE = 400  # lone characters that are compared with one another
IDEOGRAPHIC_SPACE, LATIN_SPACE = 1.0, 0.28  # em


def character_runs(chars: Iterable[Sequence[Any]]) -> list[SheetLine]:
    """Characters (character, left, right, baseline, size) that follow each other in the file and on the sheet."""
    runs: list[SheetLine] = []
    last: SheetLine | None = None
    for char, left, right, base, size in chars:
        if last is not None and _follows(last, left, base, size):
            if char == last.text[-1:] and abs(left - last.right + (right - left)) < 0.3 * size:
                continue  # drawn twice to look bold
            last.text += char
            last.right = max(last.right, right)
            continue
        last = SheetLine(left, base - 0.15 * size, right, base + 0.85 * size, char, size, base)
        runs.append(last)
    return [run for run in runs if _trim_spaces(run)]


def _follows(line: SheetLine, left: float, base: float, size: float) -> bool:
    same = abs(base - line.base) <= SAME_BASELINE * size and max(size, line.size) <= SAME_SIZE * min(
        size, line.size
    )
    return same and -1.2 * size <= left - line.right <= JOIN * size


def _trim_spaces(run: SheetLine) -> bool:
    """Turn spaces at both ends into positions, so that an indent can be measured; False if no text is left."""
    bare = run.text.strip(" \u3000\u00a0")
    if not bare:
        return False
    lead = run.text[: len(run.text) - len(run.text.lstrip(" \u3000\u00a0"))]
    run.left += _width_of_spaces(lead) * run.size
    tail = run.text[len(run.text.rstrip(" \u3000\u00a0")) :]
    run.right -= _width_of_spaces(tail) * run.size
    run.text = bare
    return run.right > run.left


def _width_of_spaces(spaces: str) -> float:
    return sum(IDEOGRAPHIC_SPACE if char == "\u3000" else LATIN_SPACE for char in spaces)


def merge_runs(found: list[SheetLine]) -> list[SheetLine]:
    """Join runs that touch on one baseline into one line, whatever their order in the file."""
    done: list[SheetLine] = []
    rows: dict[int, list[SheetLine]] = {}
    for run in sorted(found, key=lambda r: (r.left, -r.base)):
        key = int(run.base // 4)
        for k in (key - 1, key, key + 1):
            if k in rows:  # a line that ended far to the left touches nothing further right
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


def join_upright(lines: list[SheetLine], body: float) -> list[SheetLine]:
    """Join large characters below one another into an upright line; ``body`` is the size of the running text."""
    single = [line for line in lines if len(line.text) == 1 and line.size > LARGE * body]
    single = single[:MAX_SINGLE]
    taken: set[int] = set()
    stacks: list[SheetLine] = []
    for line in sorted(single, key=lambda one: -one.top):
        if id(line) in taken:
            continue
        stack = [line]
        for other in sorted(single, key=lambda one: -one.top):
            low = stack[-1]
            step = low.base - other.base
            if id(other) not in taken and 0.8 * low.size < step < 1.6 * low.size and _are_aligned(low, other):
                stack.append(other)
        if len(stack) >= MIN_STACK:
            taken |= {id(one) for one in stack}
            text = "".join(one.text for one in stack)
            first, last = stack[0], stack[-1]
            stacks.append(
                SheetLine(first.left, last.bottom, first.right, first.top, text, first.size, first.base, True)
            )
    return [line for line in lines if id(line) not in taken] + stacks


def _are_aligned(one: SheetLine, other: SheetLine) -> bool:
    """True if two characters share an upright line; a digit is half as wide as a Han character, centred or not."""
    apart = min(abs(one.left - other.left), abs(one.left + one.right - other.left - other.right) / 2)
    return apart < 0.3 * one.size


def join_spaced(lines: list[SheetLine]) -> list[SheetLine]:
    """Join the parts of a line that a wide space separates; a gutter differs: it continues in the lines above and below."""
    lines = sorted(lines, key=lambda one: (-one.base, one.left))
    for i, line in enumerate(lines):
        if not line.text or line.upright:
            continue
        while (right := _right_of(lines, i, line)) is not None:
            gap = Box(line.right, line.bottom - 1.8 * line.size, right.left, line.top + 1.8 * line.size)
            if right.left - line.right > 2.2 * line.size or not _is_crossed(lines, i, gap, line):
                break
            line.text += " " + right.text
            line.right, right.text = right.right, ""
    return [line for line in lines if line.text]


def _right_of(lines: list[SheetLine], i: int, line: SheetLine) -> SheetLine | None:
    found = None
    for other in lines[max(0, i - 60) : i + 60]:
        if (
            other is line
            or not other.text
            or other.upright
            or abs(other.base - line.base) > SAME_BASELINE * line.size
        ):
            continue
        if (
            other.left > line.right
            and max(other.size, line.size) <= SAME_SIZE * min(other.size, line.size)
            and (found is None or other.left < found.left)
        ):
            found = other
    return found


def _is_crossed(lines: list[SheetLine], i: int, gap: Box, line: SheetLine) -> bool:
    """True if the line above or below runs across a gap; without such a neighbour the gap's width decides."""
    near = [
        other
        for other in lines[max(0, i - 120) : i + 120]
        if other.text
        and abs(other.base - line.base) > SAME_BASELINE * line.size
        and other.shared_height(gap) > 0
        and max(other.size, line.size) <= SAME_SIZE * min(other.size, line.size)
    ]
    if any(other.left < gap.left - 1 and other.right > gap.right + 1 for other in near):
        return True
    return gap.width <= 1.3 * line.size and not any(other.shared_width(line) > 0 for other in near)
