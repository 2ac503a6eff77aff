"""Recognise the names of sites and columns in titles, and cut them off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.text.folding import fold

if TYPE_CHECKING:
    from pipelines.page.parsed_page import ParsedPage

SEPARATOR = re.compile(r"\s*(?:_|\||丨|--+|—{1,2}(?=[^—]{2,20}$)|\s-\s|-(?=[^-]{2,20}$)|>>?|«|»)\s*")
CLEAR_SEPARATOR = re.compile(r"(?:_|\||\s-)\s*$")  # never part of a headline: what follows is the site
SITE_NAME = re.compile(
    r"(人民政府|政府网|政府门户网站|门户网站|网站|官网|日报|晚报|早报|新闻网|信息网|资讯网|融媒体中心|客户端|频道|大众网|"
    r"网易|订阅|澎湃新闻|新浪|搜狐|腾讯|要闻|动态|公告|新闻|资讯|正文|网|报|电子版|数字报)$"
)
MAX_NAME_LENGTH = 8  # characters of a part that is nothing but the name of a site or column
MAX_COLUMN_LENGTH = 4
MAX_LEADING_LENGTH = 12


def site_name(parsed: ParsedPage) -> str | None:
    """The name of the page's source."""
    return parsed.page.rules.name if parsed.page.rules else None


def names_only_sites(text: str) -> bool:
    """True if each part of a title is short and ends like the name of a site or column: none is a headline."""
    parts = [part for part in SEPARATOR.split(text) if part]
    return len(parts) > 1 and all(len(part) <= MAX_NAME_LENGTH and SITE_NAME.search(part) for part in parts)


def without_site_parts(text: str, site: str | None) -> str:
    """A title without the names of site and column behind or before its separators."""
    parts = [part for part in SEPARATOR.split(text) if part]
    if len(parts) <= 1:
        return text
    site_key = fold(site or "")
    start, end = 0, len(parts)
    while end - start > 1 and (
        SITE_NAME.search(parts[end - 1])
        or fold(parts[end - 1]) == site_key
        or len(parts[end - 1]) <= MAX_COLUMN_LENGTH
        or CLEAR_SEPARATOR.search(text[: text.rindex(parts[end - 1])])
    ):
        end -= 1
    while end - start > 1 and SITE_NAME.search(parts[start]) and len(parts[start]) <= MAX_LEADING_LENGTH:
        start += 1
    begin = text.index(parts[start])
    return text[begin : text.rindex(parts[end - 1]) + len(parts[end - 1])]
