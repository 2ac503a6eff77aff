"""Kicker, title and subtitle of newspaper articles, as newspaper systems mark them."""

from __future__ import annotations

import pytest

from pipelines import Hint, Newspaper, Page, Rules, understand

PAPER = Rules(id="qinglan_daily", name="青岚日报", kind="newspaper")
KICKER, TITLE, SUBTITLE = "三年等待有了回响", "渡口通航三百班", "——首班渡轮清晨离岸"
TEXT = "<p>本报讯 青岚渡口昨日恢复通航，首班渡轮载客三十七人，两岸居民等候已久。</p><p>夜间班次增加到每小时一班。</p>"
ENP = f"<!--enpproperty <title>{TITLE}</title><subtitle>{SUBTITLE}</subtitle><introtitle>{KICKER}</introtitle> /enpproperty-->"


def row(size: str, text: str) -> str:
    return f"<tr><td class={size}>{text}</td></tr>"


def rows(*cells: tuple[str, str]) -> str:
    return f"<title>青岚日报</title><table>{''.join(row(*cell) for cell in cells)}</table>"


@pytest.mark.parametrize(
    "head",
    [
        rows(("font02", KICKER), ("font01", TITLE), ("font02", SUBTITLE)),
        rows(("font01", KICKER), ("font02", TITLE), ("font01", SUBTITLE)),
        rows(("font02", KICKER), ("font01", TITLE), ("font02", SUBTITLE), ("font02", "□记者 钟离雪")),
        f"<div><founder-introtitle>{KICKER}</founder-introtitle><founder-title>{TITLE}</founder-title>"
        f"<founder-subtitle>{SUBTITLE}</founder-subtitle></div>",
        f"<title>青岚日报 2026年09月27日 第01版</title>{ENP}<div>{TITLE}</div>",
        f'<p id="PreTitle">{KICKER}</p><p id="Title">{TITLE}</p><p id="SubTitle">{SUBTITLE}</p>',
        f"<div class=bmnr_con_yinti>{KICKER}</div><div class=bmnr_con_biaoti>{TITLE}</div><div class=futi>{SUBTITLE}</div>",
    ],
)
def test_three_lines_of_a_headline_stay_apart(head: str) -> None:
    assert lines(head) == (KICKER, TITLE, SUBTITLE)


@pytest.mark.parametrize(
    "head",
    [
        f"<div class=biaoti>{TITLE}</div><div class=zuozhe>记者 钟离雪</div>",
        rows(("font01", TITLE), ("font02", "□记者 钟离雪")),
        f"<title>青岚日报 2026年09月27日 第01版：要闻</title><div>{TITLE}</div>",
    ],
)
def test_byline_and_edition_name_are_no_headline_lines(head: str) -> None:
    assert lines(head) == (None, TITLE, None)


def lines(head: str) -> tuple[str | None, str | None, str | None]:
    body = f"<html><head><meta charset=utf-8></head><body>{head}<div id=ozoom>{TEXT}</div></body></html>"
    url = "http://epaper.qinglan.test/html/2026-09/27/content_1.htm"
    page = Page(url=url, body=body.encode(), rules=PAPER, newspaper=Newspaper(), hint=Hint(title=TITLE))
    [article] = understand(page)
    return article.kicker, article.title, article.subtitle
