"""Distinguish a reworded passage from one with another meaning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.dedup.vocabulary import vocabulary

if TYPE_CHECKING:
    from pipelines.dedup.prepared_text import Passage

NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两")
HAN = re.compile(r"[\u3400-\u9fff·]+")
EDITORIAL = vocabulary().editorial
LONGEST = max(map(len, EDITORIAL))
MAX_SHARED = 2  # characters of a word that both texts may share
MAX_OPPOSITE = 6  # characters


def are_opposed(one: str, other: str) -> bool:
    """True if one side states the opposite of the other (up, down) or another member of a class (north, south)."""
    if not (0 < len(one) <= MAX_OPPOSITE and 0 < len(other) <= MAX_OPPOSITE):
        return False
    for left, right in vocabulary().opposites:
        for here, there in ((left, right), (right, left)):
            swapped = _holds(one, here) and _holds(other, there)
            if swapped and not (_holds(other, here) or _holds(one, there)):
                return True
    members = ((set(one) & kind, set(other) & kind) for kind in vocabulary().exclusive)
    return any(here and there and here != there for here, there in members)


def _holds(text: str, words: frozenset[str]) -> bool:
    return any(word in text for word in words)


def is_reworded(one: Passage, other: Passage) -> bool:
    """True if either side consists of editorial words, or both do together with characters beside them."""
    return is_editorial(one.folded) or is_editorial(other.folded) or has_reworded_context(one, other)


def has_reworded_context(one: Passage, other: Passage) -> bool:
    """True if two passages are parts of editorial words whose other characters are shared: 通过 and 经过."""
    reach = range(MAX_SHARED + 1)
    for before, after in ((left, right) for left in reach for right in reach if left or right):
        wide, other_wide = one.widened(before, after), other.widened(before, after)
        shared = (
            wide.text.folded[wide.start : one.start] == other_wide.text.folded[other_wide.start : other.start]
            and wide.text.folded[one.stop : wide.stop] == other_wide.text.folded[other.stop : other_wide.stop]
        )
        if shared and is_editorial(wide.folded) and is_editorial(other_wide.folded):
            return True
    return False


def is_editorial(text: str) -> bool:
    """True if a text can be divided into editorial words; true of an empty one."""
    reached = {0}
    for end in range(1, len(text) + 1):
        starts = range(max(0, end - LONGEST), end)
        if any(start in reached and text[start:end] in EDITORIAL for start in starts):
            reached.add(end)
    return len(text) in reached


def has_other_content(one: Passage, other: Passage) -> bool:
    """True if a word of content stands in place of another: a thing, a cause, a product, but not a wording."""
    sides = one.folded, other.folded
    if not all(map(HAN.fullmatch, sides)) or any(map(NUMERALS.issuperset, sides)):
        return False
    return not is_reworded(one, other)
