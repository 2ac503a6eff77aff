"""Whole pages whose bodies are marked up in unusual ways; each is read without a rule for its site."""

from __future__ import annotations

import pytest

from tests.pipelines.body.part_lines import paragraphs, sentences
from tests.pipelines.pages import H1, OTHER_STORY, bare_page, body_lines

DATED = "<div>来源：青岚日报 时间：2026-11-18 10:00</div>"
LINKS = (
    "<ul>"
    + "".join(f"<li><a href='/{i}'>望河县第{i}届山楂文化旅游节开幕</a></li>" for i in range(5))
    + "</ul>"
)
TEASERS = "".join(
    f"<div class='it'><h3><a href='/{i}'>第{i}条其他消息</a></h3><p>第{i}条。{OTHER_STORY}</p></div>"
    for i in range(5)
)
WRAPPERS = ["{}", "<div>{}</div>", "<table><tr><td>{}</td></tr></table>"]
S = sentences(9)


@pytest.mark.parametrize("wrapper", WRAPPERS)
@pytest.mark.parametrize("after", ["", TEASERS])
@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        (f"<p>{S[0]}</p><p>{S[1]}</p><p>{S[2]}{S[3]}<br>{S[4]}<br>{S[5]}</p>", [S[0], S[1], S[2] + S[3], S[4], S[5]]),
        (f"<p>{S[0]}</p><p>{'<br>'.join(S[1:])}</p>", S),
        (f"<p>{'<br>'.join(S[:6])}</p><p>{S[6]}</p>", S[:7]),
    ],
)  # fmt: skip
def test_paragraph_with_line_breaks_is_not_taken_for_the_body(
    markup: str, lines: list[str], wrapper: str, after: str
) -> None:
    assert body_lines(bare_page(H1 + DATED + wrapper.format(markup) + after)) == lines


def wrapped(texts: list[str], wrapper: str) -> str:
    return "".join(wrapper.format(text) for text in texts)


SECTION = "<section><p>{}</p></section>"
DEEPER = f"<section>{SECTION}</section>"
SPAN = "<section><section><span>{}</span></section></section>"


@pytest.mark.parametrize("wrapper", ["<div>{}</div>", "<div class='rich_media_content'>{}</div>"])
@pytest.mark.parametrize(
    "markup",
    [
        SECTION.format(S[0]) + f"<section><section>{wrapped(S[1:5], SECTION)}</section></section>",
        f"<section>{DEEPER.format(S[0])}</section>{wrapped(S[1:5], DEEPER)}",
        wrapped(S[:3], SPAN) + f"<section>{paragraphs(S[3:5])}</section>",
        wrapped(S[:5], "<div><div>{}</div></div>"),
    ],
)
def test_nested_sections_of_an_editor_are_no_teasers(markup: str, wrapper: str) -> None:
    assert body_lines(bare_page(H1 + DATED + wrapper.format(markup) + TEASERS)) == S[:5]


@pytest.mark.parametrize("tag", ["span", "div", "font"])
def test_lines_directly_inside_an_inline_element_are_kept(tag: str) -> None:
    table = "<div><table><tr><td>序号</td><td>名称</td></tr><tr><td>1</td><td>路灯</td></tr></table></div>"
    items = [
        "一、项目编号：QL2026-001",
        "二、项目名称：青岚市路灯采购项目",
        "三、采购结果",
        "四、评审专家名单：王小明、李青",
        "五、公告期限：自本公告发布之日起1个工作日。",
    ]
    markup = f"<td><{tag} class='txt7'><span>{items[0]}</span><br>{items[1]}<br>{items[2]}<br>{table}{items[3]}<br>{items[4]}</{tag}></td>"
    found = bare_page(f"{H1}{DATED}<table><tr>{markup}</tr></table>")
    assert body_lines(found) == [*items[:3], "序号\t名称", "1\t路灯", *items[3:]]


@pytest.mark.parametrize("wrapper", ["{}", "<div>{}</div>", "<div id='zoom'>{}</div>"])
@pytest.mark.parametrize(
    "box",
    [
        f"<div><b>相关新闻：</b>{LINKS}</div>",
        f"<p>相关新闻：</p>{LINKS}",
        f"<h3>相关报道</h3>{LINKS}",
        f"<div class='related'><h4>推荐阅读</h4>{LINKS}</div>",
    ],
)
def test_box_of_other_articles_does_not_end_the_text(box: str, wrapper: str) -> None:
    for before in (1, 3):
        markup = wrapper.format(paragraphs(S[:before]) + box + paragraphs(S[before:]))
        assert body_lines(bare_page(H1 + DATED + markup)) == S
    markup = wrapper.format(paragraphs(S) + box)
    assert body_lines(bare_page(H1 + DATED + markup + TEASERS)) == S


def test_lead_in_a_box_of_its_own_belongs_to_the_text() -> None:
    found = bare_page(
        f"{H1}{DATED}<div><p>{S[0]}</p></div><div>相关新闻：{LINKS}</div><div>{paragraphs(S[1:])}</div>"
    )
    assert body_lines(found) == S


@pytest.mark.parametrize("name", ["article-content", "detail-content", "news_content"])
def test_common_class_names_around_side_bars_are_not_believed(name: str) -> None:
    side = f"<div class='r'>{LINKS}{paragraphs(sentences(2, start=20))}</div>"
    found = bare_page(f"<div class='{name}'>{H1}{DATED}<div>{paragraphs(S)}</div>{side}</div>")
    assert body_lines(found) == S


def test_evidence_tells_how_the_body_was_found() -> None:
    found = bare_page(H1 + DATED + f"<div>{paragraphs(S)}</div>")
    assert found.evidence["body"] == {"path": "trafilatura", "guard": None}
