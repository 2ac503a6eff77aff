"""Differences between two texts."""

from __future__ import annotations

from crawler.cli.text_diff import passages, unified


def test_passages_ignore_line_breaks() -> None:
    assert passages("一句。\n二句。三句。", "一句。二句。\n三句。") == []
    assert passages("一句。二句。", "一句。新句！二句。") == [{"cut": "", "added": "新句！"}]
    assert passages("", "全新。") == [{"cut": "", "added": "全新。"}]


def test_unified_diff_covers_title_and_body() -> None:
    lines = unified(("标题", "一\n二"), ("标题", "一\n三"), ("version 1", "version 2"))
    assert lines[:2] == ["--- version 1", "+++ version 2"]
    assert lines[-2:] == ["-二", "+三"]
