"""Lines that sites add to a text, and the formula that opens a newspaper text."""

from __future__ import annotations

import pytest

from pipelines.dedup.site_lines import LEAD, SITE_LINE


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑:汪晓阳",
        "来源:青岚日报",
        "扫一扫在手机打开当前页",
        "图为青岚渡口",
        "汪晓阳 摄",
        "■本报通讯员 汪晓阳 葛海平",
        "相关阅读",
        "12条评论",
    ],
)
def test_line_of_a_site(line: str) -> None:
    assert SITE_LINE.fullmatch(line)


@pytest.mark.parametrize("line", ["青岚渡口今晨复航", "编辑部的故事很长", "记者从县政府获悉,渡口复航"])
def test_line_of_the_text(line: str) -> None:
    assert SITE_LINE.fullmatch(line) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("本报讯(记者 汪晓阳)青岚渡口复航", "青岚渡口复航"),
        ("青岚日报讯 渡口复航", "渡口复航"),
        ("【青岚快讯】渡口复航", "渡口复航"),
        ("□记者 汪晓阳 报道 渡口复航", "渡口复航"),
        ("通讯员们在渡口采访", "通讯员们在渡口采访"),
        ("电视台在渡口采访", "电视台在渡口采访"),
    ],
)
def test_lead_formula_ends_at_its_terminator(text: str, rest: str) -> None:
    assert LEAD.sub("", text) == rest
