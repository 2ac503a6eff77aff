"""Stories of typeset sheets, read from their PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pipelines import Rules
from pipelines.printed.pdf import pdf_file, sheet_stories
from pipelines.printed.pdf.sheet import sheet_of
from tests.pipelines.printed import printed_sheets
from tests.pipelines.printed.typeset import Sheet, story

if TYPE_CHECKING:
    from collections.abc import Callable

PAPER = Rules(id="qinglan_daily", name="青岚日报", kind="newspaper", outlet="青岚日报")


@pytest.mark.parametrize("typeset", printed_sheets.SHEETS, ids=lambda one: one.__name__)
def test_every_story_of_a_sheet_is_complete(typeset: Callable[[], printed_sheets.Page]) -> None:
    body, gold = typeset()
    found, left = pdf_file.read_stories(body)
    by_title = {"".join((one.title or "").split()): one for one in found}
    assert sorted(by_title) == sorted(one.title for one in gold)
    for one in gold:
        got = by_title[one.title]
        assert (got.kicker, got.subtitle) == (one.kicker, one.subtitle)
        assert got.paragraphs == one.body
        assert got.bylines == ((one.byline,) if one.byline else ())
        assert got.captions[:1] == ((one.caption,) if one.caption else ())
        assert got.confidence >= 0.8
    assert [line for line in left if "青岚日报" not in line and "钟离雪" not in line] == [
        "2026年9月27日 星期日",
        "第03版：民生",
    ]


def test_upright_headline_is_read() -> None:
    one = story(7, 2)
    sheet = Sheet()
    sheet.even(sheet.set(one, 153), [90], 90)
    page: dict[str, Any] = pdf_file.read_pages(sheet.pdf())[0]
    # the font of the tests has no glyph boxes, so that the reader drops lone characters: they are put in here
    page["chars"] += [[char, 40.0, 64.0, 1000.0 - 26 * i, 24.0] for i, char in enumerate(one.title)]
    [found], _ = sheet_stories.find_stories(sheet_of(page))
    assert (found.title, found.paragraphs) == (one.title, one.body)


def test_headline_drawn_twice_is_read_once() -> None:
    one = story(8, 2)
    sheet = Sheet()
    y = sheet.head(one, 40, 80, 400)
    sheet.head(one, 40.4, 80, 400)
    sheet.even(sheet.set(one, 300), [40], y)
    [found], _ = pdf_file.read_stories(sheet.pdf())
    assert (found.title, found.paragraphs) == (one.title, one.body)
