"""The values that a page's lines are made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from pipelines.text.clean import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LineKind = Literal["paragraph", "heading", "row", "image", "caption", "note"]
LINE_SPACES = str.maketrans("\n\r\t", "   ")
LINK_SHARE = 0.6  # of its text; a line with a larger share of links is navigation


@dataclass(frozen=True, slots=True, eq=False)
class BoilerplateBox:
    """An element whose tag, class or id suggests boilerplate, with the amount of text in it.

    ``chars`` counts characters outside links, ``paragraphs`` counts ``p`` elements that are mostly not link.
    """

    element: HtmlElement
    chars: int = 0
    paragraphs: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class TextLine:
    """One visible line of a page, or one picture.

    ``element`` is the block element around the line. ``kind``: a ``row`` holds table cells joined by tabs; an
    ``image`` has no text but an address as written; a ``caption`` belongs to a picture by markup, words or credit; a
    ``note`` only stands near a picture and counts as text too. ``link_chars`` counts the characters inside links,
    ``boxes`` are the suspected boilerplate boxes around the line (outermost first), ``pieces`` its text nodes where
    there are several.
    """

    text: str
    element: HtmlElement
    kind: LineKind = "paragraph"
    centered: bool = False
    bold: bool = False
    image: str | None = None
    link_chars: int = 0
    boxes: tuple[BoilerplateBox, ...] = ()
    pieces: tuple[str, ...] = ()

    @property
    def is_link(self) -> bool:
        """True if the line is mostly link text."""
        return self.link_chars > LINK_SHARE * len(self.text)

    @property
    def spaced_text(self) -> str:
        """The text with a space wherever the inline element changes: some pages set labels apart by style alone."""
        return clean(" ".join(self.pieces).translate(LINE_SPACES)) if len(self.pieces) > 1 else self.text

    def of_kind(self, kind: LineKind) -> TextLine:
        return replace(self, kind=kind)
