"""Distinguish tables of data from tables that only lay out a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.page.elements import visible_text
from pipelines.text.clean import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_CELL_CHARS = 200  # a cell with more text lays out a page
MAX_CELL_PARAGRAPHS = 2
MAX_CELL_BREAKS = 4


def data_rows(table: HtmlElement) -> list[tuple[HtmlElement, str]] | None:
    """The rows of a data table with their cells joined by tabs; None for a table that lays out the page."""
    if table.find(".//table") is not None or table.find(".//img") is not None:
        return None
    rows: list[tuple[HtmlElement, str]] = []
    widest = 0
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        texts = []
        for cell in cells:
            if _holds_blocks(cell):
                return None
            text = one_line("".join(visible_text(cell)))
            if len(text) > MAX_CELL_CHARS:
                return None
            texts.append(text)
        widest = max(widest, len(cells))
        if any(texts):
            rows.append((row, "\t".join(texts)))
    return rows if widest >= 2 and len(rows) >= 2 else None


def _holds_blocks(cell: HtmlElement) -> bool:
    return (
        len(cell.findall(".//p")) > MAX_CELL_PARAGRAPHS
        or len(cell.findall(".//br")) > MAX_CELL_BREAKS
        or cell.find(".//div/div") is not None
    )
