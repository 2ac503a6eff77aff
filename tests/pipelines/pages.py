"""Invented pages around one body, so that a test shows only what it is about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pipelines import Article, Page, understand
from pipelines.items import Rules

FETCHED = datetime(2026, 11, 22, 3, tzinfo=UTC)
TITLE = "临溪区集中签约十二个项目"
H1 = f"<h1>{TITLE}</h1>"
PARAGRAPH = "<p>临溪区举行第{}次集中签约仪式，会议要求各部门抓好落实，持续提升服务水平，让群众得到实惠。</p>"
BODY = "".join(PARAGRAPH.format(number) for number in "一二三四")
BODY_LINES = 4
OTHER_STORY = "全市秋粮收购工作有序推进，有关部门负责人介绍了工作进展，下一步将继续推进。"
GOVERNMENT = Rules(
    id="lanshan_gov",
    name="澜山市人民政府",
    outlet="澜山市人民政府",
    region="990100",
    divisions="sample",
)
NAV = "<div class='nav'><a href='/'>首页</a> <a href='/zw'>政务</a></div>"
FOOT = "<div class='footer'>版权所有 澜山市人民政府 Copyright 2005-2024 网站标识码 9901000001</div>"


def article(
    before: str = H1,
    *,
    head: str = f"<title>{TITLE}</title>",
    body: str = BODY,
    after: str = "",
    url: str = "http://www.lanshan.test/xw/1.html",
    rules: Rules | None = GOVERNMENT,
    **more: Any,
) -> Article:
    """The article of a government page: navigation, the lines ``before``, a body in a named container, a footer."""
    markup = (
        f"<html><head><meta charset='utf-8'>{head}</head><body>{NAV}<div class='main'>{before}"
        f"<div class='content'>{body}</div></div>{after}{FOOT}</body></html>"
    )
    (found,) = understand(Page(url=url, body=markup.encode(), fetched_at=FETCHED, rules=rules, **more))
    return found


def bare_page(
    body: str, head: str = f"<title>{TITLE}</title>", url: str = "http://www.lanshan.test/1.html"
) -> Article:
    """The article of a page of no known system: navigation, the given markup and a footer; no source is named."""
    markup = f"<html><head><meta charset='utf-8'>{head}</head><body>{NAV}{body}{FOOT}</body></html>"
    (found,) = understand(Page(url=url, body=markup.encode(), fetched_at=FETCHED))
    return found


def body_lines(found: Article) -> list[str]:
    """The lines of an article's body."""
    return (found.body or "").split("\n")
