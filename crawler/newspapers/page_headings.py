"""On pages that list a whole edition, find the page heading above each article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.newspapers.edition_links import PageAnchor, is_tool, text_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from lxml.html import HtmlElement

    from crawler.lists.webpage import WebPage

    Headings = dict[HtmlElement, set[str]]  # element -> keys of the page headings inside it
    LastHeading = dict[HtmlElement, dict[HtmlElement, str | None]]  # parent -> child -> heading before it


def pages_by_article(
    page: WebPage, articles: Iterable[PageAnchor], page_keys: Container[str]
) -> dict[str, str]:
    """Return URL key of an article -> URL key of the page whose heading is above it.

    Empty unless articles stand under at least two pages: otherwise the page links are a menu, not headings.
    """
    headings: Headings = {}
    for anchor in _headings(page, page_keys):
        if anchor.element is not None:
            for element in (anchor.element, *anchor.element.iterancestors()):
                headings.setdefault(element, set()).add(anchor.key)
    found: dict[str, str] = {}
    last_heading: LastHeading = {}
    for one in articles:
        if one.element is None or one.is_area or one.key in found:
            continue
        if (key := _heading_above(one.element, headings, last_heading)) is not None:
            found[one.key] = key
    return found if len(set(found.values())) > 1 else {}


def _headings(page: WebPage, page_keys: Container[str]) -> Iterator[PageAnchor]:
    """Yield links with text that lead to pages of the edition."""
    for element in page.tree.iter("a"):
        text = text_of(element)
        if text is None or is_tool(text):
            continue
        address = page.address(element.get("href") or "")
        if address and address[1] in page_keys:
            yield PageAnchor(element, *address, text)


def _heading_above(element: HtmlElement, headings: Headings, last_heading: LastHeading) -> str | None:
    """Return the heading nearest above an element: the only one around it, or the last before it in document order."""
    child = element
    for parent in element.iterancestors():
        keys = headings.get(parent)
        if keys is None:
            child = parent
            continue
        if len(keys) == 1:
            return next(iter(keys))
        if parent not in last_heading:
            last_heading[parent] = _last_headings(parent, headings)
        return last_heading[parent].get(child)
    return None


def _last_headings(parent: HtmlElement, headings: Headings) -> dict[HtmlElement, str | None]:
    """Return for each child the heading before it; None behind a child that holds several."""
    last: str | None = None
    found: dict[HtmlElement, str | None] = {}
    for child in parent:
        keys = headings.get(child)
        if keys is not None:
            last = next(iter(keys)) if len(keys) == 1 else None
        found[child] = last
    return found
