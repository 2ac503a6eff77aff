"""What a person may hand to ``source add``, for every invented site: its home page, its list, an article of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler import urldates
from tests.crawler.minisites import feeds, gov, paged, platforms
from tests.crawler.minisites.homes import paper_sites

if TYPE_CHECKING:
    from tests.crawler.minisites.pieces import MiniSite

PRINTED = re.compile(r"content_\w+\.|Articel|/\d+\.shtml|/\d\d_\d\.htm")
# a copy of a TRS site under an invented name, without one of the portal's own signs: nobody can tell them apart
SHARED = {"dzwww": "gov/trs_wcm"}


@dataclass(frozen=True)
class Given:
    """One address and what must be said of it."""

    site: MiniSite
    kind: str  # home | list | article | index | edition | feed
    url: str

    @property
    def family(self) -> str:
        return SHARED.get(self.site.name, self.site.family)

    @property
    def id(self) -> str:
        return f"{self.site.name}-{self.kind}"


def sites() -> list[MiniSite]:
    return [*gov.SITES, *paged.SITES, *platforms.SITES, *feeds.SITES, *paper_sites()]


def given(found: list[MiniSite], *, every: bool = False) -> list[Given]:
    """The addresses of one site a family, or of every site."""
    chosen: dict[str, list[MiniSite]] = {}
    for site in found:
        chosen.setdefault(site.family, []).append(site)
    wanted = [site for same in chosen.values() for site in (same if every else same[:1])]
    return [one for site in wanted for one in _of(site)]


def _of(site: MiniSite) -> list[Given]:
    if site.family.startswith("feed/"):
        return [Given(site, "feed", site.start)]
    if site.family.startswith("newspaper/"):
        pages = [path for path in site.pages if urldates.date_in(path) and not PRINTED.search(path)]
        edition = next(path for path in pages if "IssueIndex" not in path)
        article = next(path for path in site.pages if PRINTED.search(path))
        printed = (("index", site.start), ("edition", site.base + edition), ("article", site.base + article))
        return [Given(site, kind, url) for kind, url in printed]
    reachable = [url for url in site.expected if url.removeprefix(site.base) in site.pages]
    named = (("home", f"{site.base}/"), ("list", site.start), *(("article", url) for url in reachable[:1]))
    return [Given(site, kind, url) for kind, url in named]
