"""From one address to what must stand in a source: ask few pages, recognise the system, find the lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from crawler.lists import webpage
from crawler.probe import columns, edition, lists, mirrors, seek
from crawler.probe.groups import HEADLINE
from crawler.probe.page import LIST_PATH, Look, look
from crawler.probe.recognise import CATCH_ALL, Match, recognise

if TYPE_CHECKING:
    from crawler.probe.columns import Column
    from crawler.probe.fetch import Answer, Prober
    from crawler.probe.groups import Group
    from crawler.probe.mirrors import Mirror
    from crawler.sources.family_files import Family

MOVES = 3
# what a page says instead of what was asked for
NO_PAGES = ("soft_404", "removal_notice", "login_wall", "paywall", "server_error")
SHELLS = ("challenge:shell", "layout:scripts")
LEAST_BODY = 100  # characters; less with a date is a row of a list rather than an article
SITEMAP = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass
class Found:
    """What a probe learned. ``stopped``: why nothing can be made of it, a word for programs."""

    url: str
    stopped: str | None = None
    state: str = "ok"
    status: int = 0
    kind: str | None = None  # home | list | article | edition | feed | sitemap
    why: str = ""
    start: list[str] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)  # addresses that the lists lead to
    robots: str = ""
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    mirror: Mirror | None = None
    requests: int = 0

    @property
    def page(self) -> Look | None:
        """The page that says most of the lists: the last one looked at that is a list, else the first."""
        return self.looks[0] if self.looks else None


class Explorer:
    """One exploration; every page it asks for is polite, counted and asked once."""

    def __init__(self, prober: Prober, url: str, families: list[Family]) -> None:
        self.prober = prober
        self.families = families
        self.found = Found(url)
        self.fed = False  # a feed or a sitemap is its own family, whatever stands around it

    async def run(self) -> Found:
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

    async def ask(self, url: str) -> Answer:
        """A page; a shell of scripts is one, if it shows whose scripts they are: the data behind it can be read."""
        answer = await self.prober.ask(url)
        if answer.reason in SHELLS and any(
            m.rank < CATCH_ALL for m in recognise([look(answer)], self.families)
        ):
            return replace(answer, state="ok", reason=None)
        return answer

    def _stop(self, answer: Answer) -> Found:
        self.found.state, self.found.stopped, self.found.status = answer.state, answer.reason, answer.status
        self.found.requests = len({id(one) for one in self.prober.asked.values()})
        return self.found

    def _robots(self, url: str) -> str:
        status, text = self.prober.robots_of(url)
        self.found.sitemaps = [urljoin(url, one) for one in SITEMAP.findall(text)][:5]
        return {"ok": "read and obeyed", "none": "none (all allowed)"}.get(status, status)

    async def _read(self, first: Answer) -> None:
        found = self.found
        seen = look(first)
        if seen.xml_family:
            self.take_xml(seen)
            return
        came_by: list[Look] = []
        for _ in range(MOVES):
            if seen.moved is None:
                break
            answer = await self.ask(seen.moved)
            if not answer.ok:
                self._stop(answer)
                return
            came_by.append(seen)
            seen = look(answer)
        found.looks = [seen]
        found.feeds = seen.feeds()
        if seen.refusal == "not_html" or (seen.refusal in NO_PAGES and not seen.groups):
            found.state, found.stopped = "refused", seen.refusal
            return
        self.recognise()
        await self._place(seen, came_by)
        self.recognise()
        found.mirror = next(filter(None, map(mirrors.of, found.looks)), None)
        if not found.sitemaps and found.kind == "home":
            await self._sitemap(seen.url)

    def take_xml(self, seen: Look) -> None:
        name = seen.xml_family
        found = self.found
        found.looks, found.start = [seen], [found.url]
        found.kind = "sitemap" if name == "feed/sitemap" else "feed"
        found.why = f"the address gives a {seen.root} document"
        match = [
            Match(family, {"html": 1.0}, [f"root element {seen.root}"])
            for family in self.families
            if family.name == name
        ]
        found.matches, self.fed = match, True

    def recognise(self) -> None:
        if self.fed:
            return
        matches = recognise(self.found.looks, self.families)
        if (not matches or matches[0].rank >= CATCH_ALL) and any(map(edition.is_edition, self.found.looks)):
            paper = [family for family in self.families if family.name == "newspaper/generic"]
            sign = (
                "pages labelled as those of a paper, or the map of a printed page, and a day in the address"
            )
            matches = [*(Match(family, {"html": 1.0}, [sign]) for family in paper), *matches]
        self.found.matches = matches

    @property
    def best(self) -> Match | None:
        return self.found.matches[0] if self.found.matches else None

    async def _place(self, seen: Look, came_by: list[Look]) -> None:
        """What kind of page it is, and where the lists are."""
        best = self.best
        paper = best is not None and edition.is_newspaper(best.family)
        if self._is_article(seen, paper=paper):
            self.found.kind = "article"
            if paper and best is not None:
                await seek.from_printed_article(self, seen, best.family)
            else:
                await seek.from_article(self, seen)
        elif paper and best is not None:
            self.found.kind = "edition"
            start, self.found.why = await edition.start_of(self.prober, seen, came_by, best.family)
            self.found.start = [start]
            await seek.name_of_paper(self, seen, best.family)
        elif any(_is_root(one.url) for one in (seen, *came_by)) or not self._is_list(seen):
            await seek.from_home(self, seen)
        elif not await seek.from_parent(self, seen):
            self.found.kind, self.found.why = "list", "the page itself is a list"
            self.found.start = [came_by[0].answer.url if came_by else self._as_given(seen)]
            self.found.groups = seen.groups
            await seek.look_at_article(self, seen)

    def _is_article(self, seen: Look, *, paper: bool) -> bool:
        best = self.best
        pattern = edition.article_pattern(best.family) if best else None
        if pattern and pattern.search(seen.url):
            return True
        if paper or _is_root(seen.url):
            return False
        if seen.meta.get("articletitle"):
            return True
        many = bool(seen.groups) and len(seen.groups[0].urls) >= lists.LEAST_ROWS and lists.has_rows(seen)
        if LIST_PATH.search(urlsplit(seen.url).path) or many:
            return False
        article = seen.article
        dated = article is not None and article.published_date is not None
        return dated and article is not None and len(article.body or "") >= LEAST_BODY

    def _is_list(self, seen: Look) -> bool:
        """Rows of headlines, or what the family's own reader takes for a list."""
        rows = any(group.words >= HEADLINE and group.dated >= lists.DATED for group in seen.groups[:3])
        special = self.special(seen)
        drawn = special is not None and lists.is_list(seen, special.family, self.found.url)
        return rows or drawn or bool(columns.LIST.search(urlsplit(seen.url).path) and seen.groups)

    def special(self, page: Look) -> Match | None:
        """The family that a page shows itself, else that of the pages before; none of the catch-alls."""
        own = [match for match in recognise([page], self.families) if match.rank < CATCH_ALL]
        if own:
            return own[0]
        return self.best if self.best is not None and self.best.rank < CATCH_ALL else None

    def _as_given(self, seen: Look) -> str:
        """The address a person gave, with its part behind #, unless the site has moved it."""
        return self.found.url if seen.answer.final_url == self.found.url.partition("#")[0] else seen.url

    async def _sitemap(self, url: str) -> None:
        answer = await self.ask(urljoin(url, "/sitemap.xml"))
        if answer.ok and look(answer).xml_family == "feed/sitemap":
            self.found.sitemaps.append(answer.final_url)


def _is_root(url: str) -> bool:
    return urlsplit(url).path in ("", "/")
