"""Are two articles one text? ``compare`` decides from the pair alone: no database, no network, no memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from pipelines.dedup import facts
from pipelines.dedup.align import Aligned, Gap, Text, align, alike, prepare
from pipelines.dedup.folding import TITLE_CUT
from pipelines.dedup.rules import MIN_SHA, RULES

if TYPE_CHECKING:
    from datetime import date

    from pipelines.items import Article

MERGING = ("duplicate", "reprint")
CHANCE = 4  # characters that two sentences may share at either end


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
    if one.folded == other.folded and not one.unread:
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
    conflicts = _conflicts(aligned, title_a, title_b)
    merges = shorter >= RULES.merged_shorter and longer >= _needed(aligned)
    if merges and days is not None and days > RULES.reprint_days:
        conflicts.append("dates")
    if merges and (aligned.a.unread or aligned.b.unread):
        conflicts.append("unread")
    if conflicts:
        return Relation("variant", *covers, tuple(conflicts))
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


def _conflicts(aligned: Aligned, title_a: str, title_b: str) -> list[str]:
    found: dict[str, None] = {}
    replaced = swaps = 0
    swapped: set[tuple[str, str]] = set()
    for whole in aligned.gaps:
        if _signed_otherwise(aligned, whole):
            found["figures"] = None
        gap = _nearest(aligned, whole)
        if _apart(aligned, gap):
            continue
        fact = _fact(aligned, gap)
        if fact:
            found[fact] = None
        elif gap.replaced and gap.widest <= RULES.swap:
            swaps += 1
            swapped.add(aligned.sides(gap))
        replaced += gap.replaced
    limit = RULES.replaced_short if aligned.matched < RULES.short_text else RULES.replaced
    if replaced > limit * aligned.matched:
        found["replaced"] = None
    if swaps * 100 > RULES.swaps_per_100 * aligned.matched and swaps > 1:
        found["swaps"] = None
    if word := _titles(title_a, title_b, swapped):
        found[word] = None
    return list(found)


def _fact(aligned: Aligned, gap: Gap) -> str | None:
    """The kind of fact in which the two sides of a gap differ."""
    a, b = aligned.a, aligned.b
    ends = (a, gap.a0, gap.a1, b, gap.b0, gap.b1)
    if gap.widest <= RULES.figure_gap or gap.replaced > RULES.figure_gap:
        if facts.figures_differ(*ends):
            return "figures"
    elif _touching(aligned, gap):
        return "figures"
    if facts.names_differ(*ends):
        return "names"
    if facts.places_differ(*ends):
        return "places"
    if facts.senses_differ(*aligned.sides(gap)):
        return "senses"
    return None


def _touching(aligned: Aligned, gap: Gap) -> bool:
    """Whether a figure at the same end of a long gap is one number here and another there."""
    a, b = aligned.a, aligned.b
    return any(
        facts.figures_differ(a, i, min(i + 1, len(a.folded)), b, j, min(j + 1, len(b.folded)))
        for i, j in ((gap.a0, gap.b0), (gap.a1 - 1, gap.b1 - 1))
        if i >= 0 and j >= 0
    )


def _apart(aligned: Aligned, gap: Gap) -> bool:
    """Whether the two sides are passages of their own: one was cut here, another was added, or both were cut."""
    a, b = aligned.a, aligned.b
    if not gap.replaced:
        return gap.widest > RULES.figure_gap
    if gap.widest <= RULES.swap or gap.replaced <= CHANCE:
        return False
    of_a, of_b = a.furniture(gap.a0, gap.a1), b.furniture(gap.b0, gap.b1)
    if bool(of_a) != bool(of_b) and (of_a == gap.a1 - gap.a0 or of_b == gap.b1 - gap.b0):
        return True
    at_edge = gap.a0 == gap.b0 == 0 or (gap.a1 == len(a.folded) and gap.b1 == len(b.folded))
    tail = gap.a1 == len(a.folded) and gap.b1 == len(b.folded)
    if tail and not a.ends(gap.a0) and a.folded[gap.a0].isdigit() and b.folded[gap.b0].isdigit():
        return False  # 7月1日, 7月8日, and behind them what each site puts there
    if not (_whole(aligned, gap) or (at_edge and gap.widest > RULES.edge)):
        return False
    return alike(*aligned.sides(gap)) < RULES.passage_alike


def _whole(aligned: Aligned, gap: Gap) -> bool:
    """Whether both sides are whole sentences; two that begin or end alike by chance share a few characters more."""
    a, b = aligned.a, aligned.b
    begins = any(a.ends(gap.a0 - n) and b.ends(gap.b0 - n) for n in range(min(CHANCE, gap.a0, gap.b0) + 1))
    room = min(CHANCE, len(a.folded) - gap.a1, len(b.folded) - gap.b1)
    return begins and any(a.ends(gap.a1 + n) and b.ends(gap.b1 + n) for n in range(room + 1))


def _signed_otherwise(aligned: Aligned, gap: Gap) -> bool:
    """Whether two texts are signed with different days, before whatever their sites put behind that."""
    a, b = aligned.a, aligned.b
    if not gap.replaced or gap.a1 != len(a.folded) or gap.b1 != len(b.folded):
        return False
    signed = a.signatures(gap.a0, gap.a1), b.signatures(gap.b0, gap.b1)
    return bool(signed[0] and signed[1] and signed[0].isdisjoint(signed[1]))


def _nearest(aligned: Aligned, gap: Gap) -> Gap:
    """The part of a gap in which the shared text goes on.

    What a site put between is left out at the beginning of one side; of a long unmatched head or tail, only the sentence
    counts that is shared: before and behind that stand an editor's note, a list of links, another part of the text.
    """
    a, b = aligned.a, aligned.b
    if not gap.replaced:
        return gap
    begins = a.behind_furniture(gap.a0, gap.a1), b.behind_furniture(gap.b0, gap.b1)
    if (begins[0] == gap.a0) != (begins[1] == gap.b0):
        gap = Gap(begins[0], gap.a1, begins[1], gap.b1)
    head = gap.a0 == gap.b0 == 0
    if gap.widest <= RULES.edge and not head:
        return gap
    near = gap
    if head:
        near = Gap(a.sentence_before(gap.a1), gap.a1, b.sentence_before(gap.b1), gap.b1)
    elif gap.a1 == len(a.folded) and gap.b1 == len(b.folded):
        near = Gap(gap.a0, a.sentence_after(gap.a0), gap.b0, b.sentence_after(gap.b0))
    return gap if a.ends(gap.a0) and b.ends(gap.b0) and a.ends(gap.a1) and b.ends(gap.b1) else near


def _titles(title_a: str, title_b: str, swapped: set[tuple[str, str]]) -> str | None:
    """Whether two titles are one frame with another figure, name or place in it."""
    one, other = prepare(TITLE_CUT.split(title_a)[0]), prepare(TITLE_CUT.split(title_b)[0])
    if not one.folded or not other.folded or one.folded == other.folded:
        return None
    matcher = SequenceMatcher(None, one.folded, other.folded, autojunk=False)
    if matcher.ratio() < RULES.title_alike:
        return None
    for word, a0, a1, b0, b1 in matcher.get_opcodes():
        if word == "equal":
            continue
        ends = (one, a0, a1, other, b0, b1)
        sides = (one.folded[a0:a1], other.folded[b0:b1])
        if (
            facts.figures_differ(*ends)
            or facts.names_differ(*ends)
            or facts.places_differ(*ends)
            or sides in swapped
        ):
            return "title"
    return None


def _days_apart(a: Article, b: Article) -> int | None:
    days = _day(a), _day(b)
    return None if None in days else abs((days[0] - days[1]).days)  # type: ignore[operator]


def _day(article: Article) -> date | None:
    if article.published_date is not None:
        return article.published_date
    return article.first_seen_at.date() if article.first_seen_at is not None else None
