"""Titles of whole pages: headings, title tags, meta tags, selectors and list hints."""

from __future__ import annotations

import pytest

from pipelines.items import Hint, Newspaper, Rules, Selectors
from tests.pipelines.pages import H1, TITLE, article

DATE = "<p>2026-09-03 08:30</p>"


@pytest.mark.parametrize(
    ("head", "before"),
    [
        (f"<title>{TITLE}_要闻_澜山市人民政府</title>", H1),
        (f"<title>{TITLE}-澜山市人民政府</title>", f"<div class='tit'>{TITLE}</div>"),
        (f"<title>{TITLE}|澜山|云岭新闻网</title>", ""),
        (f"<title>澜山市人民政府 要闻动态 {TITLE}</title>", H1),
        ("<title>澜山市人民政府</title>", H1),
        ("<title>详情</title>", f"<div class='article-title'>{TITLE}</div>"),
        ("", H1),
        (f"<title>澜山</title><meta name='ArticleTitle' content='{TITLE}'>", "<h1>澜山市人民政府</h1>"),
        (f"<title>{TITLE} - 要闻 - 澜山市人民政府</title>", f"<h1>澜山市人民政府</h1><h2>{TITLE}</h2>"),
    ],
)
def test_title_comes_without_site_and_column(head: str, before: str) -> None:
    assert article(before + DATE, head=head).title == TITLE


@pytest.mark.parametrize(
    "title", ["签约（图）", "关于印发《澜山市办法》的通知", "“三问于民”——岚水解民忧", "岚水：100%落实"]
)
def test_punctuation_of_a_title_stays_as_printed(title: str) -> None:
    whole = f"临溪区{title}"
    assert article(f"<h1>{whole}</h1>{DATE}", head=f"<title>{whole}_澜山市人民政府</title>").title == whole


def test_list_title_replaces_a_placeholder() -> None:
    found = article("", head="<title>网站名称</title>", hint=Hint(title=TITLE))
    assert found.title == TITLE


def test_printed_list_title_wins_over_a_generic_title_tag() -> None:
    head = "<title>澜山市人民政府--新闻中心</title>"
    printed = f"<table><tr><td><b>{TITLE}</b></td></tr></table>{DATE}"
    assert article(printed, head=head, hint=Hint(title=TITLE)).title == TITLE
    # words that the page does not print are another page's, or cut
    found = article(
        DATE, head=f"<title>{TITLE}_澜山市人民政府</title>", hint=Hint(title="临溪区集中签约项目")
    )
    assert found.title == TITLE


def test_selector_of_the_source_comes_first() -> None:
    rules = Rules(id="x", name="x", divisions="sample", selectors=Selectors(title=".real"))
    assert article(f"<h1>栏目大标题一二三</h1><b class='real'>{TITLE}</b>", rules=rules).title == TITLE


def test_kicker_and_subtitle_have_fields_of_their_own() -> None:
    above, below = "<h3 class='yinti'>三年行动收官</h3>", "<h4 class='futi'>——来自一线的报告</h4>"
    found = article(above + H1 + below + DATE)
    assert (found.kicker, found.title, found.subtitle) == ("三年行动收官", TITLE, "——来自一线的报告")


def test_name_of_a_newspaper_is_no_title() -> None:
    paper = Rules(id="d", name="澜山日报", kind="newspaper", divisions="sample")
    found = article(
        f"<h2>{TITLE}</h2>", head="<title>澜山日报</title>", rules=paper, newspaper=Newspaper(page_no="01")
    )
    assert found.title == TITLE


@pytest.mark.parametrize(
    "written",
    [
        f"{TITLE}&lt;div&gt;——全部工程十二月前完成&lt;/div&gt;",
        f"{TITLE}&lt;br/&gt;",
        f"&lt;p class=x&gt;{TITLE}&lt;/p&gt;",
    ],
)
def test_escaped_markup_is_cut_from_a_declared_title(written: str) -> None:
    head = f"<title>{TITLE}</title><meta name='ArticleTitle' content='{written}'>"
    assert article(H1, head=head).title == TITLE


@pytest.mark.parametrize(
    "headline",
    [
        "澜山市第二中学食堂设备采购项目中标公告",
        "岚水县人民法院送达公告书面公告",
        "2025年澜山市水资源公报",
        "老街的灯",
    ],
)
@pytest.mark.parametrize("element", ["h2", "div"])
def test_headline_of_a_page_that_is_named_after_its_site_may_end_like_a_column(
    headline: str, element: str
) -> None:
    printed = f"<{element}>{headline}</{element}><p>来源：澜山日报 2026-09-03 08:30</p>"
    assert article(printed, head="<title>澜山发布</title>").title == headline


@pytest.mark.parametrize("column", ["通知公告", "工作动态", "今日要闻"])
def test_column_above_the_date_line_is_no_headline(column: str) -> None:
    assert article(f"<div>{column}</div>{DATE}", head="<title>澜山市水利局</title>").title != column
