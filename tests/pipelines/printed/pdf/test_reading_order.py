"""Reading order of the columns of one story."""

from __future__ import annotations

from pipelines.printed.pdf.boxes import SheetLine, TextBlock
from pipelines.printed.pdf.reading_order import columns_of, in_order, paragraphs


def column(left: float, top: float, *lines: tuple[str, float]) -> TextBlock:
    """A column of ten-point lines (text, indent), a hundred points wide."""
    block = TextBlock(left, top - 10, left + 100, top)
    for i, (text, indent) in enumerate(lines):
        base = top - 10 - 14 * i
        right = left + min(100, indent + 10 * len(text))
        block.add(SheetLine(left + indent, base - 1, right, base + 9, text, 10, base))
    return block


FIRST = column(0, 700, ("渡口今晨恢复通航", 20), ("首班渡轮离岸往来要绕", 0))
SECOND = column(120, 700, ("行十一公里的山路。", 0), ("船票两元不变。", 20))


def test_columns_are_read_from_left_to_right() -> None:
    ordered, agreed = in_order(columns_of([SECOND, FIRST]))
    assert [one.block for one in ordered] == [FIRST, SECOND]
    assert agreed


def test_cut_sentence_is_joined_and_an_indent_begins_a_paragraph() -> None:
    ordered, _ = in_order(columns_of([FIRST, SECOND]))
    assert paragraphs(ordered) == (
        ["渡口今晨恢复通航首班渡轮离岸往来要绕行十一公里的山路。", "船票两元不变。"],
        [],
    )


def test_byline_is_kept_apart_from_the_text() -> None:
    ordered, _ = in_order(columns_of([column(0, 700, ("□司徒青 报道", 0), ("渡口今晨恢复通航。", 20))]))
    assert paragraphs(ordered) == (["渡口今晨恢复通航。"], ["□司徒青 报道"])
