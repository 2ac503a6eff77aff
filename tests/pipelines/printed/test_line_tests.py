"""What a single line of a printed page is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.printed import line_tests


@pytest.mark.parametrize(
    "line",
    [
        "2026年9月27日 星期日",
        "2026年11月20日 星期五　第02版：要闻　青岚日报",
        "青岚晚报 2026-11-20 A02",
        "第03版",
        "A3",
        "责任编辑：钟离雪 版式：公西华",
        "投稿邮箱：qinglan@example.test",
        "www.qinglan.com",
    ],
)
def test_page_edge(line: str) -> None:
    assert line_tests.is_page_edge(line)


@pytest.mark.parametrize(
    "line", ["青岚渡口今晨复航", "9月27日，青岚渡口复航。", "2026年11月20日青岚渡口复航"]
)
def test_text_is_not_a_page_edge(line: str) -> None:
    assert not line_tests.is_page_edge(line)


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("□本报记者 钟离雪 通讯员 公西华", True),
        ("本报记者 钟离雪", True),
        ("□司徒青 报道", True),
        ("记者从县政府获悉，渡口复航。", False),
        ("青岚渡口今晨复航", False),
    ],
)
def test_byline(line: str, byline: bool) -> None:
    assert line_tests.is_byline(line) is byline


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("图为居民在集市选购。（钟离雪 摄）", True),
        ("柳荫社区食堂的志愿者给老人盛汤。", True),
        ("志愿者盛汤", False),
        ("老人端着饭盒。志愿者给他盛汤。", False),
    ],
)
def test_caption(line: str, caption: bool) -> None:
    assert line_tests.is_caption(line) is caption


@pytest.mark.parametrize(
    ("before", "after", "cut"),
    [
        ("两岸往来要绕行十一公里的", "山路。", True),
        ("渡口今晨复航。", "船票两元。", False),
        ("渡口今晨复航。", "，船票两元。", True),
    ],
)
def test_sentence_cut_between_two_lines(before: str, after: str, cut: bool) -> None:
    assert line_tests.is_cut_between(before, after) is cut


def test_cut_latin_words_are_joined_with_a_space() -> None:
    assert line_tests.join_cut("New", "York") == "New York"
    assert line_tests.join_cut("十一公里的", "山路") == "十一公里的山路"


@given(st.text(max_size=120))
def test_any_line_can_be_tested(line: str) -> None:
    for test in (line_tests.is_page_edge, line_tests.is_byline, line_tests.is_caption):
        test(line)
