"""The lines above and below a headline: kicker and subtitle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.credits.credit_line import read_credit_line
from pipelines.page.boilerplate import boilerplate
from pipelines.page.elements import HEADING_TAGS
from pipelines.text.folding import fold, same_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.body.span import Span
    from pipelines.page.line_types import TextLine
    from pipelines.page.parsed_page import ParsedPage

KICKER_NAME = re.compile(
    r"yinti|pre-?title|intro-?title|shouti|kicker|(?:^|\s)pre(?:$|\s)|(?:^|[\s_-])yt(?:$|[\s_-])",
    re.IGNORECASE,
)
SUBTITLE_NAME = re.compile(
    r"sub-?_?title|futi|(?:^|\s)sub(?:$|\s)|fu_?biaoti|(?:^|[\s_-])(?:fbt|ft)(?:$|[\s_-])", re.IGNORECASE
)
NEAR_LINES = 2
MAX_NAMED_LINE = 80
MAX_UNNAMED_LINE = 40
MIN_UNNAMED_LINE = 4
NEWSPAPER_ADDRESS = re.compile(r"//(?:e?-?papers?|szb|dzb|szbz|epaper\d?)\.|/(?:epaper|szb|dzb)/|/nw\.D\d")
COLUMN_NAME = re.compile(r"(?:新闻|动态|要闻|公告|通知|资讯|中心|频道|网|报|栏目|首页)$")
NO_SUBTITLE = re.compile(r"[。；]|[:：]|\d{4}|版$|^第|上一|下一|放大|缩小")


def is_newspaper_page(parsed: ParsedPage) -> bool:
    """True if a page belongs to a printed newspaper, judging by its source, address or publishing system."""
    rules = parsed.page.rules
    return (
        parsed.page.newspaper is not None
        or (rules is not None and rules.kind == "newspaper")
        or NEWSPAPER_ADDRESS.search(parsed.url) is not None
        or "<!--enpproperty" in parsed.source
    )


def lines_beside(
    parsed: ParsedPage, span: Span, heading: HtmlElement, title: str
) -> tuple[str | None, str | None]:
    """The kicker above a heading and the subtitle below it."""
    lines = [line for line in parsed.lines if line.text]
    at = next(
        (i for i, one in enumerate(lines) if one.element is heading or same_line(one.text, title)), None
    )
    if at is None:
        return None, None
    headline = lines[at]
    above = lines[max(0, at - NEAR_LINES) : at][::-1]
    below = lines[at + 1 : at + 1 + NEAR_LINES]
    return (
        _named(above, title, KICKER_NAME) or _unnamed(parsed, span, headline, title, above),
        _named(below, title, SUBTITLE_NAME) or _unnamed(parsed, span, headline, title, below),
    )


def _named(near: list[TextLine], title: str, name: re.Pattern[str]) -> str | None:
    """The near line whose class or id calls it kicker or subtitle."""
    for line in near:
        if (
            name.search(f"{line.element.get('class') or ''} {line.element.get('id') or ''}")
            and 2 <= len(line.text) <= MAX_NAMED_LINE
            and fold(line.text) not in fold(title)
            and not read_credit_line(line.text).metadata_only
        ):
            return line.text
    return None


def _unnamed(
    parsed: ParsedPage, span: Span, headline: TextLine, title: str, near: list[TextLine]
) -> str | None:
    """A heading right beside the headline; on pages of newspapers any short line there."""
    if not near or not _may_be_subtitle(near[0].text, span) or fold(near[0].text) in fold(title):
        return None
    line = near[0]
    is_heading = line.element.tag in HEADING_TAGS and not line.link_chars
    if not is_newspaper_page(parsed) and (parsed.foreign or not is_heading or COLUMN_NAME.search(line.text)):
        return None
    parent = headline.element.getparent()
    return line.text if parent is not None and line.element.getparent() is parent else None


def _may_be_subtitle(text: str, span: Span) -> bool:
    """True for a short line that is no date, no tool, no sentence and no line of the body."""
    if not MIN_UNNAMED_LINE <= len(text) <= MAX_UNNAMED_LINE or text in span.texts:
        return False
    return not boilerplate().is_line(text) and NO_SUBTITLE.search(text) is None
