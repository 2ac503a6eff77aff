"""Which columns of a printed sheet belong to which headline: the one above, beside or below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.printed.pdf import reading_order
from pipelines.printed.pdf.boxes import Block, Box
from pipelines.printed.pdf.headings import Head

if TYPE_CHECKING:
    from pipelines.printed.pdf.sheet import Sheet

FAR = 3.0  # em of white: what stands below it is another story
NEXT_TO = 3.0  # em: a column further away from a headline at its side is another story's


class Owners:
    """A sheet while its columns look for their headlines."""

    def __init__(
        self, sheet: Sheet, headlines: list[Head], text: list[Block], shown: dict[int, list[Block]]
    ) -> None:
        self.sheet, self.heads, self.text, self.shown = sheet, headlines, text, shown
        self.owner: dict[int, Head | None] = {}
        self.weak: set[int] = (
            set()
        )  # columns that follow the column above them, or their neighbour, and no headline
        self.parent: dict[int, Block] = {}
        self.pictured: dict[int, Head | None] = {}
        self.bands = {id(head): self._band(head) for head in headlines}
        self.columns = {id(column.block): column for column in reading_order.columns(text)}

    def lines_of(self, number: int) -> list[str]:
        return [block.text for block in self.shown[number]]

    def assigned(self) -> list[tuple[Head | None, list[Block]]]:
        for block in sorted(self.text, key=lambda b: -b.top):
            self._look_up(block)
        self._headlines_below()
        self._neighbours()
        for number, picture in enumerate(self.sheet.pictures):
            self.pictured[number] = self._of_picture(picture)
        groups: list[tuple[Head | None, list[Block]]] = []
        for head in self.heads:
            groups.append((head, [b for b in self.text if self.owner.get(id(b)) is head]))
        groups += [(None, group) for group in self._without()]
        return groups

    # ------------------------------------------------------------------ headlines above

    def _band(self, head: Head) -> Box:
        """A headline with the white to its left and right: it is centred over columns that it does not reach."""
        left, right = 0.0, self.sheet.width
        others: list[Box] = [*(h for h in self.heads if h is not head), *self.text, *self.sheet.pictures]
        for box in others:
            if box.beside(head) <= 0.15 * min(box.height, head.height):
                continue
            middle = isinstance(box, Head)
            if box.right <= head.left + 1:
                left = max(left, (box.right + head.left) / 2 if middle else box.right)
            elif box.left >= head.right - 1:
                right = min(right, (box.left + head.right) / 2 if middle else box.left)
        for rule in self.sheet.rules:
            if rule.width < 5 and rule.beside(head) > 0.3 * head.height:
                if rule.right <= head.left:
                    left = max(left, rule.right)
                elif rule.left >= head.right:
                    right = min(right, rule.left)
        return Box(left, head.bottom, right, head.top)

    def _look_up(self, block: Block) -> None:
        """The first thing above a column: a headline owns it, a column above it shares its story, a rule ends both."""
        above, box = None, None
        for candidate, what in self._above(block):
            if box is None or what.bottom < box.bottom:
                above, box = candidate, what
        if above is None or box is None or self._rule_between(box, block):
            return
        if isinstance(above, Block):
            if not self._goes_down(above, block):
                return
            self.weak.add(id(block))
            self.parent[id(block)] = above
            self.owner[id(block)] = self.owner.get(id(above))
        elif self._near(box, block):
            self.owner[id(block)] = above

    def _goes_down(self, above: Block, block: Block) -> bool:
        """Whether a column may go on below another: in the same place, right there or below a picture."""
        return abs(above.left - block.left) < 1.2 * block.size and self._near(above, block)

    def _near(self, above: Box, block: Block) -> bool:
        """Whether there is little white between a column and what stands above it, pictures and captions aside."""
        filled = self._filled(above, block)
        white = above.bottom - block.top - filled
        return white <= (FAR + (2 if filled else 0)) * block.size

    def _filled(self, above: Box, block: Block) -> float:
        """Height of the pictures and captions between a column and what stands above it."""
        gap = Box(block.left, block.top, block.right, above.bottom)
        shown = [box for n, picture in enumerate(self.sheet.pictures) for box in (picture, *self.shown[n])]
        return sum(max(0.0, box.beside(gap)) for box in shown if box.shared(gap) > 0)

    def _above(self, block: Block) -> list[tuple[Head | Block, Box]]:
        found: list[tuple[Head | Block, Box]] = []
        for head in self.heads:
            band = self.bands[id(head)]
            if band.bottom >= block.top - 0.5 * block.size and band.shared(block) > 0.5 * block.width:
                found.append((head, band))
        for other in self.text:
            if (
                other is not block
                and other.bottom >= block.top - 0.5 * block.size
                and other.shared(block) > 0.2 * min(block.width, other.width)
            ):
                found.append((other, other))
        return found

    def _rule_between(self, high: Box, low: Box) -> bool:
        return any(
            rule.height < 5
            and low.top - 2 <= rule.bottom <= high.bottom + 2
            and rule.shared(low) > 0.6 * low.width
            for rule in self.sheet.rules
        )

    # ------------------------------------------------------------------ headlines below and beside

    def _headlines_below(self) -> None:
        """A headline without a column below it stands after its story: the columns that end on it are its own."""
        for head in sorted(self.heads, key=lambda h: -h.top):
            if any(owner is head for owner in self.owner.values()):
                continue
            band = self.bands[id(head)]
            ending = [
                b
                for b in self.text
                if self._ends_on(b, head) and (self._free(b) or self._begins_anew(b, band))
            ]
            for block in ending:
                self._own(block, head)

    def _own(self, block: Block, head: Head) -> None:
        """Give a column to the headline below it, and what goes on into it from above a picture."""
        self.owner[id(block)] = head
        self.weak.discard(id(block))
        for other in self.text:
            above = other.bottom >= block.top - 0.5 * block.size and other.shared(block) > 0.5 * block.width
            if above and self._free(other) and self._goes_down(other, block):
                self._own(other, head)

    def _free(self, block: Block) -> bool:
        return self.owner.get(id(block)) is None

    def _begins_anew(self, block: Block, band: Box) -> bool:
        """Whether a column that follows another one by place alone could as well begin a story."""
        if id(block) not in self.weak:
            return False
        parent = self.parent[id(block)]
        if self.columns[id(parent)].cut and self._filled(parent, block) and not self.columns[id(block)].opens:
            return False  # its sentence comes from above the picture
        row = [b for b in self.text if b.beside(block) > 0.5 * min(b.height, block.height)]
        row = [b for b in row if band.shared(b) > 0.5 * b.width]
        first = min(row, key=lambda b: b.left)
        return self.columns[id(first)].opens

    def _ends_on(self, block: Block, head: Head) -> bool:
        band = self.bands[id(head)]
        if band.shared(block) < 0.5 * block.width or block.bottom < band.top - 0.5 * block.size:
            return False
        between = Box(block.left, band.top, block.right, block.bottom)
        others: list[Box] = [*self.text, *(self.bands[id(one)] for one in self.heads if one is not head)]
        return not any(
            box is not block and box.shared(between) > 0.3 * block.width and box.beside(between) > 1
            for box in others
        )

    def _neighbours(self) -> None:
        """What no headline owns goes on from the column to its left, or stands beside its headline."""
        for block in sorted(self.text, key=lambda b: (b.left, -b.top)):
            if not self._free(block):
                continue
            self.owner[id(block)] = self._by_text(block) or self._beside(block)

    def _by_text(self, block: Block) -> Head | None:
        """The story of the nearest column to the left, where the text goes on from there."""
        if self.columns[id(block)].opens:
            return None
        before = [
            b
            for b in self.text
            if b.right <= block.left + 2 and not self._free(b) and self.columns[id(b)].full
        ]
        before.sort(key=lambda b: (self.columns[id(b)].cut, b.right, b.top), reverse=True)
        nearest = next((b for b in before if self._visible(b, block)), None)
        return None if nearest is None else self.owner[id(nearest)]

    def _visible(self, one: Box, other: Box) -> bool:
        return not any(
            rule.width < 5
            and one.right - 2 <= rule.left <= other.left + 2
            and rule.beside(other) > 0.5 * min(rule.height, other.height)
            for rule in self.sheet.rules
        )

    def _beside(self, block: Block) -> Head | None:
        """A headline at the column's side, the nearest; then a column at its side."""
        near: list[tuple[float, Head]] = []
        for head in self.heads:
            if head.beside(block) > 0.3 * min(head.height, block.height) and self._visible(
                *self._sorted(head, block)
            ):
                near.append((-head.shared(block), head))
        near = [pair for pair in near if pair[0] <= NEXT_TO * block.size]
        if near:
            return min(near, key=lambda pair: pair[0])[1]
        beside = [
            b
            for b in self.text
            if not self._free(b)
            and b.right <= block.left + 2
            and b.beside(block) > 0.3 * min(b.height, block.height)
        ]
        beside.sort(key=lambda b: -b.right)
        nearest = next((b for b in beside if self._visible(b, block)), None)
        return None if nearest is None else self.owner[id(nearest)]

    @staticmethod
    def _sorted(one: Box, other: Box) -> tuple[Box, Box]:
        return (one, other) if one.left <= other.left else (other, one)

    # ------------------------------------------------------------------ pictures, and what is left

    def _of_picture(self, picture: Box) -> Head | None:
        """A picture belongs to the text around it: below it, at its side, above it, or to the headline over it."""
        best: tuple[float, Head] | None = None
        for block in self.text:
            head = self.owner.get(id(block))
            if head is None:
                continue
            gap = max(picture.left - block.right, block.left - picture.right, 0) + max(
                picture.bottom - block.top, block.bottom - picture.top, 0
            )
            if best is None or gap < best[0]:
                best = (gap, head)
        over = [
            (self.bands[id(h)].bottom - picture.top, h)
            for h in self.heads
            if self.bands[id(h)].shared(picture) > 0.5 * picture.width
        ]
        over = [
            pair
            for pair in over
            if -5 <= pair[0] <= 30 and not any(self.owner.get(id(b)) is pair[1] for b in self.text)
        ]
        if over:
            return min(over, key=lambda pair: pair[0])[1]
        return best[1] if best else None

    def _without(self) -> list[list[Block]]:
        free = [block for block in self.text if self._free(block)]
        return [free] if free else []
