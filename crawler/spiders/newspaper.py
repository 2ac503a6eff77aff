"""The spider of printed newspapers online: an edition, its pages, their articles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from crawler import urldates
from crawler.lists import webpage
from crawler.lists.article_links import MAX_MOVES
from crawler.net.headers import headers_of
from crawler.net.outcomes import RequestOutcome
from crawler.newspapers import edition_links, edition_page
from crawler.newspapers.edition_visit import EditionVisit, edition_link, today
from crawler.sources.bounded_regex import BoundedPattern, PatternTimeout
from crawler.spiders.base import GovSpider
from pipelines import urls
from storage.values import EditionHint, Link, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.http import Response

    from crawler.newspapers.edition_page import EditionPage
    from storage.values import Claimed, Seen

SEARCH_DAYS = 10  # how many days back the latest edition is searched: papers pause for a week at holidays


class NewspaperSpider(GovSpider):
    """Crawls editions. The issue date is read from URLs and never assumed to be today."""

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        super().__init__(name, **arguments)
        self.articles_found = 0
        self.templates: set[str] = set()
        self.earlier_days: dict[str, list[date]] = {}  # template -> days still to try for the latest edition

    # ------------------------------------------------------------------ start pages

    def seeds(self) -> Sequence[Link]:
        seeds: list[Link] = []
        for address in self.source.start:
            template = self._template(address)
            if template and self.params.since is not None:
                seeds += self._days(template)
            elif template and (self.params.until is not None or urldates.is_template(address)):
                seeds += self._latest(template)
            else:
                seeds.append(edition_link(address, urldates.date_in(address), EditionHint(is_start=True)))
        return seeds

    def _template(self, address: str) -> str | None:
        """Return the URL template of the editions of a start address, if it has or implies one."""
        if urldates.is_template(address):
            return address
        # an article leads to the pages of its edition, and only those show the template of other days
        return None if self._is_article(address) else urldates.template_of(address)

    def _is_article(self, url: str) -> bool:
        rule, page = self.source.article.url, self.source.newspaper.page_url
        try:
            fits = rule is not None and BoundedPattern(rule).search(url) is not None
            return fits and not (page is not None and BoundedPattern(page).search(url))
        except PatternTimeout as error:
            self.pattern_timeout(url, error)
            return False

    def _days(self, template: str) -> list[Link]:
        """Return the editions of all days of the window, the newest first."""
        if self.params.since is None:
            return []
        self.templates.add(template)
        last = min(self.params.until or today(), today() + timedelta(days=1))
        return [self._day(template, day) for day in urldates.days_between(self.params.since, last)]

    def _latest(self, template: str) -> list[Link]:
        """Return the edition of the last day; if there is none, the days before are tried one by one."""
        self.templates.add(template)
        last = self.params.until or today()
        days = [last - timedelta(days=back) for back in range(SEARCH_DAYS + 1)]
        self.earlier_days[template] = days[1:]
        return [self._day(template, days[0])]

    def _day(self, template: str, day: date) -> Link:
        hint = EditionHint(asked_day=day, template=template)
        return edition_link(urldates.fill(template, day), day, hint)

    # ------------------------------------------------------------------ reading

    async def on_list(self, claim: Claimed, response: Response, seen: Seen) -> None:
        hint = _hint(claim)
        edition = await self._read(claim, response, seen)
        if edition is None:
            return
        day = urldates.date_in(response.url) or hint.issue_date
        target = self._redirect_target(edition, response.url)
        if hint.asked_day and _is_other_issue(claim, edition, response.url, hint.asked_day, target):
            await self._no_issue(claim, RequestOutcome("refused", "other_issue"), seen)
        elif target is not None:
            link = edition_link(target, urldates.date_in(target), EditionHint(is_start=hint.is_start))
            await self.follow(claim, link, seen)
        elif edition.articles or edition.pages or edition.pdf_pages or edition.page_pdf:
            self.earlier_days.pop(hint.template or "", None)
            await self._write_links(claim, edition, day or hint.asked_day, response.url, seen)
        else:
            await self._nothing_found(claim, edition, seen)

    async def _read(self, claim: Claimed, response: Response, seen: Seen) -> EditionPage | None:
        """Read the page in a thread. None if that takes too long; its outcome is written then."""
        headers = headers_of(response)

        def work() -> EditionPage:
            page = webpage.parse(response.body, response.url, headers, self.source.charset)
            return edition_page.read(page, self.source)

        edition = await self.read_in_thread(claim, seen, work)
        if edition is None:
            return None
        if edition.advertisements:
            self.stats.inc_value("newspaper/advertisements", edition.advertisements)
        if edition.page.bad_addresses:
            self.stats.inc_value("list/bad_links", edition.page.bad_addresses)
        return edition

    @staticmethod
    def _redirect_target(edition: EditionPage, url: str) -> str | None:
        """Return the URL to which a page redirects by meta refresh or script, if this has to be followed.

        Of a page with content only its meta refresh is followed, and only if its URL contains no day.
        """
        empty = not (edition.articles or edition.pages or edition.pdf_pages)
        moved = (
            edition.forward_target
            if empty
            else edition.refresh_target
            if urldates.date_in(url) is None
            else None
        )
        address = edition.page.address(moved) if moved else None
        return address[0] if address and address[1] != urls.key(url) else None

    # ------------------------------------------------------------------ outcomes

    async def _write_links(
        self, claim: Claimed, edition: EditionPage, day: date | None, url: str, seen: Seen
    ) -> None:
        hint = _hint(claim)
        if hint.is_start and self._is_article(url) and edition.pages:
            # the neighbours of an article: the edition's pages list them with their place
            edition = replace(edition, articles=())
        visit = EditionVisit(claim, edition, self.params, day, url)
        articles = visit.article_links()
        if of_other_days := len(edition.articles) - len(visit.own_articles()):
            self.stats.inc_value("newspaper/other_day", of_other_days)
        self.articles_found += len(articles)
        pages = visit.page_links() if day is None or self.params.includes(day) else []
        if self.params.since is not None and day is not None and hint.is_start:
            pages += self._backfill(url)
        if visit.is_index and edition.articles:
            pages.append(visit.second_reading())
        await self.run.claims.settle(claim.id, Outcome(state="listed"), [*articles, *pages], seen)

    def _backfill(self, url: str) -> list[Link]:
        """Return the editions of the window, once an index has led to a URL that shows their template."""
        template = urldates.template_of(url)
        if template is None or template in self.templates:
            return []
        return self._days(template)

    async def _nothing_found(self, claim: Claimed, edition: EditionPage, seen: Seen) -> None:
        hint = _hint(claim)
        if hint.asked_day:
            await self._no_issue(claim, RequestOutcome("gone", "no_issue"), seen)
        elif frames := edition_links.frames(edition.page, self.source.own_hosts):
            await self._follow_frames(claim, frames, seen)
        elif edition.advertisements or hint.page_no or hint.is_second_reading:
            # a page of pictures or advertisements belongs to the edition
            await self.run.claims.settle(claim.id, Outcome(state="listed"), (), seen)
        else:
            self._report_no_links(claim.url)
            await self.run.claims.end(claim, RequestOutcome("failed", "no_links"), seen)

    async def _follow_frames(self, claim: Claimed, frames: Sequence[str], seen: Seen) -> None:
        hint = _hint(claim)
        moves = hint.moves + 1
        if moves > MAX_MOVES:
            outcome = Outcome(state="failed", reason="redirect_loop")
            await self.run.claims.settle(claim.id, outcome, (), seen)
            return
        next_hint = EditionHint(moves=moves, is_start=hint.is_start)
        links = [edition_link(one, urldates.date_in(one), next_hint) for one in frames]
        await self.run.claims.settle(claim.id, Outcome(state="listed"), links, seen)

    async def _no_issue(self, claim: Claimed, outcome: RequestOutcome, seen: Seen | None) -> None:
        self.stats.inc_value("newspaper/no_issue")
        await self.run.claims.end(claim, outcome, seen, self._day_before(claim))

    def _day_before(self, claim: Claimed) -> list[Link]:
        template = _hint(claim).template or ""
        days = self.earlier_days.get(template)
        return [self._day(template, days.pop(0))] if days else []

    def alternatives(self, claim: Claimed, outcome: RequestOutcome) -> Sequence[Link]:
        """Try the day before if the latest edition is searched and there was no paper on this day."""
        hint = claim.hint
        if outcome.state == "gone" and isinstance(hint, EditionHint) and hint.asked_day:
            self.stats.inc_value("newspaper/no_issue")
            return self._day_before(claim)
        return ()

    def before_close(self) -> None:
        report = self.run.report
        if report.read and not self.articles_found and not report.unchanged:
            self._report_no_links(self.source.start[0])
        elif any(not days for days in self.earlier_days.values()):
            text = f"no edition in the last {SEARCH_DAYS + 1} days: {self.source.start[0]}"
            report.add("no_issue", self.source.start[0], text, days=SEARCH_DAYS + 1)

    def _report_no_links(self, url: str) -> None:
        self.stats.inc_value("list/no_links")
        text = f"neither pages nor articles on {url}: its layout may have changed"
        self.run.report.add("no_links", url, text, detail="neither pages nor articles")


def _is_other_issue(claim: Claimed, edition: EditionPage, url: str, asked: date, target: str | None) -> bool:
    """True if the response for one day is the edition of another day, or an index of all editions."""
    if target is not None:
        return urldates.date_in(target) != asked
    day = urldates.date_in(url)
    if day is None:
        return urldates.date_in(claim.url) is not None
    days = {urldates.date_in(one.url.rpartition("/")[0]) for one in edition.articles}
    pages = {urldates.date_in(one.url) for one in edition.pages}
    return day != asked or (bool(days) and (days | pages).isdisjoint({None, asked}))


def _hint(claim: Claimed) -> EditionHint:
    if not isinstance(claim.hint, EditionHint):
        raise TypeError(f"{claim.url}: a {claim.kind} page is not part of an edition")
    return claim.hint
