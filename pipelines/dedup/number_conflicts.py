"""Whether two passages state different numbers, days or codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.dedup.normalise import in_digits
from pipelines.dedup.wording import NUMERALS

if TYPE_CHECKING:
    from pipelines.dedup.prepared_text import Text

HAN_FIGURE = f"[{''.join(sorted(NUMERALS))}]+"
FIGURE = re.compile(
    rf"(?P<digits>-?\d+(?:\.\d+)*)(?P<mark>%?)(?P<scale>[千万亿]{{0,2}})|(?P<han>{HAN_FIGURE}(?:点{HAN_FIGURE})?)"
)
PURE = re.compile(HAN_FIGURE)
CODE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
CODED = re.compile(r"[a-z0-9]+")
WEEK = frozenset("周期拜")
WEEKDAYS = {char: i for i, char in enumerate("一二三四五六日")} | {"天": 6}
SCALES = {"千": 1_000, "万": 10_000, "亿": 100_000_000}
GROWS = frozenset("0123456789.-%千万亿") | NUMERALS
MAX_GROWTH = 12  # characters: longer runs of figures are numbers of accounts, and differ before
# a single Chinese numeral is a figure beside these; elsewhere it is a part of a word (一起, 统一, 万物)
ORDINALS = frozenset("第周期初")
COUNTERS = frozenset("届次个名月日年号期季周级批例人项家户套度")


def slice_of(text: Text, start: int, stop: int) -> str:
    """A range of a text with a bar where punctuation stood."""
    return "|".join(text.folded[i:j] for i, j in text.pieces(start, stop))


def grown(text: Text, start: int, stop: int, *, left: bool, right: bool) -> tuple[int, int]:
    """A range made wide enough that no figure at its ends is cut in two, to the sides on which that may be."""
    low, high = start, stop
    if left:
        while (
            low > 0 and start - low < MAX_GROWTH and text.folded[low - 1] in GROWS and low not in text.breaks
        ):
            low -= 1
    if right:
        size = len(text.folded)
        while (
            high < size
            and high - stop < MAX_GROWTH
            and text.folded[high] in GROWS
            and (high not in text.breaks or high == start)
        ):
            high += 1
    return low, high


def figures(passage: str) -> list[str]:
    """The numbers that a passage states, in order, by value: 3万 is 30000, 一百二十 is 120."""
    found = []
    for match in FIGURE.finditer(passage):
        if match["digits"]:
            found.append(_scaled(match["digits"], match["mark"], match["scale"]))
        elif len(match["han"]) > 1 or _counts(passage, match):
            found.append(in_digits(match["han"].strip("点")) or match["han"])
    return found


def _counts(passage: str, match: re.Match[str]) -> bool:
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
    value = f"{float(digits) * factor:.6f}".rstrip("0").rstrip(".")
    return value + mark


def differ(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    """Whether both passages state numbers, and neither states all that the other does, in its order."""
    left = _joined(a, a0) and _joined(b, b0)
    # a mark before an empty side says nothing of what runs on behind it
    right = (_joined(a, a1) or a0 == a1) and (_joined(b, b1) or b0 == b1)
    in_a = figures(slice_of(a, *grown(a, a0, a1, left=left, right=right)))
    in_b = figures(slice_of(b, *grown(b, b0, b1, left=left, right=right)))
    if in_a and in_b and not (_within(in_a, in_b) or _within(in_b, in_a)):
        return True
    return _numerals_differ(a, a0, a1, b, b0, b1) or _codes_differ(a, a0, a1, b, b0, b1)


def _numerals_differ(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    """Whether one Chinese numeral stands for another: 十 for 十二, 周三 for 周日."""
    one, other = _whole(a, a0, a1, NUMERALS), _whole(b, b0, b1, NUMERALS)
    if one != other and PURE.fullmatch(one) and PURE.fullmatch(other):
        return in_digits(one) != in_digits(other)
    one, other = a.folded[a0:a1], b.folded[b0:b1]
    if one in WEEKDAYS and other in WEEKDAYS and a0 and a.folded[a0 - 1] in WEEK:
        return WEEKDAYS[one] != WEEKDAYS[other]
    return False


def _codes_differ(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    """Whether one code stands for another: lot A and lot F, K1203 and K1204."""
    if not (a1 > a0 and b1 > b0):
        return False
    one, other = _whole(a, a0, a1, CODE), _whole(b, b0, b1, CODE)
    return one != other and bool(CODED.fullmatch(one) and CODED.fullmatch(other))


def _whole(text: Text, start: int, stop: int, kept: frozenset[str]) -> str:
    """A range, with the characters of the same kind that run on around it."""
    while start and text.folded[start - 1] in kept and start not in text.breaks:
        start -= 1
    while stop < len(text.folded) and text.folded[stop] in kept and stop not in text.breaks:
        stop += 1
    return text.folded[start:stop]


def _joined(text: Text, at: int) -> bool:
    """Whether the characters on both sides of a position run on without a mark between them."""
    return 0 < at < len(text.folded) and at not in text.breaks


def _within(few: list[str], many: list[str]) -> bool:
    rest = iter(many)
    return all(one in rest for one in few)
