"""Pages in other languages: what trafilatura, which was made for them, keeps of the part that holds the prose."""

from __future__ import annotations

import copy
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from lxml import etree, html

from pipelines.body.container import densest, is_furniture, is_link, lines_of, prose, without_furniture
from pipelines.page.text_lines import BLOCK_TAGS, TextLine
from pipelines.text.clean import clean
from pipelines.text.folding import fold
from pipelines.text.script import count_han, is_japanese

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipelines.page.parse import Document

MAX_SAMPLE = 8_000  # characters that decide the language of a page
HAN_SHARE = 0.2  # of the letters: an English story on a Chinese site is read as English
MIN_PROSE = 60  # characters of a line of Western text that may be a paragraph
AGREED = 0.6  # of the prose must be what trafilatura keeps, or it is asked about the whole page
SURE = 0.9  # of the prose kept by its fast mode is enough, and no more than there is
CLEAN = 0.8  # a part whose prose is paragraphs and hardly anything else needs no second opinion
TEXT_TAGS = frozenset("p li blockquote dd td pre".split())
LEADS = 2  # a foreign article has at most two lines of lead between headline and body
MIN_LEAD = 70
RULE = re.compile(r"[-:\s]*")
LETTERS = re.compile(r"[^\W\d_]+")
REFRAIN = 3  # a line that often is no sentence of the article


def is_foreign(lines: Sequence[str]) -> bool:
    """Whether a page is in another language: names of containers and furniture are those of Chinese pages."""
    text = "".join(lines)[:MAX_SAMPLE]
    letters = sum(map(len, LETTERS.findall(text)))
    count = count_han(text)
    return letters > 0 and (count < HAN_SHARE * letters or is_japanese(text, count))


def read(doc: Document) -> list[TextLine]:
    """A page in another language: what trafilatura, which was made for it, keeps of the part with the prose."""
    total = prose(doc.blocks)
    weights = [
        len(block.text) if _is_paragraph(block) and not is_furniture(block.inside, total) else 0
        for block in doc.blocks
    ]
    part = densest(doc.blocks, weights)
    if part is None:
        return _whole(doc)
    lines = [
        block for block in without_furniture(lines_of(doc, part)) if not block.text or not is_link(block)
    ]
    paragraphs = sum(len(block.text) for block in lines if _is_paragraph(block))
    if paragraphs >= CLEAN * prose(lines):
        lines = _plain(lines)
    else:
        lines = _confirmed(doc, part, lines, paragraphs)
    return _leads(doc, part, lines) + lines


def _plain(lines: Sequence[TextLine]) -> list[TextLine]:
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


def _confirmed(doc: Document, part: HtmlElement, lines: list[TextLine], paragraphs: int) -> list[TextLine]:
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


def _is_paragraph(block: TextLine) -> bool:
    return block.kind == "p" and len(block.text) >= MIN_PROSE and 2 * block.linked < len(block.text)


def _leads(doc: Document, part: HtmlElement, found: Sequence[TextLine]) -> list[TextLine]:
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


def _whole(doc: Document) -> list[TextLine]:
    return _as_written(doc, _text(doc.tree))


def _as_written(doc: Document, text: str) -> list[TextLine]:
    """Trafilatura's own lines, with the pictures that stand between them on the page."""
    root = doc.tree.find("body")
    lines = [_unmarked(line) for line in text.split("\n")]
    found = [TextLine(line, doc.tree if root is None else root) for line in lines if line]
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


def _agreed(lines: Sequence[TextLine], kept: str) -> list[TextLine]:
    """The lines whose text trafilatura kept, and headings and pictures that stand between them."""
    marks = [block.kind == "image" or _in(block, kept) for block in lines]
    solid = [i for i, block in enumerate(lines) if marks[i] and block.kind != "image"]
    if not solid:
        return []
    between = range(solid[0], solid[-1] + 1)
    return [lines[i] for i in between if marks[i] or lines[i].kind in ("row", "h")]


def _in(block: TextLine, kept: str) -> bool:
    key = fold(block.text)
    return bool(key) and key in kept


def _key(text: str) -> str:
    return re.sub(r"[|]|-{3,}", "", fold(text))


def _alone(part: HtmlElement, lines: Sequence[TextLine]) -> HtmlElement:
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


def _trim(part: HtmlElement, twin: HtmlElement, lines: Sequence[TextLine]) -> None:
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
