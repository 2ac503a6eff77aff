"""The lines a reader sees: block by block in page order, tables as rows, images with their captions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pipelines.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

BLOCK_TAGS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre section summary table "
    "tbody td tfoot th thead tr ul ucapcontent founder-content cms-content title".split()
)
SKIPPED = frozenset(
    "script style noscript template head select textarea input button iframe object embed svg canvas video audio "
    "map param".split()
)
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
CENTERED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
CAPTION_CLASS = re.compile(r"caption|tuzhu|pic_?(desc|txt|note)|img_?(desc|txt|note)|zhushi", re.IGNORECASE)
CREDIT = re.compile(r"(摄|供图|图|摄影)[)）]?[。]?$")
SENTENCE_END = re.compile(r"[。！？!?；;]")
# a line break of the markup between two Chinese characters is no space of the text
WRAPPED = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u3000-\u9fff\uff00-\uffef])")
LINE_SPACES = str.maketrans("\n\r\t", "   ")
MAX_CAPTION = 80  # longer text beside a picture is a paragraph that holds one
MAX_CELL = 200  # a cell with more text than this lays a page out, it does not tabulate
ICON_PIXELS = 60


@dataclass(slots=True)
class Block:
    """One line: ``kind`` is p (paragraph), h (heading), row (cells joined by tabs), image or caption."""

    text: str
    element: HtmlElement
    kind: str = "p"
    centered: bool = False
    strong: bool = False
    image: str | None = None
    spaced: str = (
        ""  # the text with a space wherever the inline element changes: labels are set apart by style alone
    )


def blocks(root: HtmlElement, base: str) -> list[Block]:
    """All visible lines below ``root``, in order; images stand between them with their address as ``image``."""
    found = list(_merge(_walk(root, base)))
    _name_captions(found)
    return [block for block in found if block.text or block.image]


@dataclass(slots=True)
class _Piece:
    text: str
    element: HtmlElement
    block: HtmlElement
    strong: bool = False
    brk: bool = False
    image: str | None = None
    row: str | None = None


def _walk(root: HtmlElement, base: str) -> Iterator[_Piece]:
    """Depth-first without recursion: nesting must not be able to end the program."""
    stack: list[tuple[HtmlElement, HtmlElement, bool, bool]] = [(root, root, False, False)]
    while stack:
        element, block, strong, leaving = stack.pop()
        if leaving:
            if element.tag in BLOCK_TAGS:
                yield _Piece("", element, block, brk=True)
            if element is not root and element.tail:
                yield _Piece(element.tail, element, block, strong)
            continue
        if not isinstance(element.tag, str) or element.tag in SKIPPED or is_hidden(element):
            if element is not root and element.tail:
                yield _Piece(element.tail, element, block, strong)
            continue
        if element.tag == "table" and (rows := data_rows(element)) is not None:
            for row, text in rows:
                yield _Piece("", row, row, brk=True)
                yield _Piece("", row, row, row=text)
            yield _Piece("", element, block, brk=True)
            if element.tail:
                yield _Piece(element.tail, element, block, strong)
            continue
        inner = element if element.tag in BLOCK_TAGS else block
        if element.tag in BLOCK_TAGS or element.tag == "br":
            yield _Piece("", element, inner, brk=True)
        if element.tag == "img" and (address := image_address(element, base)):
            yield _Piece("", element, inner, image=address)
        bold = strong or element.tag in ("strong", "b", "h1", "h2", "h3", "h4", "h5", "h6")
        if element.text:
            yield _Piece(element.text, element, inner, bold)
        # the tail belongs to the outer block and weight, after everything inside
        stack.append((element, block, strong, True))
        stack.extend((child, inner, bold, False) for child in reversed(element))


def _merge(pieces: Iterator[_Piece]) -> Iterator[Block]:
    texts: list[_Piece] = []

    def flush() -> Iterator[Block]:
        if not texts:
            return
        joined = WRAPPED.sub("", "".join(piece.text for piece in texts))
        text = clean(joined.translate(LINE_SPACES))
        if text:
            block = texts[0].block
            strong = all(piece.strong for piece in texts if piece.text.strip())
            heading = isinstance(block.tag, str) and re.fullmatch(r"h[1-6]", block.tag)
            spaced = clean(" ".join(piece.text for piece in texts).translate(LINE_SPACES))
            yield Block(text, block, "h" if heading else "p", _is_centered(block), strong, spaced=spaced)
        texts.clear()

    for piece in pieces:
        if piece.row is not None:
            yield from flush()
            yield Block(piece.row, piece.element, "row")
        elif piece.image is not None:
            yield from flush()
            yield Block("", piece.block, "image", image=piece.image)
        elif piece.brk:
            yield from flush()
        else:
            texts.append(piece)
    yield from flush()


def _name_captions(found: list[Block]) -> None:
    """Mark the text that belongs to a picture: a figcaption, text in its own paragraph, a centred line below."""
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
        if same and block.element.tag == "td" and len(SENTENCE_END.findall(following.text)) > 1:
            same = False
        marked = following.element.tag == "figcaption" or CAPTION_CLASS.search(
            following.element.get("class") or ""
        )
        centred = following.centered and not following.strong
        if same or marked or centred or CREDIT.search(following.text):
            following.kind = "caption"


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
            text = clean(re.sub(r"\s+", " ", "".join(visible_text(cell))))
            if len(text) > MAX_CELL:
                return None
            texts.append(text)
        widest = max(widest, len(cells))
        if any(texts):
            rows.append((row, "\t".join(texts).strip("\t")))
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


def image_address(element: HtmlElement, base: str) -> str | None:
    """The address of a picture that belongs to a text; None for icons, spacers and inline data."""
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
    try:
        joined = urljoin(base, value)
    except ValueError:
        return None
    return joined if joined.startswith(("http://", "https://")) else None


def is_hidden(element: HtmlElement) -> bool:
    return bool(HIDDEN.search(element.get("style") or "")) or element.get("hidden") is not None


def _is_centered(element: HtmlElement) -> bool:
    style = element.get("style") or ""
    return (
        element.tag == "center"
        or (element.get("align") or "").lower() == "center"
        or bool(CENTERED.search(style))
    )
