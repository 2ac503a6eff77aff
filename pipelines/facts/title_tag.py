"""Take the headline out of ``<title>``, which also names site and column, or cuts the headline short."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines.facts.site_names import SEPARATOR, SITE_NAME, names_only_sites, site_name, without_site_parts
from pipelines.facts.title import (
    MAX_TITLE,
    MIN_PRINTED,
    fuller_heading,
    line_element,
    lone_heading,
    title_tag_text,
    usable,
)
from pipelines.text import outlets
from pipelines.text.clean import one_line
from pipelines.text.folding import fold, same_line

if TYPE_CHECKING:
    from pipelines.body.span import Span
    from pipelines.page.line_types import TextLine
    from pipelines.page.parsed_page import ParsedPage

DELIMITERS = "_-|丨—–:：·>»/＿｜"
MIN_UNLIKE_HEADING = 8  # characters; a shorter lone heading may name a column
OPENING_LINES = 4  # lines of a body in which the headline may stand
CUT_SHORT = re.compile(r"\.{3,6}|…+")
MIN_BARE_TITLE = 14  # characters; a shorter <title> that ends like the name of a site is one


def from_title_tag(parsed: ParsedPage, span: Span) -> str | None:
    """The headline in ``<title>``, preferably as a line of the page has it; None if it names only site and column."""
    whole = usable(title_tag_text(parsed))
    if whole is None:
        return None
    early = [line for line in [*span.before, *span.unfiltered[:OPENING_LINES]] if not line.link_chars]
    found = (
        _line_cut_short(whole, early)
        or _longest_line_within(whole, early)
        or _printed_beginning(whole, parsed)
        or without_site(parsed, whole)
    )
    if names_only_sites(whole) and (found is None or line_element(parsed, found) is None):
        return None
    if found is not None and (heading := _heading_instead(parsed, span, whole, found)) is not None:
        return heading
    if found == site_name(parsed) or (parsed.page.newspaper is not None and SITE_NAME.search(found or "")):
        return None  # <title> of an e-newspaper names the paper
    is_bare = found == whole and len(whole) < MIN_BARE_TITLE and parsed.data.meta.get("og:title") != whole
    is_name = found is not None and is_bare and (SITE_NAME.search(found) or outlets.is_medium(found))
    return None if is_name else found


def _heading_instead(parsed: ParsedPage, span: Span, whole: str, found: str) -> str | None:
    """The printed heading, where ``<title>`` is a shortened form of it or names only who publishes the site."""
    if (fuller := fuller_heading(parsed, span, found)) is not None:
        return fuller
    if found != whole or not outlets.is_publisher(whole):
        return None
    if any(line.element.tag != "title" and same_line(line.text, whole) for line in span.before):
        return None
    heading = lone_heading(parsed, span)
    return heading if heading is not None and len(heading) >= MIN_UNLIKE_HEADING else None


def without_site(parsed: ParsedPage, text: str) -> str | None:
    """A title without the names of site and column; None if nothing usable remains."""
    return usable(without_site_parts(text, site_name(parsed)))


def _line_cut_short(whole: str, early: list[TextLine]) -> str | None:
    """The line before the text that begins with a ``<title>`` cut short by dots."""
    begin, dots, _ = CUT_SHORT.sub("…", whole).partition("…")
    key = fold(begin)
    if not dots or len(key) < MIN_PRINTED:
        return None
    texts = (line.text for line in early if len(line.text) <= MAX_TITLE and fold(line.text).startswith(key))
    return usable(next((text for text in texts if len(fold(text)) > len(key)), None))


def _longest_line_within(whole: str, early: list[TextLine]) -> str | None:
    """The longest line before the text that is a complete part of ``<title>``, set apart by spaces or separators."""
    texts = [line.text for line in early if line.text]
    # a line break within a headline is a space of the title; a column's name above it is no part of it
    texts += [f"{first} {second}" for first, second in pairwise(texts) if not SITE_NAME.search(first)]
    title = one_line(whole)
    best: str | None = None
    for text in texts:
        at = title.find(text) if MIN_PRINTED <= len(text) <= MAX_TITLE else -1
        if at == -1 or (best is not None and len(text) <= len(best)) or SITE_NAME.search(text):
            continue
        before, behind = title[:at].rstrip(), title[at + len(text) :].lstrip()
        is_apart = not before or title[at - 1].isspace() or before[-1] in DELIMITERS
        if is_apart and (not behind or behind[0] in DELIMITERS):
            best = text
    return usable(best)


def _printed_beginning(whole: str, parsed: ParsedPage) -> str | None:
    """The beginning of ``<title>`` that the page prints as a line of its own."""
    for separator in reversed(list(SEPARATOR.finditer(whole))):
        begin = whole[: separator.start()].strip()
        if len(begin) < MIN_PRINTED:
            return None
        if any(not line.link_chars and same_line(line.text, begin) for line in parsed.lines):
            return usable(begin)
    return None
