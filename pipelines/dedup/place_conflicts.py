"""Whether two passages name different places, roads or bodies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.dedup.wording import EDITORIAL, HAN, reworded
from pipelines.places import division_tables

if TYPE_CHECKING:
    from pipelines.dedup.prepared_text import Text

SUFFIXES = re.compile(
    # 市政府, 县委, 院长, 区域: there the character begins a word of its own, and what stands before it may be a verb
    "[市县区省镇乡村旗盟州街路巷局厅院校](?![政委长场民属直级里内域人中主工协领常际道])|社区|小区|街道|庄(?![严重稼园])|屯(?![兵粮])|大道|中学|小学|大学|学院|医院|公司|集团|支行|分行|水库|大桥|车站|机场|"
    "商场|超市|广场|公园|景区|园区|产业园|开发区"
)
# the kind of body, house or work that a name of its own stands before, a few characters on
BODIES = re.compile(
    "有限公司|有限责任公司|公司|集团|合作社|商行|工厂|酒店|银行|苑|花园|家园|小区|社区|大厦|学校|小学|中学|学院|医院|水库|大桥|项目部|收费站|景区"
)
NAMED = re.compile("[\u3400-\u9fff]{2,6}(市|县|区|镇|乡|村|路|街|社区|小区|苑|学校|小学|中学|医院|公司)")
NAMED_REACH = 8
OPENERS = frozenset("称的路街号进任因经沿途位赴驻对在于由为是从至到向与和及给把将市县区镇乡村")
DETERMINED = 2  # characters: 全市, 外地; a longer word that begins so may be a name (外国语)
DETERMINERS = frozenset("全本我该各此这那其每某所等两多整外他")
MAX_PLACE = 8
MAX_ITEM = 14  # characters: an office with its name
BESIDE = 3  # characters of an item that both sides may share, less one


def differ(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    """Whether one names a place, a road or a body, and the other names another of the kind."""
    ends_a, ends_b = a.pieces(a0, a1), b.pieces(b0, b1)
    if len(ends_a) != len(ends_b):
        return False
    return any(_place_differs(a, *one, b, *other) for one, other in zip(ends_a, ends_b, strict=True))


def _place_differs(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    one, other = a.folded[a0:a1], b.folded[b0:b1]
    if len(one) == len(other) == 1:  # 云浦市, 沧浦市
        inner = a.folded[a1 : a1 + 1]
        whole = inner not in DETERMINERS and not any(at in a.breaks for at in (a1, a1 + 1))
        return whole and _opens_name(a, a0) and bool(SUFFIXES.match(a.folded[a1 + 1 : a1 + NAMED_REACH]))
    if not (1 <= len(one) <= MAX_PLACE and 1 <= len(other) <= MAX_PLACE):
        return False
    if one == other or not (HAN.fullmatch(one) and HAN.fullmatch(other)):
        return False
    if kind := NAMED.fullmatch(one):  # 岗上村 and 洼里村: the kind stands inside
        return other.endswith(kind[1])
    if _known_place(one) and _known_place(other):
        return True
    short = [side for side in (one, other) if len(side) <= DETERMINED]
    if any({side[0], side[-1]} & DETERMINERS for side in short) or one in EDITORIAL or other in EDITORIAL:
        return False
    if a1 in a.breaks or b1 in b.breaks:
        return False
    behind = a.folded[a1 : a1 + NAMED_REACH]
    if cut := next((at - a1 for at in range(a1 + 1, a1 + len(behind)) if at in a.breaks), 0):
        behind = behind[:cut]
    return bool(SUFFIXES.match(behind) or (_opens_name(a, a0) and BODIES.search(behind)))


def items_differ(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    """Whether items of an enumeration stand for others: who was best, what was tested, which villages are meant."""
    of_a, of_b = a.pieces(a0, a1), b.pieces(b0, b1)
    if len(of_a) == len(of_b):
        pairs = zip(of_a, of_b, strict=True)
        return any(_item_differs(a, *one, b, *other) for one, other in pairs)
    every = [(a, *one) for one in of_a] + [(b, *one) for one in of_b]
    if not all(is_item(*one) for one in every) or reworded(a, a0, a1, b, b0, b1):
        return False
    return {a.folded[i:j] for i, j in of_a}.isdisjoint(b.folded[i:j] for i, j in of_b)


def _item_differs(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    if a.folded[a0:a1] == b.folded[b0:b1] or reworded(a, a0, a1, b, b0, b1):
        return False
    return is_item(a, a0, a1) and is_item(b, b0, b1)


def is_item(text: Text, start: int, stop: int) -> bool:
    """Whether words stand in an enumeration: its comma is beside them, or at an end of the short piece that holds them."""
    if stop - start > MAX_ITEM or not HAN.fullmatch(text.folded, start, stop):
        return False
    if "、" in (
        _mark(text, range(start, max(0, start - BESIDE), -1)),
        _mark(text, range(stop, stop + BESIDE)),
    ):
        return True
    low, high = start, stop
    while low and low not in text.breaks and stop - low <= MAX_PLACE:
        low -= 1
    while high < len(text.folded) and high not in text.breaks and high - low <= MAX_PLACE:
        high += 1
    if high - low > MAX_PLACE or any(at in text.breaks for at in range(low + 1, high)):
        return False
    return any("、" in text.breaks.get(at, "") for at in (low, high))


def _mark(text: Text, places: range) -> str:
    """The first mark that stands before one of these characters."""
    return next((text.breaks[at] for at in places if at in text.breaks), "")


def _opens_name(text: Text, at: int) -> bool:
    """Whether what begins here may be a name: behind a mark, a preposition or the name of a city."""
    return at == 0 or at in text.breaks or text.folded[at - 1] in OPENERS


def _known_place(name: str) -> bool:
    table = division_tables.load_table()
    return name in table.full or name in table.standing or name in table.short
