"""Headlines, captions and page edges of a sheet."""

from __future__ import annotations

import pytest

from pipelines.printed.pdf import headings, pdf_file
from pipelines.printed.pdf.boxes import Box, SheetLine, TextBlock
from pipelines.printed.pdf.sheet import Sheet as PrintedSheet
from tests.pipelines.printed.typeset import Sheet, story


def block(text: str, left: float, top: float, size: float = 10) -> TextBlock:
    """A block of one line."""
    made = TextBlock(left, top - size, left + size * len(text), top)
    made.add(SheetLine(made.left, made.bottom, made.right, made.top, text, size, made.bottom + 1))
    return made


def sheet(*blocks: TextBlock, pictures: tuple[Box, ...] = ()) -> PrintedSheet:
    """A sheet of 600 by 800 points with running text of ten points."""
    return PrintedSheet(600, 800, list(blocks), list(pictures), [], 10)


def test_headline_has_title_kicker_and_subtitle() -> None:
    kicker, title, subtitle = (
        block("三年等待", 100, 720, 14),
        block("青岚渡口复航", 60, 700, 28),
        block("船票两元", 100, 668, 14),
    )
    [head] = headings.find_headlines(sheet(kicker, title, subtitle), [kicker, title, subtitle])
    parts = map(headings.text_of_part, (head.kicker, head.title, head.subtitle))
    assert list(parts) == ["三年等待", "青岚渡口复航", "船票两元"]


def test_caption_stands_below_its_picture() -> None:
    picture = Box(100, 400, 300, 500)
    caption, text = block("图为青岚渡口。", 110, 396, 9), block("首班渡轮离岸", 400, 396)
    assert headings.find_captions(sheet(caption, text, pictures=(picture,)), [caption, text], picture) == [
        caption
    ]


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("2026年11月20日 星期五　第02版：要闻　青岚日报", 7),
        ("2026年11月20日 星期五　第02版：要闻　青岚日报", 10),
        ("青岚晚报 2026.11.20 星期五 A02版 民生", 8),
        ("02版：要闻 责任编辑 钟离雪 版式 公西华 电话：0999-8000000", 8),
        ("国内统一连续出版物号 CN99-0001 总第1234期 今日八版", 8),
        ("社址：青岚市望江路一号 广告许可证：青工商广字零零一号", 7),
    ],
)
@pytest.mark.parametrize("top", [790, 20])
def test_header_or_footer_of_a_page_is_its_edge(text: str, size: float, top: float) -> None:
    edge = block(text, 40, top, size)
    assert headings.page_edges(sheet(edge, block("首班渡轮六点离岸，船票两元。", 40, 500))) == [edge]


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("首班渡轮六点离岸，船票两元。", 8),
        ("□记者 钟离雪 通讯员 公西华 司徒青 报道", 8),
        ("图为青岚渡口的首班渡轮离岸时的情景", 8),
    ],
)
def test_text_at_the_margin_is_not_a_page_edge(text: str, size: float) -> None:
    assert headings.page_edges(sheet(block(text, 40, 790, size))) == []


@pytest.mark.parametrize("size", [6, 7.5, 9])
def test_page_header_in_small_type_is_no_story(size: float) -> None:
    made = Sheet()
    made.line(40, 24, "2026年11月20日 星期五　第02版：要闻　青岚日报", size)
    one, other = story(1, 5), story(2, 4)
    y = made.even(made.set(one, 162), [40, 220, 400, 580], made.head(one, 40, 80, 700)) + 20
    made.even(made.set(other, 162), [40, 220, 400, 580], made.head(other, 40, y, 700))
    found, unassigned = pdf_file.read_stories(made.pdf())
    assert [each.title for each in found] == [one.title, other.title]
    assert len(unassigned) == 1
