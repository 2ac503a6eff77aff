"""The vocabulary of boilerplate: names of elements, and whole lines."""

from __future__ import annotations

import pytest

from pipelines.page.boilerplate import boilerplate, classify_names


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("content-nav", (True, False, "")),
        ("navy-report", (False, False, "")),
        ("article-title", (False, True, "")),
        ("author-name", (False, False, "author")),
        ("news-source", (False, False, "source")),
        ("text", (False, False, "")),
    ],
)
def test_class_names_are_classified(css: str, expected: tuple[bool, bool, str]) -> None:
    assert classify_names(css, None) == expected


@pytest.mark.parametrize("line", ["字体：大 中 小", "分享到：微信 微博", "打印本页 关闭窗口"])
def test_tool_lines_are_boilerplate(line: str) -> None:
    assert boilerplate().is_line(line)


def test_sentence_is_no_boilerplate_line() -> None:
    line = "临溪区举行集中签约仪式，会议要求各部门抓好落实。"
    assert not boilerplate().is_line(line)
    assert not boilerplate().may_end_text(line)


def test_footer_ends_a_text_and_a_contact_line_only_may() -> None:
    rules = boilerplate()
    assert rules.ends_text("网站标识码9901000001")
    assert rules.is_contact("主办单位：澜山市人民政府")
    assert not rules.ends_text("主办单位：澜山市人民政府")


def test_heading_of_a_ranking_is_no_ambiguous_heading() -> None:
    rules = boilerplate()
    assert rules.heads_ranking("热门排行")
    assert rules.is_ambiguous_heading("相关链接") or rules.may_end_text("相关链接")
