"""The shape of printed papers online: edition, its pages, their articles."""

from __future__ import annotations

import asyncio
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from crawler import urldates
from crawler.lists import webpage
from crawler.lists.article_links import MAX_MOVES
from crawler.net.outcomes import Verdict
from crawler.net.pace import headers_of
from crawler.newspapers import edition_links
from crawler.newspapers import edition_page as editionpage
from crawler.newspapers.edition_visit import NO_ISSUE, EditionVisit, edition_link, today
from crawler.spiders.base import GovSpider
from pipelines import urls
from storage.values import Link, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.http import Response

    from crawler.newspapers.edition_page import EditionPage
    from storage.values import Claimed, Seen

BACK_DAYS = 10  # how far the latest edition of a template is looked for: holidays are a week


class NewspaperSpider(GovSpider):
    """Edition pages are frontier rows too; the issue date comes from the address, never from the clock."""

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        super().__init__(name, **arguments)
        self.found_articles = 0
        self.read_pages = 0
        self.templates: set[str] = set()
        self.search: dict[str, list[date]] = {}  # template -> earlier days to try for the latest edition

    # ------------------------------------------------------------------ where to begin

    def seeds(self) -> Sequence[Link]:
        seeds: list[Link] = []
        for address in self.source.start:
            template = self._template(address)
            if template and self.params.since is not None:
                seeds += self._days(template)
            elif template and (self.params.until is not None or urldates.is_template(address)):
                seeds += self._latest(template)
            else:
                seeds.append(edition_link(address, urldates.date_in(address), start=True))
        return seeds

    def _template(self, address: str) -> str | None:
        if urldates.is_template(address):
            return address
        # the address of an article leads to the pages of its edition; those of other days follow from them
        return None if self._is_article(address) else urldates.template_of(address)

    def _is_article(self, url: str) -> bool:
        rule, page = self.source.article.url, self.source.newspaper.page_url
        return bool(rule and re.search(rule, url)) and not (page and re.search(page, url))

    def _days(self, template: str) -> list[Link]:
        """Every day of the window, newest first; a day without paper is no fault."""
        assert self.params.since is not None
        self.templates.add(template)
        last = min(self.params.until or today(), today() + timedelta(days=1))
        return [self._day(template, day) for day in urldates.days_between(self.params.since, last)]

    def _latest(self, template: str) -> list[Link]:
        """The newest edition: today's, or the one before, until one is found."""
        self.templates.add(template)
        last = self.params.until or today()
        days = [last - timedelta(days=back) for back in range(BACK_DAYS + 1)]
        self.search[template] = days[1:]
        return [self._day(template, days[0])]

    def _day(self, template: str, day: date) -> Link:
        hint = {NO_ISSUE: day.isoformat(), "template": template}
        return edition_link(urldates.fill(template, day), day, **hint)

    # ------------------------------------------------------------------ reading

    async def on_list(self, claim: Claimed, response: Response, seen: Seen) -> None:
        headers = headers_of(response)

        def work() -> EditionPage:
            page = webpage.parse(response.body, response.url, headers, self.source.charset)
            return editionpage.read(page, self.source)

        try:
            edition = await asyncio.to_thread(work)
        except webpage.TooExpensive:
            await self.frontier.end(claim, Verdict("failed", "too_expensive"), seen)
            return
        self.read_pages += 1
        stats = self.crawler.stats
        if edition.advertisements:
            stats.inc_value("newspaper/advertisements", edition.advertisements)
        if edition.page.bad:
            stats.inc_value("list/bad_links", edition.page.bad)
        day = urldates.date_in(response.url) or _iso(claim.hint.get("issue_date"))
        asked = _iso(claim.hint.get(NO_ISSUE))
        target = self._onward(edition, response.url)
        if asked and self._other_issue(claim, edition, response.url, asked, target):
            await self._no_issue(claim, Verdict("refused", "other_issue"), seen)
        elif target is not None:
            start = {"start": True} if claim.hint.get("start") else {}
            await self.follow(claim, edition_link(target, urldates.date_in(target), **start), seen)
        elif edition.pieces or edition.pages or edition.printed or edition.pdf:
            self.search.pop(claim.hint.get("template", ""), None)
            await self._keep(claim, edition, day or asked, response.url, seen)
        else:
            await self._nothing(claim, edition, seen)

    @staticmethod
    def _onward(edition: EditionPage, url: str) -> str | None:
        """Where a page sends its readers: at once where it holds nothing else, by its meta tag where it has no day."""
        empty = not (edition.pieces or edition.pages or edition.printed)
        moved = edition.moved if empty else edition.refreshed if urldates.date_in(url) is None else None
        address = edition.page.address(moved) if moved else None
        return address[0] if address and address[1] != urls.key(url) else None

    @staticmethod
    def _other_issue(claim: Claimed, edition: EditionPage, url: str, asked: date, target: str | None) -> bool:
        """Whether the answer to a day that was asked for is the edition of another, or an index of all."""
        if target is not None:
            return urldates.date_in(target) != asked
        if (day := urldates.date_in(url)) is None:
            return urldates.date_in(claim.url) is not None
        days = {urldates.date_in(one.url.rpartition("/")[0]) for one in edition.pieces}
        pages = {urldates.date_in(one.url) for one in edition.pages}
        return day != asked or (bool(days) and (days | pages).isdisjoint({None, asked}))

    # ------------------------------------------------------------------ outcomes

    async def _keep(
        self, claim: Claimed, edition: EditionPage, day: date | None, url: str, seen: Seen
    ) -> None:
        if claim.hint.get("start") and self._is_article(url) and edition.pages:
            edition.pieces = []  # neighbours of an article have no place; its pages will give it
        reading = EditionVisit(claim, edition, self.params, day, url)
        found = reading.articles()
        if elsewhere := len(edition.pieces) - len(reading.own_pieces()):
            self.crawler.stats.inc_value("newspaper/other_day", elsewhere)
        self.found_articles += len(found)
        more = reading.pages() if self.params.includes(day) or day is None else []
        if self.params.since is not None and day is not None and claim.hint.get("start"):
            more += self._backfill(url)
        if reading.is_index and edition.pieces:
            more.append(reading.again())
        await self.frontier.settle(claim.id, Outcome(state="listed"), [*found, *more], seen)

    def _backfill(self, url: str) -> list[Link]:
        """An index has led to a dated edition: the days of the window follow from its address."""
        template = urldates.template_of(url)
        if template is None or template in self.templates:
            return []
        return self._days(template)

    async def _nothing(self, claim: Claimed, edition: EditionPage, seen: Seen) -> None:
        if claim.hint.get(NO_ISSUE):
            await self._no_issue(claim, Verdict("gone", "no_issue"), seen)
        elif frames := edition_links.frames(edition.page, self.source.own_hosts):
            moves = int(claim.hint.get("moves", 0)) + 1
            start = {"start": True} if claim.hint.get("start") else {}
            links = [edition_link(one, urldates.date_in(one), moves=moves, **start) for one in frames]
            verdict = (
                Outcome(state="listed")
                if moves <= MAX_MOVES
                else Outcome(state="failed", reason="redirect_loop")
            )
            await self.frontier.settle(claim.id, verdict, links if moves <= MAX_MOVES else (), seen)
        elif edition.advertisements or claim.hint.get("page_no") or claim.hint.get("rest"):
            # a page of pictures or advertisements stays a page of its edition
            await self.frontier.settle(claim.id, Outcome(state="listed"), (), seen)
        else:
            self._tell(claim.url)
            await self.frontier.end(claim, Verdict("failed", "no_links"), seen)

    async def _no_issue(self, claim: Claimed, verdict: Verdict, seen: Seen | None) -> None:
        self.crawler.stats.inc_value("newspaper/no_issue")
        await self.frontier.end(claim, verdict, seen, self._day_before(claim))

    def _day_before(self, claim: Claimed) -> list[Link]:
        template = claim.hint.get("template", "")
        days = self.search.get(template)
        return [self._day(template, days.pop(0))] if days else []

    def more_after(self, claim: Claimed, verdict: Verdict) -> Sequence[Link]:
        """No paper that day: while the latest edition is looked for, the day before is next."""
        if verdict.state == "gone" and claim.hint.get(NO_ISSUE):
            self.crawler.stats.inc_value("newspaper/no_issue")
            return self._day_before(claim)
        return ()

    def before_close(self) -> None:
        if self.frontier.report.read and not self.found_articles and not self.frontier.report.unchanged:
            self._tell(self.source.start[0])
        elif self.search and any(not days for days in self.search.values()):
            text = f"no edition in the last {BACK_DAYS + 1} days: {self.source.start[0]}"
            self.frontier.report.add("no_issue", self.source.start[0], text)

    def _tell(self, url: str) -> None:
        self.crawler.stats.inc_value("list/no_links")
        self.frontier.report.add("no_links", url, f"neither pages nor articles on {url}: a new layout?")


def _iso(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None
