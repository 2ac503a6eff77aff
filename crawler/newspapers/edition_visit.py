"""Turn an edition page into links for the frontier: its articles with their place in print, and the other pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from crawler import urldates
from crawler.newspapers.edition_page import EditionPageLink
from pipelines import urls
from storage.values import SHANGHAI, ArticleHint, EditionHint, Link, PrintedPlace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.newspapers.edition_page import EditionArticle, EditionPage
    from crawler.params import Params
    from storage.values import Claimed


def today() -> date:
    """Return the present day in Shanghai."""
    return datetime.now(SHANGHAI).date()


def edition_link(url: str, day: date | None, hint: EditionHint) -> Link:
    """Return a link to an edition page that every walk reads again."""
    return Link(url=url, url_key=urls.key(url), kind="edition", hint=hint, hint_date=day, refresh=True)


def hint_of(claim: Claimed) -> EditionHint:
    """Return what the frontier stores about an edition page."""
    return claim.hint if isinstance(claim.hint, EditionHint) else EditionHint()


@dataclass(frozen=True)
class EditionVisit:
    """An edition page that was fetched, with its day and the frontier row that led to it."""

    claim: Claimed
    edition: EditionPage
    params: Params
    day: date | None  # of the edition
    url: str  # after redirects

    @property
    def is_index(self) -> bool:
        """True for an index that links to pages; those pages, not the index, give the place of each article."""
        hint = hint_of(self.claim)
        return not (self.edition.is_page or hint.page_no or hint.is_second_reading)

    def article_links(self) -> list[Link]:
        """Return the articles of the page with their place in print; a page known only as PDF counts as one."""
        edition, place = self.edition, self._place()
        pdf_pages = [self._pdf_link(one, place) for one in edition.pdf_pages]
        if self.is_index:
            return pdf_pages
        if not edition.articles and not edition.advertisements and (pdf := place.page_pdf):
            own_pdf = EditionPageLink(pdf, urls.key(pdf), None, None, pdf)
            return [*pdf_pages, self._pdf_link(own_pdf, place)]
        others = {} if edition.is_page else {one.key: one for one in edition.pages}
        found = []
        for article in self.own_articles():
            if article.page_key is None:
                found.append(self._article_link(article, place))
            elif (page := others.get(article.page_key)) is not None:
                elsewhere = replace(
                    place, page_no=page.number, page_name=page.name, page_pdf=page.pdf, page_image=None
                )
                found.append(self._article_link(article, elsewhere))
            # else its own page will be read and lists it with more detail
        return [*found, *pdf_pages]

    def own_articles(self) -> Sequence[EditionArticle]:
        """Return the articles of this edition's day, without links to news of other days.

        Some papers write a different day into all addresses; if no article has the edition's day, all are its own.
        """
        articles = self.edition.articles
        days = [urldates.date_in(one.url.rpartition("/")[0]) for one in articles]
        own = [one for one, day in zip(articles, days, strict=True) if day in (None, self.day)]
        if not own or self.day is None or len(own) == len(days):
            return articles
        orders: Counter[str | None] = Counter()
        renumbered = []
        for article in own:
            orders[article.page_key] += 1
            renumbered.append(replace(article, order=orders[article.page_key]))
        return renumbered

    def page_links(self) -> list[Link]:
        """Return the other pages of the edition; of an index of many editions those of the newest."""
        own = {self.claim.url_key, urls.key(self.url)}
        pages = [(urldates.date_in(one.url), one) for one in self.edition.pages if one.key not in own]
        wanted = self.day
        if wanted is None:
            wanted = max((d for d, _ in pages if d and d <= today() + timedelta(days=1)), default=None)
        # links to pages of other days are arrows to other editions
        links = [self._page_link(one, d or self.day) for d, one in pages if d in (wanted, None)]
        if self.day is None and links and hint_of(self.claim).is_start:
            first = links[0].hint
            assert isinstance(first, EditionHint)
            links[0] = replace(links[0], hint=replace(first, is_start=True))
        return links

    def second_reading(self) -> Link:
        """Return the index itself, to be read after its pages for articles that none of them lists."""
        hint = EditionHint(is_second_reading=True, issue_date=self.day)
        link = edition_link(self.claim.url, self.day, hint)
        return replace(link, url_key=f"{self.claim.url_key}#rest")

    def _place(self) -> PrintedPlace:
        """Return the place of this page in print: by links to it, by what led here, by its own label."""
        edition, hint = self.edition, hint_of(self.claim)
        own = edition.link_to((self.claim.url_key, urls.key(self.url)))
        return PrintedPlace(
            issue_date=self.day,
            page_no=(own.number if own else None) or hint.page_no or edition.number,
            page_name=(own.name if own else None) or hint.page_name or edition.name,
            page_pdf=(own.pdf if own else None) or hint.page_pdf or edition.page_pdf,
            page_image=edition.image,
        )

    def _article_link(self, article: EditionArticle, place: PrintedPlace) -> Link:
        # folders of the address are more reliable than an id: a number of eight digits may look like a day
        folder_day = urldates.date_in(article.url.rpartition("/")[0])
        day = folder_day or self.day or urldates.date_in(article.url)
        own_place = replace(place, issue_date=day, order=article.order)
        return self._link(article.url, article.key, article.title, own_place, day)

    def _pdf_link(self, page: EditionPageLink, place: PrintedPlace) -> Link:
        """Return a PDF page as an article link; understanding splits it into its articles."""
        own_place = replace(place, page_pdf=page.url)
        if page.number:
            own_place = replace(own_place, page_no=page.number, page_name=page.name)
        return self._link(page.url, page.key, None, own_place, self.day)

    def _link(self, url: str, key: str, title: str | None, place: PrintedPlace, day: date | None) -> Link:
        wanted = self.params.includes(day)
        return Link(
            url=url,
            url_key=key,
            kind="article",
            hint=ArticleHint(title=title or None, list_url=self.url, newspaper=place),
            hint_date=day,
            position=place.order or 0,
            issue_date=day,
            state="due" if wanted else "refused",
            reason=None if wanted else "outside_window",
        )

    def _page_link(self, page: EditionPageLink, day: date | None) -> Link:
        """Return a link to a page; one of an earlier day does not change, so it is read again only if it never was."""
        is_fresh = day is None or self.params.windowed or day >= today() - timedelta(days=1)
        return Link(
            url=page.url,
            url_key=page.key,
            kind="edition",
            hint=EditionHint(page_no=page.number, page_name=page.name, page_pdf=page.pdf, issue_date=day),
            hint_date=day,
            issue_date=day,
            refresh=is_fresh,
        )
