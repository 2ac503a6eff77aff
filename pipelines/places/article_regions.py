"""Decide which divisions an article is about, with the evidence for each. An empty field is better than a wrong code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.items import Region
from pipelines.places.division_tables import DivisionTable, is_inside, load_table
from pipelines.places.mentions import Mention, find_mentions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.items import Article, Rules

LEAD_LINES = 2  # a place in the lead counts; further down it must occur twice or in a chain
SITE_CODE = re.compile(r"(\d{6})\d{4}")  # 网站标识码 of government sites
MAX_OUTLET_PLACE = 12  # characters at the start of an outlet name
MAX_UNRESOLVED = 20  # names kept as evidence


@dataclass(frozen=True, slots=True)
class ArticleRegions:
    """The regions of an article, and names of places that fit several divisions and none certainly."""

    regions: tuple[Region, ...]
    unresolved: tuple[str, ...] = ()


def resolve_regions(article: Article, rules: Rules | None, *, site_code: str | None = None) -> ArticleRegions:
    """The regions of an article, those with the strongest evidence first.

    Places are read from dateline, title and body in the context of the source. If the text names no place, the region
    of the source, the site code (网站标识码) or the outlet is returned.
    """
    table = load_table(rules.divisions if rules else "gb2260")
    context = [
        code for code in (rules.region if rules else None, region_of_site_code(site_code, table)) if code
    ]
    outlet = region_of_outlet(article.outlet, table)
    day = article.published_date
    found: dict[tuple[str, str | None], Region] = {}
    if article.dateline:
        place = find_mentions(article.dateline, table, context, day, loose=True)
        _collect(found, place.mentions, table, "dateline")
        context += [mention.code for mention in place.mentions if mention.code]
    hints = context + ([outlet] if outlet else [])
    title = find_mentions(
        " ".join(filter(None, (article.kicker, article.title, article.subtitle))), table, hints, day
    )
    _collect(found, title.mentions, table, "title")
    hints += [mention.code for mention in title.mentions if mention.code and not mention.weak]
    unresolved = [*title.unresolved]
    lines = (article.body or "").split("\n")
    lead = find_mentions("\n".join(lines[:LEAD_LINES]), table, hints, day)
    _collect(found, lead.mentions, table, "body")
    hints += [mention.code for mention in lead.mentions if mention.code and not mention.weak]
    rest = find_mentions("\n".join(lines[LEAD_LINES:]), table, hints, day)
    _collect(found, _repeated(rest.mentions), table, "body")
    unresolved += [*lead.unresolved, *rest.unresolved]
    regions = _without_provinces(list(found.values()))
    if not regions:
        regions = _fallback(table, rules, outlet, region_of_site_code(site_code, table))
    return ArticleRegions(tuple(regions), tuple(sorted(set(unresolved))[:MAX_UNRESOLVED]))


def _repeated(found: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions that are chains, or whose place is mentioned at least twice."""
    counts: dict[tuple[str | None, str | None], int] = {}
    for mention in found:
        if not mention.weak:
            key = (mention.code, mention.zone.id if mention.zone else None)
            counts[key] = counts.get(key, 0) + 1
    for mention in found:
        key = (mention.code, mention.zone.id if mention.zone else None)
        if mention.depth > 1 or counts.get(key, 0) > 1:
            yield mention


def _collect(
    found: dict[tuple[str, str | None], Region],
    chains: Iterator[Mention] | Sequence[Mention],
    table: DivisionTable,
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
    """Regions without a province if a place inside it is among them."""
    return [
        one
        for one in regions
        if not one.code.endswith("0000")
        or not any(other.code != one.code and is_inside(other.code, one.code) for other in regions)
    ]


def _fallback(
    table: DivisionTable, rules: Rules | None, outlet: str | None, site: str | None
) -> list[Region]:
    if rules is not None and rules.region in table.names and rules.kind in ("government", "newspaper"):
        return [Region(code=rules.region, name=table.names[rules.region], how="source")]
    if site is not None:
        return [Region(code=site, name=table.names[site], how="site_code")]
    if outlet is not None:
        return [Region(code=outlet, name=table.names[outlet], how="outlet")]
    return []


def region_of_site_code(site_code: str | None, table: DivisionTable) -> str | None:
    """The present code of the division that a 网站标识码 (ten digits) begins with; None if it is not one."""
    match = SITE_CODE.fullmatch((site_code or "").strip())
    if match is None:
        return None
    code = table.old_codes.get(match[1], match[1])
    return code if code in table.names else None


def region_of_outlet(outlet: str | None, table: DivisionTable) -> str | None:
    """The code of the city or county that an outlet's name begins with, as in 潍坊日报; None for provinces."""
    if not outlet:
        return None
    found = find_mentions(outlet[:MAX_OUTLET_PLACE], table, loose=True).mentions
    if found and found[0].start == 0 and found[0].code and not found[0].code.endswith("0000"):
        return found[0].code
    return None
