"""Which division a site speaks for: its site code and its name, where they are certain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipelines.places import article_regions, division_tables
from pipelines.places.division_tables import is_inside, load_table, table_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.probe.probed_page import ProbedPage
    from pipelines.places.division_tables import DivisionTable

SPLIT = re.compile(r"[\s_\-–—|·,，:：>＞]+")
NAMED = re.compile(r"(.{2,20}?(?:人民政府|政府|日报|晚报|新闻网|政务网|门户网站|在线|网))")
OWNER = re.compile(
    r"(?:主办|承办|版权所有|主办单位|Copyright)[^一-鿿]{0,20}([一-鿿]{2,20}?(?:人民政府|日报社|报社|委员会|办公室|局))"
)


@dataclass(frozen=True)
class SiteRegion:
    """A division with the evidence for it."""

    code: str
    name: str
    how: str
    divisions: str = "gb2260"

    def record(self) -> dict[str, str]:
        return {"code": self.code, "name": self.name, "how": self.how}


def given(code: str) -> SiteRegion | None:
    """The division a person named, from whichever table holds it."""
    for table in sorted(table_names(), key=lambda name: name != "gb2260"):
        if name := division_tables.division_name(code, table):
            return SiteRegion(code, name, "--region", table)
    return None


def decide(looks: Iterable[ProbedPage]) -> tuple[SiteRegion | None, list[SiteRegion]]:
    """(the certain division, weaker proposals). Certain: code and name agree, or one speaks and nothing contradicts.

    A template copied from another city carries that city's code: it counts only while the site's own name and
    domain do not speak against it.
    """
    table = load_table("gb2260")
    codes: list[SiteRegion] = []
    names: list[SiteRegion] = []
    for look in looks:
        codes += _from_code(look, table)
        names += _from_names(look, table)
    if codes and names:
        code, name = codes[0], names[0]
        if is_inside(code.code, name.code):
            return code, names
        if is_inside(name.code, code.code):
            return name, codes
        return None, [name, code]
    spoken = {place.code for place in (*codes, *names)}
    if len(spoken) == 1:
        return (codes or names)[0], []
    if names and all(is_inside(names[0].code, other.code) for other in names):
        return names[0], names[1:]
    return None, [*codes, *names]


def agree(one: SiteRegion, other: SiteRegion) -> bool:
    """Whether one division lies in the other; codes of two tables say nothing of each other."""
    return (
        one.divisions != other.divisions or is_inside(one.code, other.code) or is_inside(other.code, one.code)
    )


def _from_code(look: ProbedPage, table: DivisionTable) -> list[SiteRegion]:
    code = article_regions.region_of_site_code(look.meta.get("siteidcode"), table)
    if code is None:
        return []
    domains = [
        d.strip().lower() for d in re.split(r"[,，;；\s]+", look.meta.get("sitedomain", "")) if d.strip()
    ]
    hosts = {(urlsplit(d).hostname or "") if "://" in d else d.split("/")[0].split(":")[0] for d in domains}
    if hosts and not any(_same_site(look.host, host) for host in hosts):
        return []  # copied from another site
    return [SiteRegion(code, table.names[code], f"SiteIDCode {look.meta['siteidcode']}")]


def _same_site(host: str, named: str) -> bool:
    bare = [one.removeprefix("www.") for one in (host, named)]
    return bool(bare[1]) and (
        bare[0] == bare[1] or host.endswith("." + bare[1]) or named.endswith("." + bare[0])
    )


def _from_names(look: ProbedPage, table: DivisionTable) -> list[SiteRegion]:
    """Site name, parts of the title, owner in the footer: a whole name of a government or a medium."""
    said = [
        (look.meta.get("sitename", ""), "SiteName"),
        *((part, "title") for part in SPLIT.split(look.title)[::-1]),
    ]
    found = []
    for text, how in said:
        name = NAMED.match(text)
        if name and (code := _place_of(name[1], table)):
            found.append(SiteRegion(code, table.names[code], f"{how} {name[1]}"))
    owner = OWNER.search(_foot(look)) if not found else None
    if owner and (code := article_regions.region_of_outlet(owner[1], table)):
        found.append(SiteRegion(code, table.names[code], f"footer {owner[1]}"))
    return found


def _place_of(name: str, table: DivisionTable) -> str | None:
    """The division a whole name begins with; a province speaks for itself only as its government."""
    if code := article_regions.region_of_outlet(name, table):
        return code
    provinces = (
        code for code in table.names if code.endswith("0000") and name == f"{table.names[code]}人民政府"
    )
    return next(provinces, None)


def _foot(look: ProbedPage) -> str:
    body = look.document.tree.find("body")
    return " ".join((body.text_content() if body is not None else "").split())[-1500:]
