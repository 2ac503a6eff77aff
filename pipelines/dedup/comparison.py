"""Are two articles one text? ``compare`` decides from the pair alone: no database, no network, no memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.dedup import conflicts
from pipelines.dedup.align import Aligned, align
from pipelines.dedup.prepared_text import Text, prepare
from pipelines.dedup.thresholds import MIN_SHA, RULES

if TYPE_CHECKING:
    from datetime import date

    from pipelines.items import Article

MERGING = ("duplicate", "reprint")


@dataclass(frozen=True, slots=True)
class Relation:
    """What one article is to the other.

    ``kind``: duplicate | reprint (one story), excerpt_of (one holds a part of the other), variant (same frame, other
    facts, or too far apart in time), unrelated. ``score``: shared characters of both texts, 0 to 1. ``cover_a`` and
    ``cover_b``: which share of each text stands in the other. ``conflicts``: the words for what spoke against a merge.
    """

    kind: str
    score: float = 0.0
    cover_a: float = 0.0
    cover_b: float = 0.0
    conflicts: tuple[str, ...] = field(default=())

    @property
    def direction(self) -> str | None:
        """Of an excerpt: which article is the part."""
        if self.kind != "excerpt_of":
            return None
        return "a_in_b" if self.cover_a >= self.cover_b else "b_in_a"


def compare(a: Article, b: Article) -> Relation:
    """The relation of two articles, by their bodies, titles and dates; the same both ways round, up to direction.

    A date is ``published_date``, else the day the article was first seen; where neither is known on a side, the texts
    alone decide: an unknown day is no reason to keep two equal texts apart.
    """
    one, other = prepare(a.body or ""), prepare(b.body or "")
    if (other.folded, b.title or "") < (one.folded, a.title or ""):  # one order, so that the answer is one
        return _mirrored(_compare(other, b, one, a))
    return _compare(one, a, other, b)


def _mirrored(found: Relation) -> Relation:
    return Relation(found.kind, found.score, found.cover_b, found.cover_a, found.conflicts)


def _compare(one: Text, a: Article, other: Text, b: Article) -> Relation:
    if not one.folded or not other.folded:
        return Relation("unrelated")
    days = _days_apart(a, b)
    if one.folded == other.folded and (not one.unread or a.body == b.body):
        if len(one.folded) < MIN_SHA:
            return Relation("unrelated", 1.0, 1.0, 1.0, ("too_short",))
        near = days is None or days <= RULES.same_text_days
        return Relation("duplicate" if near else "variant", 1.0, 1.0, 1.0, () if near else ("dates",))
    return _decide(align(one, other), a.title or "", b.title or "", days)


def _decide(aligned: Aligned, title_a: str, title_b: str, days: int | None) -> Relation:
    matched = aligned.matched
    size_a, size_b = aligned.sizes()
    covers = (2 * matched / (size_a + size_b), matched / size_a, matched / size_b)
    shorter, longer = matched / min(size_a, size_b), matched / max(size_a, size_b)
    if shorter < RULES.related or matched < RULES.min_matched:
        return Relation("unrelated", *covers)
    against = conflicts.between(aligned, title_a, title_b)
    merges = shorter >= RULES.merged_shorter and longer >= _needed(aligned)
    if merges and days is not None and days > RULES.reprint_days:
        against.append("dates")
    if merges and (aligned.a.unread or aligned.b.unread):
        against.append("unread")
    if against:
        return Relation("variant", *covers, tuple(against))
    return Relation("reprint" if merges else "excerpt_of", *covers)


def _needed(aligned: Aligned) -> float:
    """Which share of the longer text must be shared: a reprint keeps the opening, an excerpt begins elsewhere."""
    a_is_longer = len(aligned.a.folded) >= len(aligned.b.folded)
    longer, shorter = (aligned.a, aligned.b) if a_is_longer else (aligned.b, aligned.a)
    needed = RULES.merged_longer
    for gap in aligned.gaps:
        start, stop = (gap.a0, gap.a1) if a_is_longer else (gap.b0, gap.b1)
        other = gap.b1 if a_is_longer else gap.a1
        if start == 0 and stop > RULES.opening:
            own = other >= RULES.own_opening and shorter.stops(other)
            needed = max(needed, RULES.merged_own_opening if own else RULES.merged_without_opening)
        if stop == len(longer.folded) and stop - start > RULES.opening and longer.heading_at(start):
            needed = max(needed, RULES.merged_collection)
    return needed


def _days_apart(a: Article, b: Article) -> int | None:
    days = _day(a), _day(b)
    return None if None in days else abs((days[0] - days[1]).days)  # type: ignore[operator]


def _day(article: Article) -> date | None:
    if article.published_date is not None:
        return article.published_date
    return article.first_seen_at.date() if article.first_seen_at is not None else None
