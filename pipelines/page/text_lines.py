"""Read the visible lines of a page in one walk over its tree: paragraphs, headings, table rows and pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from lxml import etree

from pipelines.page.boilerplate import classify_names
from pipelines.page.captions import caption_kinds
from pipelines.page.elements import (
    BLOCK_TAGS,
    BOILERPLATE_TAGS,
    HEADING_TAGS,
    SKIPPED_TAGS,
    is_centered,
    is_hidden,
    visible_text,
)
from pipelines.page.line_types import LINE_SPACES, BoilerplateBox, TextLine
from pipelines.page.picture_address import noscript_pictures, picture_address
from pipelines.page.tables import data_rows
from pipelines.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipelines.page.line_types import LineKind

TITLE_TAGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
NEVER_TITLE_TAGS = frozenset("head title meta a li body html ul".split())
MAX_TITLE_CHILDREN = 12  # an element with a dozen children is a box, not a heading
UNNAMED = (False, False, "")
Role = Literal["block", "heading", "skip", "table", "br", "img", "a", "bold"]
ROLES: dict[object, Role] = {
    **dict.fromkeys(BLOCK_TAGS, "block"),
    **dict.fromkeys(HEADING_TAGS, "heading"),
    **dict.fromkeys(SKIPPED_TAGS, "skip"),
    "table": "table",
    "br": "br",
    "img": "img",
    "a": "a",
    "strong": "bold",
    "b": "bold",
}
# a line break of the markup between two Chinese characters is no space of the text
WRAPPED_LINE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u3000-\u9fff\uff00-\uffef])")


@dataclass(frozen=True, slots=True)
class PageLines:
    """The result of one walk over a tree.

    ``heading_candidates`` are elements whose tag, class or id marks a title; ``credit_elements`` are pairs of
    ``author`` or ``source`` and an element whose class or id contains that word.
    """

    lines: tuple[TextLine, ...] = ()
    heading_candidates: tuple[HtmlElement, ...] = ()
    credit_elements: tuple[tuple[str, HtmlElement], ...] = ()


def read_lines(root: HtmlElement, *, hidden: bool = False) -> list[TextLine]:
    """The lines below ``root`` in page order, pictures among them; with ``hidden`` also those a style hides."""
    return list(read_page_lines(root, hidden=hidden).lines)


def read_page_lines(root: HtmlElement, *, hidden: bool = False) -> PageLines:
    """The lines below ``root``, and the elements that call themselves titles or credits."""
    walk = _Walk(root)
    walk.run(hidden=hidden)
    boxes: dict[_OpenBox, BoilerplateBox] = {}
    lines = [line.finished(boxes) for line in walk.lines]
    for i, kind in caption_kinds(lines).items():
        lines[i] = lines[i].of_kind(kind)
    return PageLines(tuple(lines), tuple(walk.heading_candidates), tuple(walk.credit_elements))


class _OpenBox:
    """Counts of a suspected boilerplate box while the walk is inside it."""

    def __init__(self, element: HtmlElement) -> None:
        self.element = element
        self.chars = self.paragraphs = 0

    def finished(self, boxes: dict[_OpenBox, BoilerplateBox]) -> BoilerplateBox:
        if self not in boxes:
            boxes[self] = BoilerplateBox(self.element, self.chars, self.paragraphs)
        return boxes[self]


class _OpenLine(NamedTuple):
    """A line as the walk met it; the boxes around it are still being counted."""

    text: str
    element: HtmlElement
    kind: LineKind = "paragraph"
    centered: bool = False
    bold: bool = False
    image: str | None = None
    link_chars: int = 0
    boxes: tuple[_OpenBox, ...] = ()
    pieces: tuple[str, ...] = ()

    def finished(self, boxes: dict[_OpenBox, BoilerplateBox]) -> TextLine:
        around = tuple([box.finished(boxes) for box in self.boxes]) if self.boxes else ()
        return TextLine(
            self.text,
            self.element,
            self.kind,
            self.centered,
            self.bold,
            self.image,
            self.link_chars,
            around,
            self.pieces,
        )


class _Walk:
    """One pass over a tree, without recursion: deep nesting must not be able to end the program."""

    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self.lines: list[_OpenLine] = []
        self.heading_candidates: list[HtmlElement] = []
        self.credit_elements: list[tuple[str, HtmlElement]] = []
        self.open_blocks: list[HtmlElement] = [root]  # the innermost last
        self.boxes: tuple[_OpenBox, ...] = ()
        self.bold_depth = self.link_depth = 0
        self.texts: list[str] = []  # of the line being read
        self.has_plain_text = False  # some of the line is not bold
        self.link_chars = 0
        self.line_element: HtmlElement = root

    def run(self, *, hidden: bool) -> None:
        walker = etree.iterwalk(self.root, events=("start", "end", "comment", "pi"))
        skipped = None
        root, roles = self.root, ROLES
        for event, element in walker:
            if event == "start":
                role = roles.get(element.tag)
                if (
                    role == "skip"
                    or (not hidden and is_hidden(element))
                    or (role == "table" and self._take_table(element))
                ):
                    if element.tag == "noscript":
                        self._take_noscript(element)
                    skipped = element
                    walker.skip_subtree()
                    continue
                suspect = self._note_names(element)
                if role is not None:
                    self._open(element, role, suspect=suspect)
                text = element.text
            else:
                if event == "end":
                    if element is skipped:
                        skipped = None
                    elif (role := roles.get(element.tag)) is not None:
                        self._close(element, role)
                text = element.tail if element is not root else None
            if text:
                self._add_text(text)
        self._end_line()

    def _note_names(self, element: HtmlElement) -> bool:
        """Remember what class and id call an element; True if they call it boilerplate."""
        css, ident = element.get("class"), element.get("id")
        suspect, title, credit = UNNAMED if css is None and ident is None else classify_names(css, ident)
        if credit:
            self.credit_elements.append((credit, element))
        tag = element.tag
        if tag in TITLE_TAGS or (title and tag not in NEVER_TITLE_TAGS and len(element) < MAX_TITLE_CHILDREN):
            self.heading_candidates.append(element)
        return suspect

    def _add_text(self, text: str) -> None:
        if not self.texts:
            if text.isspace():
                return
            self.line_element, self.link_chars, self.has_plain_text = self.open_blocks[-1], 0, False
        self.texts.append(text)
        if (self.link_depth or not self.has_plain_text) and not text.isspace():
            self.link_chars += len(text.strip()) if self.link_depth else 0
            self.has_plain_text = self.has_plain_text or not self.bold_depth

    def _open(self, element: HtmlElement, role: Role, *, suspect: bool) -> None:
        if role in ("block", "heading", "table"):
            self._end_line()
            self.open_blocks.append(element)
            if role == "heading":
                self.bold_depth += 1
            elif element is not self.root and (suspect or element.tag in BOILERPLATE_TAGS):
                self.boxes = (*self.boxes, _OpenBox(element))
        elif role == "a":
            self.link_depth += 1
        elif role == "bold":
            self.bold_depth += 1
        else:  # br, img
            self._end_line()
        if role == "img" and (address := picture_address(element)):
            outer = self.open_blocks[-1]
            self.lines.append(
                _OpenLine("", outer, "image", is_centered(outer), image=address, boxes=self.boxes)
            )

    def _close(self, element: HtmlElement, role: Role) -> None:
        if role in ("block", "heading", "table"):
            self._end_line()
            self.open_blocks.pop()
            if role == "heading":
                self.bold_depth -= 1
            elif self.boxes and self.boxes[-1].element is element:
                self._leave_box()
        elif role == "a":
            self.link_depth -= 1
        elif role == "bold":
            self.bold_depth -= 1

    def _end_line(self) -> None:
        if not self.texts:
            return
        pieces = self.texts.copy()
        self.texts.clear()
        joined = "".join(pieces)
        if joined.isspace():
            return
        # where white space is kept as written, a line of the markup is a line of the text
        lines = joined.splitlines() if self.line_element.tag == "pre" else [joined]
        for line in lines:
            self._add_line(line, pieces if len(lines) == 1 else ())

    def _add_line(self, joined: str, pieces: Sequence[str]) -> None:
        if "\n" in joined or "\r" in joined or "\t" in joined:
            joined = WRAPPED_LINE.sub("", joined).translate(LINE_SPACES)
        text = clean(joined)
        if not text:
            return
        element = self.line_element
        self._append(
            _OpenLine(
                text,
                element,
                "heading" if element.tag in HEADING_TAGS else "paragraph",
                is_centered(element),
                not self.has_plain_text,
                link_chars=min(self.link_chars, len(text)),
                boxes=self.boxes,
                pieces=tuple(pieces) if len(pieces) > 1 else (),
            )
        )

    def _append(self, line: _OpenLine) -> None:
        if self.boxes:
            box = self.boxes[-1]
            box.chars += len(line.text) - line.link_chars
            box.paragraphs += line.element.tag == "p" and 2 * line.link_chars < len(line.text)
        self.lines.append(line)

    def _leave_box(self) -> None:
        """Close the innermost box; the box around it contains the same text."""
        left = self.boxes[-1]
        self.boxes = self.boxes[:-1]
        if self.boxes:
            self.boxes[-1].chars += left.chars
            self.boxes[-1].paragraphs += left.paragraphs

    def _take_noscript(self, element: HtmlElement) -> None:
        """Add the pictures for readers without scripts, unless the picture before them is known already."""
        before = element.getprevious()
        if before is not None and before.tag == "img" and picture_address(before):
            return
        for address in noscript_pictures(element):
            self._end_line()
            outer = self.open_blocks[-1]
            self.lines.append(
                _OpenLine("", outer, "image", is_centered(outer), image=address, boxes=self.boxes)
            )

    def _take_table(self, table: HtmlElement) -> bool:
        """Add the rows of a data table; False for one that lays out the page."""
        rows = data_rows(table)
        if rows is None:
            return False
        self._end_line()
        for row, text in rows:
            linked = sum(len("".join(visible_text(link))) for link in row.iter("a"))
            self._append(_OpenLine(text, row, "row", link_chars=min(linked, len(text)), boxes=self.boxes))
        return True
