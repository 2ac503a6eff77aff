"""What on a page is of other stories: abstracts beside links, parts of one make, what stands below a heading of theirs."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from pipelines.body.container import is_link
from pipelines.page.boilerplate import furniture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipelines.page.text_lines import TextLine

MIN_PROSE = 40  # characters of the first sentences, and of prose before a heading of other stories
LITTLE = 25  # by which the weight of lines is divided that seem to be those of other stories
NEAR = 12  # lines below the headline among which the first sentences stand
ITEM_TAGS = frozenset("div li dl dd section article".split())
TEASER_DEPTH = 3  # levels between a line of an abstract and the part that holds its link as well
TEASER_LINES = 2
TEASERS = 3  # so many lines beside links of their own are abstracts of other stories
PUNCTUATION = re.compile(r"[，。！？；：、,.!?;]")
STOP = re.compile(r"[。！？!?…」』”]")


def weaken(found: Sequence[TextLine], weights: list[float], start: int) -> None:
    """Let lines below a heading of other stories count little, where prose stands between headline and that heading."""
    seen = 0.0
    for i in range(start + 1, len(found)):
        if seen >= MIN_PROSE and furniture().heads_others(found[i].text):
            weights[i:] = [weight / LITTLE for weight in weights[i:]]
            return
        seen += weights[i]


def items(found: Sequence[TextLine], first: TextLine) -> set[TextLine]:
    """Lines in parts of one make that hold a line or two each, unless the first sentences stand in such a one, too."""
    held: dict[HtmlElement, list[TextLine]] = {}
    for block in found:
        if block.text:
            for element in [block.element, *islice(block.element.iterancestors(), TEASER_DEPTH)]:
                held.setdefault(element, []).append(block)
    alike: dict[tuple[HtmlElement | None, object, str | None], list[list[TextLine]]] = {}
    for element, lines in held.items():
        if element.tag in ITEM_TAGS and len(lines) <= TEASER_LINES:
            alike.setdefault((element.getparent(), element.tag, element.get("class")), []).append(lines)
    groups = [members for members in alike.values() if len(members) >= TEASERS]
    return {
        line
        for members in groups
        if not any(first in lines for lines in members)
        for lines in members
        for line in lines
    }


def teasers(found: Sequence[TextLine]) -> set[TextLine]:
    """Lines that stand beside a link of their own in parts of one make, several times: abstracts of other stories."""
    links: set[HtmlElement] = set()
    plain: dict[HtmlElement, list[TextLine]] = {}
    for block in found:
        if not block.text:
            continue
        near = [block.element, *islice(block.element.iterancestors(), TEASER_DEPTH)]
        if is_link(block):
            links.update(near)
        else:
            for element in near:
                plain.setdefault(element, []).append(block)
    alike: dict[tuple[HtmlElement | None, object, str | None], list[list[TextLine]]] = {}
    for element, lines in plain.items():
        if len(lines) <= TEASER_LINES and element in links:
            alike.setdefault((element.getparent(), element.tag, element.get("class")), []).append(lines)
    return {
        line for members in alike.values() if len(members) >= TEASERS for lines in members for line in lines
    }


def speaks(block: TextLine) -> bool:
    """Whether a line is made of sentences."""
    size = len(block.text)
    stops = STOP.search(block.text[-3:] if size < 60 else block.text) is not None
    return stops and PUNCTUATION.search(block.text) is not None


def first_sentences(found: Sequence[TextLine], anchor: int) -> list[TextLine]:
    """The first sentences below the headline, as a list of one line or none."""
    for block in found[anchor + 1 : anchor + 1 + NEAR]:
        long = len(block.text) >= MIN_PROSE and block.kind == "p"
        if long and speaks(block) and not is_link(block) and not furniture().cuts(block.text):
            return [block]
    return []
