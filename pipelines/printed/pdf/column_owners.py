"""Assign every text column of a printed sheet to the headline above, beside or below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.printed.pdf import reading_order
from pipelines.printed.pdf.boxes import Box, TextBlock
from pipelines.printed.pdf.headings import SheetHeadline
from pipelines.printed.pdf.sheet import MAX_THICKNESS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.printed.pdf.sheet import Sheet

MAX_WHITE = 3.0  # em of white space between a column and the story above it
EXTRA_WHITE = 2  # em more where there is a picture between them
NEXT_TO = 3.0  # em between a column and a headline at its side
SAME_LEFT = 1.2  # em between the left edges of a column and its continuation below
OVER_PICTURE = (-5, 30)  # points between a picture and a headline right above it


class ColumnOwners:
    """Finds the owner of each column in three passes: headlines above, headlines below, neighbouring columns."""

    def __init__(
        self,
        sheet: Sheet,
        headlines: list[SheetHeadline],
        columns: list[TextBlock],
        captions: Sequence[list[TextBlock]],
    ) -> None:
        """``columns`` are the text blocks without headlines and captions; ``captions`` are those of each picture."""
        self.sheet, self.headlines, self.columns, self.captions = sheet, headlines, columns, captions
        self.owner: dict[int, SheetHeadline | None] = {}  # by id of the block
        # columns that continue the one above them by position alone, without a headline of their own
        self.continued: dict[int, TextBlock] = {}
        self.picture_owner: list[SheetHeadline | None] = []
        self.bands = {id(head): self._band(head) for head in headlines}
        self.edges = {id(column.block): column for column in reading_order.columns_of(columns)}

    def assign(self) -> list[tuple[SheetHeadline | None, list[TextBlock]]]:
        """The columns of each headline; the last group, if any, are columns without one."""
        for block in sorted(self.columns, key=lambda b: -b.top):
            self._assign_from_above(block)
        self._assign_headlines_below()
        self._assign_neighbours()
        self.picture_owner = [self._owner_of_picture(picture) for picture in self.sheet.pictures]
        groups: list[tuple[SheetHeadline | None, list[TextBlock]]] = [
            (head, [b for b in self.columns if self.owner.get(id(b)) is head]) for head in self.headlines
        ]
        free = [block for block in self.columns if self._is_free(block)]
        return [*groups, (None, free)] if free else groups

    def caption_lines(self, head: SheetHeadline | None) -> list[str]:
        """Captions of the pictures that belong to a headline, or to none."""
        return [
            block.text
            for blocks, owner in zip(self.captions, self.picture_owner, strict=True)
            if owner is head
            for block in blocks
        ]

    # ------------------------------------------------------------------ headlines above

    def _band(self, head: SheetHeadline) -> Box:
        """A headline with the white space to its left and right: a centred headline covers columns it does not reach."""
        left, right = 0.0, self.sheet.width
        others: list[Box] = [
            *(h for h in self.headlines if h is not head),
            *self.columns,
            *self.sheet.pictures,
        ]
        for box in others:
            if box.shared_height(head) <= 0.15 * min(box.height, head.height):
                continue
            is_head = isinstance(box, SheetHeadline)  # two headlines share the space between them
            if box.right <= head.left + 1:
                left = max(left, (box.right + head.left) / 2 if is_head else box.right)
            elif box.left >= head.right - 1:
                right = min(right, (box.left + head.right) / 2 if is_head else box.left)
        for rule in self.sheet.rules:
            if rule.width < MAX_THICKNESS and rule.shared_height(head) > 0.3 * head.height:
                if rule.right <= head.left:
                    left = max(left, rule.right)
                elif rule.left >= head.right:
                    right = min(right, rule.left)
        return Box(left, head.bottom, right, head.top)

    def _assign_from_above(self, block: TextBlock) -> None:
        """Search upward: a headline claims the column, an adjacent column continues its story, a ruled line stops."""
        above, box = None, None
        for candidate, place in self._above(block):
            if box is None or place.bottom < box.bottom:
                above, box = candidate, place
        if above is None or box is None or self._is_ruled_off(box, block):
            return
        if isinstance(above, TextBlock):
            if self._continues_below(above, block):
                self.continued[id(block)] = above
                self.owner[id(block)] = self.owner.get(id(above))
        elif self._is_near(box, block):
            self.owner[id(block)] = above

    def _above(self, block: TextBlock) -> list[tuple[SheetHeadline | TextBlock, Box]]:
        """Headlines and columns above a column, each with its box; a headline's box is its band."""
        found: list[tuple[SheetHeadline | TextBlock, Box]] = []
        floor = block.top - 0.5 * block.size
        for head in self.headlines:
            band = self.bands[id(head)]
            if band.bottom >= floor and band.shared_width(block) > 0.5 * block.width:
                found.append((head, band))
        for other in self.columns:
            overlap = other.shared_width(block) > 0.2 * min(block.width, other.width)
            if other is not block and other.bottom >= floor and overlap:
                found.append((other, other))
        return found

    def _continues_below(self, above: TextBlock, block: TextBlock) -> bool:
        """True if a column may continue another one: same left edge, right below it or below a picture."""
        return abs(above.left - block.left) < SAME_LEFT * block.size and self._is_near(above, block)

    def _is_near(self, above: Box, block: TextBlock) -> bool:
        """True if there is little white space between a column and what is above it, apart from pictures."""
        filled = self._filled_height(above, block)
        white = above.bottom - block.top - filled
        return white <= (MAX_WHITE + (EXTRA_WHITE if filled else 0)) * block.size

    def _filled_height(self, above: Box, block: TextBlock) -> float:
        """Height of the pictures and captions between a column and what is above it."""
        gap = Box(block.left, block.top, block.right, above.bottom)
        shown = [
            box
            for picture, captions in zip(self.sheet.pictures, self.captions, strict=True)
            for box in (picture, *captions)
        ]
        return sum(max(0.0, box.shared_height(gap)) for box in shown if box.shared_width(gap) > 0)

    def _is_ruled_off(self, high: Box, low: Box) -> bool:
        """True if a horizontal ruled line between two boxes covers most of the lower one."""
        return any(
            rule.height < MAX_THICKNESS
            and low.top - 2 <= rule.bottom <= high.bottom + 2
            and rule.shared_width(low) > 0.6 * low.width
            for rule in self.sheet.rules
        )

    # ------------------------------------------------------------------ headlines below

    def _assign_headlines_below(self) -> None:
        """A headline without a column below it follows its story: it claims the columns that end above it."""
        for head in sorted(self.headlines, key=lambda h: -h.top):
            if any(owner is head for owner in self.owner.values()):
                continue
            ending = [
                b
                for b in self.columns
                if self._ends_on(b, head) and (self._is_free(b) or self._may_begin_story(b, head))
            ]
            for block in ending:
                self._claim(block, head)

    def _claim(self, block: TextBlock, head: SheetHeadline) -> None:
        """Assign a column to the headline below it, with the free columns above it that it continues."""
        self.owner[id(block)] = head
        self.continued.pop(id(block), None)
        for other in self.columns:
            is_above = (
                other.bottom >= block.top - 0.5 * block.size and other.shared_width(block) > 0.5 * block.width
            )
            if is_above and self._is_free(other) and self._continues_below(other, block):
                self._claim(other, head)

    def _is_free(self, block: TextBlock) -> bool:
        return self.owner.get(id(block)) is None

    def _may_begin_story(self, block: TextBlock, head: SheetHeadline) -> bool:
        """True if a column that follows another one by position alone could as well begin a story."""
        above = self.continued.get(id(block))
        if above is None:
            return False
        begins = self.edges[id(block)].begins_paragraph
        if self.edges[id(above)].breaks_off and self._filled_height(above, block) and not begins:
            return False  # its sentence begins above the picture
        band = self.bands[id(head)]
        row = [b for b in self.columns if b.shared_height(block) > 0.5 * min(b.height, block.height)]
        row = [b for b in row if band.shared_width(b) > 0.5 * b.width]
        return self.edges[id(min(row, key=lambda b: b.left))].begins_paragraph

    def _ends_on(self, block: TextBlock, head: SheetHeadline) -> bool:
        """True if a column ends above a headline with nothing between them."""
        band = self.bands[id(head)]
        if band.shared_width(block) < 0.5 * block.width or block.bottom < band.top - 0.5 * block.size:
            return False
        between = Box(block.left, band.top, block.right, block.bottom)
        others: list[Box] = [
            *self.columns,
            *(self.bands[id(one)] for one in self.headlines if one is not head),
        ]
        return not any(
            box is not block
            and box.shared_width(between) > 0.3 * block.width
            and box.shared_height(between) > 1
            for box in others
        )

    # ------------------------------------------------------------------ columns beside one another

    def _assign_neighbours(self) -> None:
        """A free column continues the column to its left, or is beside its headline."""
        for block in sorted(self.columns, key=lambda b: (b.left, -b.top)):
            if self._is_free(block):
                self.owner[id(block)] = self._owner_of_continued(block) or self._owner_beside(block)

    def _owner_of_continued(self, block: TextBlock) -> SheetHeadline | None:
        """Owner of the nearest column to the left whose text continues in this one."""
        if self.edges[id(block)].begins_paragraph:
            return None
        before = [
            b
            for b in self.columns
            if b.right <= block.left + 2 and not self._is_free(b) and self.edges[id(b)].is_full
        ]
        before.sort(key=lambda b: (self.edges[id(b)].breaks_off, b.right, b.top), reverse=True)
        nearest = next((b for b in before if not self._is_walled_off(b, block)), None)
        return None if nearest is None else self.owner[id(nearest)]

    def _is_walled_off(self, one: Box, other: Box) -> bool:
        """True if there is a vertical ruled line between two boxes, of which the first is the left one."""
        return any(
            rule.width < MAX_THICKNESS
            and one.right - 2 <= rule.left <= other.left + 2
            and rule.shared_height(other) > 0.5 * min(rule.height, other.height)
            for rule in self.sheet.rules
        )

    def _owner_beside(self, block: TextBlock) -> SheetHeadline | None:
        """The nearest headline at a column's side, else the owner of the column to its left."""
        near: list[tuple[float, SheetHeadline]] = []
        for head in self.headlines:
            left, right = (head, block) if head.left <= block.left else (block, head)
            is_beside = head.shared_height(block) > 0.3 * min(head.height, block.height)
            distance = -head.shared_width(block)
            if is_beside and distance <= NEXT_TO * block.size and not self._is_walled_off(left, right):
                near.append((distance, head))
        if near:
            return min(near, key=lambda pair: pair[0])[1]
        beside = [
            b
            for b in self.columns
            if not self._is_free(b)
            and b.right <= block.left + 2
            and b.shared_height(block) > 0.3 * min(b.height, block.height)
        ]
        beside.sort(key=lambda b: -b.right)
        nearest = next((b for b in beside if not self._is_walled_off(b, block)), None)
        return None if nearest is None else self.owner[id(nearest)]

    # ------------------------------------------------------------------ pictures

    def _owner_of_picture(self, picture: Box) -> SheetHeadline | None:
        """A headline without columns right above the picture, else the owner of the nearest column."""
        over: list[tuple[float, SheetHeadline]] = []
        for head in self.headlines:
            band = self.bands[id(head)]
            gap = band.bottom - picture.top
            is_over = band.shared_width(picture) > 0.5 * picture.width
            has_columns = any(self.owner.get(id(b)) is head for b in self.columns)
            if is_over and OVER_PICTURE[0] <= gap <= OVER_PICTURE[1] and not has_columns:
                over.append((gap, head))
        if over:
            return min(over, key=lambda pair: pair[0])[1]
        best: tuple[float, SheetHeadline] | None = None
        for block in self.columns:
            owner = self.owner.get(id(block))
            if owner is None:
                continue
            aside = max(picture.left - block.right, block.left - picture.right, 0)
            gap = aside + max(picture.bottom - block.top, block.bottom - picture.top, 0)
            if best is None or gap < best[0]:
                best = (gap, owner)
        return best[1] if best else None
