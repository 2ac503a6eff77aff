"""The part with most text is an element that can hold an article, no paragraph and no piece of a line."""

from __future__ import annotations

import pytest

from pipelines.body.densest_part import densest_part
from pipelines.body.line_scores import line_scores
from tests.pipelines.body.part_lines import paragraphs, parsed_part, sentences


def part_class(markup: str) -> str | None:
    """The class of the part that is found in a page without a known headline."""
    _, lines = parsed_part(markup)
    part = densest_part(lines, line_scores(lines, -1))
    return None if part is None else part.get("class")


@pytest.mark.parametrize("tag", ["p", "span", "font", "section"])
def test_one_long_paragraph_is_not_the_part(tag: str) -> None:
    first, *others = sentences(8)
    assert (
        part_class(
            f"<div class='text'><p>{first}</p><{tag}>{'<br>'.join(others)}</{tag}><p>{first}二。</p></div>"
        )
        == "text"
    )


def test_part_is_widened_to_paragraphs_in_boxes_of_another_depth() -> None:
    first, *others = sentences(5)
    inner = "".join(f"<section><p>{text}</p></section>" for text in others)
    assert (
        part_class(f"<div class='text'><section><p>{first}</p></section><section>{inner}</section></div>")
        == "text"
    )


def test_part_is_not_widened_to_text_among_links() -> None:
    texts, other = sentences(5), sentences(1, start=9)[0]
    links = "".join(f"<p><a href='/{i}'>望河县第{i}届山楂文化旅游节开幕</a></p>" for i in range(6))
    assert (
        part_class(
            f"<div class='page'><div class='text'>{paragraphs(texts)}</div>{links}<p>{other}</p></div>"
        )
        == "text"
    )


def test_page_without_sentences_has_no_part() -> None:
    assert part_class("<div class='menu'><p>首页</p><p>新闻</p></div>") is None
