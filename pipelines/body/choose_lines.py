"""Let trafilatura choose the lines of the body within the part of a page that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.body.outline import build_outline
from pipelines.body.restore import restore_lines
from pipelines.body.sentences import sentence_chars
from pipelines.body.trafilatura_text import MIN_EXTRACTED_SIZE, extracted_text, kept_lines
from pipelines.page.boilerplate import boilerplate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from lxml.html import HtmlElement

    from pipelines.page.line_types import TextLine

MIN_KEPT_SHARE = 0.6  # of the sentences: if trafilatura keeps less, its choice is not trusted


@dataclass(frozen=True)
class Choice:
    """The lines of a part that are the body, and why trafilatura's choice was not taken (None if it was).

    ``guard`` is ``nothing_kept`` or ``too_little_kept``; then ``lines`` are all candidates.
    """

    lines: tuple[TextLine, ...]
    guard: str | None = None


def choose_lines(part: HtmlElement, lines: Sequence[TextLine], candidates: AbstractSet[TextLine]) -> Choice:
    """The body's lines among ``candidates``; trafilatura reads all ``lines`` of the part, links and menus included.

    Order, tables, captions and pictures stay those of the page. Lines that close a text (copyright, footers) stay
    too, because the trimming stage recognises the end of the text by them.
    """
    text = extracted_text(build_outline(part, lines), min_size=MIN_EXTRACTED_SIZE)
    marks = kept_lines(lines, text)
    own = [line for line in lines if line in candidates]
    kept = [mark for line, mark in zip(lines, marks, strict=True) if line in candidates]
    if (guard := _guard(own, kept)) is not None:
        return Choice(tuple(own), guard)
    chosen = zip(own, restore_lines(own, kept), strict=True)
    return Choice(tuple(line for line, keep in chosen if keep or _is_for_later_stages(line)))


def _guard(lines: Sequence[TextLine], kept: Sequence[bool]) -> str | None:
    """The name of the guard that refuses trafilatura's choice, or None."""
    if not any(kept):
        return "nothing_kept"
    chars = sentence_chars(lines)
    if not any(chars):
        chars = [len(line.text) for line in lines]
    held = sum(count for count, keep in zip(chars, kept, strict=True) if keep)
    return "too_little_kept" if held < MIN_KEPT_SHARE * sum(chars) else None


def _is_for_later_stages(line: TextLine) -> bool:
    return line.kind in ("image", "caption", "note") or boilerplate().ends_text(line.text)
