"""The files an article links: those in its body, and those beside it that are no tool of the page."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from pipelines.items import Attachment
from pipelines.page.boilerplate import names
from pipelines.page.text_lines import FURNITURE_TAGS
from pipelines.text.clean import clean, one_line
from pipelines.text.folding import same_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.page.parse import Document

MAX_FILES = 100
FILES = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|txt|csv)$", re.IGNORECASE)
DOWNLOAD = re.compile(r"downfile|download|attach|/file/", re.IGNORECASE)
ENDINGS = frozenset("pdf doc docx xls xlsx ppt pptx wps et ofd zip rar 7z txt csv".split())
COMMON = (".pdf", ".PDF", ".doc", ".xls", ".zip", ".csv")
LABEL = re.compile(r"\s*(?:相关)?附件")
NEAR = 3  # ancestors of a link whose text may begin with the label, within so many pieces of text
TEXTS = 4


def attachments(doc: Document) -> list[Attachment]:
    """Files the page links, by file ending or download address, unless they stand in a box beside the article."""
    found: dict[str, Attachment] = {}
    if doc.foreign and not doc.mentions(*COMMON):
        return []
    within = _within(doc)
    for element in doc.tree.iter("a"):
        href = (element.get("href") or "").strip()
        if not href or not _may_be_file(href):
            continue
        path = urlsplit(href).path if "://" not in href[:10] or href.startswith("http") else ""
        name = one_line(element.text_content() or "") or clean(element.get("title") or "")
        is_file = FILES.search(path) or (FILES.search(name) and DOWNLOAD.search(href))
        is_download = DOWNLOAD.search(href) and FILES.search(href)
        if not (is_file or is_download) or not _belongs(element, doc.container, within):
            continue
        try:
            url = urljoin(doc.base, href)
        except ValueError:
            continue
        if url.startswith(("http://", "https://")) and url not in found:
            found[url] = Attachment(url=url, name=name or None)
    return list(found.values())[:MAX_FILES]


def _may_be_file(href: str) -> bool:
    """The cheap question before the exact one: a page has hundreds of links."""
    if href[-6:].rpartition(".")[2].lower() in ENDINGS:
        return True
    return ("?" in href or "own" in href or "ttach" in href or "/file/" in href) and (
        DOWNLOAD.search(href) is not None or FILES.search(href.partition("?")[0]) is not None
    )


def _within(doc: Document) -> HtmlElement | None:
    """The smallest part of the page that holds both headline and body; None where either is not known."""
    title = doc.article.title
    body = doc.container if doc.container is not None else next((one.element for one in doc.found), None)
    head = next((one.element for one in doc.blocks if title and same_line(one.text, title)), None)
    if body is None or head is None:
        return None
    above = {head, *head.iterancestors()}
    return next((one for one in (body, *body.iterancestors()) if one in above), None)


def _belongs(link: HtmlElement, container: HtmlElement | None, within: HtmlElement | None) -> bool:
    """Whether a link to a file is the article's: in the body; with its headline, in no furniture; or called 附件."""
    above = list(link.iterancestors())
    if container is not None and container in above:
        return True
    if any(
        one.tag in FURNITURE_TAGS or names(one.get("class"), one.get("id"))[0]
        for one in above
        if one is not within
    ):
        return False
    if within is None or within in above:
        return True
    return any(LABEL.match("".join(islice(one.itertext(), TEXTS))) for one in above[:NEAR])
