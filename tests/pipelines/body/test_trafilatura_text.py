"""Text that trafilatura extracts is matched with the lines of the page."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.body.outline import build_outline
from pipelines.body.trafilatura_text import MIN_EXTRACTED_SIZE, extracted_text, kept_lines, match_key
from tests.pipelines.body.part_lines import paragraphs, parsed_part, sentences


def test_lines_are_matched_without_list_dashes_table_pipes_and_white_space() -> None:
    _, lines = parsed_part(
        "<ul><li>第一项 内容</li></ul><table><tr><td>品种</td><td>价格</td></tr><tr><td>白菜</td><td>0.6</td></tr></table>"
    )
    assert kept_lines(lines, "- 第一项内容\n| 品种 | 价格 |\n| 白菜 | 0.6 |") == [True, True, True]


def test_line_that_occurs_twice_is_kept_as_often_as_it_was_extracted() -> None:
    _, lines = parsed_part("<p>第一节</p><p>第一节</p>")
    assert kept_lines(lines, "第一节") == [True, False]


def test_piece_of_a_longer_extracted_line_is_kept_if_it_is_long_enough() -> None:
    _, lines = parsed_part("<p>项目编号：二零二六第一号<br>价格</p>")
    assert kept_lines(lines, "项目编号：二零二六第一号 价格") == [True, False]


def test_pictures_are_never_matched() -> None:
    _, lines = parsed_part("<p>正文第一段的内容。</p><img src='/1.jpg'>")
    assert kept_lines(lines, "正文第一段的内容。") == [True, False]


def test_tree_is_left_as_it_was() -> None:
    part, lines = parsed_part(paragraphs(sentences(5)))
    outline = build_outline(part, lines)
    before = outline.text_content()
    assert extracted_text(outline, min_size=MIN_EXTRACTED_SIZE)
    assert outline.text_content() == before


def test_page_without_text_gives_an_empty_text() -> None:
    part, _ = parsed_part("")
    assert extracted_text(build_outline(part, [])) == ""


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.text(alphabet="青岚市山水，。：（）abc 12", min_size=1, max_size=30), max_size=12), st.data()
)
def test_marks_are_as_many_as_lines_and_only_for_extracted_text(
    texts: list[str], data: st.DataObject
) -> None:
    _, lines = parsed_part(paragraphs(texts))
    chosen = data.draw(st.lists(st.sampled_from(texts), max_size=6)) if texts else []
    marks = kept_lines(lines, "\n".join(chosen))
    keys = "\n".join(map(match_key, chosen))
    assert len(marks) == len(lines)
    assert all(match_key(line.text) in keys for line, keep in zip(lines, marks, strict=True) if keep)
