"""Articles that stand in a page's data alone."""

from __future__ import annotations

import json

import pytest

from pipelines import Page, Refused, understand
from tests.pipelines.pages import (
    BODY,
    BODY_LINES,
    TITLE,
    bare_page,
    body_lines,
)

LINES = [
    f"河口镇的水渠修缮工程在第{n}周进入收尾阶段，主体部分已经通过了验收，群众出行更加方便。" for n in "一二三"
]
TEXT = "".join(f"<p>{line}</p>" for line in LINES)


def page(detail: object, printed: str = "") -> Page:
    data = json.dumps({"props": {"pageProps": {"detailData": {"contentDetail": detail}}}}, ensure_ascii=False)
    data = data.replace("</", "<\\/")  # as every page must that keeps markup in a script
    script = f"<script id='__NEXT_DATA__'>{data}</script>"
    body = f"<html><head><title>x</title></head><body><div id='__next'>{printed}</div>{script}</body></html>"
    return Page(url="http://www.paper.test/newsDetail_forward_7", body=body.encode())


def test_title_text_and_day_come_from_the_data_where_nothing_is_printed() -> None:
    [article] = understand(
        page({"name": "水渠修缮完工", "content": TEXT + "<script>x()</script>", "publishTime": 1790209800000})
    )
    assert (article.title, article.body) == ("水渠修缮完工", "\n".join(LINES))
    assert str(article.published_date) == "2026-09-24"


def test_a_page_that_prints_its_article_is_read_as_printed() -> None:
    printed = f"<h1>水渠修缮完工</h1><div class='index_cententWrap__1'>{TEXT}</div>"
    [article] = understand(page({"name": "另一个标题", "content": TEXT.replace("收尾", "开工")}, printed))
    assert (article.title, article.body) == ("水渠修缮完工", "\n".join(LINES))


@pytest.mark.parametrize(
    "detail",
    [
        {"name": "x", "content": "短"},
        {"content": TEXT},
        {"name": "x", "content": {"a": 1}},
        [],
        None,
        {"name": "x", "content": "<" * 60},
    ],
)
def test_data_without_an_article_gives_none(detail: object) -> None:
    with pytest.raises(Refused):
        understand(page(detail))


def test_the_mark_of_a_page_break_is_no_line_of_the_text() -> None:
    text = f"<p>{LINES[0]}</p>#PAGE_BREAK#<p>{LINES[1]}</p>"
    body = f"<html><head><title>x</title></head><body><h1>水渠修缮完工</h1><div id='zoom'>{text}</div></body></html>"
    [article] = understand(Page(url="http://www.q.test/c1/content.shtml", body=body.encode()))
    assert article.body == "\n".join(LINES[:2])


def test_article_in_hidden_form_fields_is_read() -> None:
    escaped = BODY.replace("<", "&lt;").replace(">", "&gt;")
    fields = {"title": TITLE, "time": "1794991327000", "source-name": "澜山日报", "content": escaped}
    found = bare_page(
        "".join(f"<textarea class='article-{name}'>{value}</textarea>" for name, value in fields.items())
    )
    assert (found.title, found.outlet, len(body_lines(found))) == (TITLE, "澜山日报", BODY_LINES)
    assert found.published_at is not None
    assert f"{found.published_at:%Y-%m-%d %H:%M}" == "2026-11-18 08:42"
