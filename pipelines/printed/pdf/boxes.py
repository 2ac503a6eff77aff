"""Boxes, lines and text blocks of a printed sheet. Units are points; y grows upwards, as in a PDF file."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(eq=False)
class Box:
    """A rectangle on the sheet."""

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

    def shared_width(self, other: Box) -> float:
        """Width that both boxes cover; negative if they stand apart."""
        return min(self.right, other.right) - max(self.left, other.left)

    def shared_height(self, other: Box) -> float:
        """Height that both boxes cover; negative if they stand apart."""
        return min(self.top, other.top) - max(self.bottom, other.bottom)


@dataclass(eq=False)
class SheetLine(Box):
    """One printed line of text."""

    text: str = ""
    size: float = 0.0  # of its type
    base: float = 0.0  # y of its baseline
    upright: bool = False  # set from top to bottom


@dataclass(eq=False)
class TextBlock(Box):
    """Lines of one type size that follow each other in one column."""

    lines: list[SheetLine] = field(default_factory=list)

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    def add(self, line: SheetLine) -> None:
        """Append a line and grow the box around it."""
        self.lines.append(line)
        self.left, self.right = min(self.left, line.left), max(self.right, line.right)
        self.bottom, self.top = min(self.bottom, line.bottom), max(self.top, line.top)
