"""From one address to what must stand in a source: ask few pages, recognise the system, find the lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from crawler.lists import webpage
from crawler.probe import edition_search, list_check, list_search, mirror_sites, site_columns
from crawler.probe.family_match import CATCH_ALL, FamilyMatch, recognise
from crawler.probe.link_groups import HEADLINE
from crawler.probe.probed_page import LIST_PATH, ProbedPage, read_page

if TYPE_CHECKING:
    from crawler.probe.link_groups import LinkGroup
    from crawler.probe.mirror_sites import Mirror
    from crawler.probe.prober import ProbeAnswer, Prober
    from crawler.probe.site_columns import SiteColumn
    from crawler.sources.family_files import Family

MOVES = 3
# what a page says instead of what was asked for
NO_PAGES = ("soft_404", "removal_notice", "login_wall", "paywall", "server_error")
SHELLS = ("challenge:shell", "layout:scripts")
LEAST_BODY = 100  # characters; less with a date is a row of a list rather than an article
SITEMAP = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass
class SiteFindings:
    """What a probe learned. ``stopped``: why nothing can be made of it, a word for programs."""

    url: str
    stopped: str | None = None
    state: str = "ok"
    status: int = 0
    kind: str | None = None  # home | list | article | edition | feed | sitemap
    why: str = ""
    start: list[str] = field(default_factory=list)
    matches: list[FamilyMatch] = field(default_factory=list)
    looks: list[ProbedPage] = field(default_factory=list)
    columns: list[SiteColumn] = field(default_factory=list)
    groups: list[LinkGroup] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)  # addresses that the lists lead to
    robots: str = ""
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    mirror: Mirror | None = None
    requests: int = 0

    @property
    def page(self) -> ProbedPage | None:
        """The page that says most of the lists: the last one looked at that is a list, else the first."""
        return self.looks[0] if self.looks else None


class SiteExplorer:
    """One exploration; every page it asks for is polite, counted and asked once."""

    def __init__(self, prober: Prober, url: str, families: list[Family]) -> None:
        self.prober = prober
        self.families = families
        self.found = SiteFindings(url)
        self.fed = False  # a feed or a sitemap is its own family, whatever stands around it

    async def run(self) -> SiteFindings:
        found = self.found
        self.prober.begin()
        first = await self.ask(found.url)
        self.prober.keep_to(found.url, first.final_url)
        found.robots = self._robots(first.final_url)
        if not first.ok:
            return self._stop(first)
        try:
            await self._read(first)
        except webpage.TooExpensive:
            found.state, found.stopped = "failed", "too_expensive"
        found.requests = len({id(answer) for answer in self.prober.asked.values()})
        return found

    async def ask(self, url: str) -> ProbeAnswer:
        """A page; a shell of scripts is one, if it shows whose scripts they are: the data behind it can be read."""
        answer = await self.prober.ask(url)
        if answer.reason in SHELLS and any(
            m.rank < CATCH_ALL for m in recognise([read_page(answer)], self.families)
        ):
            return replace(answer, state="ok", reason=None)
        return answer

    def _stop(self, answer: ProbeAnswer) -> SiteFindings:
        self.found.state, self.found.stopped, self.found.status = answer.state, answer.reason, answer.status
        self.found.requests = len({id(one) for one in self.prober.asked.values()})
        return self.found

    def _robots(self, url: str) -> str:
        status, text = self.prober.robots_of(url)
        self.found.sitemaps = [urljoin(url, one) for one in SITEMAP.findall(text)][:5]
        return {"ok": "read and obeyed", "none": "none (all allowed)"}.get(status, status)

    async def _read(self, first: ProbeAnswer) -> None:
        found = self.found
        seen = read_page(first)
        if seen.xml_family:
            self.take_xml(seen)
            return
        came_by: list[ProbedPage] = []
        for _ in range(MOVES):
            if seen.moved is None:
                break
            answer = await self.ask(seen.moved)
            if not answer.ok:
                self._stop(answer)
                return
            came_by.append(seen)
            seen = read_page(answer)
        found.looks = [seen]
        found.feeds = seen.feeds()
        if seen.refusal == "not_html" or (seen.refusal in NO_PAGES and not seen.groups):
            found.state, found.stopped = "refused", seen.refusal
            return
        self.recognise()
        await self._place(seen, came_by)
        self.recognise()
        found.mirror = next(filter(None, map(mirror_sites.of, found.looks)), None)
        if not found.sitemaps and found.kind == "home":
            await self._sitemap(seen.url)

    def take_xml(self, seen: ProbedPage) -> None:
        name = seen.xml_family
        found = self.found
        found.looks, found.start = [seen], [found.url]
        found.kind = "sitemap" if name == "feed/sitemap" else "feed"
        found.why = f"the address gives a {seen.root} document"
        match = [
            FamilyMatch(family, {"html": 1.0}, [f"root element {seen.root}"])
            for family in self.families
            if family.name == name
        ]
        found.matches, self.fed = match, True

    def recognise(self) -> None:
        if self.fed:
            return
        matches = recognise(self.found.looks, self.families)
        if (not matches or matches[0].rank >= CATCH_ALL) and any(
            map(edition_search.is_edition, self.found.looks)
        ):
            paper = [family for family in self.families if family.name == "newspaper/generic"]
            sign = (
                "pages labelled as those of a paper, or the map of a printed page, and a day in the address"
            )
            matches = [*(FamilyMatch(family, {"html": 1.0}, [sign]) for family in paper), *matches]
        self.found.matches = matches

    @property
    def best(self) -> FamilyMatch | None:
        return self.found.matches[0] if self.found.matches else None

    async def _place(self, seen: ProbedPage, came_by: list[ProbedPage]) -> None:
        """What kind of page it is, and where the lists are."""
        best = self.best
        paper = best is not None and edition_search.is_newspaper(best.family)
        if self._is_article(seen, paper=paper):
            self.found.kind = "article"
            if paper and best is not None:
                await list_search.from_printed_article(self, seen, best.family)
            else:
                await list_search.from_article(self, seen)
        elif paper and best is not None:
            self.found.kind = "edition"
            start, self.found.why = await edition_search.start_of(self.prober, seen, came_by, best.family)
            self.found.start = [start]
            await list_search.name_of_paper(self, seen, best.family)
        elif any(_is_root(one.url) for one in (seen, *came_by)) or not self._is_list(seen):
            await list_search.from_home(self, seen)
        elif not await list_search.from_parent(self, seen):
            self.found.kind, self.found.why = "list", "the page itself is a list"
            self.found.start = [came_by[0].answer.url if came_by else self._as_given(seen)]
            self.found.groups = seen.groups
            await list_search.look_at_article(self, seen)

    def _is_article(self, seen: ProbedPage, *, paper: bool) -> bool:
        best = self.best
        pattern = edition_search.article_pattern(best.family) if best else None
        if pattern and pattern.search(seen.url):
            return True
        if paper or _is_root(seen.url):
            return False
        if seen.meta.get("articletitle"):
            return True
        many = (
            bool(seen.groups)
            and len(seen.groups[0].urls) >= list_check.LEAST_ROWS
            and list_check.has_rows(seen)
        )
        if LIST_PATH.search(urlsplit(seen.url).path) or many:
            return False
        article = seen.article
        dated = article is not None and article.published_date is not None
        return dated and article is not None and len(article.body or "") >= LEAST_BODY

    def _is_list(self, seen: ProbedPage) -> bool:
        """Rows of headlines, or what the family's own reader takes for a list."""
        rows = any(group.words >= HEADLINE and group.dated >= list_check.DATED for group in seen.groups[:3])
        special = self.special(seen)
        drawn = special is not None and list_check.is_list(seen, special.family, self.found.url)
        return rows or drawn or bool(site_columns.LIST.search(urlsplit(seen.url).path) and seen.groups)

    def special(self, page: ProbedPage) -> FamilyMatch | None:
        """The family that a page shows itself, else that of the pages before; none of the catch-alls."""
        own = [match for match in recognise([page], self.families) if match.rank < CATCH_ALL]
        if own:
            return own[0]
        return self.best if self.best is not None and self.best.rank < CATCH_ALL else None

    def _as_given(self, seen: ProbedPage) -> str:
        """The address a person gave, with its part behind #, unless the site has moved it."""
        return self.found.url if seen.answer.final_url == self.found.url.partition("#")[0] else seen.url

    async def _sitemap(self, url: str) -> None:
        answer = await self.ask(urljoin(url, "/sitemap.xml"))
        if answer.ok and read_page(answer).xml_family == "feed/sitemap":
            self.found.sitemaps.append(answer.final_url)


def _is_root(url: str) -> bool:
    return urlsplit(url).path in ("", "/")
