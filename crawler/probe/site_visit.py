"""The state of one exploration: the pages asked for so far and what they revealed about the site."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crawler.probe import edition_search
from crawler.probe.family_match import CATCH_ALL, FamilyMatch, FamilyMatcher
from crawler.probe.probed_page import read_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.lists.row_groups import RowGroup
    from crawler.probe.mirror_sites import Mirror
    from crawler.probe.probed_page import ProbedPage
    from crawler.probe.prober import ProbeAnswer, Prober
    from crawler.probe.site_columns import SiteColumn
    from crawler.sources.family_files import Family

# pages without content of their own, on which the family can still be recognised and its data be read
SCRIPT_SHELLS = ("challenge:shell", "layout:scripts")
EDITION_SIGN = (
    "links labelled as pages of a newspaper or an image map of a printed page, and a day in the address"
)


@dataclass
class SiteFindings:
    """What an exploration found out about a site."""

    url: str  # as given
    stopped: str | None = None  # why no source can be made of it, as a reason code
    state: str = "ok"
    status: int = 0
    kind: str | None = None  # of the given page: home | list | article | edition | feed | sitemap
    why: str = ""  # the start pages were chosen, for people
    start: list[str] = field(default_factory=list)
    matches: list[FamilyMatch] = field(default_factory=list)  # the likeliest family first
    pages: list[ProbedPage] = field(default_factory=list)  # the given page first
    columns: list[SiteColumn] = field(default_factory=list)
    groups: list[RowGroup] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)  # addresses that the lists link
    robots: str = ""
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    mirror: Mirror | None = None
    requests: int = 0

    @property
    def cut_pages(self) -> list[str]:
        """Addresses of pages with more links than the probe considers."""
        return [page.url for page in self.pages if page.is_cut]

    def stop(self, state: str, reason: str | None, why: str = "") -> None:
        """Record that no source can be made of the site."""
        self.state, self.stopped, self.why = state, reason, why or self.why


class SiteVisit:
    """Asks for pages of a site and keeps the findings. Every page is asked for once and counted."""

    def __init__(self, prober: Prober, url: str, families: Sequence[Family]) -> None:
        self.prober = prober
        self.families = families
        self.findings = SiteFindings(url)
        self._matcher = FamilyMatcher(families)
        self._is_feed = False  # a feed or sitemap has its own family, whatever system published it

    async def ask(self, url: str) -> ProbeAnswer:
        """Return the answer for an address; a page drawn by scripts counts as a page if its family is recognised."""
        answer = await self.prober.ask(url)
        if answer.reason in SCRIPT_SHELLS and self._special_on(read_page(answer)) is not None:
            return replace(answer, state="ok", reason=None)
        return answer

    @property
    def best(self) -> FamilyMatch | None:
        """The likeliest family so far."""
        return self.findings.matches[0] if self.findings.matches else None

    @property
    def special(self) -> FamilyMatch | None:
        """The likeliest family unless it is a catch-all."""
        best = self.best
        return best if best is not None and best.rank < CATCH_ALL else None

    def special_for(self, page: ProbedPage) -> FamilyMatch | None:
        """Return the family that a page shows itself, else the one that earlier pages showed; no catch-all."""
        return self._special_on(page) or self.special

    def _special_on(self, page: ProbedPage) -> FamilyMatch | None:
        own = [match for match in self._matcher.match([page]) if match.rank < CATCH_ALL]
        return own[0] if own else None

    def recognise(self) -> None:
        """Match all pages read so far against the families."""
        if self._is_feed:
            return
        pages = self.findings.pages
        matches = self._matcher.match(pages)
        unknown = not matches or matches[0].rank >= CATCH_ALL
        if unknown and any(map(edition_search.is_edition, pages)):
            matches = [*self._certain("newspaper/generic", EDITION_SIGN), *matches]
        self.findings.matches = matches

    def take_feed(self, page: ProbedPage) -> None:
        """Make a feed or sitemap the start of the source."""
        findings = self.findings
        findings.pages, findings.start = [page], [findings.url]
        findings.kind = "sitemap" if page.xml_family == "feed/sitemap" else "feed"
        findings.why = f"the address returns a {page.root} document"
        findings.matches = self._certain(page.xml_family, f"root element {page.root}")
        self._is_feed = True

    def _certain(self, family_name: str | None, sign: str) -> list[FamilyMatch]:
        """Return a match for the family of that name, if it is installed."""
        return [
            FamilyMatch(family, {"html": 1.0}, [sign])
            for family in self.families
            if family.name == family_name
        ]
