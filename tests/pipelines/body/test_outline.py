"""The outline holds every line of a part once, in order, within its block elements."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.body.outline import build_outline
from tests.pipelines.body.part_lines import parsed_part

TAGS = ("p", "div", "li", "h2", "section", "blockquote", "td")


def test_every_line_after_a_break_is_a_paragraph_of_its_own() -> None:
    part, lines = parsed_part("<p class='t'>甲<br>乙<br>丙</p>")
    outline = build_outline(part, lines)
    assert [(p.text, p.get("class")) for p in outline.iter("p")] == [("甲", "t"), ("乙", "t"), ("丙", "t")]


def test_layout_table_becomes_boxes_and_data_table_stays_a_table() -> None:
    rows = "<table><tr><td>品种</td><td>价格</td></tr><tr><td>白菜</td><td>0.6</td></tr></table>"
    part, lines = parsed_part(f"<table><tr><td class='main'><p>正文</p>{rows}</td></tr></table>")
    outline = build_outline(part, lines)
    assert len(list(outline.iter("table"))) == 1
    assert [cell.text for cell in outline.iter("td")] == ["品种", "价格", "白菜", "0.6"]
    assert outline.xpath("//div[@class='main']/p")[0].text == "正文"


def test_links_keep_their_share_of_a_line() -> None:
    part, lines = parsed_part("<p><a href='/1'>第一条</a>说明</p>")
    (link,) = build_outline(part, lines).iter("a")
    assert (link.text, link.tail) == ("第一条", "说明")


def test_classes_of_boxes_are_kept_for_trafilatura() -> None:
    part, lines = parsed_part("<div class='share' id='s1'><p>分享到</p></div>")
    assert build_outline(part, lines).xpath("//div[@class='share'][@id='s1']/p")


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(TAGS), st.text(alphabet="青岚市，。", min_size=1, max_size=9)), max_size=12
    )
)
def test_outline_holds_the_text_of_all_lines_in_order(items: list[tuple[str, str]]) -> None:
    part, lines = parsed_part("".join(f"<{tag}>{text}</{tag}>" for tag, text in items))
    outline = build_outline(part, lines)
    assert outline.text_content() == "".join(line.text.replace("\t", "") for line in lines)
