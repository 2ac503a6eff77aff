"""Find where the text begins inside the part that holds it: below byline blocks and index tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.body.headline_anchor import is_date_line
from pipelines.body.sentences import PARAGRAPH, is_paragraph
from pipelines.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.page.line_types import TextLine

BYLINE_LINES = 12  # a byline block ends within so many lines
INDEX_LINES = 24  # an index table does, even in two copies
MIN_INDEX_LABELS = 3
# what a byline block says beside the date; 时间：… alone may be the time of an event
BYLINE_WORD = re.compile(r"来源|发布|发表|稿源|作者|编辑|字号|浏览|阅读|点击|https?://|^[\d\s]{4}")
# labels of the table that the rules on open government information prescribe for official documents
INDEX_LABEL = re.compile(
    r"(?:^|\|)(?:索引号|信息索引号?|发文机关|发布机构|发文字号|文号|成文日期|发布日期|发文日期|生成日期|主题分类|信息分类|分类|"
    r"标题|名称|有效性|效力状态|公文种类|体裁分类|公开方式|公开日期|主题词|发布时间)[:：]"
)


def text_start(lines: Sequence[TextLine]) -> int:
    """How many lines at the beginning of a part are a byline block or an index table."""
    start = labels = 0
    for i, line in enumerate(lines[:INDEX_LINES]):
        if is_paragraph(line):
            break
        found = len(INDEX_LABEL.findall(fold(line.text.replace("\t", "|"))))
        labels += found
        is_byline = i < BYLINE_LINES and is_date_line(line) and BYLINE_WORD.search(line.text) is not None
        if is_byline or (found and labels >= MIN_INDEX_LABELS):
            start = i + 1
    return start


def lead_lines(
    page: Sequence[TextLine], scores: Sequence[float], headline: int, lines: Sequence[TextLine]
) -> list[TextLine]:
    """Paragraphs between the headline and the first of ``lines``: leads in a box of their own.

    A paragraph right below a picture is its caption.
    """
    if headline < 0 or not lines:
        return []
    first = next((i for i, line in enumerate(page) if line is lines[0]), 0)
    return [
        page[i] for i in range(headline + 1, first) if scores[i] >= PARAGRAPH and page[i - 1].kind != "image"
    ]
