"""Find conflicts between two aligned texts: other facts, another title, a form filled in twice."""

from __future__ import annotations

from difflib import SequenceMatcher

from pipelines.dedup.align import Aligned, Gap, likeness
from pipelines.dedup.misprints import is_misprint
from pipelines.dedup.name_conflicts import names_differ, offices_differ
from pipelines.dedup.normalise import TITLE_SEPARATOR
from pipelines.dedup.number_conflicts import numbers_differ
from pipelines.dedup.place_conflicts import is_item, items_differ, places_differ
from pipelines.dedup.polarity_conflicts import polarity_differs
from pipelines.dedup.prepared_text import Passage, prepare
from pipelines.dedup.thresholds import THRESHOLDS
from pipelines.dedup.wording import are_opposed, has_other_content, is_reworded

CHANCE = 4  # characters that two unrelated sentences may share at either end


def find_conflicts(aligned: Aligned, title_a: str, title_b: str) -> list[str]:
    """Names of the conflicts between two texts, each once, as stored with their relation.

    figures, names, places, senses, items, words (a form filled in twice), replaced (too much text in place of other
    text), swaps (too many words in place of others), title.
    """
    found: dict[str, None] = {}
    replaced = 0
    swaps: list[Gap] = []  # a few words in place of a few others, without a fact among them
    misprints: list[Gap] = []
    items = False
    for whole in aligned.gaps:
        if _is_dated_differently(aligned, whole):
            found["figures"] = None
        gap = _relevant_part(aligned, whole)
        if _is_other_passage(aligned, gap):
            continue
        replaced += gap.replaced
        fact = _fact(aligned, gap)
        if fact in (None, "items") and is_misprint(*aligned.passages(gap)):
            misprints.append(whole)
            continue
        if fact == "items":
            items = True
        elif fact:
            found[fact] = None
        elif gap.replaced and gap.widest <= THRESHOLDS.swap:
            swaps.append(gap)
    is_short = aligned.matched < THRESHOLDS.short_text
    if replaced > (THRESHOLDS.replaced_short if is_short else THRESHOLDS.replaced) * aligned.matched:
        found["replaced"] = None
    if len(swaps) * 100 > THRESHOLDS.swaps_per_100 * aligned.matched and len(swaps) > 1:
        found["swaps"] = None
    if len(misprints) * 100 > THRESHOLDS.misprints_per_100 * max(aligned.matched, THRESHOLDS.short_text):
        swaps += misprints
        misprints = []
    gaps = [gap for gap in aligned.gaps if gap not in misprints]
    if word := _form_conflict(aligned, gaps, swaps, items=items):
        found[word] = None
    if titles_differ(title_a, title_b, frozenset(map(aligned.folded, swaps))):
        found["title"] = None
    return list(found)


def titles_differ(title_a: str, title_b: str, swaps: frozenset[tuple[str, str]] = frozenset()) -> bool:
    """True if two titles are alike except for a number, name or place, or for words that differ in the texts too.

    ``swaps`` are pairs of folded passages that stand for one another in the texts.
    """
    one, other = (
        prepare(TITLE_SEPARATOR.split(title[: THRESHOLDS.max_title])[0]) for title in (title_a, title_b)
    )
    if not one.folded or not other.folded or one.folded == other.folded:
        return False
    matcher = SequenceMatcher(None, one.folded, other.folded, autojunk=False)
    if matcher.ratio() < THRESHOLDS.title_alike:
        return False
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        if kind == "equal":
            continue
        here, there = Passage(one, a0, a1), Passage(other, b0, b1)
        if numbers_differ(here, there) or names_differ(here, there) or places_differ(here, there):
            return True
        if (here.folded, there.folded) in swaps:
            return True
    return False


# ---------------------------------------------------------------- facts


def _fact(aligned: Aligned, gap: Gap) -> str | None:
    """The kind of fact in which the two sides of a gap differ."""
    one, other = aligned.passages(gap)
    if gap.widest <= THRESHOLDS.figure_gap or gap.replaced > THRESHOLDS.figure_gap:
        if numbers_differ(one, other):
            return "figures"
    elif _numbers_differ_at_end(one, other):
        return "figures"
    if names_differ(one, other) or (gap.widest <= THRESHOLDS.swap and offices_differ(one, other)):
        return "names"
    if places_differ(one, other):
        return "places"
    if polarity_differs(one, other):
        return "senses"
    if items_differ(one, other):
        return "items"
    return "senses" if are_opposed(one.folded, other.folded) else None


def _numbers_differ_at_end(one: Passage, other: Passage) -> bool:
    """True if the numbers at the same end of a long gap differ."""
    ends = ((one.start, other.start), (one.stop - 1, other.stop - 1))
    return any(numbers_differ(_character(one, i), _character(other, j)) for i, j in ends if i >= 0 and j >= 0)


def _character(side: Passage, at: int) -> Passage:
    return Passage(side.text, at, min(at + 1, len(side.text.folded)))


def _is_dated_differently(aligned: Aligned, gap: Gap) -> bool:
    """True if the two texts close with different dates, before whatever their sites add after that."""
    if not gap.replaced or not aligned.is_tail(gap):
        return False
    dates, others = (side.text.closing_dates(side.start, side.stop) for side in aligned.passages(gap))
    return bool(dates and others and dates.isdisjoint(others))


# ---------------------------------------------------------------- forms


def _form_conflict(aligned: Aligned, gaps: list[Gap], swaps: list[Gap], *, items: bool) -> str | None:
    """``items`` or ``words`` if one form was filled in twice and no editor changed the text.

    An editor rewords, cuts or adds sentences. Two fillings of a form differ in items and words of content alone,
    and in what their sites put around the text. ``gaps`` are those of the alignment without misprints.
    """
    if not (items or swaps or len(gaps) > 1):
        return None
    if any(is_reworded(*aligned.passages(gap)) for gap in swaps):
        return None
    if items:
        return "items"
    single = [_side_with_item(aligned, gap) for gap in gaps]
    if not all(side or _is_swap_or_site_line(aligned, gap) for side, gap in zip(single, gaps, strict=True)):
        return None
    if {"a", "b"} <= set(single):
        return "items"
    is_short = aligned.matched < THRESHOLDS.notice
    return "words" if is_short and any(_replaces_content(aligned, gap) for gap in swaps) else None


def _side_with_item(aligned: Aligned, gap: Gap) -> str | None:
    """Which text ("a" or "b") alone has a list item, or words within a clause, at a gap."""
    if gap.replaced or gap.widest > THRESHOLDS.swap:
        return None
    one, other = aligned.passages(gap)
    name, side = ("a", one) if one.size else ("b", other)
    marks = side.text.marks
    is_within = (
        side.start > 0
        and side.stop < len(side.text.folded)
        and not (side.start in marks and side.stop in marks)
    )
    return name if is_within or is_item(side) else None


def _is_swap_or_site_line(aligned: Aligned, gap: Gap) -> bool:
    """True if a gap holds a few words in place of others, another passage, or site lines: no text was cut or added."""
    if gap.replaced:
        return gap.widest <= THRESHOLDS.swap or _is_other_passage(aligned, gap)
    return sum(_site_line_size(side) for side in aligned.passages(gap)) == gap.widest


def _replaces_content(aligned: Aligned, gap: Gap) -> bool:
    """True if a word of content replaces another within a sentence; at the ends of a text, sites print their names."""
    one, other = aligned.passages(gap)
    if one.stop == len(one.text.folded) or other.stop == len(other.text.folded):
        return False
    ends_clause = one.stop in one.text.marks or other.stop in other.text.marks
    if (one.start == 0 or other.start == 0) and ends_clause:
        return False
    return has_other_content(one, other)


# ---------------------------------------------------------------- gaps


def _site_line_size(side: Passage) -> int:
    return side.text.site_line_size(side.start, side.stop)


def _is_other_passage(aligned: Aligned, gap: Gap) -> bool:
    """True if the two sides are passages of their own: one was cut here, another was added, or both were cut."""
    one, other = aligned.passages(gap)
    if not gap.replaced:
        return gap.widest > THRESHOLDS.figure_gap
    is_tail = aligned.is_tail(gap)
    if is_tail and _is_site_tail(aligned, gap):
        return True
    if gap.widest <= THRESHOLDS.swap or gap.replaced <= CHANCE:
        return False
    of_one, of_other = _site_line_size(one), _site_line_size(other)
    if bool(of_one) != bool(of_other) and (of_one == one.size or of_other == other.size):
        return True
    starts_in_number = one.folded[0].isdigit() and other.folded[0].isdigit()
    if is_tail and not one.text.sentence_ends_at(one.start) and starts_in_number:
        return False  # 7月1日 and 7月8日, each followed by what its site adds
    is_edge = aligned.is_head(gap) or is_tail
    if not (_are_sentences(one, other) or (is_edge and gap.widest > THRESHOLDS.edge)):
        return False
    return likeness(one.folded, other.folded) < THRESHOLDS.passage_alike


def _is_site_tail(aligned: Aligned, gap: Gap) -> bool:
    """True if one side consists of the lines that a site adds after a text, and the sides hold no rival numbers."""
    one, other = aligned.passages(gap)
    ends = one.text.sentence_ends_at(one.start) and other.text.sentence_ends_at(other.start)
    if gap.replaced <= CHANCE or not ends:
        return False
    if any(map(str.isdigit, one.folded)) and any(map(str.isdigit, other.folded)):
        return False
    is_whole = _site_line_size(one) == one.size or _site_line_size(other) == other.size
    return is_whole and likeness(one.folded, other.folded) < THRESHOLDS.passage_alike


def _are_sentences(one: Passage, other: Passage) -> bool:
    """True if both sides are whole sentences, allowing for a few characters that they share at either end by chance."""
    a, b = one.text, other.text
    before = range(min(CHANCE, one.start, other.start) + 1)
    after = range(min(CHANCE, len(a.folded) - one.stop, len(b.folded) - other.stop) + 1)
    return any(
        a.sentence_ends_at(one.start - n) and b.sentence_ends_at(other.start - n) for n in before
    ) and any(a.sentence_ends_at(one.stop + n) and b.sentence_ends_at(other.stop + n) for n in after)


def _relevant_part(aligned: Aligned, gap: Gap) -> Gap:
    """The part of a gap in which the shared text continues.

    Site lines at the beginning of one side are skipped. Of a long unmatched head or tail only the sentence next to
    the shared text counts: the rest is an editor's note, a list of links or another part of the text.
    """
    if not gap.replaced:
        return gap
    a, b = aligned.a, aligned.b
    begins = a.skip_site_lines(gap.a0, gap.a1), b.skip_site_lines(gap.b0, gap.b1)
    if (begins[0] == gap.a0) != (begins[1] == gap.b0):
        gap = Gap(begins[0], gap.a1, begins[1], gap.b1)
    is_head = aligned.is_head(gap)
    if gap.widest <= THRESHOLDS.edge and not is_head:
        return gap
    near = gap
    if is_head:
        near = Gap(a.sentence_start(gap.a1), gap.a1, b.sentence_start(gap.b1), gap.b1)
    elif aligned.is_tail(gap):
        near = Gap(gap.a0, a.sentence_end(gap.a0), gap.b0, b.sentence_end(gap.b0))
    are_sentences = all(
        side.text.sentence_ends_at(at) for side in aligned.passages(gap) for at in (side.start, side.stop)
    )
    return gap if are_sentences else near
