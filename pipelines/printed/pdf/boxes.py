"""The parts of a printed sheet by their places: boxes, lines, blocks. Points; y grows upwards, as in the file."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(eq=False)
class Box:
    """A part of the sheet."""

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
