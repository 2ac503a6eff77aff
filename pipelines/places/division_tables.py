"""The division tables as lookups: names to codes, codes to names, old names, towns and zones."""

from __future__ import annotations

import csv
import difflib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from itertools import chain

from pipelines.text.package_data import load_package_yaml

SUFFIXES = ("自治州", "自治县", "自治旗", "地区", "特别行政区", "省", "市", "区", "县", "盟", "旗")
# names that are common words or shared with better known things without their suffix: they never stand alone
COMMON = frozenset(
    "平原 泰山 长安 朝阳 新华 河口 和平 东海 白银 大同 三明 安康 中山 黄山 日照 城关 城中 市中 市北 市南 城阳 东营区 海港 向阳 新城 "
    "南山 宝山 西湖 东湖 青山 白云 龙华 永定 鼓楼 高新 东风 解放 红旗 前进 友谊 文化 胜利 新兴 兴隆 开平 安定 太平 永安 桥东 桥西 "
    "东阿 东明 任城 莱芜 河东 江北 江南 城东 城西 城北 城南 海州 北关 东区 西区 新区 老城 中原 古城 金山 银川 大安 宁安 建设 道里 道外 "
    "南岸 沙坪 渝中 集美 思明 湖里 海沧 翔安 同安 天河 越秀 海珠 花都 山阳 中站 龙亭 顺河 延安 兴安 伊春 怀柔 通州 密云 滨海 "
    "来宾 大理 长治 安顺 阿里 和田 玉树 四平 广安 六安 定西 固原 开封 河源 北海 南平 百色 安庆 眉山 乐山 保山 山南 "
    "平安 海东 门源 互助 化隆 循化 民和 乐都 东方 昌江 美兰 秀英 琼山 五指山 神农 张家界 都江堰 泰兴 高港 姜堰 高邮".split()
) - {"任城", "莱芜", "东明"}
# real divisions whose whole name is a common noun: only their own city (or a chain) can mean them
NOUNS = frozenset(
    "老城区 东区 西区 南区 北区 江南区 江北区 江东区 河西区 新建区 振兴区 友好区 平安区 平安县 公安县 中原区 爱民区 前进区 东风区 红旗区 "
    "解放区 工农区 新兴区 光明区 港口区 湖滨区 滨湖区 滨海区 安居区 城东区 城西区 城南区 城北区 桥东区 路南区 路北区 海港区 站前区 老边区 "
    "北林区 新林区 宝塔区 前锋区 东城区 西城区".split()
)
# one-character counties whose character ends other words: 召开县委, 完成县里, 现任县长, 创新县域
WORD_ENDS = frozenset(
    "开成任代应新和兴富单费随洋文宁安理丰古吉夏渠高道南房通连达梅林沙环全云凤康礼义景威唐献青易范息容荣忠临"
)
GENERIC_ZONES = frozenset(
    ["开发区", "高新区", "经开区", "度假区"]
)  # every city has one: undecided unless chained
ALWAYS_CHAINED = frozenset("城区 郊区 矿区 新区 市区 新城区 城中区".split())


@dataclass(frozen=True, slots=True)
class Zone:
    id: str
    name: str
    parent: str


@dataclass(slots=True)
class Divisions:
    """One table of divisions; codes are text, six digits (towns nine)."""

    names: dict[str, str] = field(default_factory=dict)  # code -> name
    parents: dict[str, str] = field(default_factory=dict)
    full: dict[str, list[str]] = field(default_factory=dict)  # name -> codes
    standing: dict[str, str] = field(default_factory=dict)  # prefecture or province without suffix -> code
    short: dict[str, list[str]] = field(default_factory=dict)  # county without suffix -> codes
    old: dict[str, list[tuple[int, str]]] = field(default_factory=dict)  # old name -> (year, code)
    old_codes: dict[str, str] = field(default_factory=dict)
    towns: dict[str, list[str]] = field(default_factory=dict)
    zones: dict[str, list[tuple[str, Zone]]] = field(
        default_factory=dict
    )  # name -> (context prefix or "", zone)
    starts: dict[str, int] = field(
        default_factory=dict
    )  # first two characters -> length of the longest such name

    def level(self, code: str) -> str:
        return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def is_inside(code: str, region: str) -> bool:
    """Whether a code lies in a region: 371525 in 371500, in 370000 and in itself."""
    return code.startswith(region.rstrip("0") if not region.endswith("00") else _prefix(region))


def _prefix(region: str) -> str:
    return region[:2] if region.endswith("0000") else region[:4] if region.endswith("00") else region


def table_names() -> tuple[str, ...]:
    """Names of the tables that are shipped."""
    folder = resources.files("pipelines.places")
    found = {one.name.removesuffix(".csv") for one in folder.iterdir() if one.name.endswith(".csv")}
    return tuple(sorted(name for name in found if "_" not in name))


@lru_cache(maxsize=4)
def load_table(table: str = "gb2260") -> Divisions:
    """Read a table once. Raises ValueError for a table that is not shipped."""
    if table not in table_names():
        raise ValueError(f"unknown division table {table!r}")
    found = Divisions()
    for row in _rows(f"{table}.csv"):
        _add(found, row["code"], row["name"], row["parent"])
    for row in _rows(f"{table}_changes.csv"):
        found.old.setdefault(row["old_name"], []).append((int(row["year"]), row["code"]))
        found.old_codes.setdefault(row["old_code"], row["code"])
    for row in _rows(f"{table}_towns.csv"):
        if len(row["name"]) >= 3:
            found.towns.setdefault(row["name"], []).append(row["code"])
    _zones(found, table)
    for name in chain(
        found.full, found.standing, found.short, found.old, found.towns, found.zones, GENERIC_ZONES
    ):
        found.starts[name[:2]] = max(len(name), found.starts.get(name[:2], 0))
    return found


def _add(found: Divisions, code: str, name: str, parent: str) -> None:
    found.names[code] = name
    found.parents[code] = parent
    found.full.setdefault(name, []).append(code)
    suffix = next((one for one in SUFFIXES if name.endswith(one)), "")
    stem = name.removesuffix(suffix)
    if len(stem) < 2 or stem in COMMON:
        return
    if found.level(code) == "county":
        found.short.setdefault(stem, []).append(code)
    else:
        found.standing.setdefault(stem, code)


def _zones(found: Divisions, table: str) -> None:
    for entry in load_package_yaml("pipelines.places", f"{table}_zones.yml")["zones"]:
        zone = Zone(entry["id"], entry["names"][0].partition("@")[0], entry["parent"])
        for name in entry["names"]:
            plain, _, context = name.partition("@")
            found.zones.setdefault(plain, []).append((context, zone))


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("pipelines.places").joinpath(name).read_text("utf-8")
    header, *rows = csv.reader(text.splitlines())
    return [dict(zip(header, row, strict=True)) for row in rows]  # three times as fast as DictReader


@lru_cache(maxsize=4)
def _codes(table: str) -> dict[str, str]:
    """The codes of a table alone: a crawl asks whether its region exists, and needs no 38,750 towns for that."""
    if table not in table_names():
        raise ValueError(f"unknown division table {table!r}")
    return {row["code"]: row["name"] for row in _rows(f"{table}.csv")}


def division_name(code: str, divisions: str = "gb2260") -> str | None:
    """The name of a code in a table; None when it holds no such code. Raises ValueError for an unknown table."""
    return _codes(divisions).get(code)


def suggest_codes(code: str, divisions: str = "gb2260", count: int = 3) -> list[tuple[str, str]]:
    """The nearest codes to a wrong one, with their names, for "did you mean"."""
    table = load_table(divisions)
    if code in table.old_codes:
        now = table.old_codes[code]
        return [(now, table.names[now])]
    same_city = [one for one in table.names if one[:4] == code[:4]]
    near = difflib.get_close_matches(code, same_city or list(table.names), n=count, cutoff=0.5)
    return [(one, table.names[one]) for one in near]
