"""Which evidence dates a page, and what is kept of the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from pipelines.items import Hint, Newspaper, Rules, Selectors
from storage.values import SHANGHAI
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
def test_metadata_line_is_read_however_the_markup_splits_it(
    line: str, expected: str, outlet: str | None
) -> None:
    found = article(H1 + line)
    assert published(found) == f"2026-09-03 {expected}"
    assert found.outlet == (outlet or "澜山市人民政府")


def test_meta_tags_are_read_in_any_case() -> None:
    head = (
        f"<title>{TITLE}</title><META NAME='pubdate' CONTENT='2026-09-03 08:30'>"
        "<meta content='临溪区融媒体中心' name='contentSource'><meta name='ColumnName' content='县区动态'>"
        "<meta name='Maketime' content='2026-10-01 00:00'><meta name='publishdate' content='2026-10-02'>"
    )
    found = article(H1 + "<p>2026-09-03</p>", head=head)
    assert published(found) == "2026-09-03 08:30:00 minute meta:PubDate"
    assert (found.outlet, found.column) == ("临溪区融媒体中心", "县区动态")


def test_date_of_another_day_is_kept_as_evidence() -> None:
    head = (
        f"<title>{TITLE}</title><meta property='article:published_time' content='2026-09-03T08:30:15+08:00'>"
    )
    found = article(H1 + "<p>2026-09-02</p>", head=head, url=IN_URL)
    assert published(found) == "2026-09-03 08:30:15 second meta:article:published_time"
    assert found.evidence["other_dates"] == [["line", "2026-09-02"]]


def test_modification_time_is_no_publication() -> None:
    data = '{"@type":"NewsArticle","dateModified":"2026-09-04T08:00:00+08:00"}'
    head = f"<title>{TITLE}</title><script type='application/ld+json'>{data}</script>"
    assert published(article(head=head)) is None
    both = head.replace('"dateM', '"datePublished":"2026-09-03T08:30:15+08:00","dateM')
    assert published(article(head=both)) == "2026-09-03 08:30:15 second jsonld"


def test_day_without_year_is_completed_by_address_or_list() -> None:
    line = H1 + "<p>9月3日 08:30</p>"
    assert published(article(line, url=IN_URL)) == "2026-09-03 08:30:00 minute line"
    assert (
        published(article(line, hint=Hint(published_raw="2026-09-03"))) == "2026-09-03 08:30:00 minute line"
    )
    assert published(article(line)) is None


def test_date_of_the_list_is_used_last() -> None:
    assert published(article(hint=Hint(published_raw="[2026-09-03]"))) == "2026-09-03 00:00:00 day list"


def test_dates_of_body_teasers_footer_and_other_labels_are_ignored() -> None:
    more = "<ul><li><a>推荐一</a> 2026-11-01</li><li><a>推荐二</a> 2026-11-02</li></ul>"
    story = BODY + "<p>2026年8月1日，项目开工。</p>"
    assert published(article(body=story, after=more)) is None
    written = "<div>成文日期</div><div>2026-08-30</div><div>有效期至</div><div>2026-10-01</div>"
    assert published(article(H1 + written)) is None


def test_future_date_is_refused_and_kept_as_evidence() -> None:
    found = article(H1 + "<p>发布时间：2099-01-01</p>", url=IN_URL)
    assert published(found) == "2026-09-03 00:00:00 day url"
    assert found.evidence["refused_dates"] == [["line:发布时间", "2099-01-01", "future"]]


def test_month_without_day_keeps_its_precision() -> None:
    found = article(H1 + "<p>发布时间：2026年8月</p>")
    assert (found.published_at, found.published_date) == (None, None)
    assert (found.published_precision, found.published_raw) == ("month", "2026年8月")


def test_issue_date_of_a_newspaper_wins_over_the_upload_time() -> None:
    comment = (
        "<!--enpproperty <date>2026-09-02 22:15:00.0</date><introtitle>三年行动</introtitle>/enpproperty-->"
    )
    issue = Newspaper(issue_date=date(2026, 9, 3), page_no="A01")
    found = article(comment + H1, rules=PAPER, newspaper=issue)
    assert published(found) == "2026-09-03 00:00:00 day issue"
    assert (found.outlet, found.kicker) == ("澜山日报", "三年行动")


def test_selector_finds_the_printed_date() -> None:
    rules = Rules(id="x", name="x", region="990100", divisions="sample", selectors=Selectors(date=".when"))
    found = article(H1 + "<p>2026-09-01</p><p class='when'>2026-09-03 08:30</p>", rules=rules)
    assert published(found) == "2026-09-03 08:30:00 minute selector"


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
def test_selected_line_with_the_label_of_another_date_is_ignored(
    selector: str, line: str, expected: str | None
) -> None:
    rules = replace(GOVERNMENT, selectors=Selectors(date=selector, title="//h1/text()"))
    found = article(f"<h1>{TITLE}</h1><p class='when'>{line}</p>", rules=rules)
    assert found.title == TITLE
    assert (found.published_date.isoformat() if found.published_date else None) == expected


def test_midnight_in_data_is_only_a_day() -> None:
    head = f"<title>{TITLE}</title><meta name='PubDate' content='2026-09-03 00:00:00'>"
    assert published(article(H1, head=head)) == "2026-09-03 00:00:00 day meta:PubDate"
    printed = f"{H1}<p>发布时间：2026-09-03 08:30 来源：澜山日报</p>"
    assert published(article(printed, head=head)) == "2026-09-03 08:30:00 minute line:发布时间"


def test_time_of_the_last_change_is_no_date_of_publication() -> None:
    assert published(article(f"{H1}<p>修改日期：2026年09月03日</p>")) is None


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("2026年09月03日 08:30&nbsp;&nbsp;澜山日报&nbsp;&nbsp;点击：[<span></span>]", "澜山日报"),
        (
            "2026-9-3 08:30<span>|</span>发布者: <a>澜山在线</a><span>|</span>查看: <em>15</em>"
            "<span>|</span>评论: 0<span>|</span>来自: 岚水县教育局",
            "岚水县教育局",
        ),
        ("【2026-09-03 08:30】 【来源：澜山日报】 【编辑：周文远】 【<a>打印</a>】", "澜山日报"),
    ],
)
def test_outlet_is_read_beside_a_date_and_the_counters_of_a_page(line: str, outlet: str) -> None:
    found = article(f"{H1}<p>{line}</p>")
    assert found.outlet == outlet
    assert (published(found) or "").startswith("2026-09-03 08:30")


def test_editor_is_read_before_a_linked_button_in_brackets() -> None:
    found = article(f"{H1}<p>【2026-09-03】 【编辑：周文远】 【<a>关闭</a>】</p>")
    assert [(one.role, one.name) for one in found.bylines] == [("editor", "周文远")]
