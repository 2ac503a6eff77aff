"""What on a printed sheet is no running text: headlines in their parts, captions, furniture of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.printed.pdf.boxes import Block, Box
from pipelines.printed.text.story_split import MASTHEAD, PICTURED, is_caption, is_furniture, is_makers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipelines.printed.pdf.sheet import Sheet

LARGER = 1.12  # than the text: below it is no headline
TITLE = 0.93  # of the largest size: lines of one title
MARGIN = 0.09  # of the height: where a page keeps its name, its day and its makers
STOPS = re.compile(r"[。；]")


@dataclass(eq=False)
class Head(Box):
    """One headline: title, what stands above and below it, and the free space to both sides that goes with it."""

    title: list[Block] = field(default_factory=list)
    kicker: list[Block] = field(default_factory=list)
    subtitle: list[Block] = field(default_factory=list)
    makers: list[str] = field(default_factory=list)

    @property
    def size(self) -> float:
        return max(block.size for block in self.title)

    def widen(self, block: Box) -> None:
        self.left, self.right = min(self.left, block.left), max(self.right, block.right)
        self.bottom, self.top = min(self.bottom, block.bottom), max(self.top, block.top)


def words(blocks: Iterable[Block]) -> str | None:
    """The lines of a headline's part: those of one block are one line of print that was broken."""
    ordered = sorted(
        blocks, key=lambda b: (-b.lines[0].right, 0.0) if b.lines[0].upright else (-b.top, b.left)
    )
    parts = [line.text for block in ordered for line in block.lines]
    return " ".join(parts) or None


def furniture(sheet: Sheet) -> list[Block]:
    """Name of the paper, day, number of the page, editors: at the margins of the sheet, never among its stories."""
    low, high = MARGIN * sheet.height, (1 - MARGIN) * sheet.height
    found = []
    for block in sheet.blocks:
        outside = block.bottom >= high or block.top <= low
        text = "".join(block.text.split())
        if (
            (is_furniture(text) and (outside or len(text) > 4))
            or (
                block.bottom >= (1 - 2 * MARGIN) * sheet.height
                and MASTHEAD.fullmatch(text)
                and len(block.lines) == 1
            )
            or (
                outside
                and len(block.lines) == 1
                and len(text) <= 12
                and block.size <= LARGER * sheet.body
                and STOPS.search(text) is None
            )
        ):
            found.append(block)
    return found


def headlines(sheet: Sheet, blocks: Sequence[Block]) -> list[Head]:
    """Groups of large lines, the largest first; every line belongs to one."""
    large = [block for block in blocks if is_large(block, sheet.body)]
    heads: list[Head] = []
    left = sorted(large, key=lambda block: -block.size)
    while left:
        first = left.pop(0)
        head = Head(first.left, first.bottom, first.right, first.top, [first])
        grown = True
        while grown:
            grown = False
            for block in list(left):
                if (part := _part(head, block, sheet)) is not None:
                    part.append(block)
                    head.widen(block)
                    left.remove(block)
                    grown = True
        heads.append(head)
    return heads


def is_large(block: Block, body: float) -> bool:
    if block.size < LARGER * body or len(block.lines) > 4:
        return False
    return STOPS.search(block.text) is None or block.size > 1.6 * body


def _part(head: Head, block: Block, sheet: Sheet) -> list[Block] | None:
    """The part of a headline that a block belongs to; None if it is none of it."""
    alike = block.size >= TITLE * head.size
    upright = block.lines[0].upright
    if upright != head.title[0].lines[0].upright:
        return None
    if upright:
        near = (
            head.beside(block) > 0.4 * min(head.height, block.height)
            and -head.shared(block) <= 1.2 * head.size
        )
        if not near:
            return None
        return head.title if alike else head.kicker if block.left > head.left else head.subtitle
    if head.shared(block) < 0.5 * min(head.width, block.width):
        return None
    gap = max(block.bottom - head.top, head.bottom - block.top)
    if gap > (0.7 if alike else 1.1) * max(block.size, 0.5 * head.size) or _ruled(head, block, sheet):
        return None
    if alike:
        return head.title
    if is_makers(block.text):
        return None
    return head.kicker if block.bottom >= min(b.top for b in head.title) - 0.3 * block.size else head.subtitle


def _ruled(one: Box, other: Box, sheet: Sheet) -> bool:
    high, low = (one, other) if one.bottom > other.bottom else (other, one)
    between = Box(max(one.left, other.left), low.top - 1, min(one.right, other.right), high.bottom + 1)
    return any(
        rule.height < 5
        and between.bottom <= rule.bottom <= between.top
        and rule.shared(between) > 0.5 * between.width
        for rule in sheet.rules
    )


def captions(sheet: Sheet, blocks: Sequence[Block], picture: Box) -> list[Block]:
    """The blocks that speak of a picture: right below it (or at its side), short, as wide as it is."""
    found: list[Block] = []
    edge: Box = picture
    for block in sorted(blocks, key=lambda b: -b.top):
        if block in found or len(block.lines) > 5:
            continue
        within = block.left >= picture.left - block.size and block.right <= picture.right + block.size
        gap = edge.bottom - block.top
        if not within or not -0.5 * block.size <= gap <= 1.8 * block.size:
            continue
        small = block.size < 0.97 * sheet.body
        credit = is_makers(block.text) and bool(found)
        if small or credit or (not found and _said(block, picture, blocks)):
            found.append(block)
            edge = block
    return found


def _said(block: Block, picture: Box, blocks: Sequence[Block]) -> bool:
    """Whether a block as large as the text is a caption: it speaks of the picture, or is centred below it."""
    if not is_caption(block.text) or not _alone(block, blocks):
        return False
    centred = abs(block.left + block.right - picture.left - picture.right) < 2 * block.size
    return PICTURED.search(block.text) is not None or (
        centred and block.left > picture.left + 0.8 * block.size
    )


def _alone(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether a short block is not merely the first lines of a column that goes on below."""
    below = [
        b
        for b in blocks
        if b is not block and b.size == block.size and 0 <= block.bottom - b.top < 0.6 * block.size
    ]
    return not any(b.shared(block) > 0.6 * min(b.width, block.width) for b in below)
