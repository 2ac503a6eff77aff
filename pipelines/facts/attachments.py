"""The files an article links: those in its body, and those near it that are no tool of the page."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from pipelines.items import Attachment
from pipelines.page.boilerplate import classify_names
from pipelines.page.elements import BOILERPLATE_TAGS
from pipelines.text.clean import clean, one_line
from pipelines.text.folding import same_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.body.span import Span
    from pipelines.page.parsed_page import ParsedPage

MAX_FILES = 100
FILE_ENDINGS = frozenset("pdf doc docx xls xlsx ppt pptx wps et ofd zip rar 7z txt csv".split())
FILE_NAME = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|txt|csv)$", re.IGNORECASE)
DOWNLOAD = re.compile(r"downfile|download|attach|/file/", re.IGNORECASE)
COMMON_ENDINGS = (".pdf", ".PDF", ".doc", ".xls", ".zip", ".csv")
LABEL = re.compile(r"\s*(?:相关)?附件")
LABEL_DEPTH = 3  # ancestors of a link whose text may begin with the label
LABEL_TEXTS = 4  # ... within so many text nodes


def attachments(parsed: ParsedPage, span: Span, title: str | None) -> tuple[Attachment, ...]:
    """Files that the page links, by file ending or download address, unless they stand in a box beside the article."""
    if parsed.foreign and not parsed.mentions(*COMMON_ENDINGS):
        return ()
    found: dict[str, Attachment] = {}
    article = _common_ancestor(parsed, span, title)
    for element in parsed.tree.iter("a"):
        href = (element.get("href") or "").strip()
        if not href or not _may_be_file(href):
            continue
        name = one_line(element.text_content() or "") or clean(element.get("title") or "")
        if not _is_file(href, name) or not _belongs(element, span.container, article):
            continue
        try:
            url = urljoin(parsed.base_url, href)
        except ValueError:
            continue
        if url.startswith(("http://", "https://")) and url not in found:
            found[url] = Attachment(url=url, name=name or None)
    return tuple(found.values())[:MAX_FILES]


def _may_be_file(href: str) -> bool:
    """A cheap test before the exact one, because a page has hundreds of links."""
    if href[-6:].rpartition(".")[2].lower() in FILE_ENDINGS:
        return True
    return ("?" in href or "own" in href or "ttach" in href or "/file/" in href) and (
        DOWNLOAD.search(href) is not None or FILE_NAME.search(href.partition("?")[0]) is not None
    )


def _is_file(href: str, name: str) -> bool:
    path = urlsplit(href).path if "://" not in href[:10] or href.startswith("http") else ""
    if FILE_NAME.search(path):
        return True
    return DOWNLOAD.search(href) is not None and bool(FILE_NAME.search(name) or FILE_NAME.search(href))


def _common_ancestor(parsed: ParsedPage, span: Span, title: str | None) -> HtmlElement | None:
    """The smallest element that holds both headline and body; None if either is not known."""
    body = span.container
    if body is None:
        body = next((line.element for line in span.unfiltered), None)
    headline = next((line.element for line in parsed.lines if title and same_line(line.text, title)), None)
    if body is None or headline is None:
        return None
    above = {headline, *headline.iterancestors()}
    return next((one for one in (body, *body.iterancestors()) if one in above), None)


def _belongs(link: HtmlElement, container: HtmlElement | None, article: HtmlElement | None) -> bool:
    """True if a linked file is the article's: in its body, near headline and body, or labelled 附件."""
    above = list(link.iterancestors())
    if container is not None and container in above:
        return True
    if any(
        one.tag in BOILERPLATE_TAGS or classify_names(one.get("class"), one.get("id"))[0]
        for one in above
        if one is not article
    ):
        return False
    if article is None or article in above:
        return True
    return any(LABEL.match("".join(islice(one.itertext(), LABEL_TEXTS))) for one in above[:LABEL_DEPTH])
