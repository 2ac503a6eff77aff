"""Kicker and subtitle beside a headline."""

from __future__ import annotations

from tests.pipelines.pages import (
    BODY,
    H1,
    bare_page,
)


def test_headings_beside_the_headline_are_kicker_and_subtitle() -> None:
    found = bare_page(
        f"<div><h3 class='pre'>优化营商环境</h3>{H1}<h4 class='sub'>八个项目来自外地</h4><p>2026-11-18</p></div><div>{BODY}</div>"
    )
    assert (found.kicker, found.subtitle) == ("优化营商环境", "八个项目来自外地")
    found = bare_page(
        f"<div><h2>新闻中心</h2>{H1}<div class='sub'>时间：2026-11-18 来源：澜山日报</div></div><div>{BODY}</div>"
    )
    assert (found.kicker, found.subtitle) == (None, None)
