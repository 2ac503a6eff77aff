"""A fetched page as a tree that resolves its own links, and where it sends its readers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from lxml import etree, html
from w3lib.url import safe_url_string

from pipelines import urls
from pipelines.page import charset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

LONG_TAG = re.compile(rb"<[^<]{50000,}")
MAX_ATTRIBUTES = 1000  # in a long tag; 20,000 on one element cost 3.8 s in lxml, 100,000 more than 75 s
MAX_URL = 2000
REFRESH = re.compile(
    r"^\s*+(?:\d++(?:\.\d*+)?)?\s*+[;,]?\s*+url\s*+=\s*+[\"']?\s*+([^\"'>\s]++)", re.IGNORECASE
)
SCRIPTED = re.compile(
    r"(?:window\.|self\.|top\.|document\.)?location(?:\.href)?\s*+"
    r"(?:=\s*+|\.(?:replace|assign)\s*+\(\s*+)[\"']([^\"']{1,500})[\"']"
)


class TooExpensive(Exception):
    """The page is built to cost a parser minutes; the whole process would stand still."""


@dataclass
class WebPage:
    """A parsed page that can resolve its own links."""

    tree: HtmlElement
    url: str
    base: str
    charset: str
    bad: int = 0  # addresses that are none

    def address(self, href: str) -> tuple[str, str] | None:
        """(address as fetched, key), or None, counted, for what is no web address."""
        href = href.strip()
        if (
            not href
            or href.startswith("#")
            or href.lower().startswith(("javascript:", "mailto:", "tel:", "data:"))
        ):
            return None
        try:
            url = urljoin(self.base, href).partition("#")[0]
            if len(url) > MAX_URL:
                raise ValueError("too long")
            url = safe_url_string(url, encoding=self.charset)
            return url, urls.key(url)
        except (ValueError, UnicodeError):
            self.bad += 1
            return None


def parse(body: bytes, url: str, headers: Mapping[str, str], forced: str | None) -> WebPage:
    """Parse a list page; ``TooExpensive`` before the parser would hang."""
    if costly(body):
        raise TooExpensive
    text, name = charset.decode(body, headers, forced)
    text = re.sub(r"^\s*<\?xml[^>]*>", "", text.replace("\0", ""))
    tree = _tree(text)
    base = url
    for element in tree.iter("base"):
        href = (element.get("href") or "").strip()
        if href and urlsplit(joined := urljoin(url, href)).scheme in ("http", "https"):
            base = joined
            break
    return WebPage(tree, url, base, name)


def costly(body: bytes) -> bool:
    """Whether a parser of markup would take minutes for it."""
    return any(tag[0].count(b"=") > MAX_ATTRIBUTES for tag in LONG_TAG.finditer(body))


def _tree(text: str) -> HtmlElement:
    parser = html.HTMLParser(huge_tree=False, remove_comments=True)
    try:
        return html.document_fromstring(text, parser=parser, ensure_head_body=True)
    except etree.ParserError:  # nothing in it, or nothing but comments
        return html.document_fromstring("<html></html>", ensure_head_body=True)


def column(page: WebPage) -> str | None:
    """The column's name, where the page carries the standard's tag for it."""
    for meta in page.tree.iter("meta"):
        if (meta.get("name") or "").lower() == "columnname":
            return (meta.get("content") or "").strip() or None
    return None


def moved(page: WebPage) -> str | None:
    """Where a page without content sends its readers: meta refresh, or a script that sets the location."""
    if (target := refreshed(page)) is not None:
        return target
    for script in page.tree.iter("script"):
        if match := SCRIPTED.search(script.text or ""):
            return match[1]
    return None


def refreshed(page: WebPage) -> str | None:
    """The target of the page's meta refresh."""
    for meta in page.tree.iter("meta"):
        refresh = (meta.get("http-equiv") or "").lower() == "refresh"
        if refresh and (match := REFRESH.match(meta.get("content") or "")):
            return match[1]
    return None
