"""Write what a probe found as a source file: five to ten lines that a person can read and change."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import yaml

from crawler.net import hostnames
from crawler.net.hostnames import HostSet
from crawler.net.ip_addresses import parse_ip
from crawler.probe import link_groups
from pipelines.text import outlets
from storage.values import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from crawler.probe.family_match import FamilyMatch
    from crawler.probe.probed_page import ProbedPage
    from crawler.probe.site_explorer import SiteFindings

TITLE_PARTS = re.compile(r"\s*[-_|—–|·>＞»]+\s*|\s{2,}")
PAPER_WORDS = re.compile(r"(?:数字报(?:刊|纸)?|电子版|多媒体(?:数字版|版)?|电子报|数字版|在线阅读)")
PAPER_NAME = re.compile(r"[一-鿿]{2,12}?(?:日报|晚报|晨报|早报|时报|商报|都市报|新报|导报|周刊|报)")
HOST_LABELS = frozenset(("www", "com", "net", "org", "cn", "test", "example", "invalid", "localhost"))
GOVERNMENT = re.compile(r"人民政府|政府|委员会|管委会|办公室|[局厅]$")
DEFAULT_DELAY = 1.5


def says(
    found: SiteFindings, match: FamilyMatch | None, *, region: str, divisions: str, options: dict[str, Any]
) -> dict[str, Any]:
    """The keys of the source. ``options``: what a person gave (name, mirror_of, allow_private, delay)."""
    page = found.looks[0]
    paper = match is not None and match.family.says.get("shape") == "newspaper"
    name = options.get("name") or site_name(found.looks, paper=paper)
    kind = _kind(match, name, page.host)
    written: dict[str, Any] = {"name": name}
    if match is not None:
        written["family"] = match.family.name
    else:
        written |= _selectors(found)
    if kind != (match.family.says.get("kind", "government") if match else "government"):
        written["kind"] = kind
    written["region"] = region
    if divisions != "gb2260":
        written["divisions"] = divisions
    if outlet := _outlet(name, kind, given=options.get("name") is not None):
        written["outlet"] = outlet
    written["start"] = found.start
    if site := _more_hosts(found):
        written["hosts"] = site
    if options.get("mirror_of"):
        written["mirror_of"] = options["mirror_of"]
    if options.get("allow_private"):
        written["allow_private"] = "true"
    if options.get("delay", DEFAULT_DELAY) != DEFAULT_DELAY:
        written["delay"] = f"{options['delay']:g}"
    written["evidence"] = _evidence(found, match)
    return written


def text(written: dict[str, Any]) -> str:
    """The file's text."""
    plain = {k: (v == "true" if k == "allow_private" else v) for k, v in written.items()}
    dumped: str = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=108)
    return dumped.replace(f"delay: '{written.get('delay')}'", f"delay: {written.get('delay')}")


def source_id(url: str, taken: Container[str]) -> str:
    """An id from the host's telling labels (www.lanhe.gov.cn: lanhe_gov) that no source has yet."""
    host = (urlsplit(url).hostname or "site").lower()
    if parse_ip(host) is not None:
        base = "site_" + re.sub(r"[^0-9a-f]+", "_", host)
    else:
        labels = [re.sub(r"[^a-z0-9-]", "", label) for label in host.split(".")]
        base = "_".join(label for label in labels if label and label not in HOST_LABELS) or "site"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}_{number}"
    return name


def site_name(looks: Sequence[ProbedPage], *, paper: bool = False) -> str:
    """What the site calls itself: its tag, else the part of a title that names a paper or an office, else the host."""
    for look in looks:
        if name := look.meta.get("sitename"):
            return name
    titles = [look.title for look in looks if look.title]
    parts = [part for title in titles for part in reversed(TITLE_PARTS.split(title)) if part]
    for part in parts:
        bare = PAPER_WORDS.sub("", part).strip()
        if paper and (match := PAPER_NAME.search(bare)):
            return match[0]
        if not paper and (GOVERNMENT.search(bare) or outlets.is_medium(bare)) and len(bare) <= 30:
            return bare
    shared = [part for part in parts if sum(part in title for title in titles) > 1]
    return (shared or parts[:1] or [looks[0].host])[0][:40]


def _kind(match: FamilyMatch | None, name: str, host: str) -> str:
    if (
        match is not None
        and (kind := match.family.says.get("kind"))
        and not match.family.name.startswith("feed/")
    ):
        return str(kind)
    if ".gov." in f".{host}." or GOVERNMENT.search(name):
        return "government"
    return "portal" if outlets.is_medium(name) else "government"


def _outlet(name: str, kind: str, *, given: bool) -> str | None:
    """Who speaks where a page names no source: the office or the paper whose site it is, if that is its name."""
    if kind == "newspaper" and (given or PAPER_NAME.fullmatch(name)):
        return name
    return name if kind == "government" and GOVERNMENT.search(name) else None


def _more_hosts(found: SiteFindings) -> list[str]:
    """Hosts of the lists' articles beside those of the start pages."""
    own = HostSet(map(hostnames.host_of, found.start))
    return sorted({host for url in found.articles if (host := hostnames.host_of(url)) and host not in own})


def _selectors(found: SiteFindings) -> dict[str, Any]:
    """Rules for a list that no family knows: the best group of links, its pager, the shape of its addresses."""
    written: dict[str, Any] = {"shape": "listing"}
    page = next((look for look in found.looks if look.url in found.start), found.looks[0])
    best = found.groups[0] if found.groups else None
    if best is None:
        return written
    rules = {"links": best.selector}
    if onward := link_groups.next_selector(page.document):
        rules["next"] = onward
    written["list"] = rules
    if pattern := link_groups.url_pattern(best.urls):
        written["article"] = {"url": pattern}
    return written


def _evidence(found: SiteFindings, match: FamilyMatch | None) -> str:
    day = datetime.now(SHANGHAI).date().isoformat()
    signs = (
        "; ".join(match.signs[:3])
        if match
        else "no family fits: selectors proposed from the shape of its links"
    )
    return f"govnews source add {found.url} on {day}: {signs}. {found.why}"
