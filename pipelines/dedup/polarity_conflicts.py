"""Detect two passages of which one states the contrary of the other: 合格 and 不合格, 已经恢复 and 尚未恢复."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.dedup.vocabulary import vocabulary

if TYPE_CHECKING:
    from pipelines.dedup.prepared_text import Passage

MAX_SIZE = 8  # characters of a passage; in longer ones the sentence was rewritten
CONTEXT = 2  # characters around a passage that may belong to the same word
NEGATION = re.compile(f"(?P<other>{vocabulary().not_negations})|(?P<negation>{vocabulary().negations})")


def polarity_differs(one: Passage, other: Passage) -> bool:
    """True if one passage negates what the other states, or a word stands in place of its antonym."""
    if max(one.size, other.size) > MAX_SIZE:
        return False
    if not (one.size and other.size):
        longer = one if one.size else other
        if _is_clause(longer):
            return False  # a clause was cut or added
    if _negations(one) % 2 != _negations(other) % 2:
        return True
    return bool(one.size and other.size) and _are_antonyms(one, other)


def _is_clause(side: Passage) -> bool:
    """True if a passage stands between two marks or ends of the text."""
    marks, size = side.text.marks, len(side.text.folded)
    return (side.start in marks or side.start == 0) and (side.stop in marks or side.stop == size)


def _negations(side: Passage) -> int:
    """Number of negations that begin in a passage, without those that are parts of other words."""
    wide = side.widened(CONTEXT, CONTEXT)
    found = (
        match.start("negation") + wide.start for match in NEGATION.finditer(wide.folded) if match["negation"]
    )
    return sum(side.start <= at < side.stop for at in found)


def _are_antonyms(one: Passage, other: Passage) -> bool:
    """True if two antonyms overlap the passages: the shared character of 正常 and 异常 stands outside them."""
    for left, right in vocabulary().antonyms:
        for here, there in ((left, right), (right, left)):
            if _overlaps(one, here) and _overlaps(other, there):
                return True
    return False


def _overlaps(side: Passage, words: frozenset[str]) -> bool:
    wide = side.widened(CONTEXT, CONTEXT)
    for word in words:
        at = wide.folded.find(word)
        while at != -1:
            begin = wide.start + at
            if begin < side.stop and begin + len(word) > side.start:
                return True
            at = wide.folded.find(word, at + 1)
    return False
