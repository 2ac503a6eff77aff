"""A fetched HTML page as a tree that resolves its own links, and the forwarding that a page contains."""

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
MAX_ATTRIBUTES = 1000  # in a long tag; 20,000 on one element took lxml 3.8 s, 100,000 more than 75 s
MAX_URL = 2000  # characters
REFRESH = re.compile(
    r"^\s*+(?:\d++(?:\.\d*+)?)?\s*+[;,]?\s*+url\s*+=\s*+[\"']?\s*+([^\"'>\s]++)", re.IGNORECASE
)
SCRIPTED = re.compile(
    r"(?:window\.|self\.|top\.|document\.)?location(?:\.href)?\s*+"
    r"(?:=\s*+|\.(?:replace|assign)\s*+\(\s*+)[\"']([^\"']{1,500})[\"']"
)


class TooExpensive(Exception):
    """Parsing the page would take minutes and block the whole process."""


@dataclass
class WebPage:
    """A parsed page. ``bad_addresses`` grows with each link that turns out not to be a web address."""

    tree: HtmlElement
    url: str
    base: str  # what relative links are resolved against
    charset: str
    bad_addresses: int = 0

    def address(self, href: str) -> tuple[str, str] | None:
        """Return (absolute URL, URL key) of a link, or None for anything that is not a web address."""
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
            self.bad_addresses += 1
            return None


def parse(body: bytes, url: str, headers: Mapping[str, str], forced_charset: str | None) -> WebPage:
    """Parse a page. Raises TooExpensive before a parser would hang."""
    if is_costly(body):
        raise TooExpensive
    text, name = charset.decode(body, headers, forced_charset)
    text = re.sub(r"^\s*<\?xml[^>]*>", "", text.replace("\0", ""))
    tree = _tree(text)
    base = url
    for element in tree.iter("base"):
        href = (element.get("href") or "").strip()
        if href and urlsplit(joined := urljoin(url, href)).scheme in ("http", "https"):
            base = joined
            break
    return WebPage(tree, url, base, name)


def is_costly(body: bytes) -> bool:
    """Return True if a tag has so many attributes that a parser would take minutes."""
    return any(tag[0].count(b"=") > MAX_ATTRIBUTES for tag in LONG_TAG.finditer(body))


def _tree(text: str) -> HtmlElement:
    parser = html.HTMLParser(huge_tree=False, remove_comments=True)
    try:
        return html.document_fromstring(text, parser=parser, ensure_head_body=True)
    except etree.ParserError:  # empty, or nothing but comments
        return html.document_fromstring("<html></html>", ensure_head_body=True)


def column_name(page: WebPage) -> str | None:
    """Return the content of the tag ColumnName, which the standard for government websites prescribes."""
    for meta in page.tree.iter("meta"):
        if (meta.get("name") or "").lower() == "columnname":
            return (meta.get("content") or "").strip() or None
    return None


def forward_target(page: WebPage) -> str | None:
    """Return the address a page forwards to, by meta refresh or by a script that sets ``location``."""
    if (target := refresh_target(page)) is not None:
        return target
    for script in page.tree.iter("script"):
        if match := SCRIPTED.search(script.text or ""):
            return match[1]
    return None


def refresh_target(page: WebPage) -> str | None:
    """Return the address in the page's meta refresh."""
    for meta in page.tree.iter("meta"):
        refresh = (meta.get("http-equiv") or "").lower() == "refresh"
        if refresh and (match := REFRESH.match(meta.get("content") or "")):
            return match[1]
    return None
