"""Find the line of the headline before the title is known, so that the body is looked for below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.text import dates
from pipelines.text.folding import fold

if TYPE_CHECKING:
    from pipelines.page.line_types import TextLine
    from pipelines.page.parsed_page import ParsedPage

MIN_HEADLINE = 6  # characters
MAX_LINE = 120
MIN_DATE_LINE = 10
CREDIT_WORD = re.compile(r"来源|发布时间|发布日期|发表时间|作者|编辑|\d{1,2}:\d{2}")


def headline_anchor(parsed: ParsedPage) -> int:
    """The index of the longest line that begins the page's ``<title>``, else of the line with date and source, or -1."""
    element = parsed.tree.find(".//title")
    title = fold(element.text_content()) if element is not None else ""
    found, longest = -1, MIN_HEADLINE - 1
    for i, line in enumerate(parsed.lines):
        if not longest < len(line.text) < MAX_LINE or line.link_chars or line.element.tag == "title":
            continue
        if title.startswith(fold(line.text)):
            found, longest = i, len(line.text)
    if found == -1:
        return next((i for i, line in enumerate(parsed.lines) if is_date_line(line)), -1)
    return found


def is_date_line(line: TextLine) -> bool:
    """True for a line with a date and a word about its publication."""
    text = line.text
    if not MIN_DATE_LINE <= len(text) <= MAX_LINE or line.is_link or CREDIT_WORD.search(text) is None:
        return False
    return dates.first(text) is not None
