"""The spider of list pages: HTML lists, feeds, sitemaps and list APIs differ only in their list reader."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.lists.list_page import ListResponse
from crawler.lists.readers import reader_of
from crawler.net.headers import headers_of
from crawler.net.outcomes import RequestOutcome
from crawler.spiders.base import GovSpider
from pipelines import urls
from storage.values import ArticleHint, Link, ListHint, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from scrapy.http import Response

    from crawler.lists.article_links import ListedArticle
    from crawler.lists.list_page import ListPage, NextPage
    from storage.values import Claimed, Seen

OLDER_PAGES = 2  # list pages in a row with only articles before --since end the walk: one page of overlap


class ListingSpider(GovSpider):
    """Follows list pages until everything on one of them was known at the last complete walk."""

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        super().__init__(name, **arguments)
        self.reader = reader_of(self.source)
        self.start_of: dict[str, str] = {}  # key of a list page -> key of the start page of its chain
        self.digests: dict[
            str, set[str]
        ] = {}  # key of a start page -> digests of the list pages of its chain
        self.older_pages: dict[str, int] = {}  # key of a start page -> list pages in a row before --since

    def seeds(self) -> Sequence[Link]:
        return [self._list_link(address.partition("#")[0], 1, ListHint()) for address in self.source.start]

    def _list_link(self, url: str, position: int, hint: ListHint) -> Link:
        limit = self.source.list.max_pages
        allowed = limit is None or position <= limit
        return Link(
            url=url,
            url_key=urls.key(url),
            kind="list",
            position=position,
            hint=hint,
            state="due" if allowed else "refused",
            reason=None if allowed else "beyond_max_pages",
            refresh=allowed,
        )

    async def on_list(self, claim: Claimed, response: Response, seen: Seen) -> None:
        page = await self._read(claim, response, seen)
        if page is None:
            return
        if page.broken and not page.next_pages:
            await self._report_unread(claim, page, RequestOutcome("failed", page.broken), seen)
        elif page.articles:
            next_pages = self._next_pages(claim, page)
            # with a window or a limit, a known row does not prove that the following pages are known too
            always = self.params.windowed or self.params.limit is not None
            await self.run.claims.settle(
                claim.id,
                Outcome(state="listed"),
                [*self._article_links(page), *(next_pages if always else ())],
                seen,
                next_pages=() if always else next_pages,
            )
        else:
            await self._without_articles(claim, page, seen)

    async def _read(self, claim: Claimed, response: Response, seen: Seen) -> ListPage | None:
        """Read the list page in a thread. None if that takes too long; its outcome is written then."""
        answer = self._list_response(claim, response.url, response.body, headers_of(response))
        page = await self.read_in_thread(claim, seen, lambda: self.reader.read(answer))
        if page is None:
            return None
        if page.bad_addresses:
            self.stats.inc_value("list/bad_links", page.bad_addresses)
        if len(page.articles) > page.max_articles:
            text = f"more than {page.max_articles} article links on one page, the others were ignored: {claim.url}"
            self.run.report.add("too_many_links", claim.url, text, limit=page.max_articles)
            page = replace(page, articles=page.articles[: page.max_articles])
        return page

    def _list_response(
        self, claim: Claimed, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> ListResponse:
        list_keys = {urls.key(address) for address in self.source.start} | {claim.url_key, urls.key(url)}
        return ListResponse(
            body=body,
            url=url,
            headers=headers or {},
            source=self.source,
            requested_url=claim.url,
            position=max(claim.position, 1),
            hint=claim.hint if isinstance(claim.hint, ListHint) else ListHint(),
            known_lists=frozenset(list_keys),
        )

    def alternatives(self, claim: Claimed, outcome: RequestOutcome) -> Sequence[Link]:
        """Ask the list reader what to fetch in place of a missing page, whose address may have been a guess."""
        if claim.kind == "article" or outcome.state not in ("gone", "failed"):
            return ()
        others = self.reader.alternatives(self._list_response(claim, claim.url))
        return [self._next_link(claim, one) for one in others]

    def _article_links(self, page: ListPage) -> list[Link]:
        return [self._article_link(one, page) for one in page.articles]

    def _article_link(self, one: ListedArticle, page: ListPage) -> Link:
        inside = self.params.includes(one.day)
        hint = ArticleHint(
            title=one.title or None,
            published_raw=one.published_raw or None,
            column=page.column or None,
            list_url=page.url or None,
            content=one.content or None,
        )
        return Link(
            url=one.url,
            url_key=one.key,
            kind="article",
            hint=hint,
            hint_date=one.day,
            state="due" if inside else "refused",
            reason=None if inside else "outside_window",
        )

    def _next_pages(self, claim: Claimed, page: ListPage) -> list[Link]:
        """Return the list pages that follow; none after a repeated page or pages before --since."""
        if not page.next_pages:
            return []
        start = self.start_of.get(claim.url_key, claim.url_key)
        keys = "\n".join(sorted(one.key for one in page.articles))
        digest = hashlib.sha256(keys.encode("utf-8", "replace")).hexdigest()
        digests = self.digests.setdefault(start, set())
        if digest in digests and not page.may_repeat:
            self.stats.inc_value("list/repeated")  # some pagers show their last page for every higher number
            return []
        digests.add(digest)
        if self._is_before_window(start, page.articles):
            self.stats.inc_value("list/before_since")
            self.run.report.walk_cut.add("before_since")
            return []
        return [self._next_link(claim, one) for one in page.next_pages]

    def _next_link(self, claim: Claimed, one: NextPage) -> Link:
        link = self._list_link(one.url, max(claim.position, 1) + one.advance, one.hint)
        link = replace(link, url_key=one.key)
        if link.state == "refused":
            self.stats.inc_value("list/beyond_max_pages")
            self.run.report.walk_cut.add("max_pages")
        self.start_of[link.url_key] = self.start_of.get(claim.url_key, claim.url_key)
        return link

    def _is_before_window(self, start: str, found: Sequence[ListedArticle]) -> bool:
        """True at the second list page in a row on which every article is dated before --since."""
        since = self.params.since
        days = [one.day for one in found]
        older = since is not None and all(day is not None and day < since for day in days)
        self.older_pages[start] = self.older_pages.get(start, 0) + 1 if older else 0
        return self.older_pages[start] >= OLDER_PAGES

    async def _without_articles(self, claim: Claimed, page: ListPage, seen: Seen) -> None:
        """A list page without articles is an error, unless it leads to another page or is the end of its list."""
        if page.next_pages:
            next_pages = [self._next_link(claim, one) for one in page.next_pages]
            await self.run.claims.settle(claim.id, Outcome(state="listed"), next_pages, seen)
        elif page.moved and page.moved[1] != claim.url_key:
            target = self._list_link(page.moved[0], max(claim.position, 1), ListHint())
            await self.follow(claim, target, seen)
        elif page.at_end:
            self.stats.inc_value("list/beyond_end")
            await self.run.claims.settle(claim.id, Outcome(state="listed"), (), seen)
        else:
            await self._report_unread(claim, page, RequestOutcome("failed", "no_links"), seen)

    async def _report_unread(
        self, claim: Claimed, page: ListPage, outcome: RequestOutcome, seen: Seen
    ) -> None:
        self.stats.inc_value("list/no_links")
        text = f"no article link on the list page {claim.url}: {page.why_empty}"
        self.run.report.add("no_links", claim.url, text, detail=page.why_empty)
        await self.run.claims.end(claim, outcome, seen)
