"""Find the body: the container first, our own lines in order, furniture out."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipelines.body import foreign, pictures
from pipelines.body import teasers as others
from pipelines.body.container import (
    PRUNE_PARAGRAPHS,
    densest,
    intrudes,
    is_furniture,
    is_link,
    lines_of,
    named,
    prose,
    select,
    without_furniture,
)
from pipelines.page.boilerplate import furniture
from pipelines.page.given import tree_of
from pipelines.page.text_lines import TextLine, read_lines, walk
from pipelines.text import dates
from pipelines.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipelines.items import Given
    from pipelines.page.parse import Document

MIN_BODY = 40  # characters; with less, the page is read a second time, with what is hidden
SAYS_WHEN = re.compile(r"来源|发布时间|发布日期|发表时间|作者|编辑|\d{1,2}:\d{2}")
MAX_IMPRINT = 120
DOUBTFUL = 200  # characters of prose; a shorter part with a usual name may be that of another story
MUCH_MORE = 3


def extract(doc: Document) -> None:
    """Fill the document's container, blocks, head, lines, tail, captions and images."""
    rules = doc.page.rules.selectors if doc.page.rules else None
    selector = rules.body if rules else None
    for chosen in rules.remove if rules else ():
        for element in select(doc.tree, chosen):
            _drop(element)
    if doc.given is not None:
        _take_given(doc, doc.given, tree_of(doc.given) if doc.page.given is None else doc.tree)
        return
    page = walk(doc.tree)
    doc.blocks, doc.titled, doc.marked = page.blocks, page.titled, page.marked
    doc.foreign = foreign.is_foreign(doc.text_lines())
    found = _read(doc, selector)
    if prose(found) < MIN_BODY and not any(block.kind == "image" for block in found):
        found = _hidden(doc, selector) or found
    _around(doc, found)


def _take_given(doc: Document, given: Given, body: HtmlElement) -> None:
    """The lines of a text that is known already: all of them are the article's, but for mere links."""
    doc.container, doc.named = body, True
    doc.found = read_lines(body)
    doc.blocks = doc.found if body is doc.tree else walk(doc.tree).blocks
    doc.foreign = foreign.is_foreign([block.text for block in doc.found])
    found = _without_links(doc.found)
    texts = [block for block in found if block.text]
    doc.lines = [block.text for block in texts if block.kind != "caption"]
    doc.linked = [is_link(block) for block in texts if block.kind != "caption"]
    doc.captions = [block.text for block in texts if block.kind == "caption"]
    doc.pictures = pictures.inside(found, doc.base)
    # a date or a byline may stand directly below the headline
    doc.before = [TextLine(given.subtitle.replace("\n", ""), body)] if given.subtitle else []


def _read(doc: Document, selector: str | None) -> list[TextLine]:
    if selector is not None or not doc.foreign:
        doc.container, doc.named = named(doc, selector)
    if doc.foreign and doc.container is None:
        return foreign.read(doc)
    anchor = _anchor(doc)
    _acquit(doc, anchor)
    if doc.container is None:
        return _guess(doc, anchor)
    found = _within(doc, doc.container, trusted=selector is not None and doc.named)
    if selector is None and not doc.named and prose(found) < DOUBTFUL:
        return _checked(doc, found, anchor)
    return found


def _checked(doc: Document, found: list[TextLine], anchor: int) -> list[TextLine]:
    """A short part with a usual name, unless the page's prose stands elsewhere and nearer to the headline.

    Cards of other stories carry the names of bodies as well.
    """
    kept = doc.found
    other = _guess(doc, anchor)
    here, there = _place(doc, found), _place(doc, other)
    apart = not {block.element for block in other}.intersection(block.element for block in found)
    nearer = there > anchor and (here < anchor or there < here)
    opens = there >= 0 and doc.blocks[there] in others.first_sentences(doc.blocks, anchor)
    if nearer and (prose(other) > MUCH_MORE * prose(found) or (apart and opens)):
        doc.container = None
        return other
    doc.found = kept
    return found


def _place(doc: Document, found: Sequence[TextLine]) -> int:
    first = next((block.element for block in found if block.text), None)
    return next((i for i, block in enumerate(doc.blocks) if block.element is first), -1)


def _acquit(doc: Document, anchor: int) -> None:
    """Parts that hold the headline, or the first sentences below it, are no furniture, whatever their names say."""
    if anchor < 0:
        return
    for block in [doc.blocks[anchor], *others.first_sentences(doc.blocks, anchor)]:
        for part in block.inside:
            part.paragraphs += PRUNE_PARAGRAPHS


def _hidden(doc: Document, selector: str | None) -> list[TextLine]:
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


def _within(doc: Document, container: HtmlElement, *, trusted: bool) -> list[TextLine]:
    """The lines of a container without its furniture; a source's own selector is trusted with its links."""
    lines = lines_of(doc, container)
    if doc.named:
        total = prose(lines)
        kept = doc.found = [block for block in lines if not intrudes(block.inside, total)]
    else:
        kept = doc.found = without_furniture(lines)
    return kept if trusted else _without_links(kept)


def _without_links(lines: Sequence[TextLine]) -> list[TextLine]:
    """Lines that are no mere link, unless the text itself is made of links; files stay, they are attachments."""
    if 2 * prose(lines) < sum(len(block.text) for block in lines):
        return list(lines)
    return [block for block in lines if not block.text or not is_link(block) or block.kind == "row"]


def _guess(doc: Document, start: int) -> list[TextLine]:
    """No container is named: the part that holds the prose after the headline, from its first line of text on."""
    total = prose(doc.blocks)
    teasers = others.teasers(doc.blocks)
    weights = [0 if block in teasers else _weight(block, total) for block in doc.blocks]
    weights = [weight if i > start else weight / 4 for i, weight in enumerate(weights)]
    others.weaken(doc.blocks, weights, start)
    for block in others.first_sentences(doc.blocks, start) if start >= 0 else ():
        items = others.items(doc.blocks, block)
        weights = [
            w / others.LITTLE if other in items else w for w, other in zip(weights, doc.blocks, strict=True)
        ]
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


def _weight(block: TextLine, total: int) -> float:
    """How much a line looks like a paragraph of an article."""
    if block.kind not in ("p", "row") or is_link(block) or is_furniture(block.inside, total):
        return 0
    size = len(block.text)
    if block.kind == "row":
        return size / 2
    if size < 16 or not others.speaks(block):
        return 0
    return size if size > 30 else size / 2


def _loose_weight(block: TextLine, total: int) -> float:
    plain = block.kind in ("p", "row") and not block.linked and not is_furniture(block.inside, total)
    return len(block.text) if plain and not furniture().cuts(block.text) else 0


def _anchor(doc: Document) -> int:
    """The line that repeats the headline the page's own <title> names, else the one with date and source; or -1."""
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
    if found == -1:
        found = next((i for i, block in enumerate(doc.blocks) if _dates_page(block)), -1)
    return found


def _dates_page(block: TextLine) -> bool:
    """Whether a line says when a page was published, or by whom, beside a date."""
    text = block.text
    if not 10 <= len(text) <= MAX_IMPRINT or is_link(block) or SAYS_WHEN.search(text) is None:
        return False
    return dates.first(text) is not None


def _around(doc: Document, found: list[TextLine]) -> None:
    """Split the page's lines into head, body and tail, and give pictures to the article."""
    texts = [block for block in found if block.text]
    doc.lines = [block.text for block in texts if block.kind != "caption"]
    doc.linked = [is_link(block) for block in texts if block.kind != "caption"]
    doc.captions = [block.text for block in texts if block.kind == "caption"]
    beside, captions = ([], []) if doc.foreign else pictures.beside(doc)
    doc.article.images, doc.pictures = beside, pictures.inside(found, doc.base)
    doc.captions += captions
    # what stands at a picture names who took it, not who wrote the article
    page = [block for block in doc.blocks if block.text and block.text not in captions]
    first, last = _span(page, doc) or (len(page), len(page))
    doc.before, doc.after = page[:first], page[last + 1 :]


def _span(page: Sequence[TextLine], doc: Document) -> tuple[int, int] | None:
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
