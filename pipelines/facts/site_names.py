"""Recognise the names of sites and columns in titles, and cut them off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.text.folding import fold
from pipelines.text.package_data import load_package_yaml

if TYPE_CHECKING:
    from pipelines.page.parsed_page import ParsedPage

SEPARATOR = re.compile(
    r"\s*(?:_|\||｜|丨|::|\s–\s|--+|—{1,2}(?=[^—]{2,20}$)|\s-\s|-(?=[^-]{2,20}$)|>>?|«|»)\s*"
)
CLEAR_SEPARATOR = re.compile(
    r"(?:_|\||｜|::|\s-|\s–)\s*$"
)  # never part of a headline: what follows is the site
ENDINGS = load_package_yaml("pipelines.facts", "site_names.yml")["endings"]
SITE_NAME = re.compile(f"({'|'.join(word for words in ENDINGS.values() for word in words.split())})$")
BRACKETS = " ()（）[]【】"
MAX_NAME_LENGTH = 8  # characters of a part that is nothing but the name of a site or column
MAX_COLUMN_LENGTH = 4
MAX_LEADING_LENGTH = 12


def site_name(parsed: ParsedPage) -> str | None:
    """The name of the page's source."""
    return parsed.page.rules.name if parsed.page.rules else None


def names_only_sites(text: str) -> bool:
    """True if each part of a title is short and ends like the name of a site or column: none is a headline."""
    parts = [bare for part in SEPARATOR.split(text) if (bare := part.strip(BRACKETS))]
    return len(parts) > 1 and all(len(part) <= MAX_NAME_LENGTH and SITE_NAME.search(part) for part in parts)


def without_site_parts(text: str, site: str | None) -> str:
    """A title without the names of site and column behind or before its separators."""
    parts = [part for part in SEPARATOR.split(text) if part]
    if len(parts) <= 1:
        return text
    site_key = fold(site or "")
    if _begins_with_site(parts, site_key):
        return text[text.rindex(parts[-1]) :]
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


def _begins_with_site(parts: list[str], site_key: str) -> bool:
    """True if a title runs from the site over its columns to the headline, which is then the longest part."""
    if not (SITE_NAME.search(parts[0]) or fold(parts[0]) == site_key) or SITE_NAME.search(parts[-1]):
        return False
    return len(parts[-1]) > max(len(part) for part in parts[:-1])
