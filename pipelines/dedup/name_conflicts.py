"""Whether two passages name different persons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.dedup.wording import HAN, parts_reworded, reworded
from pipelines.text.person_names import begins_with_surname

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipelines.dedup.prepared_text import Text

ROLES = re.compile(
    "书记|市长|县长|区长|镇长|乡长|省长|州长|主席|主任|局长|厅长|部长|处长|科长|院长|校长|行长|司长|委员长|总理|总统|议长|秘书长|董事长|"
    "经理|总裁|会长|社长|站长|所长|队长|组长|委员|常委|代表|记者|通讯员|作者|摄影|编辑|教授|医生|老师|先生|女士|同志|男|女"
)
OFFICE = re.compile(
    "副?(?:党组书记|党组成员|党委书记|党委委员|(?:组织|宣传|统战)部长|秘书长|委员长|董事长|(?:总经济|总工程|总会计|总规划)师|[一二三四]级(?:调研员|主任科员)|调研员|书记|主任|主席|委员|经理|总裁|教授|[省州市县区镇乡局厅部处科院校行司议会社站所队组]长)"
)
OFFICE_REACH = 4  # characters of an office that may be shared
ROLE_REACH = 9  # characters between a name and the word that says whose name it is
# characters that most given names are made of; words of the language hold others too (强调, 方面, 高度)
GIVEN = frozenset(
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂建国华志海燕晓东文斌少玉立新永庆春梅红宏振雪俊峰天佑思远子涵鸣浩宇轩梓欣怡诗雨泽"
    "辰昊然博睿嘉豪家铭宁静波辉鹏飞龙虎云翔林森树松柏青莲荷菊莉萍芬芝芸萱蕾薇琳琪琴瑶瑾珍珠玲珊瑞祥福禄寿康健安成功德仁义礼智信忠孝"
    "慧颖悦乐凯旋胜利彬彪武威猛毅坚恒钢铁锋锐钧银铜镇江河湖淑贞洁贤惠慈爱美凤凰鹤鸽雁鸿莺娇婷婉妍娥媛嫣妮倩雅楠桐栋梁材柱根生长"
    "贵富财宝金光亮晖耀昌盛兴旺隆学才儒哲彦良善正直清廉洪源泉涌润泓淼水雷震霆霖露霜冰岩石山岭岗峻崇岳坤乾坦城域培育堂廷庭继承绍"
    "祖先宗耀启迪发达进步升腾跃迈越群众友朋爱民保卫守护占魁元甲科举士双喜满全福有田晓阳素一帆厚佳澜长"
)
COMPOUND = frozenset(
    "欧阳 太史 上官 司马 东方 南宫 闻人 夏侯 诸葛 尉迟 皇甫 濮阳 公冶 申屠 公孙 慕容 钟离 长孙 宇文 司徒 司空 令狐".split()
)
SAYS = frozenset("说称讲道谈指表强告介回答问透")  # the verb behind a name: 李明说, 李明表示
ROLE_BESIDE = 3
NAME_SIZES = (2, 4)
MAX_NAMES = 12  # characters of a swapped name, or of a foreign one


def differ(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    """Whether a person's name stands on one side and another person's on the other."""
    one, other = a.folded[a0:a1], b.folded[b0:b1]
    if not one or not other or max(len(one), len(other)) > MAX_NAMES or {one[0], other[0]} <= SAYS:
        return False
    ends = (a, a0, a1, b, b0, b1)
    if _named_otherwise(*ends) or _given_otherwise(*ends):
        return True
    is_word = reworded if max(len(one), len(other)) > 1 else parts_reworded  # a given name may be 和
    if is_word(*ends):
        return False
    in_a, in_b = _token(a, a0, a1), _token(b, b0, b1)
    if in_a != in_b and _is_name(in_a) and _is_name(in_b):
        return True
    if not (HAN.fullmatch(one) and HAN.fullmatch(other)):
        return False
    if _ends_in_names(one, other) and ROLES.match(a.folded, a1):
        return True
    if max(len(one), len(other)) <= 2 and _same_family(a, a0, b, b0):
        # one character may be any word's end, two are a given name only right beside who it is
        reach = ROLE_REACH if len(one) == len(other) == 1 else ROLE_BESIDE
        return "、" in a.breaks.get(a0 - 1, "") or _role_near(a, a0 - 1, a1, reach)
    return begins_with_surname(one) and begins_with_surname(other) and _are_named(a, a0, a1, b, b0, b1)


def offices_differ(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    """Whether one holds one office, the other another: 局长 and 副局长."""
    one, other = _office(a, a0, a1), _office(b, b0, b1)
    if not one or not other or one == other:
        return False
    # where one side is empty, an office was cut or added, unless it is the same one with a word before it
    return (a1 > a0 and b1 > b0) or one.endswith(other) or other.endswith(one)


def _office(text: Text, start: int, stop: int) -> str | None:
    """The office of which a range is a part, or before which an empty one stands."""
    low, high = max(0, start - OFFICE_REACH), min(len(text.folded), stop + OFFICE_REACH)
    for match in OFFICE.finditer(text.folded, low, high):
        if match.start() < max(stop, start + 1) and match.end() > start:
            return match[0]
    return None


def _named_otherwise(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    """Whether whole names stand for one another, whoever they are: a surname and what is given to children on both sides."""
    of_a, of_b = a.pieces(a0, a1), b.pieces(b0, b1)
    if len(of_a) != len(of_b):
        return False
    for (i, j), (k, m) in zip(of_a, of_b, strict=True):
        one, other = a.folded[i:j], b.folded[k:m]
        if one != other and _is_given(one) and _is_given(other):
            return True
        if j in a.breaks and m in b.breaks and _ends_in_names(one, other, _is_given):
            return True
    return False


def _given_otherwise(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    """Whether two members of a family stand for one another: 葛文澜, 葛海平; one character, only where the name ends."""
    if not _same_family(a, a0, b, b0):
        return False
    a1, b1 = a.pieces(a0, a1)[0][1], b.pieces(b0, b1)[0][1]
    if not (a1 - a0 == b1 - b0 == 2 or (a1 in a.breaks and b1 in b.breaks)):
        return False
    return _is_given(a.folded[a0 - 1 : a1]) and _is_given(b.folded[b0 - 1 : b1])


def _is_given(text: str) -> bool:
    if not NAME_SIZES[0] <= len(text) <= NAME_SIZES[1] or not begins_with_surname(text):
        return False
    given = text[2:] if text[:2] in COMPOUND else text[1:]
    return 0 < len(given) <= 2 and GIVEN.issuperset(given)


def _are_named(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    """Whether what stands around two words that begin like names says that they are."""
    if a1 - a0 == b1 - b0 == 1:  # 姜雨桐同志, 奚雨桐同志: another family, the same given name
        return _listed(a, a0, a0) or _role_near(a, a0, a1 + 2)
    if min(a1 - a0, b1 - b0) < NAME_SIZES[0]:
        return False
    return _role_near(a, a0, a1) or _listed(a, a0, a1) or _listed(b, b0, b1)


def _ends_in_names(one: str, other: str, is_name: Callable[[str], bool] = begins_with_surname) -> bool:
    """Whether the last two or three characters of both may be names, and are not the same."""
    return one[-2:] != other[-2:] and all(
        any(len(text) >= size and is_name(text[-size:]) for size in (2, 3)) for text in (one, other)
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
        and (len(token) < NAME_SIZES[1] or token[:2] in COMPOUND)
        and bool(HAN.fullmatch(token))
        and begins_with_surname(token)
    )


def _role_near(text: Text, start: int, stop: int, reach: int = ROLE_REACH) -> bool:
    around = text.folded[max(0, start - reach) : start], text.folded[stop : stop + reach]
    return any(ROLES.search(side) for side in around)


def _listed(text: Text, start: int, stop: int) -> bool:
    """Whether a comma of enumeration, a bracket or a space stands at either end."""
    return any("、" in text.breaks.get(at, "") or " " in text.breaks.get(at, "") for at in (start, stop))
