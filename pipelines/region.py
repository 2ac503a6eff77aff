"""Which places an article speaks of: division codes with evidence, never a wrong county to avoid an empty field."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipelines.divisions.tables import (
    ALWAYS_CHAINED,
    NOUNS,
    WORD_ENDS,
    Divisions,
    Zone,
    inside,
    known,
    load,
    suggest,
)
from pipelines.items import Article, Region

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from pipelines.items import Rules

__all__ = ["known", "mentions", "resolve", "suggest"]

FIRST_LINES = 2  # the lead says where; what stands later must be said twice, or as a chain
SITE_CODE = re.compile(r"(\d{6})\d{4}")
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
CHAIN_GAP = 1


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


def resolve(article: Article, rules: Rules | None, *, site_code: str | None = None) -> list[Region]:
    """The regions of an article with the evidence for each, the strongest first.

    Places are read from dateline, title and body in the context of the source; the source's own region is given only
    where the text names no place at all.
    """
    table = load(rules.divisions if rules else "gb2260")
    context = [code for code in (rules.region if rules else None, from_site_code(site_code, table)) if code]
    outlet = from_outlet(article.outlet, table)
    day = article.published_date
    found: dict[tuple[str, str | None], Region] = {}
    if article.dateline:
        place = mentions(article.dateline, table, context, day, loose=True)
        _take(found, place.mentions, table, "dateline")
        context += [mention.code for mention in place.mentions if mention.code]
    hints = context + ([outlet] if outlet else [])
    title = mentions(
        " ".join(filter(None, (article.kicker, article.title, article.subtitle))), table, hints, day
    )
    _take(found, title.mentions, table, "title")
    hints += [mention.code for mention in title.mentions if mention.code]
    unresolved = title.unresolved
    lines = (article.body or "").split("\n")
    lead = mentions("\n".join(lines[:FIRST_LINES]), table, hints, day)
    _take(found, lead.mentions, table, "body")
    hints += [mention.code for mention in lead.mentions if mention.code]
    rest = mentions("\n".join(lines[FIRST_LINES:]), table, hints, day)
    _take(found, _weighty(rest.mentions), table, "body")
    unresolved += lead.unresolved + rest.unresolved
    if unresolved:
        article.evidence["unresolved_regions"] = sorted(set(unresolved))[:20]
    regions = _without_provinces(list(found.values()))
    if regions:
        return regions
    return _fallback(table, rules, outlet, from_site_code(site_code, table))


def mentions(
    text: str, table: Divisions, context: Sequence[str] = (), day: date | None = None, *, loose: bool = False
) -> Found:
    """All places a text names, in order. ``context``: codes that decide short and ambiguous names.

    ``loose`` drops the demand for a word border before short names (datelines glue them: 本报聊城讯).
    """
    text = unicodedata.normalize("NFKC", text)
    found = Found()
    around = list(context)
    at = 0
    chain: Mention | None = None
    while at < len(text):
        step = _longest(text, at, table, around, chain, day, loose=loose)
        if step is None:
            if chain is not None and at - chain.end >= CHAIN_GAP:
                _close(found, chain, text)
                chain = None
            at += 1
            continue
        if isinstance(step, str):
            found.unresolved.append(step)
            at += len(step)
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
        at = step.end
    if chain is not None:
        _close(found, chain, text)
    return found


def _joins(chain: Mention, step: Mention) -> bool:
    """Whether the next name is a part of the place before it."""
    if step.zone is not None:
        return chain.code is not None and inside(step.zone.parent, chain.code)
    if step.towns and chain.zone is not None:
        return True
    return (
        chain.code is not None and step.code is not None and inside(step.code, chain.code) and not chain.towns
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
    start = text[at : at + 2]
    longest = max(table.starts.get(start, 0), 3 if start in GENERIC_STARTS else 0)
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
        common = not glued and _is_noun(table, name, text, at, near)
        if not common and name in table.old and (code := _old(table, name, near, day)) is not None:
            return Mention(at, end, code)
        if name in table.full and not _cut_right(name, text, end):
            code = _pick(table, table.full[name], near)
            if code is not None and not common:
                return Mention(at, end, code)
            if not common or size > 2:
                undecided = undecided or name
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


GENERIC_ZONES = frozenset(["开发区", "高新区", "经开区", "度假区"])
GENERIC_STARTS = frozenset(name[:2] for name in GENERIC_ZONES)


def _is_noun(table: Divisions, name: str, text: str, at: int, near: Sequence[str]) -> bool:
    """Whether a division's name is a common noun (老城区) or the seam of two words (召开|县委) where it stands."""
    if name in ALWAYS_CHAINED:
        return True
    seam = len(name) == 2 and name[0] in WORD_ENDS
    if not seam and name not in NOUNS:
        return False
    codes = [*table.full.get(name, ()), *(code for _, code in table.old.get(name, ()))]
    if not any(_same_city(code, one) for code in codes for one in near):
        return True
    before = text[at - 1] if at else ""
    return seam and bool(
        (before and before in WORD_BEFORE.get(name[0], ""))
        or (name[0] in "任代" and text[at + 2 : at + 3] == "长")
    )


def _stands_alone(
    table: Divisions, name: str, text: str, at: int, near: Sequence[str], *, loose: bool
) -> bool:
    """Whether a prefecture or province may stand without its suffix: at a word border, or a city near the context."""
    if text[at + len(name) : at + len(name) + 1] in GOES_ON.get(name, ()):
        return False
    code = table.standing[name]
    near_by = not code.endswith("0000") and any(code[:2] == one[:2] for one in near)
    return near_by or _stands_free(text, at, glued=False, loose=loose)


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


def _weighty(found: Sequence[Mention]) -> Iterator[Mention]:
    """Mentions of the running text that count: chains, and places named at least twice."""
    counts: dict[tuple[str | None, str | None], int] = {}
    for mention in found:
        if not mention.weak:
            key = (mention.code, mention.zone.id if mention.zone else None)
            counts[key] = counts.get(key, 0) + 1
    for mention in found:
        key = (mention.code, mention.zone.id if mention.zone else None)
        if mention.depth > 1 or counts.get(key, 0) > 1:
            yield mention


def _take(
    found: dict[tuple[str, str | None], Region],
    chains: Iterator[Mention] | Sequence[Mention],
    table: Divisions,
    how: str,
) -> None:
    for mention in chains:
        if mention.weak or mention.code is None:
            continue
        if mention.zone is not None:
            region = Region(code=mention.zone.parent, name=mention.zone.name, zone=mention.zone.id, how=how)
        else:
            region = Region(code=mention.code, name=table.names[mention.code], how=how)
        found.setdefault((region.code, region.zone), region)


def _without_provinces(regions: list[Region]) -> list[Region]:
    """A province says nothing where a place inside it is named."""
    return [
        one
        for one in regions
        if not one.code.endswith("0000")
        or not any(other.code != one.code and inside(other.code, one.code) for other in regions)
    ]


def _fallback(table: Divisions, rules: Rules | None, outlet: str | None, site: str | None) -> list[Region]:
    if rules is not None and rules.region in table.names and rules.kind in ("government", "newspaper"):
        return [Region(code=rules.region, name=table.names[rules.region], how="source")]
    if site is not None:
        return [Region(code=site, name=table.names[site], how="site_code")]
    if outlet is not None:
        return [Region(code=outlet, name=table.names[outlet], how="outlet")]
    return []


def from_site_code(site_code: str | None, table: Divisions) -> str | None:
    match = SITE_CODE.fullmatch((site_code or "").strip())
    if match is None:
        return None
    code = table.old_codes.get(match[1], match[1])
    return code if code in table.names else None


def from_outlet(outlet: str | None, table: Divisions) -> str | None:
    """The place an outlet's name begins with: 潍坊日报; a province's paper says nothing of the place."""
    if not outlet:
        return None
    found = mentions(outlet[:12], table, loose=True).mentions
    if found and found[0].start == 0 and found[0].code and not found[0].code.endswith("0000"):
        return found[0].code
    return None
