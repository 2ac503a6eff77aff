"""Selectors as sources write them: CSS, or XPath when one begins with / or ./"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cssselect.parser import SelectorError
from lxml import etree, html
from parsel.csstranslator import HTMLTranslator

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def is_xpath(selector: str) -> bool:
    return selector.startswith(("/", "./"))


def problem(selector: str) -> str | None:
    """What is wrong with it, in words; None if nothing is."""
    if not selector.strip():
        return "is empty"
    try:
        compiled(selector)(html.fromstring("<html><body><p>x</p></body></html>"))
    except (SelectorError, etree.XPathError) as error:
        kind = "XPath" if is_xpath(selector) else "CSS selector"
        hint = " (an XPath begins with / or ./)" if selector.startswith("(") else ""
        return f"is no {kind}: {error}{hint}"
    return None


@lru_cache(maxsize=256)
def compiled(selector: str) -> etree.XPath:
    xpath = selector if is_xpath(selector) else HTMLTranslator().css_to_xpath(selector)
    return etree.XPath(xpath)


def select(tree: HtmlElement, selector: str) -> list[HtmlElement | str]:
    """All matches in document order: elements, or texts where ``::attr(x)`` or ``/@x`` asks for them."""
    found = compiled(selector)(tree)
    if not isinstance(found, list):  # count(), string(): one value
        return [str(found)] if found not in ("", None, False) else []
    return found
