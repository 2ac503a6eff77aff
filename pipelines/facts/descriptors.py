"""What describes an article beside its text: column, keywords and summary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.credits.header import MAX_LINES
from pipelines.credits.match_key import match_key
from pipelines.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipelines.body.span import Span
    from pipelines.page.line_types import TextLine
    from pipelines.page.parsed_page import ParsedPage

MAX_DECLARED_COLUMN = 60
MAX_COLUMN = 20
MAX_KEYWORDS = 20
MAX_KEYWORD = 20
SUMMARY_LINES = 4  # lines of a body that may hold its summary
SUMMARY = re.compile(r"^(?:核心提示|内容提要|摘要|内容摘要|导读|提要)\s?[:：]\s?(?P<text>.+)$")
BREADCRUMB = re.compile(
    r"(?:您?当前|您的|您?现在|您现在的|您所在的|您?所在|您当前的|当前的)位置\s?[:：]?\s?(?P<path>.+)"
)
BREADCRUMB_SEPARATOR = re.compile(r"\s*(?:>>?|»|›|＞|→|/)\s*")
ARTICLE_CRUMB = re.compile(r"(正文|详情|内容|信息内容|文章内容)")
HOME_CRUMB = re.compile(r"首页|网站首页")
KEYWORD_SEPARATOR = re.compile(r"[,，;；、\s|]+")


def column(parsed: ParsedPage, before: Iterable[TextLine], title: str | None) -> str | None:
    """The column: declared by the page, named by the list, or the last name of the breadcrumb before the body."""
    if named := parsed.data.meta.get("columnname") or parsed.data.newspaper.get("nodename"):
        return named[:MAX_DECLARED_COLUMN]
    hint = parsed.page.hint
    if hint is not None and hint.column:
        return hint.column
    for line in before:
        if "位置" not in line.text:
            continue
        match = BREADCRUMB.search(match_key(line.spaced_text))
        name = _last_crumb(match["path"]) if match else None
        if name and fold(name) != fold(title or "") and not HOME_CRUMB.fullmatch(name):
            return name
    return None


def keywords(parsed: ParsedPage) -> tuple[str, ...]:
    """The keywords of the meta tag without the names of site and column, which templates repeat on every page."""
    meta = parsed.data.meta
    parts = KEYWORD_SEPARATOR.split(meta.get("keywords", ""))
    rules = parsed.page.rules
    names = {rules.name if rules else "", meta.get("columnname", ""), meta.get("sitename", "")}
    found = [part for part in dict.fromkeys(parts) if 1 < len(part) <= MAX_KEYWORD and part not in names]
    return tuple(found[:MAX_KEYWORDS])


def summary(before: tuple[TextLine, ...], span: Span) -> str | None:
    """The text of the line 核心提示：… before the body or at its beginning."""
    for line in [*(one.spaced_text for one in before[-MAX_LINES:]), *span.texts[:SUMMARY_LINES]]:
        if match := SUMMARY.match(line):
            return match["text"]
    return None


def without_summaries(lines: Iterable[str]) -> tuple[str, ...]:
    """Body lines without 核心提示 lines: a lead cut off in mid-sentence is a summary, not text."""
    return tuple(line for line in lines if SUMMARY.match(line) is None)


def _last_crumb(path: str) -> str | None:
    parts = [part for part in BREADCRUMB_SEPARATOR.split(path) if part and len(part) <= MAX_COLUMN]
    while parts and ARTICLE_CRUMB.fullmatch(parts[-1]):
        parts.pop()
    return parts[-1] if parts else None
