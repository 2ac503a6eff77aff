"""Collect the credits of an article from all places that state them: header, body, lines after it, data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.credits.credit_line import read_credit_line
from pipelines.credits.edges import BodyContext, read_edges
from pipelines.credits.header import read_header, read_pieces
from pipelines.items import Byline
from pipelines.page.boilerplate import boilerplate
from pipelines.text import person_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.body.span import Span
    from pipelines.credits.credit_types import BodyCredits, Credits
    from pipelines.credits.header import Header
    from pipelines.page.parsed_page import ParsedPage

FOREIGN_OPENING = 4  # lines of a foreign body that are read: a date may open any text, signatures are Chinese
EDITOR_LABELS = frozenset(("责任编辑", "责编", "编辑"))  # also printed below disclaimers
TAIL_LINES = 10  # lines after the text that may hold credits
WRITER_ROLES = frozenset(("author", "reporter", "correspondent"))


def collect_credits(
    parsed: ParsedPage,
    span: Span,
    header: Header,
    *,
    title: str | None,
    captions: Sequence[str],
    text_end: int,
) -> BodyCredits:
    """The credits of an article, and the lines of its body that leave it.

    ``captions`` are all captions of its pictures; ``text_end`` is the number of body lines that belong to the text.
    """
    credits = read_header(parsed, header)
    context = BodyContext(
        title=title,
        certain=span.certain,
        outlet_is_known=bool(credits.source) or parsed.data.outlet is not None,
        fetched_at=parsed.page.fetched_at,
    )
    lines = span.texts[: min(text_end, FOREIGN_OPENING) if parsed.foreign else text_end]
    body = read_edges(lines, () if parsed.foreign else captions, context)
    credits = credits.merged(body.credits)
    if not parsed.foreign:
        for found in _tail_credits(parsed, span, text_end):
            if found.metadata_only:
                credits = credits.merged(replace(found, dateline=None, published=None, published_label=None))
    return replace(body, credits=credits)


def add_declared_authors(credits: Credits, parsed: ParsedPage, span: Span) -> tuple[Byline, ...]:
    """The bylines, completed by authors that the page's data declares.

    The comment of newspaper systems is used if the text names no one; a meta tag if it names no writer and the page
    prints the name as well.
    """
    declared = parsed.data.newspaper.get("author")
    if not credits.bylines and declared:
        credits = credits.merged(read_credit_line(declared, parsed.page.fetched_at))
    value = parsed.data.meta.get("author", "")
    if not value or any(one.role in WRITER_ROLES for one in credits.bylines):
        return credits.bylines
    printed = "".join(line.text for line in [*span.before, *span.after[:TAIL_LINES]])
    known = {one.name for one in credits.bylines}
    names = person_names.split_certain_names(value) or ()
    added = (Byline(role="author", name=name) for name in names if name in printed and name not in known)
    return (*credits.bylines, *added)


def _tail_credits(parsed: ParsedPage, span: Span, text_end: int) -> Iterator[Credits]:
    """The credits of the lines that were cut off the body, then of those after it.

    Behind the first line of boilerplate only labelled editors count.
    """
    for text in span.texts[text_end : text_end + TAIL_LINES]:
        yield read_credit_line(text, parsed.page.fetched_at)
    ended = False
    for line in span.after[:TAIL_LINES]:
        found = read_credit_line(line.spaced_text, parsed.page.fetched_at)
        ended = ended or (boilerplate().may_end_text(line.spaced_text) and not found.metadata_only)
        if ended:
            if EDITOR_LABELS.issuperset(found.labels) and found.bylines:
                yield found
        elif not line.is_link or found.labels:
            yield found if found.metadata_only or len(line.pieces) < 2 else read_pieces(parsed, line)
