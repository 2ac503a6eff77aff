"""Detect two passages that state different numbers, dates, weekdays or codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.dedup.normalise import in_digits
from pipelines.dedup.wording import NUMERALS

if TYPE_CHECKING:
    from pipelines.dedup.prepared_text import Passage, PreparedText

HAN_NUMBER = f"[{''.join(sorted(NUMERALS))}]+"
NUMBER = re.compile(
    rf"(?P<digits>-?\d+(?:\.\d+)*)(?P<mark>%?)(?P<scale>[千万亿]{{0,2}})|(?P<han>{HAN_NUMBER}(?:点{HAN_NUMBER})?)"
)
NUMERAL = re.compile(HAN_NUMBER)
CODE_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
CODE = re.compile(r"[a-z0-9]+")
WEEK = frozenset("周期拜")  # last character of 周, 星期, 礼拜
WEEKDAYS = {char: i for i, char in enumerate("一二三四五六日")} | {"天": 6}
SCALES = {"千": 1_000, "万": 10_000, "亿": 100_000_000}
NUMBER_CHARACTERS = frozenset("0123456789.-%千万亿") | NUMERALS
MAX_GROWTH = 12  # characters: longer numbers are accounts, which differ within the passage
# a single Chinese numeral is a number beside these; elsewhere it is a part of a word (一起, 统一, 万物)
ORDINALS = frozenset("第周期初")
COUNTERS = frozenset("届次个名月日年号期季周级批例人项家户套度")


def numbers_differ(one: Passage, other: Passage) -> bool:
    """True if both passages state numbers and neither states all numbers of the other in order; or codes differ."""
    before = _runs_on(one.text, one.start) and _runs_on(other.text, other.start)
    # at an empty side, a mark does not separate the position from the text after it
    after = all(_runs_on(side.text, side.stop) or not side.size for side in (one, other))
    numbers, others = (
        numbers_in(_with_bars(side.text, *_grown(side, before=before, after=after))) for side in (one, other)
    )
    if numbers and others and not (_is_contained(numbers, others) or _is_contained(others, numbers)):
        return True
    return _numerals_differ(one, other) or _codes_differ(one, other)


def numbers_in(passage: str) -> list[str]:
    """The numbers of a passage in order, by value: 3万 is 30000, 一百二十 is 120."""
    found = []
    for match in NUMBER.finditer(passage):
        if match["digits"]:
            found.append(_scaled(match["digits"], match["mark"], match["scale"]))
        elif len(match["han"]) > 1 or _is_counted(passage, match):
            found.append(in_digits(match["han"].strip("点")) or match["han"])
    return found


def _with_bars(text: PreparedText, start: int, stop: int) -> str:
    """A range of a text with a bar in place of each punctuation mark."""
    return "|".join(text.folded[i:j] for i, j in text.pieces(start, stop))


def _grown(side: Passage, *, before: bool, after: bool) -> tuple[int, int]:
    """A range that is wide enough, on the sides allowed, to hold the numbers at its ends whole."""
    text, low, high = side.text, side.start, side.stop
    while (
        before
        and low > 0
        and side.start - low < MAX_GROWTH
        and text.folded[low - 1] in NUMBER_CHARACTERS
        and low not in text.marks
    ):
        low -= 1
    while (
        after
        and high < len(text.folded)
        and high - side.stop < MAX_GROWTH
        and text.folded[high] in NUMBER_CHARACTERS
        and (high not in text.marks or high == side.start)
    ):
        high += 1
    return low, high


def _is_counted(passage: str, match: re.Match[str]) -> bool:
    """True if a single numeral stands beside a word that counts: 第三, 三次."""
    before, after = passage[match.start() - 1 : match.start()], passage[match.end() : match.end() + 1]
    return match[0] not in "百千万亿" and (before in ORDINALS or after in COUNTERS) and bool(before or after)


def _scaled(digits: str, mark: str, scale: str) -> str:
    if digits.count(".") > 1:
        return digits + mark
    if not scale:
        whole, _, fraction = digits.partition(".")
        fraction = fraction.rstrip("0")
        return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "") + mark
    factor = 1
    for char in scale:
        factor *= SCALES[char]
    return f"{float(digits) * factor:.6f}".rstrip("0").rstrip(".") + mark


def _numerals_differ(one: Passage, other: Passage) -> bool:
    """True if a Chinese numeral stands in place of another: 十 and 十二, 周三 and 周日."""
    mine, theirs = _whole(one, NUMERALS), _whole(other, NUMERALS)
    if mine != theirs and NUMERAL.fullmatch(mine) and NUMERAL.fullmatch(theirs):
        return in_digits(mine) != in_digits(theirs)
    mine, theirs = one.folded, other.folded
    if mine in WEEKDAYS and theirs in WEEKDAYS and one.start and one.text.folded[one.start - 1] in WEEK:
        return WEEKDAYS[mine] != WEEKDAYS[theirs]
    return False


def _codes_differ(one: Passage, other: Passage) -> bool:
    """True if a code stands in place of another: lot A and lot F, K1203 and K1204."""
    if not (one.size and other.size):
        return False
    mine, theirs = _whole(one, CODE_CHARACTERS), _whole(other, CODE_CHARACTERS)
    return mine != theirs and bool(CODE.fullmatch(mine) and CODE.fullmatch(theirs))


def _whole(side: Passage, kept: frozenset[str]) -> str:
    """A passage with the characters of the same kind that continue on both sides."""
    text, start, stop = side.text, side.start, side.stop
    while start and text.folded[start - 1] in kept and start not in text.marks:
        start -= 1
    while stop < len(text.folded) and text.folded[stop] in kept and stop not in text.marks:
        stop += 1
    return text.folded[start:stop]


def _runs_on(text: PreparedText, at: int) -> bool:
    """True if no mark separates the characters on both sides of a position."""
    return 0 < at < len(text.folded) and at not in text.marks


def _is_contained(few: list[str], many: list[str]) -> bool:
    rest = iter(many)
    return all(one in rest for one in few)
