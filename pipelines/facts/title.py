"""Titles that a page prints or declares, apart from its ``<title>`` tag."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines.credits.credit_line import read_credit_line
from pipelines.facts.site_names import SITE_NAME, site_name, without_site_parts
from pipelines.page.elements import visible_text
from pipelines.text.clean import one_line
from pipelines.text.folding import fold, same_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.body.span import Span
    from pipelines.credits.header import Header
    from pipelines.page.line_types import TextLine
    from pipelines.page.parsed_page import ParsedPage

MIN_TITLE = 2
MAX_TITLE = 200
MIN_HEADING = 4
MIN_PRINTED = 6  # characters; a shorter line may be the name of a column
MIN_ABOVE_DATE = 4  # characters of the line right above the date
MAX_TITLE_LINE = 80
OPENING_LINES = 6  # lines of a body in which a lone heading may stand
SHORT_KEY = 8  # folded characters: a shorter heading must begin <title> or be a good part of it
PLACEHOLDER = re.compile(
    r"(网站名称|标题|文章标题|无标题(文档)?|首页|正文|详情|详细内容|内容页|(新闻|文章|信息|内容|资讯|公告|通知)(详情|详细|查看|浏览|展示)(页面?)?|untitled|document|新闻|资讯|ArticleTitle)",
    re.IGNORECASE,
)
TAG = re.compile(r"<[/a-zA-Z][^<>]{0,200}>")
MAX_LENGTHENED = 1.8  # times the length of <title> that the printed headline may have
MINOR_HEADINGS = frozenset(("h4", "h5", "h6"))
NO_HEADLINE = re.compile(
    r"位置\s?[:：]|^首页|[>＞»]\s?(?:正文|详情)?$|(?:新闻|动态|要闻|资讯)$|^.{0,7}(?:公告|通知)$"
)  # a longer line that ends with 公告 or 通知 is the headline of an official notice


def usable(text: str | None) -> str | None:
    """A title as one line; None for placeholders and for what is too short or too long."""
    if text is None:
        return None
    line = one_line(text)
    return line if MIN_TITLE <= len(line) <= MAX_TITLE and not PLACEHOLDER.fullmatch(line) else None


def declared(text: str | None) -> str | None:
    """A title of a meta tag, which may hold escaped markup: its text up to the first tag, else all of its text."""
    if text is None or "<" not in text:
        return usable(text)
    first, *others = (part.strip() for part in TAG.split(text))
    return usable(first) or usable(" ".join(part for part in others if part))


def title_tag_text(parsed: ParsedPage) -> str:
    """The text of ``<title>`` as one line; empty if there is none."""
    element = parsed.tree.find(".//title")
    return one_line(element.text_content()) if element is not None else ""


def repeated_heading(parsed: ParsedPage) -> tuple[HtmlElement | None, str | None]:
    """The longest heading that ``<title>`` or ``og:title`` begins with or contains, and its text."""
    wholes = [fold(text) for text in (title_tag_text(parsed), parsed.data.meta.get("og:title", "")) if text]
    site = site_name(parsed)
    best: tuple[str, HtmlElement, str] | None = None
    for element in parsed.page_lines.heading_candidates:
        text = one_line("".join(visible_text(element)))
        if not MIN_HEADING <= len(text) <= MAX_TITLE or text == site or PLACEHOLDER.fullmatch(text):
            continue
        key = fold(text)
        if not any(key in whole for whole in wholes):
            continue
        if SITE_NAME.search(text) and not any(whole.startswith(key) for whole in wholes):
            continue
        if element.tag in MINOR_HEADINGS and not any(
            whole.startswith(key) != (whole == key) for whole in wholes
        ):
            continue  # a box of the page may repeat the site's name, which ends <title> or is all of it
        if best is None or len(key) > len(best[0]):
            best = (key, element, text)
    if best is None:
        return None, None
    key, element, text = best
    is_small_part = len(key) < SHORT_KEY and len(wholes[0]) > 3 * len(key)
    return (None, None) if is_small_part and not wholes[0].startswith(key) else (element, text)


def from_open_graph(parsed: ParsedPage) -> str | None:
    """``og:title`` without the site's name, if ``<title>`` contains it too."""
    text = usable(parsed.data.meta.get("og:title"))
    if text is None or fold(text) not in fold(title_tag_text(parsed)):
        return None
    return usable(without_site_parts(text, site_name(parsed)))


def from_list(parsed: ParsedPage) -> str | None:
    """The list's title of the page, if the page prints it as a line: some sites have one ``<title>`` for all pages."""
    hint = parsed.page.hint
    text = usable(hint.title) if hint is not None else None
    return text if text and len(text) >= MIN_PRINTED and line_element(parsed, text) is not None else None


def lone_heading(parsed: ParsedPage, span: Span) -> str | None:
    """The page's only h1; else the only heading of any kind before the text."""
    early = {line.element for line in [*span.before, *span.unfiltered[:OPENING_LINES]]}
    for only_h1 in (True, False):
        found = {
            one_line("".join(visible_text(element)))
            for element in parsed.page_lines.heading_candidates
            if element.tag == "h1" or (not only_h1 and element in early)
        }
        found = {
            text
            for text in found
            if text and (only_h1 or (len(text) >= MIN_PRINTED and not SITE_NAME.search(text)))
        }
        if found:
            return usable(found.pop()) if len(found) == 1 else None
    return None


def fuller_heading(parsed: ParsedPage, span: Span, shortened: str) -> str | None:
    """The heading above the text of which a ``<title>`` is a shortened form: all its characters, in their order."""
    key = fold(shortened)
    if len(key) < SHORT_KEY or line_element(parsed, shortened) is not None:
        return None
    early = {line.element for line in span.before if not line.link_chars}
    for element in parsed.page_lines.heading_candidates:
        text = one_line("".join(visible_text(element))) if element in early else ""
        if len(key) < len(fold(text)) <= MAX_LENGTHENED * len(key) and _is_subsequence(key, fold(text)):
            return usable(text)
    return None


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)


def above_date_line(parsed: ParsedPage, header: Header) -> str | None:
    """The line right above the one with date or source of the page, whatever its tag."""
    fetched_at = parsed.page.fetched_at
    date_lines = {
        line.element
        for line in header.area
        if (found := read_credit_line(line.spaced_text, fetched_at)).metadata_only
        and (found.published or found.source)
    }
    for line, following in pairwise([line for line in parsed.lines if line.text]):
        if following.element not in date_lines or line.element in date_lines or not _may_be_title(line):
            continue
        if not read_credit_line(line.spaced_text, fetched_at).metadata_only:
            return usable(line.text)
    return None


def line_element(parsed: ParsedPage, text: str) -> HtmlElement | None:
    """The element of the first line that is the given text; None if the page prints no such line."""
    for line in parsed.lines:
        if line.element.tag != "title" and same_line(line.text, text):
            return line.element
    return None


def _may_be_title(line: TextLine) -> bool:
    return (
        not line.link_chars
        and MIN_ABOVE_DATE <= len(line.text) <= MAX_TITLE_LINE
        and not line.text.endswith("。")
        and not NO_HEADLINE.search(line.text)
    )
