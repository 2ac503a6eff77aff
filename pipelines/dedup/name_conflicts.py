"""Detect two passages that name different people or different offices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.dedup.vocabulary import vocabulary
from pipelines.dedup.wording import HAN, has_reworded_context, is_reworded
from pipelines.text.person_names import COMPOUND, begins_with_surname

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipelines.dedup.prepared_text import Passage, PreparedText

ROLE = re.compile("|".join(vocabulary().roles))
OFFICE = re.compile(f"副?(?:{'|'.join(vocabulary().offices)})")
GIVEN_NAMES = vocabulary().given_names
SPEECH_VERBS = vocabulary().speech_verbs
OFFICE_REACH = 4  # characters of an office that both texts may share
ROLE_REACH = 9  # characters between a name and its role
ROLE_BESIDE = 3  # the same for a weaker sign of a name
NAME_SIZES = (2, 4)  # characters
MAX_NAME = 12  # characters of a swapped passage; foreign names are long


def names_differ(one: Passage, other: Passage) -> bool:
    """True if a person's name stands on one side and another person's name on the other."""
    mine, theirs = one.folded, other.folded
    if not mine or not theirs or max(len(mine), len(theirs)) > MAX_NAME:
        return False
    if {mine[0], theirs[0]} <= SPEECH_VERBS:
        return False
    if _have_common_names(one, other) or _have_common_given_names(one, other):
        return True
    # a single character such as 和 may be a given name
    reworded = is_reworded if max(len(mine), len(theirs)) > 1 else has_reworded_context
    if reworded(one, other):
        return False
    token, other_token = _token(one), _token(other)
    if token != other_token and _is_name(token) and _is_name(other_token):
        return True
    if not (HAN.fullmatch(mine) and HAN.fullmatch(theirs)):
        return False
    if _end_in_names(mine, theirs) and ROLE.match(one.text.folded, one.stop):
        return True
    if max(len(mine), len(theirs)) <= 2 and _follow_same_surname(one, other):
        # one character may end any word; two are a given name only right beside a role
        reach = ROLE_REACH if len(mine) == len(theirs) == 1 else ROLE_BESIDE
        is_listed = "、" in one.text.marks.get(one.start - 1, "")
        return is_listed or _has_role_near(one.text, one.start - 1, one.stop, reach)
    return begins_with_surname(mine) and begins_with_surname(theirs) and _stand_like_names(one, other)


def offices_differ(one: Passage, other: Passage) -> bool:
    """True if the passages are parts of different offices: 局长 and 副局长."""
    mine, theirs = _office(one), _office(other)
    if not mine or not theirs or mine == theirs:
        return False
    # with an empty side an office was cut or added, unless both are one office with a word before it
    return bool(one.size and other.size) or mine.endswith(theirs) or theirs.endswith(mine)


def _office(side: Passage) -> str | None:
    """The office that a passage is part of, or that follows an empty passage."""
    low, high = max(0, side.start - OFFICE_REACH), min(len(side.text.folded), side.stop + OFFICE_REACH)
    for match in OFFICE.finditer(side.text.folded, low, high):
        if match.start() < max(side.stop, side.start + 1) and match.end() > side.start:
            return match[0]
    return None


def _have_common_names(one: Passage, other: Passage) -> bool:
    """True if whole names differ whose given names consist of usual characters, whatever stands around them."""
    pieces, others = one.pieces(), other.pieces()
    if len(pieces) != len(others):
        return False
    for here, there in zip(pieces, others, strict=True):
        if here.folded != there.folded and _is_common_name(here.folded) and _is_common_name(there.folded):
            return True
        both_end = here.stop in here.text.marks and there.stop in there.text.marks
        if both_end and _end_in_names(here.folded, there.folded, _is_common_name):
            return True
    return False


def _have_common_given_names(one: Passage, other: Passage) -> bool:
    """True if usual given names differ behind one surname: 葛文澜, 葛海平. Single characters must end the name."""
    if not _follow_same_surname(one, other):
        return False
    here, there = one.pieces()[0], other.pieces()[0]
    both_end = here.stop in here.text.marks and there.stop in there.text.marks
    if not (here.size == there.size == 2 or both_end):
        return False
    return _is_common_name(here.widened(1, 0).folded) and _is_common_name(there.widened(1, 0).folded)


def _is_common_name(text: str) -> bool:
    """True for a surname with a given name of usual characters."""
    if not NAME_SIZES[0] <= len(text) <= NAME_SIZES[1] or not begins_with_surname(text):
        return False
    given = text[2:] if text[:2] in COMPOUND else text[1:]
    return 0 < len(given) <= 2 and GIVEN_NAMES.issuperset(given)


def _stand_like_names(one: Passage, other: Passage) -> bool:
    """True if two passages that begin with surnames stand in a list or beside a role."""
    if one.size == other.size == 1:  # 姜雨桐同志, 奚雨桐同志: two surnames before one given name
        return _is_listed(one.text, one.start, one.start) or _has_role_near(one.text, one.start, one.stop + 2)
    if min(one.size, other.size) < NAME_SIZES[0]:
        return False
    return (
        _has_role_near(one.text, one.start, one.stop)
        or _is_listed(one.text, one.start, one.stop)
        or _is_listed(other.text, other.start, other.stop)
    )


def _end_in_names(one: str, other: str, is_name: Callable[[str], bool] = begins_with_surname) -> bool:
    """True if the last two or three characters of both differ and can be names."""
    return one[-2:] != other[-2:] and all(
        any(len(text) >= size and is_name(text[-size:]) for size in (2, 3)) for text in (one, other)
    )


def _follow_same_surname(one: Passage, other: Passage) -> bool:
    """True if the same surname stands right before both passages."""
    if one.start in one.text.marks or other.start in other.text.marks or not one.start or not other.start:
        return False
    surname = one.text.folded[one.start - 1]
    return surname == other.text.folded[other.start - 1] and begins_with_surname(surname)


def _token(side: Passage) -> str:
    """The text between the punctuation marks around a passage, up to the first mark inside it."""
    text, low, high = side.text, side.start, side.stop
    while low > 0 and low not in text.marks and side.start - low <= NAME_SIZES[1]:
        low -= 1
    while (
        high < len(text.folded)
        and (high not in text.marks or high == side.start)
        and high - side.stop <= NAME_SIZES[1]
    ):
        high += 1
    inner = [at for at in range(side.start + 1, side.stop) if at in text.marks]
    return text.folded[low : inner[0] if inner else high]


def _is_name(token: str) -> bool:
    """True if a token can be a whole name, of any characters."""
    return (
        NAME_SIZES[0] <= len(token) <= NAME_SIZES[1]
        and (len(token) < NAME_SIZES[1] or token[:2] in COMPOUND)
        and bool(HAN.fullmatch(token))
        and begins_with_surname(token)
    )


def _has_role_near(text: PreparedText, start: int, stop: int, reach: int = ROLE_REACH) -> bool:
    around = text.folded[max(0, start - reach) : start], text.folded[stop : stop + reach]
    return any(ROLE.search(side) for side in around)


def _is_listed(text: PreparedText, start: int, stop: int) -> bool:
    """True if an enumeration comma or a space stands at either end of a range."""
    return any(mark in text.marks.get(at, "") for at in (start, stop) for mark in "、 ")
