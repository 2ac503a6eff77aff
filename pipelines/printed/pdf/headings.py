"""Find what is not running text on a printed sheet: headlines with their parts, captions, page edges."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.printed.line_tests import MASTHEAD, NAMES_PICTURE, is_byline, is_caption, is_page_edge
from pipelines.printed.pdf.boxes import Box, TextBlock
from pipelines.printed.pdf.sheet import is_ruled_off

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipelines.printed.pdf.sheet import Sheet

LARGER = 1.12  # times the size of the running text: smaller type is not a headline
TITLE = 0.93  # share of the largest size: lines of one title
MARGIN = 0.09  # share of the height at top and bottom where paper, date and editors stand
SMALLER = 0.97  # times the size of the running text: type of captions and page edges
MAX_EDGE_TEXT = 12  # characters of a line at the margin
MAX_HEADLINE_LINES = 4
MAX_CAPTION_LINES = 5
STOPS = re.compile(r"[。；]")


@dataclass(eq=False)
class SheetHeadline(Box):
    """One headline with its parts. The box covers all of them."""

    title: list[TextBlock] = field(default_factory=list)
    kicker: list[TextBlock] = field(default_factory=list)
    subtitle: list[TextBlock] = field(default_factory=list)

    @property
    def size(self) -> float:
        return max(block.size for block in self.title)

    def widen(self, block: Box) -> None:
        """Grow the box around a further part."""
        self.left, self.right = min(self.left, block.left), max(self.right, block.right)
        self.bottom, self.top = min(self.bottom, block.bottom), max(self.top, block.top)


def text_of_part(blocks: Iterable[TextBlock]) -> str | None:
    """The text of a headline part: its lines in reading order, joined with spaces."""
    ordered = sorted(
        blocks, key=lambda b: (-b.lines[0].right, 0.0) if b.lines[0].upright else (-b.top, b.left)
    )
    parts = [line.text for block in ordered for line in block.lines]
    return " ".join(parts) or None


def page_edges(sheet: Sheet) -> list[TextBlock]:
    """Blocks with the name of the paper, date, page number or editors, at the margins of the sheet."""
    low, high = MARGIN * sheet.height, (1 - MARGIN) * sheet.height
    found = []
    for block in sheet.blocks:
        outside = block.bottom >= high or block.top <= low
        text = "".join(block.text.split())
        is_single = len(block.lines) == 1
        if (
            ((is_page_edge(text) or is_page_edge(block.text)) and (outside or len(text) > 4))
            or (outside and is_single and block.size < SMALLER * sheet.body and _is_small_print(block.text))
            or (
                block.bottom >= (1 - 2 * MARGIN) * sheet.height
                and MASTHEAD.fullmatch(text)
                and len(block.lines) == 1
            )
            or (
                outside
                and len(block.lines) == 1
                and len(text) <= MAX_EDGE_TEXT
                and block.size <= LARGER * sheet.body
                and STOPS.search(text) is None
            )
        ):
            found.append(block)
    return found


def _is_small_print(text: str) -> bool:
    """True for small type that is neither a sentence, a byline nor the caption of a picture."""
    return STOPS.search(text) is None and not is_byline(text) and NAMES_PICTURE.search(text) is None


def find_headlines(sheet: Sheet, blocks: Sequence[TextBlock]) -> list[SheetHeadline]:
    """Group the large blocks into headlines, the largest first; every large block belongs to one."""
    large = [block for block in blocks if is_large(block, sheet.body)]
    found: list[SheetHeadline] = []
    left = sorted(large, key=lambda block: -block.size)
    while left:
        first = left.pop(0)
        head = SheetHeadline(first.left, first.bottom, first.right, first.top, [first])
        grown = True
        while grown:
            grown = False
            for block in list(left):
                if (part := _part_for(head, block, sheet)) is not None:
                    part.append(block)
                    head.widen(block)
                    left.remove(block)
                    grown = True
        found.append(head)
    return found


def is_large(block: TextBlock, body: float) -> bool:
    """True if a block is set larger than the running text of size ``body`` and has no sentences, unless very large."""
    if block.size < LARGER * body or len(block.lines) > MAX_HEADLINE_LINES:
        return False
    return STOPS.search(block.text) is None or block.size > 1.6 * body


def _part_for(head: SheetHeadline, block: TextBlock, sheet: Sheet) -> list[TextBlock] | None:
    """The part of a headline (title, kicker, subtitle) that a block belongs to; None if it belongs to no part."""
    alike = block.size >= TITLE * head.size
    upright = block.lines[0].upright
    if upright != head.title[0].lines[0].upright:
        return None
    if upright:
        near = (
            head.shared_height(block) > 0.4 * min(head.height, block.height)
            and -head.shared_width(block) <= 1.2 * head.size
        )
        if not near:
            return None
        return head.title if alike else head.kicker if block.left > head.left else head.subtitle
    if head.shared_width(block) < 0.5 * min(head.width, block.width):
        return None
    gap = max(block.bottom - head.top, head.bottom - block.top)
    if gap > (0.7 if alike else 1.1) * max(block.size, 0.5 * head.size) or _are_ruled_apart(
        head, block, sheet
    ):
        return None
    if alike:
        return head.title
    if is_byline(block.text):
        return None
    return head.kicker if block.bottom >= min(b.top for b in head.title) - 0.3 * block.size else head.subtitle


def _are_ruled_apart(one: Box, other: Box, sheet: Sheet) -> bool:
    """True if there is a ruled line between two boxes."""
    high, low = (one, other) if one.bottom > other.bottom else (other, one)
    between = Box(max(one.left, other.left), low.top - 1, min(one.right, other.right), high.bottom + 1)
    return is_ruled_off(between, sheet.rules)


def find_captions(sheet: Sheet, blocks: Sequence[TextBlock], picture: Box) -> list[TextBlock]:
    """The caption blocks of a picture: right below it, short, no wider than the picture."""
    found: list[TextBlock] = []
    edge: Box = picture
    for block in sorted(blocks, key=lambda b: -b.top):
        if block in found or len(block.lines) > MAX_CAPTION_LINES:
            continue
        within = block.left >= picture.left - block.size and block.right <= picture.right + block.size
        gap = edge.bottom - block.top
        if not within or not -0.5 * block.size <= gap <= 1.8 * block.size:
            continue
        small = block.size < SMALLER * sheet.body
        credit = is_byline(block.text) and bool(found)
        if small or credit or (not found and _is_body_size_caption(block, picture, blocks)):
            found.append(block)
            edge = block
    return found


def _is_body_size_caption(block: TextBlock, picture: Box, blocks: Sequence[TextBlock]) -> bool:
    """True if a block in the size of the running text is a caption: it names the picture or is centred below it."""
    if not is_caption(block.text) or not _is_whole(block, blocks):
        return False
    centred = abs(block.left + block.right - picture.left - picture.right) < 2 * block.size
    return NAMES_PICTURE.search(block.text) is not None or (
        centred and block.left > picture.left + 0.8 * block.size
    )


def _is_whole(block: TextBlock, blocks: Sequence[TextBlock]) -> bool:
    """False if a short block is only the beginning of a column that continues below it."""
    below = [
        b
        for b in blocks
        if b is not block and b.size == block.size and 0 <= block.bottom - b.top < 0.6 * block.size
    ]
    return not any(b.shared_width(block) > 0.6 * min(b.width, block.width) for b in below)
