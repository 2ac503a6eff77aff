"""Recognise a misprint that one of two texts corrects: a character that sounds or looks like the right one, or a double."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.dedup.vocabulary import vocabulary

if TYPE_CHECKING:
    from pipelines.dedup.prepared_text import Passage


def is_misprint(one: Passage, other: Passage) -> bool:
    """True for one character in place of another that sounds or looks alike, or for a character that is set twice."""
    if one.size == other.size == 1:
        return _sound_alike(one.folded, other.folded) or (
            frozenset((one.folded, other.folded)) in vocabulary().look_alikes
        )
    if {one.size, other.size} == {0, 1}:
        side = one if one.size else other
        before, after = side.widened(1, 0).folded, side.widened(0, 1).folded
        return side.folded * 2 in (before, after)
    return False


def _sound_alike(one: str, other: str) -> bool:
    syllables = vocabulary().syllables
    return one in syllables and syllables[one] == syllables.get(other)
