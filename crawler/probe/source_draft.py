"""Write the findings of an exploration as a source file of five to ten lines that a person can read and change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import yaml

from crawler.net import hostnames
from crawler.net.hostnames import HostSet
from crawler.probe import list_selectors, site_naming
from storage.values import SHANGHAI

if TYPE_CHECKING:
    from crawler.probe.family_match import FamilyMatch
    from crawler.probe.site_region import SiteRegion
    from crawler.probe.site_visit import SiteFindings

DEFAULT_DELAY = 1.5  # seconds


@dataclass(frozen=True)
class GivenOptions:
    """What a person gave on the command line."""

    name: str | None = None
    mirror_of: str | None = None
    allow_private: bool = False
    delay: float = DEFAULT_DELAY


def draft(
    findings: SiteFindings, match: FamilyMatch | None, region: SiteRegion, options: GivenOptions
) -> dict[str, Any]:
    """Return the keys of the source. Without a family (``match``) selectors are proposed."""
    page = findings.pages[0]
    is_newspaper = match is not None and match.family.preset.get("shape") == "newspaper"
    name = options.name or site_naming.site_name(findings.pages, is_newspaper=is_newspaper)
    kind = site_naming.site_kind(match, name, page.host)
    keys: dict[str, Any] = {"name": name}
    keys |= {"family": match.family.name} if match is not None else _selectors(findings)
    if kind != (match.family.preset.get("kind", "government") if match else "government"):
        keys["kind"] = kind
    keys["region"] = region.code
    if region.divisions != "gb2260":
        keys["divisions"] = region.divisions
    if outlet := site_naming.default_outlet(name, kind, is_given=options.name is not None):
        keys["outlet"] = outlet
    keys["start"] = findings.start
    if hosts := _further_hosts(findings):
        keys["hosts"] = hosts
    if options.mirror_of:
        keys["mirror_of"] = options.mirror_of
    if options.allow_private:
        keys["allow_private"] = "true"
    if options.delay != DEFAULT_DELAY:
        keys["delay"] = f"{options.delay:g}"
    keys["evidence"] = _evidence(findings, match)
    return keys


def as_yaml(keys: dict[str, Any]) -> str:
    """Return the text of the source file."""
    plain = {key: (value == "true" if key == "allow_private" else value) for key, value in keys.items()}
    dumped: str = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=108)
    return dumped.replace(f"delay: '{keys.get('delay')}'", f"delay: {keys.get('delay')}")


def _further_hosts(findings: SiteFindings) -> list[str]:
    """Return hosts of listed articles that are not hosts of the start pages."""
    own = HostSet(map(hostnames.host_of, findings.start))
    return sorted({host for url in findings.articles if (host := hostnames.host_of(url)) and host not in own})


def _selectors(findings: SiteFindings) -> dict[str, Any]:
    """Return list and article rules for the best link group of the first start page."""
    keys: dict[str, Any] = {"shape": "listing"}
    if not findings.groups:
        return keys
    best = findings.groups[0]
    page = next((page for page in findings.pages if page.url in findings.start), findings.pages[0])
    rules = {"links": list_selectors.links_selector(best)}
    if selector := list_selectors.next_selector(page.document):
        rules["next"] = selector
    keys["list"] = rules
    if pattern := list_selectors.url_pattern([article.url for article in best.articles]):
        keys["article"] = {"url": pattern}
    return keys


def _evidence(findings: SiteFindings, match: FamilyMatch | None) -> str:
    day = datetime.now(SHANGHAI).date().isoformat()
    signs = "; ".join(match.signs[:3]) if match else "no family matches, selectors proposed from its links"
    return f"govnews source add {findings.url} on {day}: {signs}. {findings.why}"
