"""From one address to what must stand in a source: ask few pages, recognise the system, find the lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from crawler import links
from crawler.probe import columns, edition, lists, mirrors
from crawler.probe.compose import PAPER_NAME
from crawler.probe.page import LIST_PATH, Look, look
from crawler.probe.recognise import CATCH_ALL, Match, recognise
from pipelines import urls

if TYPE_CHECKING:
    from crawler.families import Family
    from crawler.probe.columns import Column
    from crawler.probe.fetch import Answer, Prober
    from crawler.probe.groups import Group
    from crawler.probe.mirrors import Mirror

MOVES = 3
SHELLS = ("challenge:shell", "layout:scripts")
MOST_COLUMNS = 6  # lists of one site that a probe looks at
LEAST_BODY = 100  # characters; less with a date is a row of a list rather than an article
SURE = 2.0  # kinds of signs that settle a family
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
        first = await self._ask(found.url)
        self.prober.keep_to(found.url, first.final_url)
        found.robots = self._robots(first.final_url)
        if not first.ok:
            return self._stop(first)
        try:
            await self._read(first)
        except links.TooExpensive:
            found.state, found.stopped = "failed", "too_expensive"
        found.requests = len({id(answer) for answer in self.prober.asked.values()})
        return found

    async def _ask(self, url: str) -> Answer:
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
            self._xml(seen)
            return
        came_by: list[Look] = []
        for _ in range(MOVES):
            if seen.moved is None:
                break
            answer = await self._ask(seen.moved)
            if not answer.ok:
                self._stop(answer)
                return
            came_by.append(seen)
            seen = look(answer)
        found.looks = [seen]
        found.feeds = seen.feeds()
        found.mirror = mirrors.of(seen)
        self._recognise()
        await self._place(seen, came_by)
        self._recognise()
        if not found.sitemaps and found.kind == "home":
            await self._sitemap(seen.url)

    def _xml(self, seen: Look) -> None:
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

    def _recognise(self) -> None:
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
                await self._edition_of_article(seen, best.family)
            else:
                await self._list_of_article(seen)
        elif paper and best is not None:
            self.found.kind = "edition"
            start, self.found.why = await edition.start_of(self.prober, seen, came_by, best.family)
            self.found.start = [start]
            await self._name_of_paper(seen, best.family)
        elif urlsplit(seen.url).path in ("", "/") or not self._is_list(seen):
            await self._home(seen)
        else:
            self.found.kind, self.found.why = "list", "the page itself is a list"
            self.found.start = [came_by[0].answer.url if came_by else self._as_given(seen)]
            self.found.groups = seen.groups
            await self._look_at_article(seen)

    def _is_article(self, seen: Look, *, paper: bool) -> bool:
        best = self.best
        pattern = edition.article_pattern(best.family) if best else None
        if pattern and pattern.search(seen.url):
            return True
        if paper or urlsplit(seen.url).path in ("", "/"):
            return False
        if seen.meta.get("articletitle"):
            return True
        if LIST_PATH.search(urlsplit(seen.url).path) or lists.has_rows(seen):
            return False
        article = seen.article
        return (
            article is not None
            and len(article.body or "") >= LEAST_BODY
            and article.published_date is not None
        )

    def _is_list(self, seen: Look) -> bool:
        """Rows of headlines, or what the family's own reader takes for a list."""
        rows = any(group.words >= lists.TITLE and group.dated >= lists.DATED for group in seen.groups[:3])
        special = self._special(seen)
        drawn = special is not None and lists.is_list(seen, special.family, self.found.url)
        return rows or drawn or bool(columns.LIST.search(urlsplit(seen.url).path) and seen.groups)

    def _special(self, page: Look) -> Match | None:
        """The family that a page shows itself, else that of the pages before; none of the catch-alls."""
        own = [match for match in recognise([page], self.families) if match.rank < CATCH_ALL]
        if own:
            return own[0]
        return self.best if self.best is not None and self.best.rank < CATCH_ALL else None

    def _as_given(self, seen: Look) -> str:
        """The address a person gave, with its part behind #, unless the site has moved it."""
        return self.found.url if seen.answer.final_url == self.found.url.partition("#")[0] else seen.url

    # ------------------------------------------------------------------ lists

    async def _home(self, seen: Look) -> None:
        found = self.found
        found.kind = "home"
        found.columns = columns.on(seen)
        if seen not in found.looks:
            found.looks.append(seen)
        checked: list[tuple[Look, Column]] = []
        for column in found.columns[:MOST_COLUMNS]:
            answer = await self._ask(column.url)
            if not answer.ok:
                continue
            page = look(answer)
            if lists.looks_good(page, column.url, self._special(page)):
                checked.append((page, column))
        if checked:
            found.looks += [page for page, _ in checked]
            found.start = [column.url for _, column in checked]
            named = "、".join(column.name or column.url for _, column in checked)
            found.why = f"columns named on the home page: {named}"
            found.groups = checked[0][0].groups
            await self._look_at_article(checked[0][0])
            return
        found.groups = seen.groups
        if await self._feed(seen):
            return
        found.start = [seen.url]
        found.why = "no column was found that is a list: the page's own links"
        await self._look_at_article(seen)

    async def _feed(self, seen: Look) -> bool:
        """A site without a list that can be read may still offer a feed."""
        for url in seen.feeds()[:1]:
            answer = await self._ask(url)
            if answer.ok and (page := look(answer)).xml_family == "feed/rss":
                self._xml(page)
                self.found.start, self.found.kind = [url], "home"
                self.found.looks.append(seen)
                self.found.why = "no column was found that is a list; the page offers this feed"
                return True
        return False

    async def _look_at_article(self, page: Look) -> None:
        """One article says more of the system than ten lists: its body's container, its tags, its address."""
        self.found.articles += (articles := lists.articles_on(page, self._special(page)))
        self._recognise()
        best = self.best
        settled = best is not None and best.rank < CATCH_ALL and best.score >= SURE
        if not articles or (settled and not self._finer(best)):
            return
        answer = await self._ask(articles[0])
        if answer.ok:
            self.found.looks.append(look(answer))

    def _finer(self, best: Match | None) -> bool:
        """Whether signs of a family within the one found were seen: an article may settle it."""
        name = best.family.name if best else None
        return any(m.family.fingerprint and m.family.fingerprint.within == name for m in self.found.matches)

    async def _list_of_article(self, seen: Look) -> None:
        found = self.found
        own = urls.key(seen.url)
        likely: Look | None = None
        *likeliest, root = columns.of_article(seen)
        for column in [*likeliest[: MOST_COLUMNS - 1], root]:
            answer = await self._ask(column.url)
            if not answer.ok:
                continue
            page = look(answer)
            if urlsplit(page.url).path in ("", "/"):
                if likely is None:
                    await self._home(page)
                    found.kind = "article"
                    return
                break  # a home page shows the article as news, but the list is the column's
            if own in {
                urls.key(url)
                for url in (*dict(page.anchors()), *lists.articles_on(page, self._special(page)))
            }:
                self._take(page, column.url, "this list holds the article")
                return
            if likely is None and lists.looks_good(page, column.url, self._special(page)):
                likely = page
        if likely is not None:
            self._take(
                likely, likely.answer.url, "this list stands above the article; it does not hold it now"
            )
        else:
            found.state, found.stopped = "failed", "no_list"
            found.why = "the page is an article and no list was found that leads to it"

    def _take(self, page: Look, start: str, why: str) -> None:
        self.found.start, self.found.why, self.found.groups = [start], why, page.groups
        self.found.articles += lists.articles_on(page, self._special(page))
        self.found.looks.append(page)

    async def _edition_of_article(self, seen: Look, family: Family) -> None:
        for url in edition.of_article(seen, family)[:3]:
            answer = await self._ask(url)
            if not answer.ok:
                continue
            page = look(answer)
            if page.moved or edition.has_pages(page) or self._fits(family, page.url):
                self.found.looks.append(page)
                start, self.found.why = await edition.start_of(self.prober, page, [], family)
                self.found.start = [start]
                return
        if index := await edition.index_of(self.prober, seen, family):
            self.found.start, self.found.why = [index], "this index leads to an edition"
            return
        self.found.state, self.found.stopped = "failed", "no_edition"
        self.found.why = "the page is a printed article and no edition page was found that leads to it"

    async def _name_of_paper(self, seen: Look, family: Family) -> None:
        """Edition pages are often nameless; the title of an article's page names the paper."""
        pattern = edition.article_pattern(family)
        if any(PAPER_NAME.search(page.title) for page in self.found.looks):
            return
        linked = next((url for url, _ in seen.anchors() if pattern and pattern.search(url)), None)
        if linked and (answer := await self._ask(linked)).ok:
            self.found.looks.append(look(answer))

    def _fits(self, family: Family, url: str) -> bool:
        pattern = edition.page_pattern(family)
        return bool(pattern and pattern.search(url))

    async def _sitemap(self, url: str) -> None:
        answer = await self._ask(urljoin(url, "/sitemap.xml"))
        if answer.ok and look(answer).xml_family == "feed/sitemap":
            self.found.sitemaps.append(answer.final_url)
