"""Detect two passages that name different places, roads or institutions, or different items of a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.dedup.vocabulary import vocabulary
from pipelines.dedup.wording import EDITORIAL, HAN, is_reworded
from pipelines.places.division_tables import load_table

if TYPE_CHECKING:
    from pipelines.dedup.prepared_text import Passage, PreparedText

PLACE_ENDING = re.compile("|".join(vocabulary().place_endings))
INSTITUTION = re.compile("|".join(vocabulary().institutions))
NAMED_KIND = re.compile(f"[\u3400-\u9fff]{{2,6}}({'|'.join(vocabulary().named_kinds)})")
NAME_OPENERS = vocabulary().name_openers
DETERMINERS = vocabulary().determiners
ENDING_REACH = 8  # characters between a name and the word for its kind
MAX_DETERMINED = 2  # characters: 全市, 外地; a longer word that begins so may be a name (外国语)
MAX_PLACE = 8  # characters
MAX_ITEM = 14  # characters: an office with its name
MAX_SHARED = 2  # characters of an item that both texts may share


def places_differ(one: Passage, other: Passage) -> bool:
    """True if one side names a place, road or institution and the other side another of its kind."""
    pieces, others = one.pieces(), other.pieces()
    if len(pieces) != len(others):
        return False
    return any(_place_differs(here, there) for here, there in zip(pieces, others, strict=True))


def _place_differs(one: Passage, other: Passage) -> bool:
    text, mine, theirs = one.text, one.folded, other.folded
    if len(mine) == len(theirs) == 1:  # 云浦市, 沧浦市
        inner = text.folded[one.stop : one.stop + 1]
        is_whole = inner not in DETERMINERS and not any(at in text.marks for at in (one.stop, one.stop + 1))
        ending = PLACE_ENDING.match(text.folded[one.stop + 1 : one.stop + ENDING_REACH])
        return is_whole and _may_open_name(text, one.start) and bool(ending)
    if not (1 <= len(mine) <= MAX_PLACE and 1 <= len(theirs) <= MAX_PLACE):
        return False
    if mine == theirs or not (HAN.fullmatch(mine) and HAN.fullmatch(theirs)):
        return False
    if kind := NAMED_KIND.fullmatch(mine):  # 岗上村 and 洼里村
        return theirs.endswith(kind[1])
    if _is_division(mine) and _is_division(theirs):
        return True
    short = [side for side in (mine, theirs) if len(side) <= MAX_DETERMINED]
    if any({side[0], side[-1]} & DETERMINERS for side in short) or mine in EDITORIAL or theirs in EDITORIAL:
        return False
    if one.stop in text.marks or other.stop in other.text.marks:
        return False
    after = text.folded[one.stop : one.stop + ENDING_REACH]
    mark = next((at - one.stop for at in range(one.stop + 1, one.stop + len(after)) if at in text.marks), 0)
    after = after[:mark] if mark else after
    return bool(PLACE_ENDING.match(after) or (_may_open_name(text, one.start) and INSTITUTION.search(after)))


def items_differ(one: Passage, other: Passage) -> bool:
    """True if items of an enumeration were replaced: winners, tested products, villages."""
    pieces, others = one.pieces(), other.pieces()
    if len(pieces) == len(others):
        return any(_item_differs(here, there) for here, there in zip(pieces, others, strict=True))
    if not all(map(is_item, [*pieces, *others])) or is_reworded(one, other):
        return False
    return {piece.folded for piece in pieces}.isdisjoint(piece.folded for piece in others)


def _item_differs(one: Passage, other: Passage) -> bool:
    if one.folded == other.folded or is_reworded(one, other):
        return False
    return is_item(one) and is_item(other)


def is_item(side: Passage) -> bool:
    """True if an enumeration comma stands beside a passage, or at an end of the short piece that holds it."""
    text, start, stop = side.text, side.start, side.stop
    if side.size > MAX_ITEM or not HAN.fullmatch(text.folded, start, stop):
        return False
    before = _first_mark(text, range(start, max(0, start - MAX_SHARED - 1), -1))
    after = _first_mark(text, range(stop, stop + MAX_SHARED + 1))
    if "、" in (before, after):
        return True
    low, high = start, stop
    while low and low not in text.marks and stop - low <= MAX_PLACE:
        low -= 1
    while high < len(text.folded) and high not in text.marks and high - low <= MAX_PLACE:
        high += 1
    if high - low > MAX_PLACE or any(at in text.marks for at in range(low + 1, high)):
        return False
    return any("、" in text.marks.get(at, "") for at in (low, high))


def _first_mark(text: PreparedText, positions: range) -> str:
    return next((text.marks[at] for at in positions if at in text.marks), "")


def _may_open_name(text: PreparedText, at: int) -> bool:
    """True if a name may begin at a position: behind a mark, a preposition or the name of a city."""
    return at == 0 or at in text.marks or text.folded[at - 1] in NAME_OPENERS


def _is_division(name: str) -> bool:
    table = load_table()
    return name in table.codes or name in table.city_stems or name in table.county_stems
