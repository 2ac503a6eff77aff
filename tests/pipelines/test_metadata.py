"""Dates, outlet and makers of whole pages: which evidence wins, and what stays null."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from pipelines.items import Hint, Newspaper, Rules, Selectors
from pipelines.text.dates import SHANGHAI
from tests.pipelines.pages import BODY, GOVERNMENT, H1, TITLE, article

if TYPE_CHECKING:
    from pipelines import Article

PORTAL = Rules(id="port", name="澜山信息港", kind="portal", region="990100", divisions="sample")
PAPER = Rules(
    id="daily", name="澜山日报", outlet="澜山日报", kind="newspaper", region="990100", divisions="sample"
)
IN_URL = "http://www.lanshan.test/xw/202609/t20260903_12.html"


def published(found: Article) -> str | None:
    """The local time, its precision and the rule, as one line."""
    if found.published_at is None:
        return None
    local = found.published_at.astimezone(SHANGHAI)
    assert local.date() == found.published_date
    return f"{local:%Y-%m-%d %H:%M:%S} {found.published_precision} {found.published_from}"


@pytest.mark.parametrize(
    ("line", "expected", "outlet"),
    [
        (
            "<p>发布时间：2026-09-03 08:30 来源：澜山日报 浏览次数：12</p>",
            "08:30:00 minute line:发布时间",
            "澜山日报",
        ),
        (
            "<p><i>2026-09-03</i><b>08:30:12</b><u>来源：</u><s>澜山日报</s></p>",
            "08:30:12 second line",
            "澜山日报",
        ),
        (
            "<table><tr><td>发布时间：</td><td>2026-09-03 08:30</td><td>来源：</td><td>澜山日报</td></tr></table>",
            "08:30:00 minute line:发布时间",
            "澜山日报",
        ),
        (
            "<ul><li>发布时间<span>2026-09-03 08:30</span></li><li>来源<b>澜山日报</b></li></ul>",
            "08:30:00 minute line:发布时间",
            "澜山日报",
        ),
        (
            "<table><tr><td>发布机构</td><td>市政府办公室</td></tr>"
            "<tr><td>成文日期</td><td>2026-08-30</td><td>发布日期</td><td>2026-09-03</td></tr></table>",
            "00:00:00 day line:发布日期",
            "市政府办公室",
        ),
        (
            "<p>发布日期：2026-09-03 更新时间：2026-09-05 10:00 来源：本站</p>",
            "00:00:00 day line:发布日期",
            None,
        ),
    ],
)
def test_the_information_line_is_read_however_the_markup_cuts_it(
    line: str, expected: str, outlet: str | None
) -> None:
    found = article(H1 + line)
    assert published(found) == f"2026-09-03 {expected}"
    assert found.outlet == (outlet or "澜山市人民政府")


def test_the_standard_meta_tags_win_in_any_case_and_the_minute_is_kept() -> None:
    head = (
        f"<title>{TITLE}</title><META NAME='pubdate' CONTENT='2026-09-03 08:30'>"
        "<meta content='临溪区融媒体中心' name='contentSource'><meta name='ColumnName' content='县区动态'>"
        "<meta name='Maketime' content='2026-10-01 00:00'><meta name='publishdate' content='2026-10-02'>"
    )
    found = article(H1 + "<p>2026-09-03</p>", head=head)
    assert published(found) == "2026-09-03 08:30:00 minute meta:PubDate"
    assert (found.outlet, found.column) == ("临溪区融媒体中心", "县区动态")


def test_where_evidence_disagrees_the_first_wins_and_the_other_is_kept() -> None:
    head = (
        f"<title>{TITLE}</title><meta property='article:published_time' content='2026-09-03T08:30:15+08:00'>"
    )
    found = article(H1 + "<p>2026-09-02</p>", head=head, url=IN_URL)
    assert published(found) == "2026-09-03 08:30:15 second meta:article:published_time"
    assert found.evidence["other_dates"] == [["line", "2026-09-02"]]


def test_a_modification_time_is_no_publication() -> None:
    data = '{"@type":"NewsArticle","dateModified":"2026-09-04T08:00:00+08:00"}'
    head = f"<title>{TITLE}</title><script type='application/ld+json'>{data}</script>"
    assert published(article(head=head)) is None
    both = head.replace('"dateM', '"datePublished":"2026-09-03T08:30:15+08:00","dateM')
    assert published(article(head=both)) == "2026-09-03 08:30:15 second jsonld"


def test_a_day_without_a_year_is_completed_by_address_or_list_and_never_guessed() -> None:
    line = H1 + "<p>9月3日 08:30</p>"
    assert published(article(line, url=IN_URL)) == "2026-09-03 08:30:00 minute line"
    assert (
        published(article(line, hint=Hint(published_raw="2026-09-03"))) == "2026-09-03 08:30:00 minute line"
    )
    assert published(article(line)) is None


def test_only_the_list_knows_the_day() -> None:
    assert published(article(hint=Hint(published_raw="[2026-09-03]"))) == "2026-09-03 00:00:00 day list"


def test_dates_of_body_recommendations_footer_and_other_labels_are_not_the_articles() -> None:
    more = "<ul><li><a>推荐一</a> 2026-11-01</li><li><a>推荐二</a> 2026-11-02</li></ul>"
    story = BODY + "<p>2026年8月1日，项目开工。</p>"
    assert published(article(body=story, after=more)) is None
    written = "<div>成文日期</div><div>2026-08-30</div><div>有效期至</div><div>2026-10-01</div>"
    assert published(article(H1 + written)) is None


def test_a_date_in_the_future_is_refused_with_its_reason() -> None:
    found = article(H1 + "<p>发布时间：2099-01-01</p>", url=IN_URL)
    assert published(found) == "2026-09-03 00:00:00 day url"
    assert found.evidence["refused_dates"] == [["line:发布时间", "2099-01-01", "future"]]


def test_a_month_alone_keeps_its_precision_and_no_day() -> None:
    found = article(H1 + "<p>发布时间：2026年8月</p>")
    assert (found.published_at, found.published_date) == (None, None)
    assert (found.published_precision, found.published_raw) == ("month", "2026年8月")


def test_an_e_papers_date_is_its_issue_and_not_the_hour_of_upload() -> None:
    comment = (
        "<!--enpproperty <date>2026-09-02 22:15:00.0</date><introtitle>三年行动</introtitle>/enpproperty-->"
    )
    issue = Newspaper(issue_date=date(2026, 9, 3), page_no="A01")
    found = article(comment + H1, rules=PAPER, newspaper=issue)
    assert published(found) == "2026-09-03 00:00:00 day issue"
    assert (found.outlet, found.kicker) == ("澜山日报", "三年行动")


def test_a_selector_says_where_the_printed_date_stands() -> None:
    rules = Rules(id="x", name="x", region="990100", divisions="sample", selectors=Selectors(date=".when"))
    found = article(H1 + "<p>2026-09-01</p><p class='when'>2026-09-03 08:30</p>", rules=rules)
    assert published(found) == "2026-09-03 08:30:00 minute selector"


def test_a_platform_in_the_source_line_leaves_the_outlet_to_the_byline() -> None:
    found = article(
        H1 + "<p>2026-09-03 来源：网易</p>", body=BODY + "<p>（澜山日报记者 周文远）</p>", rules=PORTAL
    )
    assert (found.platform, found.outlet) == ("网易", "澜山日报")


def test_a_portal_or_mirror_never_gives_its_own_name_as_outlet() -> None:
    assert article(rules=PORTAL).outlet is None
    mirror = Rules(id="m", name="镜", outlet="澜山市人民政府", divisions="sample", mirror_of="http://x.test/")
    assert article(rules=mirror).outlet is None
    assert article(rules=GOVERNMENT).outlet == "澜山市人民政府"


def test_makers_are_read_before_their_lines_leave_the_body() -> None:
    tail = "<p>（记者 周文远 通讯员 吴晓）</p><p>责任编辑：郑大海</p>"
    found = article(body="<p>本报澜山讯 临溪区举行签约。</p>" + BODY + tail)
    assert [(one.role, one.name) for one in found.bylines] == [
        ("reporter", "周文远"),
        ("correspondent", "吴晓"),
        ("responsible_editor", "郑大海"),
    ]
    assert found.dateline == "本报澜山讯"
    assert found.body is not None
    assert "本报澜山讯" in found.body
    assert not any(name in found.body for name in ("周文远", "郑大海"))


def test_the_tail_names_the_outlet() -> None:
    assert article(body=BODY + "<p>（来源：澜山晚报）</p>").outlet == "澜山晚报"


@pytest.mark.parametrize(
    ("line", "outlet", "raw"),
    [
        ("来源：澜山市政府办公室（研究室） 发布时间：２０２６年１１月２０日", "澜山市政府办公室（研究室）", "２０２６年１１月２０日"),
        ("（来源：临溪区&nbsp;融媒体中心） 二〇二六年十一月二十日", "临溪区融媒体中心", "二〇二六年十一月二十日"),
    ],
)  # fmt: skip
def test_names_and_dates_are_kept_as_they_were_printed(line: str, outlet: str, raw: str) -> None:
    lines = "".join(f"<p>{part}</p>" for part in line.split(" "))
    for markup in (lines, f"<p class='when'>{line}</p>"):
        rules = replace(GOVERNMENT, selectors=Selectors(date=".when"))
        found = article(H1 + markup, rules=rules)
        assert (found.outlet, found.published_raw) == (outlet, raw)
        assert found.published_date == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("selector", "line", "expected"),
    [
        (".when", "更新时间：2026-11-20 09:00", None),
        (".when", "成文日期：2026-11-20", None),
        (".when", "更新时间：2026-11-21 浏览：3 2026-11-20", "2026-11-20"),
        ("//p[@class='when']/text()", "发布时间：2026-11-20", "2026-11-20"),
        ("string(//p[@class='when'])", "", None),
    ],
)
def test_a_selected_line_dates_the_page_unless_it_calls_itself_another_date(
    selector: str, line: str, expected: str | None
) -> None:
    rules = replace(GOVERNMENT, selectors=Selectors(date=selector, title="//h1/text()"))
    found = article(f"<h1>{TITLE}</h1><p class='when'>{line}</p>", rules=rules)
    assert found.title == TITLE
    assert (found.published_date.isoformat() if found.published_date else None) == expected


@pytest.mark.parametrize("where", ["您当前的位置", "您当前位置", "当前位置", "您现在的位置"])
def test_the_column_is_the_last_step_of_the_way_to_the_page(where: str) -> None:
    assert article(f"<div>{where}：首页 > 政务 > 部门动态 > 正文</div>{H1}").column == "部门动态"


def test_midnight_in_the_data_is_a_day_and_the_printed_hour_wins() -> None:
    head = f"<title>{TITLE}</title><meta name='PubDate' content='2026-09-03 00:00:00'>"
    assert published(article(H1, head=head)) == "2026-09-03 00:00:00 day meta:PubDate"
    printed = f"{H1}<p>发布时间：2026-09-03 08:30 来源：澜山日报</p>"
    assert published(article(printed, head=head)) == "2026-09-03 08:30:00 minute line:发布时间"
