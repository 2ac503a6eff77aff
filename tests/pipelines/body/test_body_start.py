"""The text begins below byline blocks and index tables, and at a lead above the part."""

from __future__ import annotations

import pytest

from pipelines.body.body_start import text_start
from tests.pipelines.body.part_lines import paragraphs, parsed_part, sentences

INDEX = (
    "<tr><td>索 引 号：</td><td>11990000/2026-0042</td></tr><tr><td>发文机关：</td><td>青岚市人民政府</td></tr>"
    "<tr><td>成文日期：</td><td>2026年01月27日</td></tr><tr><td>发文字号：</td><td>青政〔2026〕1号</td></tr>"
)


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        ("<p>2026-01-28 10:00 来源：青岚日报</p>", 1),
        ("<p>http://www.qinglan.test 2026年01月28日09:30 某网</p>", 1),
        (f"<table>{INDEX}</table>", 4),
        (f"<table>{INDEX}</table><table>{INDEX}</table>", 8),
        ("<p>时间：2026年12月5日 09:00</p><p>地点：区文化馆</p>", 0),
        ("<p>各县（市、区）人民政府：</p>", 0),
        ("<p>名称：青岚市路灯采购项目</p>", 0),
    ],
)
def test_text_begins_below_bylines_and_index_tables(header: str, lines: int) -> None:
    _, part = parsed_part(header + paragraphs(sentences(4)))
    assert text_start(part) == lines


def test_date_line_between_paragraphs_is_no_header() -> None:
    _, part = parsed_part(paragraphs(sentences(2)) + "<p>2026-01-28 10:00 来源：青岚日报</p>")
    assert text_start(part) == 0
