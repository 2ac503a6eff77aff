"""Printed pages to split, one for each usual arrangement of stories, with the stories on them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.pipelines.printed.typeset import Sheet, Story, story

if TYPE_CHECKING:
    from collections.abc import Callable

Page = tuple[bytes, list[Story]]


def full_width_above_two() -> Page:
    """A story over four columns, two below it side by side, one with a picture and its caption amid the text."""
    sheet = Sheet()
    sheet.page_edges()
    head = {"kicker": "青岚市推进民生工程纪实", "subtitle": "——来自渡口的报道"}
    wide = story(1, 8, **head, byline="□本报记者 钟离雪 通讯员 公西华")
    left, right = (
        story(2, 5, byline="□记者 司徒青 报道"),
        story(3, 6, caption="图为居民在集市选购。（钟离雪 摄）"),
    )
    xs, width = [40.0, 220.0, 400.0, 580.0], 162.0
    y = sheet.even(sheet.set(wide, width), xs, sheet.head(wide, 40, 80, 700)) + 20
    sheet.even(sheet.set(left, width), xs[:2], sheet.head(left, 40, y, 342, 20))
    top = sheet.head(right, 400, y, 342, 20)
    lines = sheet.set(right, width)
    sheet.pour(lines[:6], [(400, top, top + 85)])
    sheet.picture(400, top + 88, width, 60)
    sheet.line(400, top + 150, right.caption or "", 8)
    half = -(-len(lines) // 2) - 4
    sheet.pour(lines[6:], [(400, top + 166, top + 166 + half * 14 + 1), (580, top, 2000)])
    return sheet.pdf(), [wide, left, right]


def headline_below_and_amid() -> Page:
    """A headline behind its story, a rule, a headline in the middle column of its story, an ordinary story."""
    sheet = Sheet(600, 900, 10, 15)
    sheet.page_edges()
    after, amid, last = (
        story(4, 6, byline="□记者 司徒青 报道"),
        story(5, 6, subtitle="四十年只做一件事"),
        story(6, 4),
    )
    xs, width = [40.0, 215.0, 390.0], 160.0
    y = sheet.head(after, 40, sheet.even(sheet.set(after, width), xs, 80) + 8, 520, 24) + 10
    sheet.rule(40, y, 560, y)
    y += 12
    lines = sheet.set(amid, width)
    bottom = y + ((len(lines) + 6) // 3 + 1) * 15 + 1
    sheet.pour(lines, [(40, y, bottom), (215, y + 90, bottom), (390, y, 2000)])
    sheet.line(215, y + 5, amid.title[:6], 22, center=width)
    sheet.line(215, y + 33, amid.title[6:], 22, center=width)
    sheet.line(215, y + 62, amid.subtitle or "", 13, center=width)
    y = sheet.head(last, 40, bottom + 24, 520, 24)
    sheet.even(sheet.set(last, width), xs, y)
    return sheet.pdf(), [after, amid, last]


def without_indents() -> Page:
    """Headlines at the left, columns of different widths, no indents."""
    sheet = Sheet(indent=0, lead=13)
    sheet.page_edges()
    wide, left, right = (
        story(11, 7, byline="本报记者 钟离雪"),
        story(12, 5, subtitle="一碗热汤送到楼下"),
        story(13, 4),
    )
    sheet.line(40, 80, wide.title, 30)
    y = sheet.even(sheet.set(wide, 126), [40, 182, 324, 466, 608], 120) + 22
    sheet.line(40, y, left.title, 22)
    sheet.line(40, y + 28, left.subtitle or "", 13)
    sheet.even(sheet.set(left, 198), [40, 252], y + 50)
    sheet.line(480, y, right.title, 18)
    sheet.even(sheet.set(right, 252), [480], y + 30)
    return sheet.pdf(), [wide, left, right]


def text_beside_its_headline() -> Page:
    """A headline over two of three columns, a wide picture with caption and credit, text beside the headline."""
    sheet = Sheet(640, 1000)
    sheet.page_edges()
    one = story(
        14, 11, byline="□记者 司徒青 报道", subtitle="——花圃里的一天", caption="居民在新开放的花圃里散步。"
    )
    sheet.line(40, 85, one.title, 28)
    sheet.line(40, 122, one.subtitle or "", 15)
    columns = [(40, 150, 291), (40, 440, 620), (226, 150, 291), (226, 440, 620), (412, 85, 920)]
    sheet.pour(sheet.set(one, 171), [(float(x), float(top), float(end)) for x, top, end in columns])
    sheet.picture(40, 300, 357, 104)
    sheet.line(40, 407, one.caption or "", 9, center=357)
    sheet.line(330, 421, "□公西华 摄", 9)
    return sheet.pdf(), [one]


def ruled_apart() -> Page:
    """Left of a rule a headline below its story, right of it one above, a brief story over all."""
    sheet = Sheet(size=9.5, lead=14.5)
    sheet.page_edges()
    left, right, last = (
        story(15, 7),
        story(16, 7, kicker="青岚河治理见实效"),
        story(17, 3, byline="□公西华 报道"),
    )
    width = 152.0
    low = sheet.head(left, 40, sheet.even(sheet.set(left, width), [40, 205], 80) + 6, 317, 22)
    sheet.rule(376, 80, 376, low + 60)
    y = sheet.even(sheet.set(right, width), [395, 560], sheet.head(right, 395, 80, 317, 22))
    y = max(low, y) + 25
    sheet.rule(40, y, 740, y)
    sheet.even(sheet.set(last, 199.5), [40, 270, 500], sheet.head(last, 40, y + 15, 680, 24))
    return sheet.pdf(), [left, right, last]


def boxed_in_a_corner() -> Page:
    """A story over four columns, of which a frame with another story takes the lower right corner."""
    sheet = Sheet()
    sheet.page_edges()
    round_it, boxed = story(11, 9), story(12, 4, byline="□记者 司徒青 报道")
    y = sheet.head(round_it, 40, 80, 700)
    top, bottom = y + 170, y + 440
    ends = [(40.0, y, y + 400), (220.0, y, y + 400), (400.0, y, top - 10), (580.0, y, top - 10)]
    sheet.pour(sheet.set(round_it, 162), ends)
    for frame in (
        (395, top, 747, top),
        (395, bottom, 747, bottom),
        (395, top, 395, bottom),
        (747, top, 747, bottom),
    ):
        sheet.rule(*frame)
    sheet.even(sheet.set(boxed, 155), [405.0, 577.0], sheet.head(boxed, 405, top + 6, 330, 18))
    return sheet.pdf(), [round_it, boxed]


def briefs_beside_a_story() -> Page:
    """A narrow column of briefs on the left of an upright rule, a story in three columns on its right."""
    sheet = Sheet()
    sheet.page_edges()
    wide = story(13, 7, kicker="河口镇推进水利建设", byline="本报记者 钟离雪")
    small = [story(number, 2) for number in (14, 15, 16)]
    sheet.rule(215, 80, 215, 900)
    y = 80.0
    for one in small:
        y = sheet.even(sheet.set(one, 165), [40.0], sheet.head(one, 40, y, 165, 15)) + 16
    sheet.even(sheet.set(wide, 158), [230.0, 404.0, 578.0], sheet.head(wide, 230, 80, 500, 28))
    return sheet.pdf(), [wide, *small]


def briefs() -> Page:
    """Short stories below one another in a column, beside a long one."""
    sheet = Sheet(lead=13.5)
    sheet.page_edges()
    long = story(21, 9, subtitle="修表匠的三十年")
    sheet.even(sheet.set(long, 153), [220, 388, 556], sheet.head(long, 220, 80, 500, 28))
    found, y = [long], 80.0
    for number in range(22, 26):
        one = story(number, 2)
        one = replace(one, body=(f"本报讯（通讯员 公西华）{one.body[0]}", *one.body[1:]))
        found.append(one)
        sheet.line(40, y, one.title, 12)
        y = sheet.even(sheet.set(one, 153), [40], y + 18) + 12
    return sheet.pdf(), found


SHEETS: list[Callable[[], Page]] = [
    full_width_above_two,
    headline_below_and_amid,
    without_indents,
    text_beside_its_headline,
    ruled_apart,
    briefs,
    boxed_in_a_corner,
    briefs_beside_a_story,
]
