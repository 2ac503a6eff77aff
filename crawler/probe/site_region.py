"""Determine the administrative division of a site from its site code and its name, if they are certain."""

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

TITLE_SEPARATOR = re.compile(r"[\s_\-–—|·,，:：>＞]+")
WHOLE_NAME = re.compile(r"(.{2,20}?(?:人民政府|政府|日报|晚报|新闻网|政务网|门户网站|在线|网))")
# the owner in a footer: 主办：青岚市人民政府办公室
OWNER = re.compile(
    r"(?:主办|承办|版权所有|主办单位|Copyright)[^一-鿿]{0,20}([一-鿿]{2,20}?(?:人民政府|日报社|报社|委员会|办公室|局))"
)

FOOTER = 1500  # characters at the end of a page's text


@dataclass(frozen=True)
class SiteRegion:
    """A division with the evidence for it. ``divisions`` is the table that its code belongs to."""

    code: str
    name: str
    how: str
    divisions: str = "gb2260"

    def record(self) -> dict[str, str]:
        """Return the region as JSON data."""
        return {"code": self.code, "name": self.name, "how": self.how}


def region_of_code(code: str) -> SiteRegion | None:
    """Return the division with a code that a person gave, from the first table that contains it."""
    for table in sorted(table_names(), key=lambda name: name != "gb2260"):
        if name := division_tables.division_name(code, table):
            return SiteRegion(code, name, "--region", table)
    return None


def decide_region(pages: Iterable[ProbedPage]) -> tuple[SiteRegion | None, list[SiteRegion]]:
    """Return (the certain division or None, less certain proposals).

    Certain means that code and name agree, or that only one of them is present. A template copied from another city
    carries that city's code, so the code counts only if the site's name and domain do not contradict it.
    """
    table = load_table("gb2260")
    codes: list[SiteRegion] = []
    names: list[SiteRegion] = []
    for page in pages:
        codes += _from_site_code(page, table)
        names += _from_names(page, table)
    if codes and names:
        code, name = codes[0], names[0]
        if is_inside(code.code, name.code):
            return code, names
        if is_inside(name.code, code.code):
            return name, codes
        return None, [name, code]
    different = {region.code for region in (*codes, *names)}
    if len(different) == 1:
        return (codes or names)[0], []
    if names and all(is_inside(names[0].code, other.code) for other in names):
        return names[0], names[1:]
    return None, [*codes, *names]


def agree(one: SiteRegion, other: SiteRegion) -> bool:
    """Return True if one division contains the other, or if their codes belong to different tables."""
    return (
        one.divisions != other.divisions or is_inside(one.code, other.code) or is_inside(other.code, one.code)
    )


def _from_site_code(page: ProbedPage, table: DivisionTable) -> list[SiteRegion]:
    """Read the SiteIDCode tag, whose first six digits are a region code."""
    code = article_regions.region_of_site_code(page.meta.get("siteidcode"), table)
    if code is None:
        return []
    domains = [
        d.strip().lower() for d in re.split(r"[,，;；\s]+", page.meta.get("sitedomain", "")) if d.strip()
    ]
    hosts = {(urlsplit(d).hostname or "") if "://" in d else d.split("/")[0].split(":")[0] for d in domains}
    if hosts and not any(_same_site(page.host, host) for host in hosts):
        return []  # the template was copied from another site
    return [SiteRegion(code, table.names[code], f"SiteIDCode {page.meta['siteidcode']}")]


def _same_site(host: str, named: str) -> bool:
    """Return True if the hosts are equal but for ``www.``, or one is a subdomain of the other."""
    own, other = (one.removeprefix("www.") for one in (host, named))
    return bool(other) and (own == other or host.endswith("." + other) or named.endswith("." + own))


def _from_names(page: ProbedPage, table: DivisionTable) -> list[SiteRegion]:
    """Read the names of governments and media in the SiteName tag, the title and the footer."""
    candidates = [
        (page.meta.get("sitename", ""), "SiteName"),
        *((part, "title") for part in TITLE_SEPARATOR.split(page.title)[::-1]),
    ]
    found = []
    for text, how in candidates:
        name = WHOLE_NAME.match(text)
        if name and (code := _division_named(name[1], table)):
            found.append(SiteRegion(code, table.names[code], f"{how} {name[1]}"))
    owner = OWNER.search(_footer(page)) if not found else None
    if owner and (code := article_regions.region_of_outlet(owner[1], table)):
        found.append(SiteRegion(code, table.names[code], f"footer {owner[1]}"))
    return found


def _division_named(name: str, table: DivisionTable) -> str | None:
    """Return the division a name begins with; the name of a province must be that of its government."""
    if code := article_regions.region_of_outlet(name, table):
        return code
    provinces = (
        code for code in table.names if code.endswith("0000") and name == f"{table.names[code]}人民政府"
    )
    return next(provinces, None)


def _footer(page: ProbedPage) -> str:
    return " ".join(page.body_text.split())[-FOOTER:]
