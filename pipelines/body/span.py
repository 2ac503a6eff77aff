"""The part of a page that holds the article, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.items import Image
    from pipelines.page.line_types import TextLine


BodyPath = Literal["trafilatura", "own_lines", "second_opinion", "whole_page", "given", "selector", "nothing"]


@dataclass(frozen=True, eq=False)
class Span:
    """The body of an article before it is trimmed.

    ``lines`` are the lines and pictures that were kept. ``container`` is the element that is named as the body, None
    the body was found by its text.
    ``unfiltered`` has the links that ``lines`` leaves out; it is empty for foreign pages. ``before`` and ``after`` are
    the page's lines around the body. ``beside`` and ``beside_captions`` come from picture boxes next to it.

    ``path`` tells how the lines were found: ``trafilatura`` chose them in one part of the page; ``own_lines`` are all
    lines of the part because ``guard`` refused its choice; ``second_opinion`` adds lines that it keeps on the whole
    page; ``whole_page`` is its reading of a foreign page; ``given`` and ``selector`` need no search; ``nothing``.
    """

    lines: tuple[TextLine, ...] = ()
    container: HtmlElement | None = None
    unfiltered: tuple[TextLine, ...] = ()
    before: tuple[TextLine, ...] = ()
    after: tuple[TextLine, ...] = ()
    beside: tuple[Image, ...] = ()
    beside_captions: tuple[str, ...] = ()
    path: BodyPath = "nothing"
    guard: str | None = None

    @property
    def certain(self) -> bool:
        """True if a selector or a content system names the element that holds the body and hardly anything else."""
        return self.container is not None

    @cached_property
    def text_lines(self) -> tuple[TextLine, ...]:
        """The lines with text, without captions."""
        return tuple(line for line in self.lines if line.text and line.kind != "caption")

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The text of ``text_lines``."""
        return tuple(line.text for line in self.text_lines)

    @cached_property
    def captions(self) -> tuple[str, ...]:
        """Captions in the body, then those of picture boxes next to it."""
        return (*(line.text for line in self.lines if line.kind == "caption"), *self.beside_captions)
