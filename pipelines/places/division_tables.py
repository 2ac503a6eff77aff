"""The division tables as lookups: names to codes, codes to names, former names, towns and zones."""

from __future__ import annotations

import csv
import difflib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import chain

from pipelines.places.place_words import place_words
from pipelines.text.package_data import load_package_yaml

PACKAGE = "pipelines.places"
SUFFIXES = ("自治州", "自治县", "自治旗", "地区", "特别行政区", "省", "市", "区", "县", "盟", "旗")
MIN_TOWN_NAME = 3  # characters


@dataclass(frozen=True, slots=True)
class Zone:
    """A development, tourism or other zone without a division code of its own; ``parent`` is a division code."""

    id: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class DivisionTable:
    """One table of divisions. Codes are text: six digits, for towns nine.

    ``city_stems`` and ``county_stems`` hold names without suffix, of provinces and prefectures, and of counties.
    ``old_names`` maps former names to (last year, present code). ``zones`` maps names to (context, zone): the zone is
    meant where the context code is "" or a prefix of a code nearby. ``longest`` maps the first two characters of every
    name to the length of the longest one.
    """

    names: dict[str, str]
    parents: dict[str, str]
    codes: dict[str, list[str]]  # by full name
    city_stems: dict[str, str]
    county_stems: dict[str, list[str]]
    old_names: dict[str, list[tuple[int, str]]]
    old_codes: dict[str, str]
    towns: dict[str, list[str]]
    zones: dict[str, list[tuple[str, Zone]]]
    longest: dict[str, int]


def is_county(code: str) -> bool:
    """True for a code of county level."""
    return not code.endswith("00")


def is_inside(code: str, region: str) -> bool:
    """True if a code lies in a region: 371525 in 371500, in 370000 and in itself."""
    return code.startswith(
        region[:2] if region.endswith("0000") else region if is_county(region) else region[:4]
    )


def table_names() -> tuple[str, ...]:
    """Names of the tables that are shipped."""
    files = {one.name for one in resources.files(PACKAGE).iterdir() if one.name.endswith(".csv")}
    return tuple(sorted(name.removesuffix(".csv") for name in files if "_" not in name))


@lru_cache(maxsize=4)
def load_table(table: str = "gb2260") -> DivisionTable:
    """Read a table once in a process. Raises ValueError for a table that is not shipped."""
    _check_name(table)
    divisions = _rows(f"{table}.csv")
    codes: dict[str, list[str]] = {}
    for row in divisions:
        codes.setdefault(row["name"], []).append(row["code"])
    for row in divisions:
        for name in _everyday_names(row["code"], row["name"]):
            codes.setdefault(name, [row["code"]])
    city_stems, county_stems = _stems(divisions)
    old_names: dict[str, list[tuple[int, str]]] = {}
    old_codes: dict[str, str] = {}
    for row in _rows(f"{table}_changes.csv"):
        old_names.setdefault(row["old_name"], []).append((int(row["year"]), row["code"]))
        old_codes.setdefault(row["old_code"], row["code"])
    towns: dict[str, list[str]] = {}
    for row in _rows(f"{table}_towns.csv"):
        if len(row["name"]) >= MIN_TOWN_NAME:
            towns.setdefault(row["name"], []).append(row["code"])
    zones = _zones(table)
    longest: dict[str, int] = {}
    for name in chain(codes, city_stems, county_stems, old_names, towns, zones, place_words().generic_zones):
        longest[name[:2]] = max(len(name), longest.get(name[:2], 0))
    return DivisionTable(
        names={row["code"]: row["name"] for row in divisions},
        parents={row["code"]: row["parent"] for row in divisions},
        codes=codes,
        city_stems=city_stems,
        county_stems=county_stems,
        old_names=old_names,
        old_codes=old_codes,
        towns=towns,
        zones=zones,
        longest=longest,
    )


def _everyday_names(code: str, name: str) -> list[str]:
    """What an autonomous division is called every day: 彭水县 for 彭水苗族土家族自治县, 恩施州 for 恩施土家族苗族自治州."""
    kind = next((kind for kind in ("县", "旗", "州") if name.endswith(f"自治{kind}")), None)
    if kind is None:
        return []
    found = [_without_ethnic_groups(name.removesuffix(f"自治{kind}")) + kind]
    if (other := place_words().everyday_names.get(code)) is not None:
        found.append(other)
    return found


def _without_ethnic_groups(name: str) -> str:
    """The name of an autonomous division without the ethnic groups; of 东乡族 and 鄂温克族, only 族 goes."""
    short = place_words().ethnic_groups.sub("", name)
    return short if len(short) >= 2 else name.removesuffix("族")


def _stems(divisions: list[dict[str, str]]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Names without suffix, of provinces and prefectures, and of counties; without those that are common words."""
    cities: dict[str, str] = {}
    counties: dict[str, list[str]] = {}
    for row in divisions:
        suffix = next((one for one in SUFFIXES if row["name"].endswith(one)), "")
        stem = row["name"].removesuffix(suffix)
        if suffix in ("自治县", "自治旗"):
            stem = _without_ethnic_groups(stem)
        if len(stem) < 2 or stem in place_words().common_stems:
            continue
        if is_county(row["code"]):
            counties.setdefault(stem, []).append(row["code"])
        else:
            cities.setdefault(stem, row["code"])
    return cities, counties


def _zones(table: str) -> dict[str, list[tuple[str, Zone]]]:
    found: dict[str, list[tuple[str, Zone]]] = {}
    for entry in load_package_yaml(PACKAGE, f"{table}_zones.yml")["zones"]:
        zone = Zone(entry["id"], entry["names"][0].partition("@")[0], entry["parent"])
        for name in entry["names"]:
            plain, _, context = name.partition("@")
            found.setdefault(plain, []).append((context, zone))
    return found


def _check_name(table: str) -> None:
    if table not in table_names():
        raise ValueError(f"unknown division table {table!r}")


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files(PACKAGE).joinpath(name).read_text("utf-8")
    header, *rows = csv.reader(text.splitlines())
    return [dict(zip(header, row, strict=True)) for row in rows]  # three times as fast as DictReader


@lru_cache(maxsize=4)
def _names(table: str) -> dict[str, str]:
    """Code to name, without towns and zones: enough to check a region, and much faster to read."""
    _check_name(table)
    return {row["code"]: row["name"] for row in _rows(f"{table}.csv")}


def division_name(code: str, divisions: str = "gb2260") -> str | None:
    """The name of a code in a table; None for an unknown code. Raises ValueError for an unknown table."""
    return _names(divisions).get(code)


def suggest_codes(code: str, divisions: str = "gb2260", count: int = 3) -> list[tuple[str, str]]:
    """Codes with names that a wrong code may stand for: its successor, else the most similar codes of its city."""
    table = load_table(divisions)
    if code in table.old_codes:
        now = table.old_codes[code]
        return [(now, table.names[now])]
    same_city = [one for one in table.names if one[:4] == code[:4]]
    near = difflib.get_close_matches(code, same_city or list(table.names), n=count, cutoff=0.5)
    return [(one, table.names[one]) for one in near]
