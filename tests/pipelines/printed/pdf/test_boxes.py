"""Boxes of a printed sheet."""

from __future__ import annotations

from pipelines.printed.pdf.boxes import Box, SheetLine, TextBlock


def test_shared_width_and_height() -> None:
    one, other = Box(0, 0, 10, 20), Box(6, 15, 16, 30)
    assert (one.width, one.height) == (10, 20)
    assert (one.shared_width(other), one.shared_height(other)) == (4, 5)
    assert one.shared_width(Box(12, 0, 20, 20)) == -2


def test_block_grows_with_its_lines() -> None:
    block = TextBlock(0, 100, 50, 110)
    block.add(SheetLine(0, 100, 50, 110, "青岚", 10, 101))
    block.add(SheetLine(0, 86, 60, 96, "渡口", 10, 87))
    assert (block.left, block.bottom, block.right, block.top) == (0, 86, 60, 110)
    assert (block.text, block.size) == ("青岚渡口", 10)
