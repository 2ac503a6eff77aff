"""Labels of links between the pages of an article, and lines that hold nothing else."""

from __future__ import annotations

import pytest

from pipelines.page.pager_lines import is_last, is_next, is_pager_line, part_number


@pytest.mark.parametrize(
    ("label", "number"), [("2", 2), ("[3]", 3), ("【4】", 4), ("第5页", 5), ("2026", None), ("一", None)]
)
def test_number_of_a_label(label: str, number: int | None) -> None:
    assert part_number(label) == number


@pytest.mark.parametrize("label", ["下一页", "下页", "后一页", "下一页 >>", "[下一页]", "下一頁"])
def test_labels_of_the_next_page(label: str) -> None:
    assert is_next(label)


@pytest.mark.parametrize("label", ["下一篇", "上一篇", "上一页", "下一条", "下一页的内容", ""])
def test_other_labels_are_not_the_next_page(label: str) -> None:
    assert not is_next(label)


def test_labels_of_the_last_page() -> None:
    assert is_last("尾页")
    assert is_last("末页 »")
    assert not is_last("首页")


@pytest.mark.parametrize(
    "line", ["上一页 1 2 3 下一页", "[1] [2]", "1 2 3", "共3页 首页 下一页 尾页", "第2页", "下一页"]
)
def test_line_of_page_links_is_a_pager(line: str) -> None:
    assert is_pager_line(line)


@pytest.mark.parametrize(
    "line", ["", "3", "5 7 9", "120 350", "请翻到下一页继续阅读", "2026年11月", "下一页 " * 60]
)
def test_other_line_is_not_a_pager(line: str) -> None:
    assert not is_pager_line(line)
