"""Bodies of pages in other languages: the part with most text, confirmed by trafilatura, which was made for them."""

from __future__ import annotations

import copy
import re
from collections import Counter
from typing import TYPE_CHECKING

from lxml import etree, html

from pipelines.body.container import densest_element, lines_of
from pipelines.body.line_filter import is_in_boilerplate, text_chars, without_boilerplate
from pipelines.page.elements import BLOCK_TAGS
from pipelines.page.line_types import TextLine
from pipelines.text.clean import clean
from pipelines.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipelines.page.parsed_page import ParsedPage

MIN_PARAGRAPH = 60  # characters of a line of Western text that may be a paragraph
MIN_KEPT_SHARE = (
    0.6  # of the paragraphs: if trafilatura keeps less of a part, it is asked about the whole page
)
SURE_SHARE = (
    0.9  # of the paragraphs: if trafilatura's fast mode keeps so much, and no more than there is, it is right
)
CLEAN_SHARE = 0.8  # a part whose text is paragraphs to this share needs no second opinion
TEXT_TAGS = frozenset("p li blockquote dd td pre".split())
MAX_LEADS = 2  # lines of lead between headline and body
MIN_LEAD = 70
TABLE_RULE = re.compile(r"[-:\s]*")
MAX_REPEATS = 2  # a line that occurs more often is no sentence of the article
FIGURE_DEPTH = 4


def body_lines(parsed: ParsedPage) -> list[TextLine]:
    """The lines and pictures of the body of a page in another language."""
    total = text_chars(parsed.lines)
    weights = [
        len(line.text) if _is_paragraph(line) and not is_in_boilerplate(line, total, frozenset()) else 0
        for line in parsed.lines
    ]
    part = densest_element(parsed.lines, weights)
    if part is None:
        return _from_text(parsed, extracted_text(parsed.tree))
    lines = [
        line for line in without_boilerplate(lines_of(parsed, part)) if not line.text or not line.is_link
    ]
    paragraph_chars = sum(len(line.text) for line in lines if _is_paragraph(line))
    if paragraph_chars >= CLEAN_SHARE * text_chars(lines):
        lines = _without_tools(lines)
    else:
        lines = _confirmed(parsed, part, lines, paragraph_chars)
    return _leads(parsed, part, lines) + lines


def _without_tools(lines: Sequence[TextLine]) -> list[TextLine]:
    """Lines without captions, tools (short, and in no element of text) and refrains."""
    times = Counter(line.text for line in lines)
    return [
        line
        for line in lines
        if not line.text
        or (
            line.kind != "caption"
            and times[line.text] <= MAX_REPEATS
            and (line.kind != "paragraph" or line.element.tag in TEXT_TAGS or len(line.text) >= MIN_PARAGRAPH)
            and not _in_figure(line.element)
        )
    ]


def _confirmed(
    parsed: ParsedPage, part: HtmlElement, lines: list[TextLine], paragraph_chars: int
) -> list[TextLine]:
    """Those of the lines that trafilatura keeps; its slow mode, then the whole page, where it keeps too little."""
    alone = _as_page(part, lines)
    text = extracted_text(alone, fast=True)
    # less: it lost some; more: it fell back on all text there is
    if not SURE_SHARE * paragraph_chars <= len(text) <= text_chars(lines) / SURE_SHARE:
        text = extracted_text(_as_page(part, lines))
    if len(text) < MIN_KEPT_SHARE * paragraph_chars:
        text = max(text, extracted_text(parsed.tree), key=len)
    kept_text = re.sub(r"[|]|-{3,}", "", fold(text))
    kept = _lines_in(lines, kept_text)
    if len(kept_text) < MIN_KEPT_SHARE * paragraph_chars:
        return [line for line in lines if _is_paragraph(line) or line in kept or line.kind == "image"]
    if sum(len(fold(line.text)) for line in kept) < SURE_SHARE * len(kept_text):
        return _from_text(parsed, text)
    return kept


def _lines_in(lines: Sequence[TextLine], kept_text: str) -> list[TextLine]:
    """The lines whose text was kept, and rows, headings and pictures between them."""
    marks = [line.kind == "image" or _is_in(line, kept_text) for line in lines]
    solid = [i for i, line in enumerate(lines) if marks[i] and line.kind != "image"]
    if not solid:
        return []
    between = range(solid[0], solid[-1] + 1)
    return [lines[i] for i in between if marks[i] or lines[i].kind in ("row", "heading")]


def _is_in(line: TextLine, kept_text: str) -> bool:
    key = fold(line.text)
    return bool(key) and key in kept_text


def _is_paragraph(line: TextLine) -> bool:
    return (
        line.kind == "paragraph" and len(line.text) >= MIN_PARAGRAPH and 2 * line.link_chars < len(line.text)
    )


def _leads(parsed: ParsedPage, part: HtmlElement, found: Sequence[TextLine]) -> list[TextLine]:
    """The lead between headline and body, which newsrooms keep in an element of its own."""
    inner = set(part.iter())
    first = next((i for i, line in enumerate(parsed.lines) if line.element in inner), 0)
    titles = [i for i in range(first) if parsed.lines[i].element.tag == "h1"]
    if not titles:
        return []
    known = {line.text for line in found}
    leads = [
        line
        for line in parsed.lines[titles[-1] + 1 : first]
        if line.kind in ("paragraph", "heading")
        and len(line.text) >= MIN_LEAD
        and not line.link_chars
        and not line.boxes
        and line.text not in known
        and not _in_figure(line.element)
    ]
    return leads[:MAX_LEADS]


def _in_figure(element: HtmlElement) -> bool:
    around = [element, *element.iterancestors()][:FIGURE_DEPTH]
    return any(one.tag in ("figure", "figcaption") or "caption" in (one.get("class") or "") for one in around)


def _from_text(parsed: ParsedPage, text: str) -> list[TextLine]:
    """Trafilatura's own lines, followed by the pictures that stand between them on the page."""
    body = parsed.tree.find("body")
    element = parsed.tree if body is None else body
    lines = [TextLine(line, element) for raw in text.split("\n") if (line := _without_markers(raw))]
    kept = fold("".join(line.text for line in lines))
    within = [i for i, line in enumerate(parsed.lines) if line.text and fold(line.text) in kept]
    if not within:
        return lines
    pictures = parsed.lines[within[0] : within[-1] + 1]
    return lines + [line for line in pictures if line.kind == "image"]


def _without_markers(line: str) -> str:
    """A line of trafilatura's output without list dashes and the pipes around table cells."""
    if line.startswith("|") or line.endswith("|"):
        cells = [clean(cell) for cell in line.strip("|").split("|")]
        return "" if TABLE_RULE.fullmatch("".join(cells)) else "\t".join(cells).strip("\t")
    return clean(line.removeprefix("- "))


def _as_page(part: HtmlElement, lines: Sequence[TextLine]) -> HtmlElement:
    """A copy of one part as a page of its own, without the branches that hold none of the lines."""
    page: HtmlElement = html.Element("html")  # trafilatura accepts nothing but HtmlElement
    body = html.Element("body")
    page.append(body)
    root = copy.deepcopy(part)
    root.tail = None
    _drop_other_branches(part, root, lines)
    if root.tag in ("body", "html"):
        root.tag = "div"
    body.append(root)
    return page


def _drop_other_branches(part: HtmlElement, twin: HtmlElement, lines: Sequence[TextLine]) -> None:
    """Drop from ``twin``, a copy of ``part``, the block elements that hold none of the lines."""
    holders = {line.element for line in lines}
    above = {part}
    for element in holders:
        if element not in above:
            above.update((element, *element.iterancestors()))
    empty = [
        other
        for one, other in zip(part.iter(etree.Element), twin.iter(etree.Element), strict=True)
        if one.tag in BLOCK_TAGS
        and one not in above
        and (parent := one.getparent()) in above
        and parent not in holders
    ]
    for other in empty:
        other.drop_tree()


def extracted_text(tree: HtmlElement, *, fast: bool = False) -> str:
    """The text that trafilatura extracts from a tree; empty where it finds none."""
    import trafilatura  # 0.4 s: only in the processes that extract

    result = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, with_metadata=False, fast=fast
    )
    return "" if result is None or isinstance(result, dict) else result.text or ""
