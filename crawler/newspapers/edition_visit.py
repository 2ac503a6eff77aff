"""What a page of an edition says of its articles and of the other pages, as links of the frontier."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crawler import urldates
from crawler.newspapers.edition_page import EditionPageLink
from pipelines import urls
from storage.values import SHANGHAI, Link

if TYPE_CHECKING:
    from crawler.newspapers.edition_page import EditionArticle, EditionPage
    from crawler.params import Params
    from storage.values import Claimed

NO_ISSUE = "asked_day"  # hint key: a day was asked for without knowing that a paper appeared on it


def today() -> date:
    return datetime.now(SHANGHAI).date()


def edition_link(url: str, day: date | None, **hint: Any) -> Link:
    """A page that a walk begins with: it is read again in every walk."""
    return Link(url=url, url_key=urls.key(url), kind="edition", hint=hint, hint_date=day, refresh=True)


@dataclass(frozen=True)
class EditionVisit:
    """One page of an edition, with the day it belongs to and what led to it."""

    claim: Claimed
    edition: EditionPage
    params: Params
    day: date | None
    url: str

    @property
    def is_index(self) -> bool:
        """Leads to pages and is none itself; its articles are told by the pages, which know their place."""
        known = self.edition.is_page or self.claim.hint.get("page_no") or self.claim.hint.get("rest")
        return not known

    def articles(self) -> list[Link]:
        """The articles of the page, each with its place; a page of which only a PDF is known is one, too."""
        edition, place = self.edition, self._place()
        printed = [self._printed(one, place) for one in edition.printed]
        if self.is_index:
            return printed
        if not edition.pieces and not edition.advertisements and (pdf := place["page_pdf"]):
            return [*printed, self._printed(EditionPageLink(pdf, urls.key(pdf), None, None, pdf), place)]
        others = {} if edition.is_page else {one.key: one for one in edition.pages}
        found = []
        for one in self.own_pieces():
            if one.of is None:
                found.append(self._piece(one, place))
            elif (other := others.get(one.of)) is not None:  # else its own page lists it, and says more
                there = {"page_no": other.no, "page_name": other.name, "page_pdf": other.pdf}
                found.append(self._piece(one, {**place, **there, "page_image": None}))
        return [*found, *printed]

    def own_pieces(self) -> list[EditionArticle]:
        """The articles of this day; links to news of another stand beside them on some pages.

        Where no article carries the edition's day, papers write another one into all addresses: then all are its own.
        """
        days = [urldates.date_in(one.url.rpartition("/")[0]) for one in self.edition.pieces]
        own = [one for one, day in zip(self.edition.pieces, days, strict=True) if day in (None, self.day)]
        if not own or self.day is None or len(own) == len(days):
            return self.edition.pieces
        orders: Counter[str | None] = Counter()
        numbered = []
        for one in own:
            orders[one.of] += 1
            numbered.append(replace(one, order=orders[one.of]))
        return numbered

    def _place(self) -> dict[str, Any]:
        edition, hint = self.edition, self.claim.hint
        own = edition.own((self.claim.url_key, urls.key(self.url)))
        return {
            "issue_date": self.day.isoformat() if self.day else None,
            "page_no": (own.no if own else None) or hint.get("page_no") or edition.no,
            "page_name": (own.name if own else None) or hint.get("page_name") or edition.name,
            "page_pdf": (own.pdf if own else None) or hint.get("page_pdf") or edition.pdf,
            "page_image": edition.image,
        }

    def _piece(self, one: EditionArticle, place: dict[str, Any]) -> Link:
        # a number of eight digits may look like a day: folders tell first, then the edition
        own_day = urldates.date_in(one.url.rpartition("/")[0]) or self.day or urldates.date_in(one.url)
        paper = {**place, "issue_date": own_day.isoformat() if own_day else None, "order": one.order}
        return self._article(one.url, one.key, one.title, paper, own_day)

    def _printed(self, one: EditionPageLink, place: dict[str, Any]) -> Link:
        """A page that exists as PDF alone is an article page too: it is split when it is understood."""
        paper = {**place, "page_pdf": one.url}
        paper |= {"page_no": one.no, "page_name": one.name} if one.no else {}
        return self._article(one.url, one.key, None, paper, self.day)

    def _article(
        self, address: str, key: str, title: str | None, paper: dict[str, Any], day: date | None
    ) -> Link:
        inside = self.params.includes(day)
        hint = {"title": title, "list_url": self.url, "newspaper": paper}
        return Link(
            url=address,
            url_key=key,
            kind="article",
            hint={name: value for name, value in hint.items() if value},
            hint_date=day,
            position=paper.get("order") or 0,
            issue_date=day,
            state="due" if inside else "refused",
            reason=None if inside else "outside_window",
        )

    def pages(self) -> list[Link]:
        own = {self.claim.url_key, urls.key(self.url)}
        pages = [(urldates.date_in(one.url), one) for one in self.edition.pages if one.key not in own]
        if self.day is None:  # an index of many editions: the newest of them
            latest = max((d for d, _ in pages if d and d <= today() + timedelta(days=1)), default=None)
            pages = [(d, one) for d, one in pages if d in (latest, None)]
        else:  # arrows to other issues are no pages of this
            pages = [(d, one) for d, one in pages if d in (self.day, None)]
        links = [self._page(one, d or self.day) for d, one in pages]
        if self.day is None and links and self.claim.hint.get("start"):
            links[0] = replace(links[0], hint={**links[0].hint, "start": True})
        return links

    def _page(self, one: EditionPageLink, day: date | None) -> Link:
        """Pages of a paper of days ago do not change: they are read again only if they never were."""
        fresh = day is None or self.params.windowed or day >= today() - timedelta(days=1)
        hint = {"page_no": one.no, "page_name": one.name, "page_pdf": one.pdf}
        hint["issue_date"] = day.isoformat() if day else None
        return Link(
            url=one.url,
            url_key=one.key,
            kind="edition",
            hint={name: value for name, value in hint.items() if value},
            hint_date=day,
            issue_date=day,
            refresh=fresh,
        )

    def again(self) -> Link:
        """The index once more, behind its pages: for articles that none of them lists."""
        hint = {"rest": True} | ({"issue_date": self.day.isoformat()} if self.day else {})
        link = edition_link(self.claim.url, self.day, **hint)
        return replace(link, url_key=f"{self.claim.url_key}#rest")
