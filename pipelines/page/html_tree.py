"""Build the element tree of a page, repaired where templates or attackers broke it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree, html

from pipelines.items import Refused
from pipelines.page.markup_cleanup import parser_bytes

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_DEPTH = 120  # browsers stop at about 512 levels; trafilatura returns nothing beyond 254
IS_TOO_DEEP = etree.XPath("boolean(/" + "*/" * MAX_DEPTH + "*)")
WRAPPERS = frozenset("div span font section center b i em strong p a ul li".split())
# lxml asks a Python function for the class of each element each time it is met: a quarter of the whole time
ELEMENT_CLASSES = etree.ElementDefaultClassLookup(
    element=html.HtmlElement,
    comment=html.HtmlComment,
    pi=html.HtmlProcessingInstruction,
    entity=html.HtmlEntity,
)


def build_tree(markup: str) -> HtmlElement:
    """The root element of prepared markup. Raises Refused ``not_html`` where the parser finds no document."""
    parser = html.HTMLParser(huge_tree=True, remove_pis=True, encoding="utf-8")
    parser.set_element_class_lookup(ELEMENT_CLASSES)
    try:
        tree: HtmlElement = html.document_fromstring(parser_bytes(markup), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise Refused("not_html", str(error)[:100]) from None
    _join_bodies(tree)
    _flatten(tree)
    return tree


def _join_bodies(tree: HtmlElement) -> None:
    """Move what follows an early ``</body>`` into the body: old templates close it after the toolbar."""
    body = tree.find("body")
    if body is None:
        return
    for child in list(tree):
        if child is body or child.tag == "head" or child.getparent() is not tree:
            continue
        if list(tree).index(child) > list(tree).index(body):
            body.append(child)
    for extra in tree.findall("body")[1:]:
        extra.tag = "div"
        body.append(extra)


def _flatten(tree: HtmlElement) -> None:
    """Unwrap elements nested deeper than any honest page nests them; their text stays."""
    if not IS_TOO_DEEP(tree):
        return
    for element in [one for one in tree.iter(*WRAPPERS) if _only_wraps(one)]:
        element.drop_tag()
    deep: list[HtmlElement] = []
    depth = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        if depth > MAX_DEPTH and element.tag in WRAPPERS:
            deep.append(element)
    for element in reversed(deep):
        element.drop_tag()


def _only_wraps(element: HtmlElement) -> bool:
    """True if an element holds one other of the same tag and nothing else."""
    if len(element) != 1 or (element.text or "").strip():
        return False
    return element[0].tag == element.tag and not (element[0].tail or "").strip()
