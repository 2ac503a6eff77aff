"""The lines a reader sees: block by block in page order, tables as rows, images with their captions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from pipelines.page.boilerplate import names
from pipelines.text.clean import clean, one_line
from pipelines.text.glosses import remove_line_glosses
from pipelines.text.person_names import begins_with_surname
from pipelines.text.script import to_simplified

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
BLOCK_TAGS = HEADINGS | frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form header hgroup hr html legend li main menu nav ol option p pre section summary table "
    "tbody td tfoot th thead tr ul ucapcontent founder-content cms-content title".split()
)
SKIPPED = frozenset(
    "script style noscript template head select textarea input button iframe object embed svg canvas video audio "
    "map param".split()
)
TITLE_TAGS = frozenset(["h1", "h2", "h3"])
NO_TITLE = frozenset("head title meta a li body html ul".split())
NOTHING = (False, False, "")  # what an element without a name says
MAX_PARTS = 12  # a heading is no box with a dozen children
FURNITURE_TAGS = frozenset("form aside nav footer".split())
ROLES = (
    dict.fromkeys(BLOCK_TAGS, "block")
    | dict.fromkeys(HEADINGS, "heading")
    | dict.fromkeys(SKIPPED, "skip")
    | {"table": "table", "br": "br", "img": "img", "a": "a", "strong": "bold", "b": "bold"}
)
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
CENTERED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
CAPTION_CLASS = re.compile(r"caption|tuzhu|pic_?(desc|txt|note)|img_?(desc|txt|note)|zhushi", re.IGNORECASE)
CAPTION_WORD = re.compile(r"[(（【]?(?:图为|图[:：]|图片[:：]|上图|下图|左图|右图|资料图)")
# who took a picture: in brackets, or a name behind white space or punctuation; 蓝图 and 拍摄 close sentences
BRACKETED = re.compile(r"[(（【][^()（）【】]{2,40}(?:摄|图|影)[)）】]$")
CREDIT = re.compile(
    r"供图$|撮影$|(?:^|[^\u3400-\u9fff]|记者|通讯员)(?P<who>[\u3400-\u9fff]{2,4})\s?(?:(?<!拍)摄影?|[\s/／](?:图|摄影?))$"
)
NUMBERED = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、．.]|第[一二三四五六七八九十]{1,3}[章节条]|附件"
)
SENTENCE_END = re.compile(r"[。！？!?；;]")
# a line break of the markup between two Chinese characters is no space of the text
WRAPPED = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u3000-\u9fff\uff00-\uffef])")
LINE_SPACES = str.maketrans("\n\r\t", "   ")
MAX_CAPTION = 80  # longer text beside a picture is a paragraph that holds one
MAX_CELL = 200  # a cell with more text than this lays a page out, it does not tabulate
ICON_PIXELS = 60


@dataclass(slots=True, eq=False)
class Part:
    """A part of a page whose tag or name says that it may be furniture, and how much prose stands in it."""

    element: HtmlElement
    chars: int = 0  # without those of links
    paragraphs: int = 0


@dataclass(slots=True, eq=False)
class TextLine:
    """One line: ``kind`` is p (paragraph), h (heading), row (cells joined by tabs), image, caption or note."""

    text: str
    element: HtmlElement
    kind: str = "p"
    centered: bool = False
    strong: bool = False
    image: str | None = None
    linked: int = 0  # characters of the text that are link
    inside: tuple[Part, ...] = ()  # the suspected furniture it stands in, the outermost first
    pieces: tuple[str, ...] = ()

    @property
    def spaced(self) -> str:
        """The text with a space wherever the inline element changes: labels are set apart by style alone."""
        return clean(" ".join(self.pieces).translate(LINE_SPACES)) if len(self.pieces) > 1 else self.text


def read_lines(root: HtmlElement, *, hidden: bool = False) -> list[TextLine]:
    """All visible lines below ``root``, in order; images stand between them with their address as it is written.

    ``hidden`` takes what a style hides as well: some pages show their text by script alone.
    """
    return walk(root, hidden=hidden).blocks


def walk(root: HtmlElement, *, hidden: bool = False) -> Walk:
    """The lines below ``root``, and the elements whose tag or name says title."""
    walker = Walk(root)
    walker.walk(hidden=hidden)
    _name_captions(walker.blocks)
    return walker


class Walk:
    """One pass over a tree, without recursion: nesting must not be able to end the program."""

    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self.blocks: list[TextLine] = []
        self.titled: list[HtmlElement] = []
        self.marked: list[tuple[str, HtmlElement]] = []
        self.outer: list[HtmlElement] = [root]  # the blocks that are open, the innermost last
        self.parts: tuple[Part, ...] = ()
        self.bold = self.link = 0
        self.texts: list[str] = []
        self.light = False  # whether some of the text is not bold
        self.linked = 0
        self.block: HtmlElement = root

    def walk(self, *, hidden: bool) -> None:
        walker = etree.iterwalk(self.root, events=("start", "end", "comment", "pi"))
        skipped = None
        root, texts, roles = self.root, self.texts, ROLES
        for event, element in walker:
            if event == "start":
                tag = element.tag
                role = roles.get(tag)
                style = element.get("style")
                unseen = (style is not None and HIDDEN.search(style)) or element.get("hidden") is not None
                if role == "skip" or (unseen and not hidden) or (role == "table" and self._table(element)):
                    skipped = element
                    walker.skip_subtree()
                    continue
                css, ident = element.get("class"), element.get("id")
                suspect, title, maker = NOTHING if css is None and ident is None else names(css, ident)
                if maker:
                    self.marked.append((maker, element))
                if tag in TITLE_TAGS or (title and tag not in NO_TITLE and len(element) < MAX_PARTS):
                    self.titled.append(element)
                if role is not None:
                    self._open(element, role, suspect)
                text = element.text
            else:
                if event == "end":
                    if element is skipped:
                        skipped = None
                    elif (role := roles.get(element.tag)) is not None:
                        self._close(element, role)
                text = element.tail if element is not root else None
            if text:
                if not texts:
                    if text.isspace():
                        continue
                    self.block, self.linked, self.light = self.outer[-1], 0, False
                texts.append(text)
                if (self.link or not self.light) and not text.isspace():
                    self.linked += len(text.strip()) if self.link else 0
                    self.light = self.light or not self.bold
        self._flush()

    def _open(self, element: HtmlElement, role: str, suspect: bool) -> None:
        if role in ("block", "heading", "table"):
            if self.texts:
                self._flush()
            self.outer.append(element)
            if role == "heading":
                self.bold += 1
            elif element is not self.root and (suspect or element.tag in FURNITURE_TAGS):
                self.parts = (*self.parts, Part(element))
        elif role == "a":
            self.link += 1
        elif role == "bold":
            self.bold += 1
        elif self.texts:  # br, img
            self._flush()
        if role == "img" and (address := image_address(element)):
            outer = self.outer[-1]
            self.blocks.append(
                TextLine("", outer, "image", _is_centered(outer), image=address, inside=self.parts)
            )

    def _close(self, element: HtmlElement, role: str) -> None:
        if role in ("block", "heading", "table"):
            if self.texts:
                self._flush()
            self.outer.pop()
            if role == "heading":
                self.bold -= 1
            elif self.parts and self.parts[-1].element is element:
                self._leave_part()
        elif role == "a":
            self.link -= 1
        elif role == "bold":
            self.bold -= 1

    def _flush(self) -> None:
        pieces = self.texts.copy()
        self.texts.clear()
        joined = "".join(pieces)
        if not joined or joined.isspace():
            return
        # where white space is kept as written, a line of the markup is a line of the text
        lines = joined.splitlines() if self.block.tag == "pre" else [joined]
        for line in lines:
            self._line(line, pieces if len(lines) == 1 else ())

    def _line(self, joined: str, pieces: Sequence[str]) -> None:
        if "\n" in joined or "\r" in joined or "\t" in joined:
            joined = WRAPPED.sub("", joined).translate(LINE_SPACES)
        text = clean(joined)
        if not text:
            return
        element = self.block
        self._add(
            TextLine(
                text,
                element,
                "h" if element.tag in HEADINGS else "p",
                _is_centered(element),
                not self.light,
                linked=min(self.linked, len(text)),
                inside=self.parts,
                pieces=tuple(pieces) if len(pieces) > 1 else (),
            )
        )

    def _add(self, block: TextLine) -> None:
        if self.parts:
            part = self.parts[-1]
            part.chars += len(block.text) - block.linked
            part.paragraphs += block.element.tag == "p" and 2 * block.linked < len(block.text)
        self.blocks.append(block)

    def _leave_part(self) -> None:
        """What stands in a part stands in the one around it as well."""
        left = self.parts[-1]
        self.parts = self.parts[:-1]
        if self.parts:
            self.parts[-1].chars += left.chars
            self.parts[-1].paragraphs += left.paragraphs

    def _table(self, table: HtmlElement) -> bool:
        """Take a table that holds data as its rows; False for one that lays out the page."""
        rows = data_rows(table)
        if rows is None:
            return False
        self._flush()
        for row, text in rows:
            linked = sum(len("".join(visible_text(link))) for link in row.iter("a"))
            self._add(TextLine(text, row, "row", linked=min(linked, len(text)), inside=self.parts))
        return True


def _name_captions(found: list[TextLine]) -> None:
    """Mark the text that belongs to a picture: a ``caption`` says so by markup, words or credit; a ``note`` only stands
    there (in the picture's paragraph, or centred below), and is a line of the text as well."""
    for i, block in enumerate(found):
        if block.kind != "image":
            continue
        following = next((other for other in found[i + 1 : i + 3] if other.kind != "image"), None)
        if following is None or following.kind != "p" or len(following.text) > MAX_CAPTION:
            continue
        same = following.element is block.element and block.element.tag in (
            "p",
            "figure",
            "td",
            "li",
            "dd",
            "center",
        )
        marked = (
            following.element.tag == "figcaption"
            or CAPTION_CLASS.search(following.element.get("class") or "") is not None
        )
        marked = marked or _credits(following.text)
        if not marked and (len(SENTENCE_END.findall(following.text)) > 1 or NUMBERED.match(following.text)):
            continue  # a paragraph that holds a picture, or a heading set in the middle
        centred = following.centered and not following.strong
        scene = centred and following.text.endswith("。")  # a whole sentence set below a picture describes it
        if marked or scene or CAPTION_WORD.match(following.text):
            following.kind = "caption"
        elif same or centred:
            following.kind = "note"


def _credits(text: str) -> bool:
    """Whether a line closes with who took a picture."""
    key = to_simplified(remove_line_glosses(text)).rstrip("。")
    if BRACKETED.search(key):
        return True
    match = CREDIT.search(key)
    return match is not None and (match["who"] is None or begins_with_surname(match["who"]))


def data_rows(table: HtmlElement) -> list[tuple[HtmlElement, str]] | None:
    """The rows of a table that holds data, cells joined by tabs; None for a table that lays out a page."""
    if table.find(".//table") is not None or table.find(".//img") is not None:
        return None
    rows: list[tuple[HtmlElement, str]] = []
    widest = 0
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        texts = []
        for cell in cells:
            if (
                len(cell.findall(".//p")) > 2
                or len(cell.findall(".//br")) > 4
                or cell.find(".//div/div") is not None
            ):
                return None
            text = one_line("".join(visible_text(cell)))
            if len(text) > MAX_CELL:
                return None
            texts.append(text)
        widest = max(widest, len(cells))
        if any(texts):
            rows.append((row, "\t".join(texts)))
    if widest < 2 or len(rows) < 2:
        return None
    return rows


def visible_text(element: HtmlElement) -> Iterator[str]:
    """The text nodes below an element, without scripts and comments."""
    for node in element.iter():
        if not isinstance(node.tag, str) or node.tag in SKIPPED:
            if node is not element and node.tail:
                yield node.tail
            continue
        if node.text:
            yield node.text
        if node is not element and node.tail:
            yield node.tail


def image_address(element: HtmlElement) -> str | None:
    """The address, as written, of a picture that belongs to a text; None for icons, spacers and inline data."""
    for name in ("data-original", "data-src", "src"):
        value = (element.get(name) or "").strip()
        if value and not value.startswith("data:"):
            break
    else:
        return None
    for name in ("width", "height"):
        size = re.match(r"\d+", element.get(name) or "")
        if size and int(size[0]) < ICON_PIXELS:
            return None
    return value


def _is_centered(element: HtmlElement) -> bool:
    if element.tag == "center" or (element.get("align") or "").lower() == "center":
        return True
    style = element.get("style")
    return style is not None and CENTERED.search(style) is not None
