"""Turn a text that was given with a page into an element tree, so that its lines are read like those of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree, html

from pipelines.text.clean import drop_invalid_references

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.items import Given


def tree_of(given: Given) -> HtmlElement:
    """A ``div`` with one ``p`` for each line, or with the elements of the markup; empty where nothing can be parsed."""
    if given.html is None:
        root: HtmlElement = html.Element("div")
        for line in given.lines:
            etree.SubElement(root, "p").text = line
        return root
    try:
        root = html.fragment_fromstring(drop_invalid_references(given.html), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return html.Element("div")
    for code in root.xpath(".//script | .//style"):
        code.drop_tree()
    return root
