"""Selectors as sources write them: CSS, or XPath when one begins with / or ./"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cssselect.parser import SelectorError
from lxml import etree, html
from parsel.csstranslator import HTMLTranslator

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TEXT_SUFFIX = "::text"


def is_xpath(selector: str) -> bool:
    return selector.startswith(("/", "./"))


def problem(selector: str) -> str | None:
    """Why a selector cannot be used, as the end of a sentence; None if it can."""
    if not selector.strip():
        return "is empty"
    try:
        compiled(selector)(html.fromstring("<html><body><p>x</p></body></html>"))
    except (SelectorError, etree.XPathError) as error:
        kind = "XPath" if is_xpath(selector) else "CSS selector"
        hint = " (an XPath begins with / or ./)" if selector.startswith("(") else ""
        return f"is not a valid {kind}: {error}{hint}"
    return None


@lru_cache(maxsize=2000)
def compiled(selector: str) -> etree.XPath:
    """The selector as a compiled XPath. Raises SelectorError or XPathError for a broken one."""
    xpath = selector if is_xpath(selector) else HTMLTranslator().css_to_xpath(selector)
    return etree.XPath(xpath)


def select(tree: HtmlElement, selector: str) -> list[HtmlElement | str]:
    """All matches in document order: elements, or strings where ``::attr(x)``, ``/@x`` or ``text()`` asks for them.

    Raises SelectorError or XPathError for a broken selector.
    """
    found = compiled(selector)(tree)
    if not isinstance(found, list):  # count(), string(): one value
        return [str(found)] if found not in ("", None, False) else []
    return found


def select_elements(tree: HtmlElement, selector: str) -> list[HtmlElement]:
    """The elements that a selector matches, in document order; a broken selector matches nothing.

    A trailing ``::text`` is ignored: it means the text of the whole element here.
    """
    return [one for one in select_values(tree, selector) if not isinstance(one, str)]


def select_values(tree: HtmlElement, selector: str) -> list[HtmlElement | str]:
    """As ``select``, but a broken selector matches nothing, and a trailing ``::text`` means the whole element."""
    try:
        found = select(tree, selector.removesuffix(TEXT_SUFFIX))
    except (SelectorError, etree.XPathError):
        return []
    return [one for one in found if isinstance(one, str) or isinstance(getattr(one, "tag", None), str)]
