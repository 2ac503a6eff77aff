"""Whether two passages state different facts: figures, names, places, directions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.dedup.folding import in_digits
from pipelines.divisions import tables
from pipelines.names import begins_with_surname

if TYPE_CHECKING:
    from pipelines.dedup.align import Text

NUMERALS = "零〇一二三四五六七八九十百千万亿两"
FIGURE = re.compile(
    rf"(?P<digits>-?\d+(?:\.\d+)*)(?P<mark>%?)(?P<scale>[千万亿]{{0,2}})|(?P<han>[{NUMERALS}]+(?:点[{NUMERALS}]+)?)"
)
PURE = re.compile(rf"[{NUMERALS}]+")
SCALES = {"千": 1_000, "万": 10_000, "亿": 100_000_000}
GROWS = frozenset("0123456789.-%千万亿" + NUMERALS)
MAX_GROWTH = 12  # characters: longer runs of figures are numbers of accounts, and differ before
# a single Chinese numeral is a figure beside these; elsewhere it is a part of a word (一起, 统一, 万物)
ORDINALS = frozenset("第周期初")
COUNTERS = frozenset("届次个名月日年号期季周级批例人项家户套度")

HAN = re.compile(r"[\u3400-\u9fff·]+")
ROLES = re.compile(
    "书记|市长|县长|区长|镇长|乡长|省长|州长|主席|主任|局长|厅长|部长|处长|科长|院长|校长|行长|司长|委员长|总理|总统|议长|秘书长|董事长|"
    "经理|总裁|会长|社长|站长|所长|队长|组长|委员|常委|代表|记者|通讯员|作者|摄影|编辑|教授|医生|老师|先生|女士|同志|男|女"
)
ROLE_REACH = 9  # characters between a name and the word that says whose name it is
SAYS = frozenset("说称讲道谈指表强告介回答问透")  # the verb behind a name: 李明说, 李明表示
ROLE_BESIDE = 3
NAME_SIZES = (2, 4)
MAX_NAMES = 12  # characters of a swapped name, or of a foreign one
SUFFIXES = re.compile(
    # 市政府, 县委, 院长, 区域: there the character begins a word of its own, and what stands before it may be a verb
    "[市县区省镇乡村旗盟州街路巷局厅院校](?![政委长场民属直级里内域人中主工协领常际道])|社区|小区|街道|大道|中学|小学|大学|学院|医院|公司|集团|支行|分行|水库|大桥|车站|机场|"
    "商场|超市|广场|公园|景区|园区|产业园|开发区"
)
# the kind of body, house or work that a name of its own stands before, a few characters on
BODIES = re.compile(
    "有限公司|有限责任公司|公司|集团|合作社|商行|工厂|酒店|银行|苑|花园|家园|小区|社区|大厦|学校|小学|中学|学院|医院|水库|大桥|项目部|收费站|景区"
)
NAMED = re.compile("[\u3400-\u9fff]{2,6}(市|县|区|镇|乡|村|路|街|社区|小区|苑|学校|小学|中学|医院|公司)")
NAMED_REACH = 8
OPENERS = frozenset("对在于由为是从至到向与和及给把将市县区镇乡村")
# words that editors put for one another: no names, whatever follows
EDITORIAL = frozenset(
    (
        "召开 举行 举办 开展 进行 组织 推进 推动 加强 强化 加快 提升 提高 促进 指出 强调 表示 认为 要求 介绍 说明 发布 公布 印发 "
        "下发 近日 日前 目前 当前 近期 今天 今日 昨日 昨天 同时 此外 另外 以及 共同 一起 进一步 切实 积极 全面 深入 持续 不断 大力 "
        "努力 认真 扎实 有关 相关 各级 部分 多个 多家 一家 这家 该项 本次 此次 这次 来到 走进 前往 抵达 参加 出席 负责 承担 已经 "
        "正在 即将 将要 必须 需要 应当 可以"
    ).split()
)
DETERMINERS = frozenset("全本我该各此这那其每某所等两多整外他")
MAX_PLACE = 8
# closed classes of opposites: who swaps one for the other states the contrary
OPPOSITES = tuple(
    tuple(map(frozenset, pair.split("|")))
    for pair in ("升涨增|降跌减", "上|下", "开|闭停关", "男|女", "涨|落", "盈|亏", "超|低", "同意|反对")
)
COMPASS = frozenset("东南西北")
WEATHER = frozenset("晴阴雨雪云雾")
MAX_SENSE = 6


def slice_of(text: Text, start: int, stop: int) -> str:
    """A range of a text with a bar where punctuation stood."""
    return "|".join(text.folded[i:j] for i, j in _pieces(text, start, stop))


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


def figures_differ(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    """Whether both passages state numbers, and neither states all that the other does, in its order."""
    left = _joined(a, a0) and _joined(b, b0)
    # a mark before an empty side says nothing of what runs on behind it
    right = (_joined(a, a1) or a0 == a1) and (_joined(b, b1) or b0 == b1)
    in_a = figures(slice_of(a, *grown(a, a0, a1, left=left, right=right)))
    in_b = figures(slice_of(b, *grown(b, b0, b1, left=left, right=right)))
    if in_a and in_b and not (_within(in_a, in_b) or _within(in_b, in_a)):
        return True
    one, other = a.folded[a0:a1], b.folded[b0:b1]
    return bool(PURE.fullmatch(one) and PURE.fullmatch(other) and in_digits(one) != in_digits(other))


def _joined(text: Text, at: int) -> bool:
    """Whether the characters on both sides of a position run on without a mark between them."""
    return 0 < at < len(text.folded) and at not in text.breaks


def _within(few: list[str], many: list[str]) -> bool:
    rest = iter(many)
    return all(one in rest for one in few)


def names_differ(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    """Whether a person's name stands on one side and another person's on the other."""
    one, other = a.folded[a0:a1], b.folded[b0:b1]
    if not one or not other or max(len(one), len(other)) > MAX_NAMES or {one[0], other[0]} <= SAYS:
        return False
    in_a, in_b = _token(a, a0, a1), _token(b, b0, b1)
    if in_a != in_b and _is_name(in_a) and _is_name(in_b):
        return True
    if not (HAN.fullmatch(one) and HAN.fullmatch(other)) or {one, other} & EDITORIAL:
        return False
    if _ends_in_names(one, other) and ROLES.match(a.folded, a1):
        return True
    if max(len(one), len(other)) <= 2 and _same_family(a, a0, b, b0):
        # one character may be any word's end, two are a given name only right beside who it is
        reach = ROLE_REACH if len(one) == len(other) == 1 else ROLE_BESIDE
        return "、" in a.breaks.get(a0 - 1, "") or _role_near(a, a0 - 1, a1, reach)
    return begins_with_surname(one) and begins_with_surname(other) and _are_named(a, a0, a1, b, b0, b1)


def _are_named(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    """Whether what stands around two words that begin like names says that they are."""
    if a1 - a0 == b1 - b0 == 1:  # 姜雨桐同志, 奚雨桐同志: another family, the same given name
        return _listed(a, a0, a0) or _role_near(a, a0, a1 + 2)
    if min(a1 - a0, b1 - b0) < NAME_SIZES[0]:
        return False
    return _role_near(a, a0, a1) or _listed(a, a0, a1) or _listed(b, b0, b1)


def _ends_in_names(one: str, other: str) -> bool:
    """Whether the last two or three characters of both may be names, and are not the same."""
    return one[-2:] != other[-2:] and all(
        any(len(text) >= size and begins_with_surname(text[-size:]) for size in (2, 3))
        for text in (one, other)
    )


def _same_family(a: Text, a0: int, b: Text, b0: int) -> bool:
    """Whether the same surname stands just before both ranges."""
    if a0 in a.breaks or b0 in b.breaks or not a0 or not b0:
        return False
    return a.folded[a0 - 1] == b.folded[b0 - 1] and begins_with_surname(a.folded[a0 - 1])


def _token(text: Text, start: int, stop: int) -> str:
    """The piece between two marks of punctuation that holds a range; a list of names is taken apart here."""
    low, high = start, stop
    while low > 0 and low not in text.breaks and start - low <= NAME_SIZES[1]:
        low -= 1
    while (
        high < len(text.folded)
        and (high not in text.breaks or high == start)
        and high - stop <= NAME_SIZES[1]
    ):
        high += 1
    inside = [at for at in range(start + 1, stop) if at in text.breaks]
    return text.folded[low : inside[0] if inside else high]


def _is_name(token: str) -> bool:
    return (
        NAME_SIZES[0] <= len(token) <= NAME_SIZES[1]
        and bool(HAN.fullmatch(token))
        and begins_with_surname(token)
    )


def _role_near(text: Text, start: int, stop: int, reach: int = ROLE_REACH) -> bool:
    around = text.folded[max(0, start - reach) : start], text.folded[stop : stop + reach]
    return any(ROLES.search(side) for side in around)


def _listed(text: Text, start: int, stop: int) -> bool:
    """Whether a comma of enumeration, a bracket or a space stands at either end."""
    return any("、" in text.breaks.get(at, "") or " " in text.breaks.get(at, "") for at in (start, stop))


def places_differ(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    """Whether one names a place, a road or a body, and the other names another of the kind."""
    ends_a, ends_b = _pieces(a, a0, a1), _pieces(b, b0, b1)
    if len(ends_a) != len(ends_b):
        return False
    return any(_place_differs(a, *one, b, *other) for one, other in zip(ends_a, ends_b, strict=True))


def _pieces(text: Text, start: int, stop: int) -> list[tuple[int, int]]:
    """A range, taken apart where punctuation stands."""
    cuts = [at for at in range(start + 1, stop) if at in text.breaks]
    return list(zip([start, *cuts], [*cuts, stop], strict=True))


def _place_differs(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    one, other = a.folded[a0:a1], b.folded[b0:b1]
    if len(one) == len(other) == 1:  # 云浦市, 沧浦市
        inner = a.folded[a1 : a1 + 1]
        whole = inner not in DETERMINERS and not any(at in a.breaks for at in (a1, a1 + 1))
        return whole and _opens_name(a, a0) and bool(SUFFIXES.match(a.folded[a1 + 1 : a1 + NAMED_REACH]))
    if not (2 <= len(one) <= MAX_PLACE and 2 <= len(other) <= MAX_PLACE):
        return False
    if one == other or not (HAN.fullmatch(one) and HAN.fullmatch(other)):
        return False
    if kind := NAMED.fullmatch(one):  # 岗上村 and 洼里村: the kind stands inside
        return other.endswith(kind[1])
    if _known_place(one) and _known_place(other):
        return True
    if {one[0], one[-1], other[0], other[-1]} & DETERMINERS or one in EDITORIAL or other in EDITORIAL:
        return False
    if a1 in a.breaks or b1 in b.breaks:
        return False
    behind = a.folded[a1 : a1 + NAMED_REACH]
    if cut := next((at - a1 for at in range(a1 + 1, a1 + len(behind)) if at in a.breaks), 0):
        behind = behind[:cut]
    return bool(SUFFIXES.match(behind) or (_opens_name(a, a0) and BODIES.search(behind)))


def _opens_name(text: Text, at: int) -> bool:
    """Whether what begins here may be a name: behind a mark, a preposition or the name of a city."""
    return at == 0 or at in text.breaks or text.folded[at - 1] in OPENERS


def _known_place(name: str) -> bool:
    table = tables.load()
    return name in table.full or name in table.standing or name in table.short


def senses_differ(one: str, other: str) -> bool:
    """Whether one side says the opposite of the other: up and down, open and closed."""
    if not (0 < len(one) <= MAX_SENSE and 0 < len(other) <= MAX_SENSE):
        return False
    for left, right in OPPOSITES:
        for here, there in ((left, right), (right, left)):
            if _holds(one, here) and _holds(other, there) and not (_holds(other, here) or _holds(one, there)):
                return True
    classes = ((set(one) & kind, set(other) & kind) for kind in (COMPASS, WEATHER))
    return any(here and there and here != there for here, there in classes)


def _holds(text: str, words: frozenset[str]) -> bool:
    return any(word in text for word in words)
