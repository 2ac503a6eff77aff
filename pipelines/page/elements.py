"""Tags by their role on a page, and small questions about single elements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

HEADING_TAGS = frozenset("h1 h2 h3 h4 h5 h6".split())
BLOCK_TAGS = HEADING_TAGS | frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form header hgroup hr html legend li main menu nav ol option p pre section summary table "
    "tbody td tfoot th thead tr ul ucapcontent founder-content cms-content title".split()
)
SKIPPED_TAGS = frozenset(
    "script style noscript template head select textarea input button iframe object embed svg canvas video audio "
    "map param".split()
)
BOILERPLATE_TAGS = frozenset("form aside nav footer".split())
HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
CENTERED_STYLE = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)


def is_hidden(element: HtmlElement) -> bool:
    """True if the element's own style or attribute hides it."""
    style = element.get("style")
    return (style is not None and HIDDEN_STYLE.search(style) is not None) or element.get("hidden") is not None


def is_centered(element: HtmlElement) -> bool:
    if element.tag == "center" or (element.get("align") or "").lower() == "center":
        return True
    style = element.get("style")
    return style is not None and CENTERED_STYLE.search(style) is not None


def visible_text(element: HtmlElement) -> Iterator[str]:
    """The text nodes below an element, without scripts and comments."""
    for node in element.iter():
        if not isinstance(node.tag, str) or node.tag in SKIPPED_TAGS:
            if node is not element and node.tail:
                yield node.tail
            continue
        if node.text:
            yield node.text
        if node is not element and node.tail:
            yield node.tail
