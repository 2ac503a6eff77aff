"""What speaks against two texts being one: other figures, names, places, titles; a frame filled in otherwise."""

from __future__ import annotations

from difflib import SequenceMatcher

from pipelines.dedup import name_conflicts, number_conflicts, place_conflicts, wording
from pipelines.dedup.align import Aligned, Gap, alike
from pipelines.dedup.normalise import TITLE_CUT
from pipelines.dedup.prepared_text import prepare
from pipelines.dedup.thresholds import RULES

CHANCE = 4  # characters that two sentences may share at either end


def between(aligned: Aligned, title_a: str, title_b: str) -> list[str]:
    """The words for what speaks against a merge, each once."""
    found: dict[str, None] = {}
    replaced = 0
    swaps: list[Gap] = []  # a few words for a few others, and no fact among them
    items = False
    for whole in aligned.gaps:
        if _signed_otherwise(aligned, whole):
            found["figures"] = None
        gap = _nearest(aligned, whole)
        if _apart(aligned, gap):
            continue
        replaced += gap.replaced
        fact = _fact(aligned, gap)
        if fact == "items":
            items = True
        elif fact:
            found[fact] = None
        elif gap.replaced and gap.widest <= RULES.swap:
            swaps.append(gap)
    limit = RULES.replaced_short if aligned.matched < RULES.short_text else RULES.replaced
    if replaced > limit * aligned.matched:
        found["replaced"] = None
    if len(swaps) * 100 > RULES.swaps_per_100 * aligned.matched and len(swaps) > 1:
        found["swaps"] = None
    if word := _filled_in(aligned, swaps, items=items):
        found[word] = None
    if titles_differ(title_a, title_b, frozenset(map(aligned.sides, swaps))):
        found["title"] = None
    return list(found)


def _filled_in(aligned: Aligned, swaps: list[Gap], *, items: bool) -> str | None:
    """Whether one form was filled in twice: items or words of content alone differ, and no editor was at work.

    An editor leaves traces: other wording, sentences cut or added. A form has neither, only what sites put around it.
    """
    if not (items or swaps or len(aligned.gaps) > 1):
        return None
    a, b = aligned.a, aligned.b
    if any(wording.reworded(a, gap.a0, gap.a1, b, gap.b0, gap.b1) for gap in swaps):
        return None
    if items:
        return "items"
    moved = {side for gap in aligned.gaps if (side := _item_of_one(aligned, gap))}
    if not all(_item_of_one(aligned, gap) or _beside(aligned, gap) for gap in aligned.gaps):
        return None
    if len(moved) > 1:
        return "items"
    reworded = aligned.matched < RULES.notice and any(_replaced(aligned, gap) for gap in swaps)
    return "words" if reworded else None


def _fact(aligned: Aligned, gap: Gap) -> str | None:
    """The kind of fact in which the two sides of a gap differ."""
    a, b = aligned.a, aligned.b
    ends = (a, gap.a0, gap.a1, b, gap.b0, gap.b1)
    if gap.widest <= RULES.figure_gap or gap.replaced > RULES.figure_gap:
        if number_conflicts.differ(*ends):
            return "figures"
    elif _touching(aligned, gap):
        return "figures"
    if name_conflicts.differ(*ends) or (gap.widest <= RULES.swap and name_conflicts.offices_differ(*ends)):
        return "names"
    if place_conflicts.differ(*ends):
        return "places"
    if place_conflicts.items_differ(*ends):
        return "items"
    if wording.opposed(*aligned.sides(gap)):
        return "senses"
    return None


def _item_of_one(aligned: Aligned, gap: Gap) -> str | None:
    """Which text alone has an item of an enumeration here, or words within a clause: what changed places with another."""
    if gap.replaced or gap.widest > RULES.swap:
        return None
    side, text, start, stop = (
        ("a", aligned.a, gap.a0, gap.a1) if gap.a1 > gap.a0 else ("b", aligned.b, gap.b0, gap.b1)
    )
    within = start > 0 and stop < len(text.folded) and not (start in text.breaks and stop in text.breaks)
    return side if within or place_conflicts.is_item(text, start, stop) else None


def _beside(aligned: Aligned, gap: Gap) -> bool:
    """Whether a gap is a few words for others, or what a site puts around a text: nothing of the text was cut or added."""
    if gap.replaced:
        return gap.widest <= RULES.swap or _apart(aligned, gap)
    of_a = aligned.a.furniture(gap.a0, gap.a1)
    return of_a + aligned.b.furniture(gap.b0, gap.b1) == gap.widest


def _replaced(aligned: Aligned, gap: Gap) -> bool:
    """Whether a word of content stands for another within a sentence; at either end makers and sites say who they are."""
    a, b = aligned.a, aligned.b
    if gap.a1 == len(a.folded) or gap.b1 == len(b.folded):
        return False
    if (gap.a0 == 0 or gap.b0 == 0) and (gap.a1 in a.breaks or gap.b1 in b.breaks):
        return False
    return wording.replaced(a, gap.a0, gap.a1, b, gap.b0, gap.b1)


def _touching(aligned: Aligned, gap: Gap) -> bool:
    """Whether a figure at the same end of a long gap is one number here and another there."""
    a, b = aligned.a, aligned.b
    return any(
        number_conflicts.differ(a, i, min(i + 1, len(a.folded)), b, j, min(j + 1, len(b.folded)))
        for i, j in ((gap.a0, gap.b0), (gap.a1 - 1, gap.b1 - 1))
        if i >= 0 and j >= 0
    )


def _apart(aligned: Aligned, gap: Gap) -> bool:
    """Whether the two sides are passages of their own: one was cut here, another was added, or both were cut."""
    a, b = aligned.a, aligned.b
    if not gap.replaced:
        return gap.widest > RULES.figure_gap
    tail = gap.a1 == len(a.folded) and gap.b1 == len(b.folded)
    if tail and _closing(aligned, gap):
        return True
    if gap.widest <= RULES.swap or gap.replaced <= CHANCE:
        return False
    of_a, of_b = a.furniture(gap.a0, gap.a1), b.furniture(gap.b0, gap.b1)
    if bool(of_a) != bool(of_b) and (of_a == gap.a1 - gap.a0 or of_b == gap.b1 - gap.b0):
        return True
    at_edge = gap.a0 == gap.b0 == 0 or (gap.a1 == len(a.folded) and gap.b1 == len(b.folded))
    if tail and not a.ends(gap.a0) and a.folded[gap.a0].isdigit() and b.folded[gap.b0].isdigit():
        return False  # 7月1日, 7月8日, and behind them what each site puts there
    if not (_whole(aligned, gap) or (at_edge and gap.widest > RULES.edge)):
        return False
    return alike(*aligned.sides(gap)) < RULES.passage_alike


def _closing(aligned: Aligned, gap: Gap) -> bool:
    """Whether what a site puts behind a text stands at the end of one side, and no other figure or name on the other."""
    a, b = aligned.a, aligned.b
    one, other = aligned.sides(gap)
    if gap.replaced <= CHANCE or not (a.ends(gap.a0) and b.ends(gap.b0)):
        return False
    if any(map(str.isdigit, one)) and any(map(str.isdigit, other)):
        return False
    whole = a.furniture(gap.a0, gap.a1) == len(one) or b.furniture(gap.b0, gap.b1) == len(other)
    return whole and alike(one, other) < RULES.passage_alike


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


def titles_differ(title_a: str, title_b: str, swapped: frozenset[tuple[str, str]] = frozenset()) -> bool:
    """Whether two titles are one frame with another figure, name or place in it."""
    one, other = (prepare(TITLE_CUT.split(title[: RULES.max_title])[0]) for title in (title_a, title_b))
    if not one.folded or not other.folded or one.folded == other.folded:
        return False
    matcher = SequenceMatcher(None, one.folded, other.folded, autojunk=False)
    if matcher.ratio() < RULES.title_alike:
        return False
    for word, a0, a1, b0, b1 in matcher.get_opcodes():
        if word == "equal":
            continue
        ends = (one, a0, a1, other, b0, b1)
        sides = (one.folded[a0:a1], other.folded[b0:b1])
        if (
            number_conflicts.differ(*ends)
            or name_conflicts.differ(*ends)
            or place_conflicts.differ(*ends)
            or sides in swapped
        ):
            return True
    return False
