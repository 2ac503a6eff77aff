"""The lines between headline and text, as portals and accounts of many kinds print them."""

from __future__ import annotations

from typing import Any

import pytest

from storage.values import SHANGHAI
from tests.pipelines.pages import H1, TITLE, article

MENU = "<ul><li><a href='/v'>视频</a></li><li><a href='/t'>图片</a></li><li><a href='/p'>评论</a></li></ul>"


def stamp_of(before: str, **more: Any) -> tuple[str | None, str | None, list[tuple[str, str]]]:
    """Local time, outlet and bylines of a page with the given lines before its body."""
    found = article(before, rules=None, **more)
    at = found.published_at
    when = f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else None
    return when, found.outlet, [(one.role, one.name) for one in found.bylines]


@pytest.mark.parametrize(
    ("line", "outlet", "bylines"),
    [
        ("<i>2026-11-18 16:42</i><i>澜山日报</i><i>阅读 1203</i>", "澜山日报", []),
        ("<i>望河融媒</i><i>2026-11-18 16:42</i><i>发布于山东</i>", "望河融媒", []),
        ("<i>2026-11-18 16:42</i><i>时政新闻</i>", None, []),
        ("<i>2026-11-18 16:42</i><i class='source'>澜山发布</i>", "澜山发布", []),
        ("<i>2026-11-18 16:42</i><i id='source_baidu'>澜山日报</i><i id='author_baidu'>张一鸣</i>", "澜山日报", [("author", "张一鸣")]),
        ("<i class='author'>张一鸣 · </i><i>2026/11/18 16:42</i><i>来源：澜山新闻</i>", "澜山新闻", [("author", "张一鸣")]),
        ("2026-11-18 16:42　来源：<a href='/'>澜山日报</a><i>小字号</i>", "澜山日报", []),
        ("2026-11-18 16:42　来源：<a href='/'>澜山日报</a><a href='/c'>我要评论</a>", "澜山日报", []),
        ("<b>记者 张一鸣</b><i>《澜山日报》（2026年11月18日 第3版）</i><i>2026-11-18 16:42</i>", None, [("reporter", "张一鸣")]),
        ("望河融媒 2026-11-18 16:42 发布于山东", "望河融媒", []),
        ("日期：2026-11-18 16:42　作者：张一鸣 通讯员 李思远", None, [("author", "张一鸣"), ("correspondent", "李思远")]),
        ("作者：李思远（文/图）　发布时间：2026-11-18 16:42", None, [("author", "李思远"), ("photographer", "李思远")]),
        ("文/图：李思远　来源：临溪发布　2026-11-18 16:42", "临溪发布", [("author", "李思远"), ("photographer", "李思远")]),
        ("2026-11-18 16:42　来源：澜山日报　责任编辑：李思远　我要纠错 打印", "澜山日报", [("responsible_editor", "李思远")]),
        ("2026年11月18日16:42　澜山日报　　张一鸣　李思远", "澜山日报", [("author", "张一鸣"), ("author", "李思远")]),
        ("澜山日报记者 张一鸣　2026-11-18 16:42", "澜山日报", [("reporter", "张一鸣")]),
        ("【来源：澜山日报】【作者：张一鸣】【信息时间：2026-11-18 16:42】【关闭】", "澜山日报", [("author", "张一鸣")]),
        ("2026-11-18 16:42　来源：澜山日报（2026年11月18日 03版）", "澜山日报", []),
        ("2026-11-18 16:42 · 来源 临溪融媒", "临溪融媒", []),
        ("来源：澜山日报 2026-11-18 16:42 记者 张一鸣", "澜山日报", [("reporter", "张一鸣")]),
        ("2026-11-18 16:42 县水利局 王明", None, []),
        ("最后更新：2026-11-20 10:00　发布时间：2026-11-18 16:42　来源：澜山日报", "澜山日报", []),
    ],
)  # fmt: skip
def test_header_line_contains_date_outlet_and_bylines(
    line: str, outlet: str | None, bylines: list[tuple[str, str]]
) -> None:
    assert stamp_of(f"{H1}<div class='info'>{line}</div>") == ("2026-11-18 16:42", outlet, bylines)


def test_date_above_the_headline_only_adds_the_hour_of_a_known_day() -> None:
    over = "<p><b>2026</b> <b>11</b>/<b>18</b> <i>16:42:07</i></p><p>来源：澜山网</p>"
    known = stamp_of(over + H1, url="http://www.lanshan.test/local/20261118/0a1b/c.html")
    assert known[:2] == ("2026-11-18 16:42", "澜山网")
    assert stamp_of(f"<p>今天是2026年11月22日 09:00</p>{H1}")[0] is None


def test_date_split_into_boxes_is_joined() -> None:
    assert stamp_of(f"{H1}<div>2026</div><div>11/18</div><div>16:42</div>")[0] == "2026-11-18 16:42"


def test_day_without_year_is_completed_by_the_address() -> None:
    line = "<p>11-18 08:05　来源：澜山日报</p>"
    assert stamp_of(H1 + line)[:2] == (None, "澜山日报")
    assert stamp_of(H1 + line, url="http://www.lanshan.test/2026/11/18/1.html")[0] == "2026-11-18 08:05"


def test_words_of_a_menu_are_no_labels() -> None:
    assert stamp_of(f"{MENU}<div class='lead'>{TITLE}</div>")[2] == []


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("window.DATA = {'pubtime': '2026-11-18 16:42:07'}", "2026-11-18 16:42"),
        ("var publish_time = \"2026-11-18 16:42\" || '';", "2026-11-18 16:42"),
        ("[{'pubtime': '2026-11-18 16:42'}, {'pubtime': '2026-11-17 16:42'}]", None),
        ("var createTime = '2026-11-18 16:42';", None),
    ],
)
def test_script_dates_the_page_if_it_has_one_time_of_publication(script: str, expected: str | None) -> None:
    assert stamp_of(f"{H1}<script>{script}</script>")[0] == expected


def test_declared_author_counts_only_if_the_page_prints_the_name() -> None:
    head = f"<title>{TITLE}</title><meta name='author' content='张一鸣'>"
    assert stamp_of(f"{H1}<p>原创 张一鸣 山里人</p>", head=head)[2] == [("author", "张一鸣")]
    assert stamp_of(H1, head=head)[2] == []
