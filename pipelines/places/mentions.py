"""Find the places a text names: chains, whole names, short and old names, towns and zones, decided by context."""

from __future__ import annotations

import operator
import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipelines.places.division_tables import (
    ALWAYS_CHAINED,
    GENERIC_ZONES,
    NOUNS,
    WORD_ENDS,
    Divisions,
    Zone,
    is_inside,
)
from pipelines.text.script import HAN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

# before a name without its suffix: a start, a sign, or a word that places stand behind
BOUNDARY = re.compile(
    r"(?:^|[^\u3400-\u9fff]|[在到从赴与和及于以往至离向对为是的将被让让由]|记者|来自|位于|前往)$"
)
INSTITUTION = re.compile(
    r"^(人民医院|大学|学院|日报|晚报|新闻网|银行|一中|中学|医院|火车站|机场|路|街|大道|大街|商会|菜|烧鸡|阿胶)"
)
WRONG_RIGHT = {"市": re.compile("^[场]"), "区": re.compile("^[域间]"), "县": re.compile("^[级]")}
# where a word goes on, the name in it is none: 新乡村, 保定期, 大连片
GOES_ON = {
    "新乡": "村镇土贤",
    "保定": "期量点价性制",
    "大连": "片续通锁",
    "合肥": "料",
    "大庆": "典",
    "承德": "艺",
}
# in its own city 单县 is the county, but not in 简单县情, 免费县域, 现任县长
WORD_BEFORE = {
    "单": "简名清订菜账不",
    "费": "免经收消学付缴运",
    "任": "现前历新原责担主信曾出连",
    "成": "完建",
    "新": "创更高全",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """One chain of names that stand together: its deepest division of county level or above, town, zone."""

    start: int
    end: int
    code: str | None
    zone: Zone | None = None
    towns: tuple[str, ...] = ()
    depth: int = 1  # names in the chain
    weak: bool = False  # part of the name of an institution


@dataclass(slots=True)
class Found:
    """What a text mentions, and the names that could not be decided."""

    mentions: list[Mention] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)


def find_mentions(
    text: str, table: Divisions, context: Sequence[str] = (), day: date | None = None, *, loose: bool = False
) -> Found:
    """All places a text names, in order. ``context``: codes that decide short and ambiguous names.

    ``loose`` drops the demand for a word border before short names (datelines glue them: 本报聊城讯).
    """
    text = unicodedata.normalize("NFKC", text)
    found = Found()
    around = list(context)
    if HAN.search(text) is None:
        return found
    behind = 0  # where the last name ended
    chain: Mention | None = None
    starts = table.starts
    for at in [i for i, pair in enumerate(map(operator.add, text, text[1:])) if pair in starts]:
        step = _longest(text, at, table, around, chain, day, loose=loose) if at >= behind else None
        if step is None:
            continue
        if isinstance(step, str):
            found.unresolved.append(step)
            behind = at + len(step)
            continue
        if chain is not None and chain.end == step.start and _joins(chain, step):
            chain = Mention(
                chain.start,
                step.end,
                step.code or chain.code,
                step.zone or chain.zone,
                chain.towns + step.towns,
                chain.depth + 1,
            )
            if chain.zone is not None and step.towns and step.code:
                _close(found, replace(chain, zone=None), text)
                chain = replace(chain, code=chain.zone.parent, towns=())
        else:
            if chain is not None:
                _close(found, chain, text)
            chain = step
        if step.code and step.zone is None and step.code not in around:
            around.append(step.code)
        behind = step.end
    if chain is not None:
        _close(found, chain, text)
    return found


def _joins(chain: Mention, step: Mention) -> bool:
    """Whether the next name is a part of the place before it."""
    if step.zone is not None:
        return chain.code is not None and is_inside(step.zone.parent, chain.code)
    if step.towns and chain.zone is not None:
        return True
    return (
        chain.code is not None
        and step.code is not None
        and is_inside(step.code, chain.code)
        and not chain.towns
    )


def _close(found: Found, chain: Mention, text: str) -> None:
    weak = INSTITUTION.match(text[chain.end : chain.end + 5]) is not None and chain.depth == 1
    found.mentions.append(replace(chain, weak=weak))


def _longest(
    text: str,
    at: int,
    table: Divisions,
    context: Sequence[str],
    chain: Mention | None,
    day: date | None,
    *,
    loose: bool,
) -> Mention | str | None:
    """The longest name that begins here, decided; a string when it stays undecided; None when nothing begins."""
    longest = table.starts.get(text[at : at + 2], 0)
    if not longest:
        return None
    glued = chain is not None and chain.end == at
    near = [chain.code, *context] if chain is not None and glued and chain.code else list(context)
    undecided: str | None = None
    for size in range(min(longest, len(text) - at), 1, -1):
        name = text[at : at + size]
        end = at + size
        if name in table.zones and (zone := _zone(table, name, near)) is not None:
            return Mention(at, end, zone.parent, zone)
        division = _division(table, name, text, at, near, day, chain=chain if glued else None)
        if isinstance(division, Mention):
            return division
        undecided = undecided or division
        if name in table.towns:
            code = _town(table.towns[name], near)
            if code is not None:
                return Mention(at, end, code[:6], None, (name,))
            if name not in table.full and not glued and _stands_free(text, at, glued=glued, loose=False):
                undecided = undecided or name
        if name in table.standing and _stands_alone(table, name, text, at, near, loose=glued or loose):
            return Mention(at, end, table.standing[name])
        if name in table.short and _stands_free(text, at, glued=glued, loose=loose):
            inside_city = [code for code in table.short[name] if any(_same_city(code, one) for one in near)]
            if len(inside_city) == 1:
                return Mention(at, end, inside_city[0])
        if undecided is not None:
            return undecided
        if name in GENERIC_ZONES and _stands_free(text, at, glued=glued, loose=True) and not glued:
            return name
    return None


def _division(
    table: Divisions,
    name: str,
    text: str,
    at: int,
    near: Sequence[str],
    day: date | None,
    *,
    chain: Mention | None,
) -> Mention | str | None:
    """A division by its whole name, today's or an old one; the name itself when it stays undecided."""
    end = at + len(name)
    if name not in table.full and name not in table.old:
        return None
    if _is_noun(table, name, text, at, near, chain):
        return name if name in table.full and name[1:] != "县" else None
    if name in table.old and (code := _old(table, name, near, day)) is not None:
        return Mention(at, end, code)
    if name not in table.full or _cut_right(name, text, end):
        return None
    code = _pick(table, table.full[name], near)
    if name.endswith("城市") and chain is None and code is not None and not _is_near(code, near):
        # 中海|城市广场: far from home such a name needs a word border before it
        return Mention(at, end, code) if _stands_free(text, at, glued=False, loose=False) else None
    return name if code is None else Mention(at, end, code)


def _is_noun(
    table: Divisions, name: str, text: str, at: int, near: Sequence[str], chain: Mention | None
) -> bool:
    """Whether a division's name is a common noun (老城区) or the seam of two words (召开|县委) where it stands."""
    if name in ALWAYS_CHAINED:
        return chain is None
    seam = len(name) == 2 and name[0] in WORD_ENDS
    if not seam and name not in NOUNS:
        return False
    codes = [*table.full.get(name, ()), *(code for _, code in table.old.get(name, ()))]
    if chain is not None and chain.code is not None and any(is_inside(code, chain.code) for code in codes):
        return False
    if not any(_same_city(code, one) for code in codes for one in near):
        return True
    before = text[at - 1] if at else " "
    title = name[0] in "任代" and text[at + 2 : at + 3] == "长"
    return seam and (title or before in WORD_BEFORE.get(name[0], ""))


def _stands_alone(
    table: Divisions, name: str, text: str, at: int, near: Sequence[str], *, loose: bool
) -> bool:
    """Whether a prefecture or province may stand without its suffix: at a word border, or a city near the context."""
    if text[at + len(name) : at + len(name) + 1] in GOES_ON.get(name, ()):
        return False
    code = table.standing[name]
    near_by = not code.endswith("0000") and _is_near(code, near)
    return near_by or _stands_free(text, at, glued=False, loose=loose)


def _is_near(code: str, near: Sequence[str]) -> bool:
    return any(code[:2] == one[:2] for one in near)


def _zone(table: Divisions, name: str, near: Sequence[str]) -> Zone | None:
    for context, zone in table.zones[name]:
        if not context or any(code.startswith(context) for code in near):
            return zone
    return None


def _pick(table: Divisions, codes: Sequence[str], near: Sequence[str]) -> str | None:
    """The one code of a shared name that the context decides for; None when it does not."""
    if len(codes) == 1:
        return codes[0]
    for width in (6, 4, 2):
        for one in near:
            if width == 4 and one[2:4] == "00" and not table.names.get(one, "").endswith("市"):
                continue
            fitting = [code for code in codes if code[:width] == one[:width]]
            if len(fitting) == 1:
                return fitting[0]
    return None


def _old(table: Divisions, name: str, near: Sequence[str], day: date | None) -> str | None:
    if name not in table.full:
        return _pick(table, sorted({code for _, code in table.old[name]}), near)
    # the name lives on elsewhere: only an article of the old unit's time, in its city, can mean it
    before = [code for year, code in table.old[name] if day is not None and day.year <= year]
    return next((code for code in before if any(_same_city(code, one) for one in near)), None)


def _town(codes: Sequence[str], near: Sequence[str]) -> str | None:
    for one in near:
        width = 6 if not one.endswith("00") else 4 if not one.endswith("0000") else 2
        fitting = [code for code in codes if code[:width] == one[:width]]
        if len(fitting) == 1:
            return fitting[0]
        if len(fitting) > 1:
            return None
    return None


def _same_city(code: str, other: str) -> bool:
    return code[:4] == other[:4] and not other.endswith("0000")


def _cut_right(name: str, text: str, end: int) -> bool:
    wrong = WRONG_RIGHT.get(name[-1])
    return wrong is not None and wrong.match(text[end : end + 1]) is not None


def _stands_free(text: str, at: int, *, glued: bool, loose: bool) -> bool:
    return glued or loose or BOUNDARY.search(text[max(0, at - 2) : at]) is not None
