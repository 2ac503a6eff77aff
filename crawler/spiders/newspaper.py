"""The shape of printed papers online: edition, its pages, their articles."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from crawler import editionpage, editions, links
from crawler.failures import Verdict
from crawler.politeness import headers_of
from crawler.report import NO_ISSUE
from crawler.spiders.base import GovSpider
from pipelines import urls
from storage.pages import Link, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.http import Response

    from crawler.editionpage import Edition, PageLink, Piece
    from storage.pages import Claimed, Seen

SHANGHAI = ZoneInfo("Asia/Shanghai")
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
            template = address if editions.is_template(address) else editions.template_of(address)
            if template and self.params.since is not None:
                seeds += self._days(template)
            elif template and (self.params.until is not None or editions.is_template(address)):
                seeds += self._latest(template)
            else:
                seeds.append(self._edition(address, editions.date_in(address)))
        return seeds

    def _days(self, template: str) -> list[Link]:
        """Every day of the window, newest first; a day without paper is no fault."""
        assert self.params.since is not None
        self.templates.add(template)
        last = min(self.params.until or today(), today() + timedelta(days=1))
        return [self._day(template, day) for day in editions.days_between(self.params.since, last)]

    def _latest(self, template: str) -> list[Link]:
        """The newest edition: today's, or the one before, until one is found."""
        self.templates.add(template)
        last = self.params.until or today()
        days = [last - timedelta(days=back) for back in range(BACK_DAYS + 1)]
        self.search[template] = days[1:]
        return [self._day(template, days[0])]

    def _day(self, template: str, day: date) -> Link:
        return self._edition(
            editions.fill(template, day), day, **{NO_ISSUE: day.isoformat(), "template": template}
        )

    def _edition(self, url: str, day: date | None, **hint: Any) -> Link:
        return Link(
            url=url,
            url_key=urls.key(url),
            kind="edition",
            hint=hint,
            hint_date=day,
            issue_date=None,
            refresh=True,
        )

    # ------------------------------------------------------------------ reading

    async def on_list(self, claim: Claimed, response: Response, seen: Seen) -> None:
        headers = headers_of(response)

        def work() -> Edition:
            page = links.document(response.body, response.url, headers, self.source.charset)
            return editionpage.read(page, self.source)

        try:
            edition = await asyncio.to_thread(work)
        except links.TooExpensive:
            await self.frontier.end(claim, Verdict("failed", "too_expensive"), seen)
            return
        self.read_pages += 1
        stats = self.crawler.stats
        if edition.advertisements:
            stats.inc_value("newspaper/advertisements", edition.advertisements)
        if edition.page.bad:
            stats.inc_value("list/bad_links", edition.page.bad)
        day = editions.date_in(response.url) or _iso(claim.hint.get("issue_date"))
        asked = _iso(claim.hint.get(NO_ISSUE))
        if asked and day and day != asked:
            await self._no_issue(claim, Verdict("refused", "other_issue"), seen)
        elif not edition.pieces and not edition.pages:
            await self._nothing(claim, edition, seen)
        else:
            self.search.pop(claim.hint.get("template", ""), None)
            await self._keep(claim, edition, day or asked, response.url, seen)

    # ------------------------------------------------------------------ outcomes

    async def _keep(self, claim: Claimed, edition: Edition, day: date | None, url: str, seen: Seen) -> None:
        inside = self.params.includes(day)
        own = next((one for one in edition.pages if one.key in (claim.url_key, urls.key(url))), None)
        place = {
            "issue_date": day.isoformat() if day else None,
            "page_no": (own.no if own else None) or claim.hint.get("page_no"),
            "page_name": (own.name if own else None) or claim.hint.get("page_name"),
            "page_pdf": (own.pdf if own else None) or claim.hint.get("page_pdf") or edition.pdf,
            "page_image": edition.image,
        }
        found = [self._piece(one, place, day, url, inside) for one in edition.pieces]
        self.found_articles += len(found)
        more = [self._page(one, day) for one in edition.pages if one.key != claim.url_key]
        more = [
            link for link in more if link.issue_date in (day, None)
        ]  # arrows to other issues are no pages of this
        if self.params.since is not None and day is not None:
            more += self._backfill(url)
        await self.frontier.settle(claim.id, Outcome(state="listed"), [*found, *more], seen)

    def _piece(self, one: Piece, place: dict[str, Any], day: date | None, url: str, inside: bool) -> Link:
        own_day = editions.date_in(one.url) or day
        paper = {**place, "issue_date": own_day.isoformat() if own_day else None, "order": one.order}
        hint = {"title": one.title, "list_url": url, "newspaper": paper}
        return Link(
            url=one.url,
            url_key=one.key,
            kind="article",
            hint={name: value for name, value in hint.items() if value},
            hint_date=own_day,
            position=one.order,
            issue_date=own_day,
            state="due" if inside else "refused",
            reason=None if inside else "outside_window",
        )

    def _page(self, one: PageLink, day: date | None) -> Link:
        """Pages of a paper of days ago do not change: they are read again only if they never were."""
        page_day = editions.date_in(one.url) or day
        fresh = page_day is None or self.params.windowed or page_day >= today() - timedelta(days=1)
        hint = {"page_no": one.no, "page_name": one.name, "page_pdf": one.pdf}
        hint["issue_date"] = page_day.isoformat() if page_day else None
        return Link(
            url=one.url,
            url_key=one.key,
            kind="edition",
            hint={name: value for name, value in hint.items() if value},
            hint_date=page_day,
            issue_date=page_day,
            refresh=fresh,
        )

    def _backfill(self, url: str) -> list[Link]:
        """An index has led to a dated edition: the days of the window follow from its address."""
        template = editions.template_of(url)
        if self.templates or template is None:
            return []
        return self._days(template)

    async def _nothing(self, claim: Claimed, edition: Edition, seen: Seen) -> None:
        page = edition.page
        target = page.address(edition.moved) if edition.moved else None
        if target and target[1] != claim.url_key:
            await self.follow(claim, self._edition(target[0], editions.date_in(target[0])), seen)
        elif claim.hint.get(NO_ISSUE):
            await self._no_issue(claim, Verdict("gone", "no_issue"), seen)
        elif edition.advertisements or claim.hint.get("page_no"):
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


def today() -> date:
    return datetime.now(SHANGHAI).date()


def _iso(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None
