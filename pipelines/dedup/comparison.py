"""Decide whether two articles are one text, from the pair alone: no database, no network, no state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.dedup.align import Aligned, align
from pipelines.dedup.conflicts import find_conflicts
from pipelines.dedup.prepared_text import PreparedText, prepare
from pipelines.dedup.thresholds import MIN_SHA, THRESHOLDS

if TYPE_CHECKING:
    from datetime import date

    from pipelines.items import Article


@dataclass(frozen=True, slots=True)
class Relation:
    """The relation of two articles.

    ``kind``: duplicate or reprint (one story), excerpt_of (one text contains a part of the other), variant (the same
    frame with other facts, or too far apart in time), unrelated. ``score``: share of both texts that is common, 0 to
    1. ``cover_a``, ``cover_b``: share of each text that is in the other. ``conflicts``: names of what spoke against a
    merge.
    """

    kind: str
    score: float = 0.0
    cover_a: float = 0.0
    cover_b: float = 0.0
    conflicts: tuple[str, ...] = field(default=())

    @property
    def direction(self) -> str | None:
        """For an excerpt, which article is the part: ``a_in_b`` or ``b_in_a``; None for other kinds."""
        if self.kind != "excerpt_of":
            return None
        return "a_in_b" if self.cover_a >= self.cover_b else "b_in_a"


def compare(a: Article, b: Article) -> Relation:
    """The relation of two articles by bodies, titles and dates; symmetric except for covers and direction.

    The date of an article is ``published_date``, else the day it was first seen. If one date is unknown, the texts
    alone decide.
    """
    one, other = prepare(a.body or ""), prepare(b.body or "")
    if (other.folded, b.title or "") < (
        one.folded,
        a.title or "",
    ):  # always the same order, so that the result is symmetric
        return _mirrored(_compare(other, b, one, a))
    return _compare(one, a, other, b)


def _mirrored(found: Relation) -> Relation:
    return Relation(found.kind, found.score, found.cover_b, found.cover_a, found.conflicts)


def _compare(one: PreparedText, a: Article, other: PreparedText, b: Article) -> Relation:
    if not one.folded or not other.folded:
        return Relation("unrelated")
    days = _days_apart(a, b)
    if one.folded == other.folded and (not one.truncated or a.body == b.body):
        if len(one.folded) < MIN_SHA:
            return Relation("unrelated", 1.0, 1.0, 1.0, ("too_short",))
        near = days is None or days <= THRESHOLDS.same_text_days
        return Relation("duplicate" if near else "variant", 1.0, 1.0, 1.0, () if near else ("dates",))
    return _decide(align(one, other), a.title or "", b.title or "", days)


def _decide(aligned: Aligned, title_a: str, title_b: str, days: int | None) -> Relation:
    matched = aligned.matched
    size_a, size_b = aligned.sizes()
    covers = (2 * matched / (size_a + size_b), matched / size_a, matched / size_b)
    shorter, longer = matched / min(size_a, size_b), matched / max(size_a, size_b)
    if shorter < THRESHOLDS.related:
        return Relation("excerpt_of" if _quotes_opening(aligned) else "unrelated", *covers)
    if matched < THRESHOLDS.min_matched:
        return Relation("unrelated", *covers)
    conflicts = find_conflicts(aligned, title_a, title_b)
    merges = shorter >= THRESHOLDS.merged_shorter and longer >= _needed_cover(aligned)
    if merges and days is not None and days > THRESHOLDS.reprint_days:
        conflicts.append("dates")
    if merges and (aligned.a.truncated or aligned.b.truncated):
        conflicts.append("unread")
    if conflicts:
        return Relation("variant", *covers, tuple(conflicts))
    return Relation("reprint" if merges else "excerpt_of", *covers)


def _quotes_opening(aligned: Aligned) -> bool:
    """True if one text quotes the first sentences of the other, as a digest of several articles does."""
    for one, other in aligned.shared_runs(THRESHOLDS.swap):
        if min(one.size, other.size) < THRESHOLDS.quote:
            continue
        for quoted, quote in ((one, other), (other, one)):
            begins = quote.start in quote.text.marks or quote.start == 0
            is_opening = quoted.start <= THRESHOLDS.opening
            if is_opening and begins and quote.text.sentence_ends_at(quote.stop):
                return True
    return False


def _needed_cover(aligned: Aligned) -> float:
    """Share of the longer text that a reprint must have: more if its opening is missing or another story follows."""
    a_is_longer = len(aligned.a.folded) >= len(aligned.b.folded)
    longer, shorter = (aligned.a, aligned.b) if a_is_longer else (aligned.b, aligned.a)
    needed = THRESHOLDS.merged_longer
    is_cut_inside = any(
        gap.widest > THRESHOLDS.swap and not aligned.is_head(gap) and not aligned.is_tail(gap)
        for gap in aligned.gaps
    )
    for gap in aligned.gaps:
        start, stop = (gap.a0, gap.a1) if a_is_longer else (gap.b0, gap.b1)
        other = gap.b1 if a_is_longer else gap.a1
        if start == 0 and stop > THRESHOLDS.opening:
            if other >= THRESHOLDS.own_opening and shorter.has_full_stop_at(other):
                needed = max(needed, THRESHOLDS.merged_own_opening)
            elif is_cut_inside:
                needed = max(needed, THRESHOLDS.merged_cut_twice)
            else:
                needed = max(needed, THRESHOLDS.merged_without_opening)
        if stop == len(longer.folded) and stop - start > THRESHOLDS.opening and longer.has_heading_at(start):
            needed = max(needed, THRESHOLDS.merged_collection)
    return needed


def _days_apart(a: Article, b: Article) -> int | None:
    one, other = _day(a), _day(b)
    return None if one is None or other is None else abs((one - other).days)


def _day(article: Article) -> date | None:
    if article.published_date is not None:
        return article.published_date
    return article.first_seen_at.date() if article.first_seen_at is not None else None
