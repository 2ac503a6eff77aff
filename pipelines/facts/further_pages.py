"""Join the pages of one article: the texts in their order, and the name of each page that is missing."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from pipelines.items import Refused
from pipelines.page.pager_lines import is_pager_line
from pipelines.page.part_links import MAX_PARTS, find_parts
from pipelines.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipelines.facts.assemble import ArticleParts
    from pipelines.items import Page, PagePart
    from pipelines.page.parsed_page import ParsedPage

PAGE_NUMBER = re.compile(r"[(（\[]?\d{1,2}[)）\]]?")  # behind the headline of a further page, folded
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class JoinedPages:
    """What was found on all pages of an article, and the evidence: ``parts`` and ``gaps``, each only if there are any."""

    parts: ArticleParts
    evidence: dict[str, Any] = field(default_factory=dict)


def read_further_pages(
    parsed: ParsedPage,
    first: ArticleParts,
    read_page: Callable[[Page], tuple[ParsedPage, ArticleParts]],
) -> JoinedPages:
    """Read the further pages that came with a page, and join what they hold to what the first one holds.

    ``read_page`` raises Refused for a page without a text; such a page, one that was not fetched and one that only
    repeats the text so far is a gap.
    """
    page = parsed.page
    if page.newspaper is not None or page.given is not None:
        return JoinedPages(first)
    expected = len(find_parts(parsed.tree, parsed.source, parsed.url, parsed.base_url))
    if not page.parts and not expected:
        return JoinedPages(first)
    joined = replace(first, body=tuple(_without_edges(first.body, is_pager_line)))
    gaps: list[int] = []
    evidence: list[dict[str, Any]] = []
    for place, part in enumerate(page.parts, 2):
        entry, further = _read(page, part, read_page)
        if further is not None:
            read, found = further
            links = find_parts(read.tree, read.source, parsed.url, read.base_url, place)
            expected = max(expected, len(links))
            longer = _join(joined, found)
            if longer == joined:
                entry["refused"] = "repeated"
            joined = longer
        if "missing" in entry or "refused" in entry:
            gaps.append(place)
        evidence.append(entry)
    total = 1 + max(expected, len(page.parts))
    gaps += range(len(page.parts) + 2, total + 1)
    kept = {
        "parts": evidence,
        "gaps": [f"page {place} of {total}" for place in gaps[: MAX_PARTS + 1]],
    }
    return JoinedPages(joined, {name: value for name, value in kept.items() if value})


def _read(
    page: Page, part: PagePart, read_page: Callable[[Page], tuple[ParsedPage, ArticleParts]]
) -> tuple[dict[str, Any], tuple[ParsedPage, ArticleParts] | None]:
    """The evidence of one further page, and what was found on it."""
    if part.missing is not None:
        return {"url": part.url, "missing": part.missing}, None
    entry: dict[str, Any] = {"url": part.url, "raw_sha": hashlib.sha256(part.body).hexdigest()}
    own = replace(
        page,
        url=part.url,
        final_url=part.url,
        body=part.body,
        status=part.status,
        headers=part.headers,
        parts=(),
    )
    try:
        return entry, read_page(own)
    except Refused as refused:
        return entry | {"refused": refused.reason}, None
    except (RecursionError, ValueError, LookupError) as error:  # a broken page must not cost the other pages
        return entry | {"refused": f"extract_error:{type(error).__name__}"}, None


def _join(so_far: ArticleParts, found: ArticleParts) -> ArticleParts:
    """Add what a further page holds; lines that templates repeat on every page are left out."""
    known = {fold(line) for line in so_far.body}
    titles = [fold(one) for one in (so_far.headline.title, found.headline.title) if one]

    def is_repeated(line: str) -> bool:
        folded = fold(line)
        return is_pager_line(line) or folded in known or any(_is_title(folded, title) for title in titles)

    return replace(
        so_far,
        body=(*so_far.body, *_without_edges(found.body, is_repeated)),
        images=_merged(so_far.images, found.images, lambda image: image.url),
        attachments=_merged(so_far.attachments, found.attachments, lambda file: file.url),
        bylines=_merged(so_far.bylines, found.bylines, lambda byline: (byline.role, byline.name)),
        captions=_merged(so_far.captions, found.captions, lambda caption: caption),
        published=so_far.published if so_far.published.day is not None else found.published,
        outlet=so_far.outlet if so_far.outlet.name is not None else found.outlet,
    )


def _is_title(folded: str, title: str) -> bool:
    """True for the headline itself and for the headline with the number of the page."""
    return folded == title or (
        folded.startswith(title) and PAGE_NUMBER.fullmatch(folded[len(title) :]) is not None
    )


def _without_edges(lines: Sequence[str], leaves: Callable[[str], bool]) -> Sequence[str]:
    """The lines without those at both ends for which ``leaves`` is true."""
    start, end = 0, len(lines)
    while start < end and leaves(lines[start]):
        start += 1
    while end > start and leaves(lines[end - 1]):
        end -= 1
    return lines[start:end]


def _merged(known: tuple[T, ...], more: tuple[T, ...], key: Callable[[T], object]) -> tuple[T, ...]:
    keys = {key(one) for one in known}
    return (*known, *(one for one in more if key(one) not in keys))
