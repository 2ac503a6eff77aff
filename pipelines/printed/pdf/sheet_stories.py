"""A printed sheet as its stories: headlines, columns and captions put together in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.printed.pdf import headings, reading_order
from pipelines.printed.pdf.column_owners import Owners
from pipelines.printed.text import story_split as flat
from pipelines.printed.text.story_split import Story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.printed.pdf.boxes import Block, Box
    from pipelines.printed.pdf.headings import Head
    from pipelines.printed.pdf.sheet import Sheet


def stories(sheet: Sheet) -> tuple[list[Story], list[str]]:
    """The stories of a sheet in reading order, and the lines that belong to none."""
    dropped = headings.furniture(sheet)
    blocks = [block for block in sheet.blocks if block not in dropped]
    headlines = headings.headlines(sheet, blocks)
    large = {id(b) for head in headlines for b in (*head.title, *head.kicker, *head.subtitle)}
    text = [block for block in blocks if id(block) not in large]
    shown: dict[int, list[Block]] = {}
    for number, picture in enumerate(sheet.pictures):
        shown[number] = headings.captions(sheet, text, picture)
        text = [block for block in text if block not in shown[number]]
    page = Owners(sheet, headlines, text, shown)
    found = page.assigned()
    left = [block.text for block in dropped]
    left += [
        line for number, owner in page.pictured.items() if owner is None for line in page.lines_of(number)
    ]
    answer: list[tuple[Box, Story]] = []
    for head, columns in found:
        captions = [
            line for number, owner in page.pictured.items() if owner is head for line in page.lines_of(number)
        ]
        story = _story(head, columns, captions)
        if story is None:
            left += [block.text for block in (*head.title, *head.kicker, *head.subtitle)] if head else []
        else:
            answer.append((head or columns[0], story))
    answer.sort(key=lambda pair: (-round(pair[0].top / (0.04 * sheet.height)), pair[0].left))
    return [story for _, story in answer], left


def _story(head: Head | None, blocks: Sequence[Block], captions: Sequence[str]) -> Story | None:
    """A story of its columns; None for large letters without text."""
    ordered, agreed = reading_order.in_order(reading_order.columns(blocks))
    paragraphs, makers = reading_order.paragraphs(ordered)
    if not paragraphs and captions:
        paragraphs = [line for line in captions if not flat.is_makers(line)]
    if not paragraphs:
        return None
    story = Story(paragraphs=paragraphs, makers=makers, captions=list(captions))
    if head is not None:
        story.title, story.kicker, story.subtitle = map(
            headings.words, (head.title, head.kicker, head.subtitle)
        )
        if all(block.bottom >= head.top - 1 for block in blocks) and blocks:
            story.doubts.append("headline_after_story")
    if not agreed:
        story.doubts.append("order_by_place_alone")
    flat.doubt(story)
    return story
