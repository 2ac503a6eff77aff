"""Find the places that a text names: full, short and former names, towns, zones, and chains of them.

A name is decided by its neighbours: short and shared names need a context of division codes, names that are also common
words need their city before them.
"""

from __future__ import annotations

import operator
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipelines.places.division_tables import DivisionTable, Zone, is_inside
from pipelines.places.place_words import place_words
from pipelines.text.script import HAN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

LONGER_NAME_REACH = 10  # characters after a place
WORDS = place_words()


@dataclass(frozen=True, slots=True)
class Mention:
    """One name, or a chain of names that stand together, with its deepest division of county level or above.

    ``weak``: the name begins the name of an institution.
    """

    start: int
    end: int
    code: str | None
    zone: Zone | None = None
    towns: tuple[str, ...] = ()
    depth: int = 1  # number of names in the chain
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Undecided:
    """A name of a division that the context does not decide."""

    name: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """The places of a text in order, and the names that could not be decided."""

    mentions: tuple[Mention, ...] = ()
    unresolved: tuple[str, ...] = ()


def find_mentions(
    text: str,
    table: DivisionTable,
    context: Sequence[str] = (),
    day: date | None = None,
    *,
    loose: bool = False,
) -> Mentions:
    """All places that a text names.

    ``context``: division codes that decide short and shared names, the most important first. ``day``: publication
    date, which decides former names. ``loose``: short names need no word boundary before them, as in the dateline
    本报聊城讯.
    """
    text = unicodedata.normalize("NFKC", text)
    if HAN.search(text) is None:
        return Mentions()
    reader = _Reader(text, table, day, loose=loose)
    found: list[Mention] = []
    unresolved: list[str] = []
    known = list(context)
    done = 0  # end of the last name
    chain: Mention | None = None
    for at in [i for i, pair in enumerate(map(operator.add, text, text[1:])) if pair in table.longest]:
        if at < done:
            continue
        previous = chain if chain is not None and chain.end == at else None
        step = reader.read(at, known, previous)
        if step is None:
            continue
        if isinstance(step, Undecided):
            unresolved.append(step.name)
            done = at + len(step.name)
            continue
        if previous is not None and _continues(previous, step):
            chain, ended = _extended(previous, step)
        elif reader.begins_longer_name(step):
            done = step.end
            continue
        else:
            chain, ended = step, chain
        if ended is not None:
            found.append(_closed(ended, text))
        if step.code and step.zone is None and step.code not in known:
            known.append(step.code)
        done = step.end
    if chain is not None:
        found.append(_closed(chain, text))
    return Mentions(tuple(found), tuple(unresolved))


def _continues(chain: Mention, step: Mention) -> bool:
    """True if the next name is a part of the place before it."""
    if step.zone is not None:
        return chain.code is not None and is_inside(step.zone.parent, chain.code)
    if step.towns and chain.zone is not None:
        return True
    both = chain.code is not None and step.code is not None and is_inside(step.code, chain.code)
    return both and not chain.towns


def _extended(chain: Mention, step: Mention) -> tuple[Mention, Mention | None]:
    """A chain with the next name, and a chain that ends with it: a town in a zone lies in a division of its own."""
    joined = Mention(
        start=chain.start,
        end=step.end,
        code=step.code or chain.code,
        zone=step.zone or chain.zone,
        towns=chain.towns + step.towns,
        depth=chain.depth + 1,
    )
    if joined.zone is not None and step.towns and step.code:
        return replace(joined, code=joined.zone.parent, towns=()), replace(joined, zone=None)
    return joined, None


def _closed(chain: Mention, text: str) -> Mention:
    """A finished chain, marked as weak if it is a single name that begins the name of an institution."""
    after = text[chain.end : chain.end + LONGER_NAME_REACH]
    return replace(chain, weak=chain.depth == 1 and WORDS.institution.match(after) is not None)


class _Reader:
    """Reads single names of one text."""

    def __init__(self, text: str, table: DivisionTable, day: date | None, *, loose: bool) -> None:
        self.text, self.table, self.day, self.loose = text, table, day, loose

    def read(self, at: int, context: Sequence[str], chain: Mention | None) -> Mention | Undecided | None:
        """The longest name that begins at a position; None if none does. ``chain`` ends right before it."""
        table, text = self.table, self.text
        near = [chain.code, *context] if chain is not None and chain.code else list(context)
        undecided: Undecided | None = None
        for size in range(min(table.longest[text[at : at + 2]], len(text) - at), 1, -1):
            name, end = text[at : at + size], at + size
            if name in table.zones and (zone := self._zone(name, near)) is not None:
                return Mention(at, end, zone.parent, zone)
            division = self._division(name, at, near, chain)
            if isinstance(division, str):
                return Mention(at, end, division)
            undecided = undecided or division
            if name in table.towns:
                if (code := _town_code(table.towns[name], near)) is not None:
                    return Mention(at, end, code[:6], None, (name,))
                if name not in table.codes and chain is None and self._has_boundary(at):
                    undecided = undecided or Undecided(name)
            if (code := self._stem_code(name, at, near, chain)) is not None:
                return Mention(at, end, code)
            if undecided is not None:
                return undecided
            if name in WORDS.generic_zones and chain is None:
                return Undecided(name)
        return None

    def begins_longer_name(self, step: Mention) -> bool:
        """True if a name without suffix only begins the name of a street, hall, shop or dish: 香港中路, 兰州拉面."""
        name = self.text[step.start : step.end]
        if name in self.table.codes or step.towns or step.zone is not None:
            return False
        return WORDS.longer_name.match(self.text[step.end : step.end + LONGER_NAME_REACH]) is not None

    def _zone(self, name: str, near: Sequence[str]) -> Zone | None:
        for context, zone in self.table.zones[name]:
            if not context or any(code.startswith(context) for code in near):
                return zone
        return None

    def _division(
        self, name: str, at: int, near: Sequence[str], chain: Mention | None
    ) -> str | Undecided | None:
        """The code of a division by its full present or former name."""
        table, end = self.table, at + len(name)
        if name not in table.codes and name not in table.old_names:
            return None
        if self._is_common_noun(name, at, near, chain):
            return Undecided(name) if name in table.codes and name[1:] != "县" else None
        if name in table.old_names and (code := self._successor(name, near)) is not None:
            return code
        after = self.text[end : end + 1]
        if name not in table.codes or (after and after in WORDS.words_after_suffix.get(name[-1], "")):
            return None
        code = self._nearest(table.codes[name], near)
        if code is None:
            return Undecided(name)
        if name.endswith("城市") and chain is None and not _same_province(code, near):
            # 中海|城市广场: far from home such a name needs a word boundary before it
            return code if self._has_boundary(at) else None
        return code

    def _is_common_noun(self, name: str, at: int, near: Sequence[str], chain: Mention | None) -> bool:
        """True if a division's name is a common noun (老城区) or the end and start of two words (召开|县委)."""
        if name in WORDS.only_in_chain:
            return chain is None
        may_be_seam = len(name) == 2 and name[0] in WORDS.word_ends
        if not may_be_seam and name not in WORDS.noun_names:
            return False
        table = self.table
        codes = [*table.codes.get(name, ()), *(code for _, code in table.old_names.get(name, ()))]
        if chain is not None and chain.code is not None and any(is_inside(c, chain.code) for c in codes):
            return False
        if not any(_same_city(code, one) for code in codes for one in near):
            return True
        before = self.text[at - 1] if at else " "
        is_title = name[0] in "任代" and self.text[at + 2 : at + 3] == "长"  # 现任县长
        return may_be_seam and (is_title or before in WORDS.words_before_county.get(name[0], ""))

    def _successor(self, name: str, near: Sequence[str]) -> str | None:
        """The present code of a former name."""
        old = self.table.old_names[name]
        if name not in self.table.codes:
            return self._nearest(sorted({code for _, code in old}), near)
        # another division has the name today: only an article of that time, in that city, can mean the old one
        former = [code for year, code in old if self.day is not None and self.day.year <= year]
        return next((code for code in former if any(_same_city(code, one) for one in near)), None)

    def _nearest(self, codes: Sequence[str], near: Sequence[str]) -> str | None:
        """The one code of a shared name that lies in the county, city or province of the context; None if several do."""
        if len(codes) == 1:
            return codes[0]
        for width in (6, 4, 2):
            for one in near:
                if width == 4 and one[2:4] == "00" and not self.table.names.get(one, "").endswith("市"):
                    continue
                fitting = [code for code in codes if code[:width] == one[:width]]
                if len(fitting) == 1:
                    return fitting[0]
        return None

    def _stem_code(self, name: str, at: int, near: Sequence[str], chain: Mention | None) -> str | None:
        """The code of a name without suffix: a city at a word boundary or in this province, a county in this city."""
        loose = chain is not None or self.loose
        after = self.text[at + len(name) : at + len(name) + 1]
        city = self.table.city_stems.get(name)
        if city is not None and not (after and after in WORDS.words_after_city.get(name, "")):
            in_province = not city.endswith("0000") and _same_province(city, near)
            if in_province or loose or self._has_boundary(at):
                return city
        if name in self.table.county_stems and (loose or self._has_boundary(at)):
            counties = [
                code for code in self.table.county_stems[name] if any(_same_city(code, one) for one in near)
            ]
            if len(counties) == 1:
                return counties[0]
        return None

    def _has_boundary(self, at: int) -> bool:
        """True if a word that is not a name ends before a position."""
        return WORDS.boundary.search(self.text[max(0, at - 2) : at]) is not None


def _town_code(codes: Sequence[str], near: Sequence[str]) -> str | None:
    """The one town of a name that lies in the nearest context; None if there are several or none."""
    for one in near:
        width = 6 if not one.endswith("00") else 4 if not one.endswith("0000") else 2
        fitting = [code for code in codes if code[:width] == one[:width]]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None


def _same_province(code: str, near: Sequence[str]) -> bool:
    return any(code[:2] == one[:2] for one in near)


def _same_city(code: str, other: str) -> bool:
    return code[:4] == other[:4] and not other.endswith("0000")
