"""Assemble the stories of a printed sheet from headlines, columns and captions, in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.printed.line_tests import is_byline
from pipelines.printed.pdf import headings, reading_order
from pipelines.printed.pdf.column_owners import ColumnOwners
from pipelines.printed.printed_story import PrintedStory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.printed.pdf.boxes import Box, TextBlock
    from pipelines.printed.pdf.headings import SheetHeadline
    from pipelines.printed.pdf.sheet import Sheet

ROW = 0.04  # of the sheet's height: stories whose tops differ by less are read from left to right


def find_stories(sheet: Sheet) -> tuple[list[PrintedStory], list[str]]:
    """The stories of a sheet in reading order, and the lines that belong to none."""
    edges = headings.page_edges(sheet)
    blocks = [block for block in sheet.blocks if block not in edges]
    headlines = headings.find_headlines(sheet, blocks)
    large = {id(block) for head in headlines for block in _blocks_of(head)}
    text = [block for block in blocks if id(block) not in large]
    captions: list[list[TextBlock]] = []  # of each picture
    for picture in sheet.pictures:
        found = headings.find_captions(sheet, text, picture)
        captions.append(found)
        text = [block for block in text if block not in found]
    owners = ColumnOwners(sheet, headlines, text, captions)
    groups = owners.assign()
    unassigned = [block.text for block in edges] + owners.caption_lines(None)
    stories: list[tuple[Box, PrintedStory]] = []
    for head, columns in groups:
        story = _story(head, columns, owners.caption_lines(head))
        if story is not None:
            stories.append((head or columns[0], story))
        elif head is not None:
            unassigned += [block.text for block in _blocks_of(head)]
    stories.sort(key=lambda pair: (-round(pair[0].top / (ROW * sheet.height)), pair[0].left))
    return [story for _, story in stories], unassigned


def _blocks_of(head: SheetHeadline) -> list[TextBlock]:
    return [*head.title, *head.kicker, *head.subtitle]


def _story(
    head: SheetHeadline | None, blocks: Sequence[TextBlock], captions: Sequence[str]
) -> PrintedStory | None:
    """A story from its headline and columns; None for large type without text or captions."""
    ordered, agreed = reading_order.in_order(reading_order.columns_of(blocks))
    paragraphs, bylines = reading_order.paragraphs(ordered)
    if not paragraphs and captions:
        paragraphs = [line for line in captions if not is_byline(line)]
    if not paragraphs:
        return None
    story = PrintedStory(
        title=headings.text_of_part(head.title) if head else None,
        kicker=headings.text_of_part(head.kicker) if head else None,
        subtitle=headings.text_of_part(head.subtitle) if head else None,
        bylines=tuple(bylines),
        paragraphs=tuple(paragraphs),
        captions=tuple(captions),
    )
    if head is not None and blocks and all(block.bottom >= head.top - 1 for block in blocks):
        story = story.doubted("headline_after_story")
    if not agreed:
        story = story.doubted("order_by_place_alone")
    return story.checked()
