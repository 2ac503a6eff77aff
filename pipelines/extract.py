"""Find the body: the container first, our own lines in order, furniture out."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from pipelines import foreign, media
from pipelines.blocks import Block, blocks, walk
from pipelines.candidates import (
    densest,
    intrudes,
    is_furniture,
    is_link,
    named,
    prose,
    select,
    without_furniture,
)
from pipelines.furniture import furniture
from pipelines.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipelines.document import Document

MIN_BODY = 40  # characters; with less, the page is read a second time, with what is hidden
TEASER_DEPTH = 3  # levels between a line of an abstract and the part that holds its link as well
TEASER_LINES = 2
TEASERS = 3  # so many lines beside links of their own are abstracts of other stories
PUNCTUATION = re.compile(r"[，。！？；：、,.!?;]")
STOP = re.compile(r"[。！？!?…」』”]")


def extract(doc: Document) -> None:
    """Fill the document's container, blocks, head, lines, tail, captions and images."""
    rules = doc.page.rules.selectors if doc.page.rules else None
    selector = rules.body if rules else None
    for chosen in rules.remove if rules else ():
        for element in select(doc.tree, chosen):
            _drop(element)
    page = walk(doc.tree)
    doc.blocks, doc.titled, doc.marked = page.blocks, page.titled, page.marked
    doc.foreign = foreign.is_foreign(doc.text_lines())
    found = _read(doc, selector)
    if prose(found) < MIN_BODY and not any(block.kind == "image" for block in found):
        found = _hidden(doc, selector) or found
    _around(doc, found)


def _read(doc: Document, selector: str | None) -> list[Block]:
    if selector is not None or not doc.foreign:
        doc.container, doc.named = named(doc, selector)
    if doc.container is not None:
        return _within(doc, doc.container, trusted=selector is not None and doc.named)
    return foreign.read(doc) if doc.foreign else _guess(doc)


def _hidden(doc: Document, selector: str | None) -> list[Block]:
    """The body of a page that shows it by script alone: read once more, with what a style hides."""
    seen = doc.blocks
    page = walk(doc.tree, hidden=True)
    doc.blocks = page.blocks
    if prose(doc.blocks) > prose(seen) + MIN_BODY:
        found = _read(doc, selector)
        if prose(found) >= MIN_BODY:
            doc.evidence["hidden"] = True
            doc.titled, doc.marked = page.titled, page.marked
            return found
    doc.blocks = seen
    return []


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _within(doc: Document, container: HtmlElement, *, trusted: bool) -> list[Block]:
    """The lines of a container without its furniture; a source's own selector is trusted with its links."""
    lines = blocks(container, hidden="hidden" in doc.evidence)
    if doc.named:
        total = prose(lines)
        kept = doc.found = [block for block in lines if not intrudes(block.inside, total)]
    else:
        kept = doc.found = without_furniture(lines)
    return kept if trusted else _without_links(kept)


def _without_links(lines: Sequence[Block]) -> list[Block]:
    """Lines that are no mere link, unless the text itself is made of links; files stay, they are attachments."""
    if 2 * prose(lines) < sum(len(block.text) for block in lines):
        return list(lines)
    return [block for block in lines if not block.text or not is_link(block) or block.kind == "row"]


def _guess(doc: Document) -> list[Block]:
    """No container is named: the part that holds the prose after the headline, from its first line of text on."""
    total = prose(doc.blocks)
    teasers = _teasers(doc.blocks)
    weights = [0 if block in teasers else _weight(block, total) for block in doc.blocks]
    start = _anchor(doc)
    weights = [weight if i > start else weight / 4 for i, weight in enumerate(weights)]
    part = densest(doc.blocks, weights)
    if (
        part is None and start >= 0
    ):  # names, verses, a list of winners: lines that are no sentences, below a headline
        weights = [_loose_weight(block, total) if i > start else 0 for i, block in enumerate(doc.blocks)]
        part = densest(doc.blocks, weights)
    if part is None:
        return []
    inner = set(part.iter())
    first = next((i for i, block in enumerate(doc.blocks) if i > start and block.element in inner), 0)
    doc.found = [
        block
        for block in doc.blocks[first:]
        if block.element in inner and block not in teasers and not is_furniture(block.inside, total)
    ]
    return _without_links(doc.found)


def _teasers(found: Sequence[Block]) -> set[Block]:
    """Lines that stand beside a link of their own in parts of one make, several times: abstracts of other stories."""
    links: set[HtmlElement] = set()
    plain: dict[HtmlElement, list[Block]] = {}
    for block in found:
        if not block.text:
            continue
        near = [block.element, *islice(block.element.iterancestors(), TEASER_DEPTH)]
        if is_link(block):
            links.update(near)
        else:
            for element in near:
                plain.setdefault(element, []).append(block)
    alike: dict[tuple[HtmlElement | None, object, str | None], list[list[Block]]] = {}
    for element, lines in plain.items():
        if len(lines) <= TEASER_LINES and element in links:
            alike.setdefault((element.getparent(), element.tag, element.get("class")), []).append(lines)
    return {line for items in alike.values() if len(items) >= TEASERS for lines in items for line in lines}


def _weight(block: Block, total: int) -> float:
    """How much a line looks like a paragraph of an article."""
    if block.kind not in ("p", "row") or is_link(block) or is_furniture(block.inside, total):
        return 0
    size = len(block.text)
    if block.kind == "row":
        return size / 2
    marks = len(PUNCTUATION.findall(block.text))
    if size < 16 or not marks or not STOP.search(block.text[-3:] if size < 60 else block.text):
        return 0
    return size if size > 30 else size / 2


def _loose_weight(block: Block, total: int) -> float:
    plain = block.kind in ("p", "row") and not block.linked and not is_furniture(block.inside, total)
    return len(block.text) if plain and not furniture().cuts(block.text) else 0


def _anchor(doc: Document) -> int:
    """The last line that repeats the headline the page's own <title> names; -1 where none does."""
    element = doc.tree.find(".//title")
    whole = fold(element.text_content()) if element is not None else ""
    found = -1
    longest = 5
    for i, block in enumerate(doc.blocks):
        if not longest < len(block.text) < 120 or block.linked or block.element.tag == "title":
            continue
        key = fold(block.text)
        if whole.startswith(key):
            found, longest = i, len(block.text)
    return found


def _around(doc: Document, found: list[Block]) -> None:
    """Split the page's lines into head, body and tail, and give pictures to the article."""
    texts = [block for block in found if block.text]
    doc.lines = [block.text for block in texts if block.kind != "caption"]
    doc.linked = [is_link(block) for block in texts if block.kind != "caption"]
    doc.captions = [block.text for block in texts if block.kind == "caption"]
    beside, captions = ([], []) if doc.foreign else media.beside(doc)
    doc.article.images, doc.pictures = beside, media.inside(found, doc.base)
    doc.captions += captions
    # what stands at a picture names who took it, not who wrote the article
    page = [block for block in doc.blocks if block.text and block.text not in captions]
    first, last = _span(page, doc) or (len(page), len(page))
    doc.before, doc.after = page[:first], page[last + 1 :]


def _span(page: Sequence[Block], doc: Document) -> tuple[int, int] | None:
    """The first and the last of the page's lines that belong to the body."""
    texts = [block.text for block in page]
    known = {line for line in doc.lines if len(line) >= 8} or set(doc.lines)
    within = set() if doc.container is None else set(doc.container.iter())
    found = [i for i, text in enumerate(texts) if text in known]
    # a line that occurs twice on the page is no anchor: titles are repeated in bodies, leads in teasers
    twice = {text for text, times in Counter(texts[i] for i in found).items() if times > 1}
    anchors = (
        [i for i in found if page[i].element in within]
        or [i for i in found if texts[i] not in twice]
        or found
    )
    if not anchors:
        return None
    first, last = anchors[0], anchors[-1]
    at = doc.lines.index(texts[first])
    while at > 0 and first > 0 and texts[first - 1] == doc.lines[at - 1]:
        first, at = first - 1, at - 1
    at = len(doc.lines) - doc.lines[::-1].index(texts[last])
    while at < len(doc.lines) and last + 1 < len(texts) and texts[last + 1] == doc.lines[at]:
        last, at = last + 1, at + 1
    return first, last
