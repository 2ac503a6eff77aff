"""The lines above and below a headline: kicker and subtitle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.credits import credit_line
from pipelines.page.boilerplate import furniture
from pipelines.page.text_lines import HEADINGS
from pipelines.text.folding import fold, same_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.page.parse import Document
    from pipelines.page.text_lines import TextLine

SMALL = re.compile(
    r"yinti|pre-?title|intro-?title|shouti|kicker|(?:^|\s)pre(?:$|\s)|(?:^|[\s_-])yt(?:$|[\s_-])",
    re.IGNORECASE,
)
BELOW = re.compile(
    r"sub-?_?title|futi|(?:^|\s)sub(?:$|\s)|fu_?biaoti|(?:^|[\s_-])(?:fbt|ft)(?:$|[\s_-])", re.IGNORECASE
)
MAX_SIDE_LINE = 80
PAPER_ADDRESS = re.compile(r"//(?:e?-?papers?|szb|dzb|szbz|epaper\d?)\.|/(?:epaper|szb|dzb)/|/nw\.D\d")
SITE_NAME = re.compile(r"(?:新闻|动态|要闻|公告|通知|资讯|中心|频道|网|报|栏目|首页)$")


def beside(doc: Document, heading: HtmlElement, title: str) -> tuple[str | None, str | None]:
    """The kicker above a heading and the subtitle below it."""
    lines = [block for block in doc.blocks if block.text]
    at = next((i for i, b in enumerate(lines) if b.element is heading or same_line(b.text, title)), None)
    if at is None:
        return None, None
    above = lines[max(0, at - 2) : at][::-1]
    below = lines[at + 1 : at + 3]
    return _neighbour(doc, lines[at], title, above, SMALL), _neighbour(doc, lines[at], title, below, BELOW)


def _neighbour(
    doc: Document, head: TextLine, title: str, near: list[TextLine], wanted: re.Pattern[str]
) -> str | None:
    """The near line whose class names it; a heading right beside the headline; in e-papers any line there."""
    for block in near:
        names = f"{block.element.get('class') or ''} {block.element.get('id') or ''}"
        if (
            wanted.search(names)
            and 2 <= len(block.text) <= MAX_SIDE_LINE
            and fold(block.text) not in fold(title)
            and not credit_line.read_line(credit_line.matching(block.text)).strip
        ):
            return block.text
    if not near or not _is_side_line(near[0].text, doc) or fold(near[0].text) in fold(title):
        return None
    if not is_paper(doc) and (
        doc.foreign or near[0].element.tag not in HEADINGS or near[0].linked or SITE_NAME.search(near[0].text)
    ):
        return None
    parent = head.element.getparent()
    return near[0].text if parent is not None and near[0].element.getparent() is parent else None


def is_paper(doc: Document) -> bool:
    """Whether a page is one of a printed newspaper: its source, its address or its system say so."""
    rules = doc.page.rules
    return (
        doc.page.newspaper is not None
        or (rules is not None and rules.kind == "newspaper")
        or PAPER_ADDRESS.search(doc.url) is not None
        or "<!--enpproperty" in doc.text
    )


def _is_side_line(text: str, doc: Document) -> bool:
    """Whether a line beside an e-paper's headline can be a kicker or subtitle: short, no date, no tool, no sentence."""
    if not 4 <= len(text) <= 40 or text in doc.lines or furniture().drops(text):
        return False
    return re.search(r"[。；]|[:：]|\d{4}|版$|^第|上一|下一|放大|缩小", text) is None
