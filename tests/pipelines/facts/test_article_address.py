"""The address of an article is one that was seen or that the page declares; traditional names are converted once."""

from __future__ import annotations

import pytest

from pipelines import Article, Page, understand

BODY = "".join(
    f"<p>青岚县第{number}批河道清淤工程昨日完工，两岸居民说河水清了，下游的闸门也换成了新的。</p>"
    for number in "一二三四"
)


def read(
    url: str, head: str = "", body: str = BODY, line: str = "来源：青岚日报 时间：2026-09-27 10:00"
) -> Article:
    """The article of a page with a headline and a byline."""
    markup = f"<title>河道清淤完工</title>{head}<h1>河道清淤完工</h1><div>{line}</div><div>{body}</div>"
    [article] = understand(Page(url=url, body=f"<meta charset='utf-8'>{markup}".encode()))
    return article


@pytest.mark.parametrize(
    ("url", "declared", "address"),
    [
        ("http://m.qinglan.test/art/2026/9/1/art_4_55.html", None, None),
        ("http://wap.qinglan.test/xw/202609/t20260901_55.html", None, None),
        (
            "http://m.qinglan.test/art/2026/9/1/art_4_55.html",
            "http://www.qinglan.test/art/2026/9/1/art_4_55.html",
            "http://www.qinglan.test/art/2026/9/1/art_4_55.html",
        ),
        (
            "http://www.qinglan.test/xw/55.html",
            "http://qinglan.test/xw/55.html",
            "http://qinglan.test/xw/55.html",
        ),
        ("http://www.qinglan.test/xw/55.html", "http://www.qinglan.test/", None),
        ("http://www.qinglan.test/xw/55.html", "javascript:void(0)", None),
        ("http://www.qinglan.test/xw/55.html", "/xw/56.html", None),
    ],
)
def test_address_was_seen_or_is_declared_by_the_page(
    url: str, declared: str | None, address: str | None
) -> None:
    head = f"<link rel='canonical' href='{declared}'>" if declared else ""
    assert read(url, head).url == (address or url)


@pytest.mark.parametrize(
    ("outlet", "expected"),
    [("乾安縣人民政府", "乾安县人民政府"), ("乾縣融媒體中心", "乾县融媒体中心"), ("青嵐日報", "青岚日报")],
)
def test_outlet_of_a_traditional_page_is_converted_once(outlet: str, expected: str) -> None:
    body = "".join(
        f"<p>青嵐縣第{number}批河道清淤工程昨日完工，孩子們看著河水，著急的居民說閘門也換成了新的，效果顯著。</p>"
        for number in "一二三四"
    )
    found = read("http://www.qinglan.test/1.html", body=body, line=f"來源：{outlet} 時間：2026-09-27 10:00")
    assert found.outlet == expected
    assert "看着河水，着急的居民" in (found.body or "")
    assert "效果显著" in (found.body or "")
