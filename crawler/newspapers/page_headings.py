"""On pages that list a whole edition: under the heading of which page an article stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.newspapers.edition_links import PageAnchor, is_tool, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Protocol

    from lxml.html import HtmlElement

    from crawler.lists.webpage import WebPage

    class Keyed(Protocol):
        @property
        def key(self) -> str: ...


def sections(page: WebPage, found: list[PageAnchor], pages: Iterable[Keyed]) -> dict[str, str]:
    """Article key -> key of the page under whose heading it stands, on pages that list the whole edition.

    Only where articles stand under at least two pages: else the page links are a menu, not headings.
    """
    known = {one.key for one in pages}
    beneath: dict[HtmlElement, set[str]] = {}
    for anchor in _labelled(page, known):
        for element in (
            (anchor.element, *anchor.element.iterancestors()) if anchor.element is not None else ()
        ):
            beneath.setdefault(element, set()).add(anchor.key)
    answer: dict[str, str] = {}
    before: dict[HtmlElement, dict[HtmlElement, str | None]] = {}
    for one in found:
        if one.element is None or one.is_area or one.key in answer:
            continue
        if (of := _heading(one.element, beneath, before)) is not None:
            answer[one.key] = of
    return answer if len(set(answer.values())) > 1 else {}


def _labelled(page: WebPage, known: set[str]) -> Iterator[PageAnchor]:
    for element in page.tree.iter("a"):
        text = words(element)
        if text is None or is_tool(text):
            continue
        address = page.address(element.get("href") or "")
        if address and address[1] in known:
            yield PageAnchor(element, *address, text)


def _heading(
    element: HtmlElement,
    beneath: dict[HtmlElement, set[str]],
    before: dict[HtmlElement, dict[HtmlElement, str | None]],
) -> str | None:
    child = element
    for parent in element.iterancestors():
        keys = beneath.get(parent)
        if keys is None:
            child = parent
            continue
        if len(keys) == 1:
            return next(iter(keys))
        if parent not in before:
            last: str | None = None
            table: dict[HtmlElement, str | None] = {}
            for part in parent:
                own = beneath.get(part)
                if own is not None:
                    last = next(iter(own)) if len(own) == 1 else None
                table[part] = last
            before[parent] = table
        return before[parent].get(child)
    return None
