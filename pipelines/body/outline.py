"""Rebuild a part of a page as a small tree: its lines within their block elements, nothing else.

trafilatura copies the tree it reads several times and walks it once for each tag it knows. On this outline, which has
no inline and no empty elements, that costs a fraction. Every line is an element of its own, so that the text that
comes back can be matched line by line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree, html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipelines.page.line_types import TextLine

TEXT_TAGS = frozenset("p h1 h2 h3 h4 h5 h6 li dt dd blockquote pre figcaption".split())
KEPT_TAGS = (TEXT_TAGS - {"p"}) | frozenset("ul ol dl section article aside nav footer header figure".split())
KEPT_ATTRIBUTES = ("class", "id", "role")  # trafilatura recognises share bars and menus by them


def build_outline(part: HtmlElement, lines: Sequence[TextLine], *, is_article: bool = True) -> HtmlElement:
    """A page whose body holds the lines of a part; data tables stay tables, layout tables become boxes.

    ``is_article`` marks the part as the body of the article, so that trafilatura does not search for it.
    """
    page: HtmlElement = html.Element("html")  # trafilatura accepts nothing but HtmlElement
    body = etree.SubElement(page, "body")
    root = etree.SubElement(body, "div", {"itemprop": "articleBody"} if is_article else {})
    outline = _Outline(part, root)
    for line in lines:
        if line.kind == "row":
            outline.add_row(line)
        elif line.text:
            outline.add_line(line)
    return page


class _Outline:
    """The outline while it grows; ``twins`` maps elements of the page to those that stand for them."""

    def __init__(self, part: HtmlElement, root: HtmlElement) -> None:
        self.part = part
        self.twins: dict[HtmlElement, HtmlElement] = {part: root}
        self.table: HtmlElement | None = None  # of the page, whose rows were added last
        self.rows: HtmlElement = root

    def add_line(self, line: TextLine) -> None:
        self.table = None
        element = line.element
        parent = element.getparent()
        if element.tag in TEXT_TAGS and element is not self.part and parent is not None:
            leaf = etree.SubElement(self._twin(parent), element.tag, _attributes(element))
        else:
            leaf = etree.SubElement(self._twin(element), "p")
        _write(leaf, line.text, line.link_chars)

    def add_row(self, line: TextLine) -> None:
        table = next(line.element.iterancestors("table"), line.element)
        if table is not self.table:
            self.table = table
            parent = table.getparent()
            self.rows = etree.SubElement(self._twin(table if parent is None else parent), "table")
        row = etree.SubElement(self.rows, "tr")
        for cell in line.text.split("\t"):
            _write(etree.SubElement(row, "td"), cell, len(cell) if line.is_link else 0)

    def _twin(self, element: HtmlElement) -> HtmlElement:
        """The element that stands for one of the page, made where it is missing."""
        missing: list[HtmlElement] = []
        at: HtmlElement | None = element
        while at is not None and at not in self.twins:
            missing.append(at)
            at = at.getparent()
        twin = self.twins[self.part if at is None else at]
        for one in reversed(missing):
            if one.tag not in ("html", "body"):
                tag = one.tag if one.tag in KEPT_TAGS else "div"
                twin = self.twins[one] = etree.SubElement(twin, tag, _attributes(one))
        return twin


def _attributes(element: HtmlElement) -> dict[str, str]:
    return {name: value for name in KEPT_ATTRIBUTES if (value := element.get(name))}


def _write(leaf: HtmlElement, text: str, link_chars: int) -> None:
    """Give an element a text, the first ``link_chars`` characters of it as a link."""
    if not link_chars:
        leaf.text = text
        return
    link = etree.SubElement(leaf, "a")
    link.text, link.tail = text[:link_chars], text[link_chars:]
