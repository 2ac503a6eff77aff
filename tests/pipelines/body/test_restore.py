"""Lines of the text that trafilatura dropped come back, lines around it do not."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.body.restore import restore_lines
from tests.pipelines.body.part_lines import paragraphs, parsed_part, sentences


def restored(markup: str, *kept: int) -> list[str]:
    """The texts of lines that stand in the restored choice, where trafilatura kept the lines at these places."""
    _, lines = parsed_part(markup)
    marks = restore_lines(lines, [i in kept for i in range(len(lines))])
    return [line.text for line, keep in zip(lines, marks, strict=True) if keep]


def test_short_paragraph_of_the_same_make_comes_back() -> None:
    one, two = sentences(2)
    assert restored(f"<p>{one}</p><p>特此通知。</p><p>{two}</p><p>区农业局</p>", 0, 2) == [
        one,
        "特此通知。",
        two,
        "区农业局",
    ]


def test_heading_between_kept_lines_comes_back() -> None:
    one, two = sentences(2)
    assert restored(f"<h3>导航</h3><p>{one}</p><h3>一、成效</h3><p>{two}</p><h3>热榜</h3>", 1, 3) == [
        one,
        "一、成效",
        two,
    ]


def test_data_row_between_kept_lines_comes_back_and_row_of_links_does_not() -> None:
    one, two = sentences(2)
    table = "<table><tr><td>{}</td><td>{}</td></tr><tr><td>{}</td><td>{}</td></tr></table>"
    data = table.format("品种", "价格", "白菜", "0.6")
    links = table.format(*["<a href='/1'>广告一则</a>"] * 4)
    assert restored(f"<p>{one}</p>{data}{links}<p>{two}</p>", 0, 5) == [one, "品种\t价格", "白菜\t0.6", two]


def test_long_sentence_before_the_kept_lines_comes_back_and_one_behind_them_does_not() -> None:
    lead, one, two = sentences(3)
    markup = f"<div>{lead}</div><section><p>{one}</p></section><div class='x'>{two}</div>"
    assert restored(markup, 1) == [lead, one]


def test_nothing_comes_back_if_nothing_was_kept() -> None:
    assert restored(paragraphs(sentences(3))) == []


@settings(deadline=None, max_examples=60)
@given(st.lists(st.booleans(), min_size=1, max_size=12))
def test_kept_lines_are_never_lost(kept: list[bool]) -> None:
    _, lines = parsed_part(paragraphs(sentences(len(kept))))
    marks = restore_lines(lines, kept)
    assert all(mark for mark, keep in zip(marks, kept, strict=True) if keep)
    assert any(marks) == any(kept)
