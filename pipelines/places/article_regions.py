"""Which places an article speaks of: division codes with evidence, never a wrong county to avoid an empty field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.items import Article, Region
from pipelines.places.division_tables import Divisions, is_inside, load_table
from pipelines.places.mentions import Mention, find_mentions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.items import Rules

FIRST_LINES = 2  # the lead says where; what stands later must be said twice, or as a chain
SITE_CODE = re.compile(r"(\d{6})\d{4}")


def resolve_regions(article: Article, rules: Rules | None, *, site_code: str | None = None) -> list[Region]:
    """The regions of an article with the evidence for each, the strongest first.

    Places are read from dateline, title and body in the context of the source; the source's own region is given only
    where the text names no place at all.
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
        _take(found, place.mentions, table, "dateline")
        context += [mention.code for mention in place.mentions if mention.code]
    hints = context + ([outlet] if outlet else [])
    title = find_mentions(
        " ".join(filter(None, (article.kicker, article.title, article.subtitle))), table, hints, day
    )
    _take(found, title.mentions, table, "title")
    hints += [mention.code for mention in title.mentions if mention.code]
    unresolved = title.unresolved
    lines = (article.body or "").split("\n")
    lead = find_mentions("\n".join(lines[:FIRST_LINES]), table, hints, day)
    _take(found, lead.mentions, table, "body")
    hints += [mention.code for mention in lead.mentions if mention.code]
    rest = find_mentions("\n".join(lines[FIRST_LINES:]), table, hints, day)
    _take(found, _weighty(rest.mentions), table, "body")
    unresolved += lead.unresolved + rest.unresolved
    if unresolved:
        article.evidence["unresolved_regions"] = sorted(set(unresolved))[:20]
    regions = _without_provinces(list(found.values()))
    if regions:
        return regions
    return _fallback(table, rules, outlet, region_of_site_code(site_code, table))


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
        or not any(other.code != one.code and is_inside(other.code, one.code) for other in regions)
    ]


def _fallback(table: Divisions, rules: Rules | None, outlet: str | None, site: str | None) -> list[Region]:
    if rules is not None and rules.region in table.names and rules.kind in ("government", "newspaper"):
        return [Region(code=rules.region, name=table.names[rules.region], how="source")]
    if site is not None:
        return [Region(code=site, name=table.names[site], how="site_code")]
    if outlet is not None:
        return [Region(code=outlet, name=table.names[outlet], how="outlet")]
    return []


def region_of_site_code(site_code: str | None, table: Divisions) -> str | None:
    match = SITE_CODE.fullmatch((site_code or "").strip())
    if match is None:
        return None
    code = table.old_codes.get(match[1], match[1])
    return code if code in table.names else None


def region_of_outlet(outlet: str | None, table: Divisions) -> str | None:
    """The place an outlet's name begins with: 潍坊日报; a province's paper says nothing of the place."""
    if not outlet:
        return None
    found = find_mentions(outlet[:12], table, loose=True).mentions
    if found and found[0].start == 0 and found[0].code and not found[0].code.endswith("0000"):
        return found[0].code
    return None
