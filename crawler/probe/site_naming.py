"""Derive the name of a site, the id of its source, its kind and its outlet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.net.ip_addresses import parse_ip
from pipelines.text import outlets

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from crawler.probe.family_match import FamilyMatch
    from crawler.probe.probed_page import ProbedPage

TITLE_SEPARATOR = re.compile(r"\s*[-_|—–|·>＞»]+\s*|\s{2,}")
EPAPER_WORDS = re.compile(r"(?:数字报(?:刊|纸)?|电子版|多媒体(?:数字版|版)?|电子报|数字版|在线阅读)")
NEWSPAPER_NAME = re.compile(r"[一-鿿]{2,12}?(?:日报|晚报|晨报|早报|时报|商报|都市报|新报|导报|周刊|报)")
GOVERNMENT_NAME = re.compile(r"人民政府|政府|委员会|管委会|办公室|[局厅]$")
# labels of a host name that do not distinguish one site from another
COMMON_LABELS = frozenset(("www", "com", "net", "org", "cn", "test", "example", "invalid", "localhost"))
LONGEST_OFFICE = 30  # characters
LONGEST_NAME = 40  # characters


def source_id(url: str, taken: Container[str]) -> str:
    """Return an id made of the host's distinguishing labels (www.lanhe.gov.cn: lanhe_gov) that is not taken yet."""
    host = (urlsplit(url).hostname or "site").lower()
    if parse_ip(host) is not None:
        base = "site_" + re.sub(r"[^0-9a-f]+", "_", host)
    else:
        labels = [re.sub(r"[^a-z0-9-]", "", label) for label in host.split(".")]
        base = "_".join(label for label in labels if label and label not in COMMON_LABELS) or "site"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}_{number}"
    return name


def site_name(pages: Sequence[ProbedPage], *, is_newspaper: bool = False) -> str:
    """Return what the site calls itself: its SiteName tag, the part of a title that names an office, or the host."""
    for page in pages:
        if name := page.meta.get("sitename"):
            return name
    titles = [page.title for page in pages if page.title]
    parts = [part for title in titles for part in reversed(TITLE_SEPARATOR.split(title)) if part]
    for part in parts:
        bare = EPAPER_WORDS.sub("", part).strip()
        if is_newspaper and (match := NEWSPAPER_NAME.search(bare)):
            return match[0]
        is_office = bool(GOVERNMENT_NAME.search(bare)) or outlets.is_medium(bare)
        if not is_newspaper and is_office and len(bare) <= LONGEST_OFFICE:
            return bare
    shared = [part for part in parts if sum(part in title for title in titles) > 1]
    return (shared or parts[:1] or [pages[0].host])[0][:LONGEST_NAME]


def site_kind(match: FamilyMatch | None, name: str, host: str) -> str:
    """Return the kind of the source: its family's, else government or portal by host and name."""
    if (
        match is not None
        and not match.family.name.startswith("feed/")
        and (kind := match.family.preset.get("kind"))
    ):
        return str(kind)
    if ".gov." in f".{host}." or GOVERNMENT_NAME.search(name):
        return "government"
    return "portal" if outlets.is_medium(name) else "government"


def default_outlet(name: str, kind: str, *, is_given: bool) -> str | None:
    """Return the outlet of pages that name none: the newspaper or office, if ``name`` is certainly its name.

    ``is_given``: a person gave the name.
    """
    if kind == "newspaper" and (is_given or NEWSPAPER_NAME.fullmatch(name)):
        return name
    return name if kind == "government" and GOVERNMENT_NAME.search(name) else None
