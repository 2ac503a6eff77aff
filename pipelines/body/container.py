"""Which part of a page holds the article: the one its system names, else the one where the prose stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cssselect import SelectorError
from lxml import etree, html
from lxml.cssselect import CSSSelector

from pipelines.page.boilerplate import furniture
from pipelines.page.text_lines import BLOCK_TAGS, FURNITURE_TAGS, read_lines, visible_text
from pipelines.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from pipelines.page.parse import Document
    from pipelines.page.text_lines import Part, TextLine

MIN_CONTAINER = 20  # characters; a shorter match of a generic name is an empty shell
PRUNE_PARAGRAPHS = 6  # a part with this many paragraphs is text, whatever its class says
PRUNE_SHARE = 0.3  # ... or with this share of the prose around it
PROSE_SHARE = 0.7  # the article is the deepest part with so much of the page's prose
LINK_SHARE = 0.6  # a line that is mostly link is navigation


def select(tree: HtmlElement, selector: str) -> list[HtmlElement]:
    """Elements that a selector matches: CSS, or XPath when it begins with / or ./ ; a broken one matches nothing.

    A text that an XPath takes comes as an element of its own, outside the tree.
    """
    result: Any
    try:
        result = tree.xpath(selector) if selector.startswith(("/", "./", "(")) else _css(selector)(tree)
    except (SelectorError, etree.XPathError):
        return []
    if isinstance(result, str):
        result = [result]
    return [
        _as_element(one) if isinstance(one, str) else one
        for one in (result if isinstance(result, list) else ())
        if isinstance(one, str) or isinstance(getattr(one, "tag", None), str)
    ]


def _as_element(text: str) -> HtmlElement:
    element: HtmlElement = html.Element("span")
    element.text = clean(text)
    return element


@lru_cache(maxsize=2000)
def _css(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def named(doc: Document, selector: str | None) -> tuple[HtmlElement | None, bool]:
    """The container of the body by the source's selector, or by the names that systems give to it.

    The second value: whether it is certain to hold the body and hardly anything else.
    """
    if selector is not None:
        found = select(doc.tree, selector.removesuffix("::text"))
        if found:
            return found[0], True
    for group, alone in furniture().containers:
        matches = [
            (length, element)
            for known, name in group
            if (name in doc.names if known[0] in ".#[" else doc.mentions(name))
            for element in select(doc.tree, known)
            if (length := length_of(element)) >= MIN_CONTAINER
        ]
        if matches:
            return _best(matches), alone
    return None, False


def _best(matches: list[tuple[int, HtmlElement]]) -> HtmlElement:
    """Of several matches the longest; of nested ones the inner, when it holds nearly all of the text."""
    longest, best = max(matches, key=lambda pair: pair[0])
    parent = best.getparent()
    if best.tag in ("p", "span") and sum(one.getparent() is parent for _, one in matches) > 1:
        return parent  # each paragraph carries the name: the body is what holds them
    for length, element in matches:
        if length > 0.9 * longest and best in element.iterancestors():
            best = element
    return best


def lines_of(doc: Document, part: HtmlElement) -> list[TextLine]:
    """The lines of a part of the page, as the walk over the whole page met them; walked anew where it met none."""
    if part.tag in BLOCK_TAGS:
        inner = set(part.iter())
        lines = [_seen_within(block, inner) for block in doc.blocks if block.element in inner]
        if any(block.text for block in lines):
            return lines
    return read_lines(part, hidden="hidden" in doc.evidence)


def _seen_within(block: TextLine, inner: set[HtmlElement]) -> TextLine:
    """A line without the furniture that stands around the part it is read in."""
    if all(part.element in inner for part in block.inside):
        return block
    return replace(block, inside=tuple(part for part in block.inside if part.element in inner))


def length_of(element: HtmlElement) -> int:
    return sum(len(text.strip()) for text in visible_text(element))


def prose(blocks: Iterable[TextLine]) -> int:
    """Characters of a part of a page that are no link."""
    return sum(len(block.text) - block.linked for block in blocks)


def is_furniture(parts: tuple[Part, ...], total: int) -> bool:
    """Whether lines stand in a part whose name says furniture, and which does not hold much of the prose."""
    return any(part.chars <= PRUNE_SHARE * total and part.paragraphs < PRUNE_PARAGRAPHS for part in parts)


def intrudes(parts: tuple[Part, ...], total: int) -> bool:
    """Whether lines within a named body stand in a part that is furniture there too: a share bar, other stories."""
    return any(
        part.chars <= PRUNE_SHARE * total
        and part.paragraphs < PRUNE_PARAGRAPHS
        and (
            furniture().intrudes(part.element.get("class"), part.element.get("id"))
            or (part.element.tag in FURNITURE_TAGS and not part.paragraphs)
        )
        for part in parts
    )


def without_furniture(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines of a part of a page that do not stand in its furniture."""
    total = prose(lines)
    return [block for block in lines if not is_furniture(block.inside, total)]


def is_link(block: TextLine) -> bool:
    return block.linked > LINK_SHARE * len(block.text)


def densest(blocks: Sequence[TextLine], weights: Sequence[float]) -> HtmlElement | None:
    """The deepest element that holds most of the weight of a page's lines."""
    held: dict[HtmlElement, float] = defaultdict(float)
    total = 0.0
    for block, weight in zip(blocks, weights, strict=True):
        if weight <= 0:
            continue
        total += weight
        element: HtmlElement | None = block.element
        while element is not None:
            held[element] += weight
            element = element.getparent()
    best: tuple[int, HtmlElement] | None = None
    for element, weight in held.items():
        if weight >= PROSE_SHARE * total:
            depth = sum(1 for _ in element.iterancestors())
            if best is None or depth > best[0]:
                best = (depth, element)
    if best is None:
        return None
    parent = best[1].getparent()
    alone = (
        sum(block.element is best[1] for block in blocks) == 1
    )  # one paragraph is no article: what holds it is
    return parent if alone and parent is not None else best[1]
