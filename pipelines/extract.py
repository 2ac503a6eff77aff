"""Find the body: the container first, our own lines in order, trafilatura as second opinion, furniture out."""

from __future__ import annotations

import copy
import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree, html

from pipelines import media
from pipelines.blocks import BLOCK_TAGS, Block, blocks
from pipelines.candidates import densest, is_furniture, is_link, named, prose, select
from pipelines.furniture import furniture
from pipelines.text import HAN, clean, fold, is_japanese, same_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipelines.document import Document

MIN_BEFORE_CUT = 0.35  # of the lines' characters, or MIN_CHARS_BEFORE_CUT: a cut line before is a quotation
MIN_CHARS_BEFORE_CUT = 60
MIN_BODY = 40  # characters; with less, the page is read a second time, with what is hidden
MIN_PROSE = 60  # characters of a line of Western text that may be a paragraph
AGREED = 0.6  # of the prose must be what trafilatura keeps, or it is asked about the whole page
SURE = 0.9  # of the prose kept by its fast mode is enough, and no more than there is
CLEAN = 0.88  # a part whose prose is paragraphs and hardly anything else needs no second opinion
REFRAIN = 3  # a line that often is no sentence of the article
TEXT_TAGS = frozenset("p li blockquote dd td pre".split())
LEADS = 2  # a foreign article has at most two lines of lead between headline and body
MIN_LEAD = 70
MAX_SAMPLE = 8_000  # characters that decide the language of a page
HAN_SHARE = 0.2  # of the letters: an English story on a Chinese site is read as English
RULE = re.compile(r"[-:\s]*")
PUNCTUATION = re.compile(r"[，。！？；：、,.!?;]")
STOP = re.compile(r"[。！？!?…」』”]")


@lru_cache(maxsize=1)
def _config() -> Any:
    from trafilatura.settings import use_config

    config = use_config()
    # 250 was chosen for Western text; a Chinese brief has 120 to 250 characters
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "60")
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    return config


def extract(doc: Document) -> None:
    """Fill the document's container, blocks, head, lines, tail, captions and images."""
    rules = doc.page.rules.selectors if doc.page.rules else None
    selector = rules.body if rules else None
    for chosen in rules.remove if rules else ():
        for element in select(doc.tree, chosen):
            _drop(element)
    doc.blocks = blocks(doc.tree)
    doc.foreign = is_foreign(doc.text_lines())
    found = _read(doc, selector)
    if prose(found) < MIN_BODY and not any(block.kind == "image" for block in found):
        found = _hidden(doc, selector) or found
    _around(doc, found)


def _read(doc: Document, selector: str | None) -> list[Block]:
    if selector is not None or not doc.foreign:
        doc.container = named(doc, selector)
    if doc.container is not None:
        return _within(doc, doc.container, trusted=selector is not None)
    return _foreign(doc) if doc.foreign else _guess(doc)


def _hidden(doc: Document, selector: str | None) -> list[Block]:
    """The body of a page that shows it by script alone: read once more, with what a style hides."""
    seen = doc.blocks
    doc.blocks = blocks(doc.tree, hidden=True)
    if prose(doc.blocks) > prose(seen) + MIN_BODY:
        found = _read(doc, selector)
        if prose(found) >= MIN_BODY:
            doc.evidence["hidden"] = True
            return found
    doc.blocks = seen
    return []


def is_foreign(lines: Sequence[str]) -> bool:
    """Whether a page is in another language: names of containers and furniture are those of Chinese pages."""
    text = "".join(lines)[:MAX_SAMPLE]
    letters = sum(map(str.isalpha, text))
    han = len(HAN.findall(text))
    return letters > 0 and (han < HAN_SHARE * letters or is_japanese(text, han))


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _within(doc: Document, container: HtmlElement, *, trusted: bool) -> list[Block]:
    """The lines of a container without its furniture; a source's own selector is trusted with its links."""
    lines = blocks(container, hidden="hidden" in doc.evidence)
    kept = doc.found = _without_furniture(lines)
    return kept if trusted else _without_links(kept)


def _without_furniture(lines: Sequence[Block]) -> list[Block]:
    total = prose(lines)
    return [block for block in lines if not is_furniture(block.inside, total)]


def _without_links(lines: Sequence[Block]) -> list[Block]:
    """Lines that are no mere link, unless the text itself is made of links; files stay, they are attachments."""
    if 2 * prose(lines) < sum(len(block.text) for block in lines):
        return list(lines)
    return [block for block in lines if not block.text or not is_link(block) or block.kind == "row"]


def _guess(doc: Document) -> list[Block]:
    """No container is named: the part that holds the prose after the headline, from its first line of text on."""
    total = prose(doc.blocks)
    weights = [_weight(block, total) for block in doc.blocks]
    start = _anchor(doc)
    weights = [weight if i > start else weight / 4 for i, weight in enumerate(weights)]
    part = densest(doc.blocks, weights)
    if part is None:
        return []
    inner = set(part.iter())
    first = next((i for i, block in enumerate(doc.blocks) if i > start and block.element in inner), 0)
    doc.found = [
        block
        for block in doc.blocks[first:]
        if block.element in inner and not is_furniture(block.inside, total)
    ]
    return _without_links(doc.found)


def _weight(block: Block, total: int) -> float:
    """How much a line looks like a paragraph of an article."""
    if block.kind != "p" or is_link(block) or is_furniture(block.inside, total):
        return 0
    size = len(block.text)
    marks = len(PUNCTUATION.findall(block.text))
    if size < 16 or not marks or not STOP.search(block.text[-3:] if size < 60 else block.text):
        return 0
    return size if size > 30 else size / 2


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


def _foreign(doc: Document) -> list[Block]:
    """A page in another language: what trafilatura, which was made for it, keeps of the part with the prose."""
    total = prose(doc.blocks)
    weights = [
        len(block.text) if _is_paragraph(block) and not is_furniture(block.inside, total) else 0
        for block in doc.blocks
    ]
    part = densest(doc.blocks, weights)
    if part is None:
        return _whole(doc)
    lines = [block for block in _without_furniture(blocks(part)) if not block.text or not is_link(block)]
    paragraphs = sum(len(block.text) for block in lines if _is_paragraph(block))
    if paragraphs >= CLEAN * prose(lines):
        lines = _plain(lines)
    else:
        lines = _confirmed(doc, part, lines, paragraphs)
    return _leads(doc, part, lines) + lines


def _plain(lines: Sequence[Block]) -> list[Block]:
    """Lines that need no second opinion: no captions, no tools (short and in no element of text), no refrains."""
    times = Counter(block.text for block in lines)
    return [
        block
        for block in lines
        if not block.text
        or (
            block.kind != "caption"
            and times[block.text] < REFRAIN
            and (block.kind != "p" or block.element.tag in TEXT_TAGS or len(block.text) >= MIN_PROSE)
            and not _in_figure(block.element)
        )
    ]


def _confirmed(doc: Document, part: HtmlElement, lines: list[Block], paragraphs: int) -> list[Block]:
    """Those of the lines that trafilatura keeps; its slow mode, and the whole page, where it keeps too little."""
    whole = prose(lines)
    raw = _text(_alone(part, lines), fast=True)
    if (
        not SURE * paragraphs <= len(raw) <= whole / SURE
    ):  # less: it lost some; more: it fell back on all there is
        raw = _text(_alone(part, lines))
    if len(raw) < AGREED * paragraphs:
        raw = max(raw, _text(doc.tree), key=len)
    kept = _key(raw)
    agreed = _agreed(lines, kept)
    if len(kept) < AGREED * paragraphs:
        return [block for block in lines if _is_paragraph(block) or block in agreed or block.kind == "image"]
    if sum(len(fold(block.text)) for block in agreed) < SURE * len(kept):
        return _as_written(doc, raw)
    return agreed


def _is_paragraph(block: Block) -> bool:
    return block.kind == "p" and len(block.text) >= MIN_PROSE and 2 * block.linked < len(block.text)


def _leads(doc: Document, part: HtmlElement, found: Sequence[Block]) -> list[Block]:
    """The lead between headline and body, which newsrooms keep in a part of its own."""
    inner = set(part.iter())
    first = next((i for i, block in enumerate(doc.blocks) if block.element in inner), 0)
    titles = [i for i in range(first) if doc.blocks[i].element.tag == "h1"]
    if not titles:
        return []
    have = {block.text for block in found}
    leads = [
        block
        for block in doc.blocks[titles[-1] + 1 : first]
        if block.kind in ("p", "h")
        and len(block.text) >= MIN_LEAD
        and not block.linked
        and not block.inside
        and block.text not in have
        and not _in_figure(block.element)
    ]
    return leads[:LEADS]


def _in_figure(element: HtmlElement) -> bool:
    around = [element, *element.iterancestors()][:4]
    return any(one.tag in ("figure", "figcaption") or "caption" in (one.get("class") or "") for one in around)


def _whole(doc: Document) -> list[Block]:
    return _as_written(doc, _text(doc.tree))


def _as_written(doc: Document, text: str) -> list[Block]:
    """Trafilatura's own lines, with the pictures that stand between them on the page."""
    root = doc.tree.find("body")
    lines = [_unmarked(line) for line in text.split("\n")]
    found = [Block(line, doc.tree if root is None else root) for line in lines if line]
    kept = fold("".join(lines))
    inside = [i for i, block in enumerate(doc.blocks) if block.text and fold(block.text) in kept]
    if not inside:
        return found
    return found + [block for block in doc.blocks[inside[0] : inside[-1] + 1] if block.kind == "image"]


def _unmarked(line: str) -> str:
    """A line of trafilatura's output without its marks: list dashes, and pipes round the cells of a table."""
    if line.startswith("|") or line.endswith("|"):
        cells = [clean(cell) for cell in line.strip("|").split("|")]
        return "" if RULE.fullmatch("".join(cells)) else "\t".join(cells).strip("\t")
    return clean(line.removeprefix("- "))


def _agreed(lines: Sequence[Block], kept: str) -> list[Block]:
    """The lines whose text trafilatura kept, and headings and pictures that stand between them."""
    marks = [block.kind == "image" or _in(block, kept) for block in lines]
    solid = [i for i, block in enumerate(lines) if marks[i] and block.kind != "image"]
    if not solid:
        return []
    between = range(solid[0], solid[-1] + 1)
    return [lines[i] for i in between if marks[i] or lines[i].kind in ("row", "h")]


def _in(block: Block, kept: str) -> bool:
    key = fold(block.text)
    return bool(key) and key in kept


def _key(text: str) -> str:
    return re.sub(r"[|]|-{3,}", "", fold(text))


def _alone(part: HtmlElement, lines: Sequence[Block]) -> HtmlElement:
    """A part of a page as a page of its own, without the branches that hold none of the lines."""
    whole = html.Element("html")  # trafilatura takes HtmlElement alone
    body = html.Element("body")
    whole.append(body)
    root = copy.deepcopy(part)
    root.tail = None
    _trim(part, root, lines)
    if root.tag in ("body", "html"):
        root.tag = "div"
    body.append(root)
    return whole


def _trim(part: HtmlElement, twin: HtmlElement, lines: Sequence[Block]) -> None:
    full = {block.element for block in lines}
    passed = {part}
    for element in full:
        if element not in passed:
            passed.update((element, *element.iterancestors()))
    bare = [
        other
        for one, other in zip(part.iter(etree.Element), twin.iter(etree.Element), strict=True)
        if one.tag in BLOCK_TAGS
        and one not in passed
        and (up := one.getparent()) in passed
        and up not in full
    ]
    for other in bare:
        other.drop_tree()


def _text(tree: HtmlElement, *, config: Any = None, **favor: Any) -> str:
    import trafilatura  # 0.4 s: only in the processes that extract

    settings: dict[str, Any] = {} if config is None else {"config": config}
    result = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, with_metadata=False, **settings, **favor
    )
    return "" if result is None or isinstance(result, dict) else result.text or ""


def _around(doc: Document, found: list[Block]) -> None:
    """Split the page's lines into head, body and tail, and give pictures to the article."""
    texts = [block for block in found if block.text]
    doc.lines = [block.text for block in texts if block.kind != "caption"]
    doc.captions = [block.text for block in texts if block.kind == "caption"]
    beside, captions = ([], []) if doc.foreign else media.beside(doc)
    doc.article.images = [*beside, *media.inside(found, doc.url)]
    doc.captions += captions
    # what stands at a picture names who took it, not who wrote the article
    page = [block for block in doc.blocks if block.text and block.text not in captions]
    first, last = _span(page, doc) or (len(page), len(page))
    doc.head = [block.spaced for block in page[:first]]
    doc.tail = [block.spaced for block in page[last + 1 :]]


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
    return first, last


def wash(lines: Sequence[str], *, title: str | None, strip: set[int]) -> list[str]:
    """The body without byline lines (``strip``), furniture, the repeated title, and all that follows the text."""
    rules = furniture()
    total = sum(map(len, lines)) or 1
    washed: list[str] = []
    seen = 0
    for i, line in enumerate(lines):
        cuts = rules.cuts(line)
        if cuts and (seen >= MIN_BEFORE_CUT * total or seen >= MIN_CHARS_BEFORE_CUT):
            break
        seen += len(line)
        if i in strip or cuts or rules.drops(line):
            continue
        if title and len(washed) < 4 and same_line(line, title):
            continue
        washed.append(line)
    return washed
