"""Printed dates, outlets and bylines outrank declared ones."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipelines import Article, Page, Rules, understand
from storage.values import SHANGHAI

SENTENCES = [
    "青岚县今年冬天将为山区的八所小学换上新的供暖锅炉，全部工程在十二月前完成。",
    "县教育局负责人介绍，新锅炉以生物质颗粒为燃料，每个采暖季可以节省三成费用。",
    "施工期间学校照常上课，热力公司安排了专人值守，家长可以随时到现场查看进度。",
    "此前县里已经用两年时间改造了城区的二十所学校，群众反映室内温度明显提高。",
]
FETCHED = datetime(2026, 11, 25, 2, tzinfo=UTC)


def read(
    stamp: str = "",
    *,
    head: str = "",
    below: str = "",
    url: str = "http://www.qinglan.test/xw/content_1.html",
    first: str = "",
    last: str = "",
    title: str = "青岚县山区小学换上新锅炉",
    rules: Rules | None = None,
) -> Article:
    body = [first + SENTENCES[0], *SENTENCES[1:-1], SENTENCES[-1] + last]
    markup = (
        f"<html><head><meta charset=utf-8><title>{title}</title>{head}</head><body><h1>{title}</h1>"
        f"<div class=stamp>{stamp}</div><div class=text>{''.join(f'<p>{line}</p>' for line in body)}</div>{below}</body></html>"
    )
    (article,) = understand(Page(url=url, body=markup.encode(), fetched_at=FETCHED, rules=rules))
    return article


def published(article: Article) -> str | None:
    moment = article.published_at
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if moment else None


def bylines_of(article: Article) -> list[tuple[str, str]]:
    return [(one.role, one.name) for one in article.bylines]


def meta(name: str, value: str) -> str:
    return f'<meta name="{name}" content="{value}">'


def test_printed_stamp_outranks_a_reset_declared_date() -> None:
    article = read(
        "来源：青岚日报 时间：2024-05-09 10:00",
        head=meta("PubDate", "2025-01-02 08:00:00"),
        url="http://www.qinglan.test/art/202405/09/content_1.html",
    )
    assert published(article) == "2024-05-09 10:00"
    assert article.published_from == "line:时间"
    assert article.evidence["other_dates"] == [["meta:PubDate", "2025-01-02 08:00:00"]]


def test_printed_clock_outranks_a_declared_twelve_hour_clock() -> None:
    article = read("发布时间：2026-05-29 18:51", head=meta("PubDate", "2026-05-29 06:51:04"))
    assert published(article) == "2026-05-29 18:51"


@pytest.mark.parametrize("mark", ["Z", ".000Z", "+00:00"])
def test_local_time_marked_as_utc_keeps_the_printed_day(mark: str) -> None:
    article = read(
        "2026-11-20 23:07 青岚日报", head=meta("article:published_time", f"2026-11-20T23:07:00{mark}")
    )
    assert published(article) == "2026-11-20 23:07"
    assert str(article.published_date) == "2026-11-20"


def test_true_utc_time_is_read_as_utc() -> None:
    article = read("2026-11-20 23:07 青岚日报", head=meta("article:published_time", "2026-11-20T15:07:00Z"))
    assert published(article) == "2026-11-20 23:07"


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("http://www.qinglan.test 2012年01月12日09:30 青岚网", "2012-01-12 09:30"),
        ("青岚网 www.qinglan.test 2012-01-12 09:30", "2012-01-12 09:30"),
        ("2005-04-05 06:40更新 来源：转载\t第1页/共1页", "2005-04-05 06:40"),
        ("Apr 22, 2025", "2025-04-22 00:00"),
        ("22 April 2025", "2025-04-22 00:00"),
        ("<b>2020</b> / <i>07/08</i> / <i>16:37</i>", "2020-07-08 16:37"),
        ("2026年11月18日 晚8：05", "2026-11-18 20:05"),
        ("2026 - 11 - 20", "2026-11-20 00:00"),
        ("<div>21</div><div>2026年02月</div>", "2026-02-21 00:00"),
        ("青岚的朋友们·2026年11月18日 19:27", "2026-11-18 19:27"),
    ],
)
def test_stamp_line_is_read_and_leaves_the_body(stamp: str, moment: str) -> None:
    article = read(stamp)
    assert published(article) == moment
    assert (article.body or "").split("\n") == SENTENCES


def test_start_time_of_an_event_is_not_the_date_of_publication() -> None:
    article = read(
        "<dl><dt>开始时间：</dt><dd>2026-12-08</dd></dl>", head=meta("PubDate", "2026-11-01 16:39")
    )
    assert published(article) == "2026-11-01 16:39"


@pytest.mark.parametrize(
    ("stamp", "outlet", "bylines"),
    [
        (
            "来源：青岚日报 记者 王小明 通讯员 李青",
            "青岚日报",
            [("reporter", "王小明"), ("correspondent", "李青")],
        ),
        ("来源：青岚日报（记者 王小明）", "青岚日报", [("reporter", "王小明")]),
        ("来源：青岚日报 作者 王小明 编辑 李青", "青岚日报", [("author", "王小明"), ("editor", "李青")]),
        ("来源：青岚日报客户端 责任编辑 李青", "青岚日报客户端", [("responsible_editor", "李青")]),
        (
            "2026-11-18 作者：王小明出处：青岚日报 【转载】责任编辑：李青",
            "青岚日报",
            [("author", "王小明"), ("responsible_editor", "李青")],
        ),
        ("2026年11月18日来源: 青岚日报作者: 记者 王小明字体： 小 大", "青岚日报", [("reporter", "王小明")]),
        ("2026-11-18 20:05:11 来源: 青岚日报暂无网友评论", "青岚日报", []),
        ("原创：青岚日报2026-11-18 12:27:25", "青岚日报", []),
    ],
)
def test_outlet_and_bylines_on_one_line_are_separated(
    stamp: str, outlet: str, bylines: list[tuple[str, str]]
) -> None:
    article = read(stamp)
    assert article.outlet == outlet
    assert bylines_of(article) == bylines


def test_printed_outlet_outranks_the_declared_one() -> None:
    article = read("来源：青岚日报 2026-11-18 10:00", head=meta("ContentSource", "青岚县政府网站"))
    assert article.outlet == "青岚日报"


def test_labelled_outlet_below_the_text_outranks_a_name_beside_the_date() -> None:
    article = read("2026-11-18 10:00 青岚新闻网", below="<div>编辑：李青 来源：澜山日报</div>")
    assert article.outlet == "澜山日报"
    assert bylines_of(article) == [("editor", "李青")]


@pytest.mark.parametrize("word", ["资料图", "资料图片", "网络图片", "博客", "相关链接"])
def test_words_of_the_page_are_neither_outlet_nor_person(word: str) -> None:
    article = read(f"2026-11-18 10:00 来源：{word}", below=f"<p>编辑：{word}</p>")
    assert article.outlet is None
    assert article.bylines == []


@pytest.mark.parametrize(
    ("first", "last", "bylines"),
    [
        ("", "记者 李秋晨", [("reporter", "李秋晨")]),
        ("记者王小明报道 11月18日，", "", [("reporter", "王小明")]),
        ("本报青岚11月18日电 记者王小明 ", "", [("reporter", "王小明")]),
    ],
)
def test_reporter_named_within_a_paragraph_is_read_and_the_paragraph_stays(
    first: str, last: str, bylines: list[tuple[str, str]]
) -> None:
    article = read("2026-11-18 10:00 青岚日报", first=first, last=last)
    assert bylines_of(article) == bylines
    assert len((article.body or "").split("\n")) == len(SENTENCES)


def test_editor_printed_below_a_disclaimer_is_read() -> None:
    article = read(
        "2026-11-18 10:00 青岚日报",
        below="<p>特别声明：以上内容为自媒体平台用户上传并发布，本平台仅提供信息存储服务。</p><p>[责任编辑：李青 PF171]</p>",
    )
    assert bylines_of(article) == [("responsible_editor", "李青")]


def test_web_page_without_source_is_one_article_even_if_paragraphs_open_with_datelines() -> None:
    article = read(
        "2026-11-18 10:00 青岚日报", first="本报讯 记者从县里获悉，", last="</p><p>本报记者 王小明"
    )
    assert article.title == "青岚县山区小学换上新锅炉"
