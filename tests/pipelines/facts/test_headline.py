"""Headlines of whole pages by weaker evidence."""

from __future__ import annotations

from tests.pipelines.pages import (
    BODY,
    TITLE,
    bare_page,
)


def test_line_above_date_and_source_is_the_title_if_the_title_tag_names_the_site() -> None:
    cells = f"<td align='center'><font size='4'><b>{TITLE}</b></font></td>"
    info = "<td>来源：澜山日报　发布时间：2008-11-18 8:05:09　点击数：12</td>"
    head = "<title>澜山农业信息网</title>"
    assert (
        bare_page(f"<table><tr>{cells}</tr><tr>{info}</tr><tr><td>{BODY}</td></tr></table>", head).title
        == TITLE
    )
    head = "<title>工作动态--澜山水利学会官网</title>"
    assert (
        bare_page(f"<p>{TITLE}</p><div>发布时间：2008-11-18</div>{BODY}<h3>友情链接</h3>", head).title
        == TITLE
    )


def test_newspaper_comment_contains_title_and_author() -> None:
    enp = f"<!--enpproperty <date>2026-11-18 04:00:00.0</date><author>本报记者 周文远</author><title>{TITLE}</title>/enpproperty-->"
    found = bare_page(f"<h1>{TITLE}</h1>{enp}<div id='ozoom'>{BODY}</div>", "<title>澜山日报-澜山网</title>")
    assert found.title == TITLE
    assert [(one.role, one.name) for one in found.bylines] == [("reporter", "周文远")]
