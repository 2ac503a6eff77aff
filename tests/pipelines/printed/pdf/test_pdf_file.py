"""Pages that exist as PDF alone: typeset here, read in the child process, cut into their stories."""

from __future__ import annotations

import resource
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from pipelines import Newspaper, Page, Refused, Rules, understand
from pipelines.printed.pdf import pdf_file, sheet_stories
from pipelines.printed.pdf.sheet import sheet_of
from tests.pipelines.printed import printed_sheets
from tests.pipelines.printed.typeset import Sheet, story

if TYPE_CHECKING:
    from collections.abc import Callable

PAPER = Rules(id="qinglan_daily", name="青岚日报", kind="newspaper", outlet="青岚日报")


@pytest.mark.parametrize("typeset", printed_sheets.SHEETS, ids=lambda one: one.__name__)
def test_every_story_of_a_page_is_whole(typeset: Callable[[], printed_sheets.Page]) -> None:
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


def test_stories_become_articles_in_their_order() -> None:
    body, gold = printed_sheets.full_width_above_two()
    paper = Newspaper(page_no="03", page_pdf="http://epaper.qinglan.test/03.pdf")
    url = "http://epaper.qinglan.test/resfile/2026-09-27/03.pdf"
    found = understand(Page(url=url, body=body, rules=PAPER, newspaper=paper))
    assert [article.title for article in found] == [one.title for one in gold]
    assert [article.body for article in found] == ["\n".join(one.body) for one in gold]
    assert [article.newspaper.order for article in found if article.newspaper] == [1, 2, 3]
    assert {str(article.published_date) for article in found} == {"2026-09-27"}
    assert {article.url for article in found} == {url}
    assert [(b.role, b.name) for b in found[0].bylines] == [
        ("reporter", "钟离雪"),
        ("correspondent", "公西华"),
    ]
    assert [(b.role, b.name) for b in found[2].bylines] == [("photographer", "钟离雪")]
    assert found[2].evidence["split"]["captions"] == [gold[2].caption]
    assert "责任编辑" in found[0].evidence["split"]["left"]


def test_a_headline_set_from_top_to_bottom() -> None:
    one = story(7, 2)
    sheet = Sheet()
    sheet.even(sheet.set(one, 153), [90], 90)
    page: dict[str, Any] = pdf_file.read_pages(sheet.pdf())[0]
    # the font of the tests has no glyph boxes, so that the reader drops lone characters: they are put in here
    page["chars"] += [[char, 40.0, 64.0, 1000.0 - 26 * i, 24.0] for i, char in enumerate(one.title)]
    [found], _ = sheet_stories.find_stories(sheet_of(page))
    assert (found.title, found.paragraphs) == (one.title, one.body)


def test_bold_by_double_print_is_read_once() -> None:
    one = story(8, 2)
    sheet = Sheet()
    y = sheet.head(one, 40, 80, 400)
    sheet.head(one, 40.4, 80, 400)
    sheet.even(sheet.set(one, 300), [40], y)
    [found], _ = pdf_file.read_stories(sheet.pdf())
    assert (found.title, found.paragraphs) == (one.title, one.body)


def test_a_scan_and_rubbish_are_refused_by_name() -> None:
    scan = Sheet()
    scan.picture(40, 40, 600, 900)
    for body, reason in ((scan.pdf(), "no_text"), (b"%PDF-1.7 no more", "pdf_unreadable")):
        with pytest.raises(Refused, match=reason):
            understand(Page(url="http://epaper.qinglan.test/03.pdf", body=body, rules=PAPER))


@pytest.mark.slow
def test_a_bomb_costs_no_more_than_its_limits() -> None:
    packer, block = zlib.compressobj(1), bytes(2**20)
    drawn = zlib.compress(b"".join(packer.compress(block) for _ in range(600)) + packer.flush())
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"%PDF-1.7\n"
    offsets = []
    for number, part in enumerate(parts, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    body += b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )
    with pytest.raises(Refused, match="too_expensive"):
        understand(Page(url="http://epaper.qinglan.test/03.pdf", body=body, rules=PAPER))
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 512 * 1024


def test_without_the_extra_a_pdf_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Refused, match="pdf_extra_missing"):
        understand(Page(url="http://epaper.qinglan.test/03.pdf", body=b"%PDF-1.7", rules=PAPER))
