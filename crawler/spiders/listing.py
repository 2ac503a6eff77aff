"""The shape of most sites: list page, next list page, articles."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.lists import mechanism_of, webpage
from crawler.lists.list_page import ListResponse
from crawler.net.outcomes import Verdict
from crawler.net.pace import headers_of
from crawler.spiders.base import GovSpider
from pipelines import urls
from storage.values import Link, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from scrapy.http import Response

    from crawler.lists.article_links import ListedArticle
    from crawler.lists.list_page import ListPage, NextPage
    from storage.values import Claimed, Seen


class ListingSpider(GovSpider):
    """Walks list pages until everything on one was known at the last completed walk."""

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        super().__init__(name, **arguments)
        self.chain: dict[str, str] = {}  # list page -> the start page it was reached from
        self.contents: dict[str, set[str]] = {}  # start page -> digests of the lists seen below it
        self.mechanism = mechanism_of(self.source)
        self.older: dict[str, int] = {}  # start page -> list pages in a row wholly before --since

    def seeds(self) -> Sequence[Link]:
        return [self._list_link(address.partition("#")[0], 1) for address in self.source.start]

    def _list_link(self, url: str, position: int, **hint: Any) -> Link:
        limit = self.source.list.max_pages
        if limit is not None and position > limit:
            state, reason = "refused", "beyond_max_pages"
        else:
            state, reason = "due", None
        return Link(
            url=url,
            url_key=urls.key(url),
            kind="list",
            position=position,
            hint=hint,
            state=state,
            reason=reason,
            refresh=state == "due",
        )

    async def on_list(self, claim: Claimed, response: Response, seen: Seen) -> None:
        if (page := await self.read(claim, response, seen)) is None:
            return
        if page.broken and not page.onward:
            await self._not_read(claim, page, Verdict("failed", page.broken), seen)
        elif page.found:
            ahead = self._ahead(claim, page)
            always = self.params.windowed or self.params.limit is not None
            await self.frontier.settle(
                claim.id,
                Outcome(state="listed"),
                [*self._article_links(page), *(ahead if always else ())],
                seen,
                onward=() if always else ahead,
            )
        else:
            await self._no_article(claim, page, seen)

    async def read(self, claim: Claimed, response: Response, seen: Seen) -> ListPage | None:
        """Read the page beside the event loop; one that costs too much is settled here."""
        answer = self._answer(claim, response.url, response.body, headers_of(response))
        try:
            page = await asyncio.to_thread(self.mechanism.read, answer)
        except webpage.TooExpensive:
            await self.frontier.end(claim, Verdict("failed", "too_expensive"), seen)
            return None
        if page.bad:
            self.crawler.stats.inc_value("list/bad_links", page.bad)
        if len(page.found) > page.most:
            text = f"more than {page.most} article links on one page, the rest is left out: {claim.url}"
            self.frontier.report.add("too_many_links", claim.url, text)
            del page.found[page.most :]
        return page

    def _answer(
        self, claim: Claimed, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> ListResponse:
        own = {urls.key(address) for address in self.source.start} | {claim.url_key, urls.key(url)}
        return ListResponse(
            body=body,
            url=url,
            headers=headers or {},
            source=self.source,
            asked=claim.url,
            position=max(claim.position, 1),
            hint=claim.hint,
            skip=frozenset(own),
        )

    def more_after(self, claim: Claimed, verdict: Verdict) -> Sequence[Link]:
        """A page that was only guessed may be missing: its mechanism knows what else to ask for."""
        if claim.kind == "article" or verdict.state not in ("gone", "failed"):
            return ()
        ahead = self.mechanism.instead(self._answer(claim, claim.url))
        return [self._onward_link(claim, one) for one in ahead]

    def _article_links(self, page: ListPage) -> list[Link]:
        return [self._article_link(one, page.column, page.url) for one in page.found]

    def _article_link(self, one: ListedArticle, column: str | None, list_url: str) -> Link:
        inside = self.params.includes(one.day)
        hint = {
            "title": one.title,
            "published_raw": one.published_raw,
            "column": column,
            "list_url": list_url,
            "inside": one.inside,
        }
        return Link(
            url=one.url,
            url_key=one.key,
            kind="article",
            hint={name: value for name, value in hint.items() if value},
            hint_date=one.day,
            state="due" if inside else "refused",
            reason=None if inside else "outside_window",
        )

    def _ahead(self, claim: Claimed, page: ListPage) -> list[Link]:
        """The next list pages, unless this one is where the list ends for us."""
        if not page.onward:
            return []
        stats = self.crawler.stats
        root = self.chain.get(claim.url_key, claim.url_key)
        digest = hashlib.sha256(
            "\n".join(sorted(one.key for one in page.found)).encode("utf-8", "replace")
        ).hexdigest()
        if digest in self.contents.setdefault(root, set()) and not page.may_repeat:
            stats.inc_value("list/repeated")  # a pager without end shows its last page for ever
            return []
        self.contents[root].add(digest)
        if self._wholly_older(root, page.found):
            stats.inc_value("list/before_since")
            self.frontier.report.walk_cut.add("before_since")
            return []
        return [self._onward_link(claim, one) for one in page.onward]

    def _onward_link(self, claim: Claimed, one: NextPage) -> Link:
        link = self._list_link(one.url, max(claim.position, 1) + one.step, **one.hint)
        link = replace(link, url_key=one.key)
        if link.state == "refused":
            self.crawler.stats.inc_value("list/beyond_max_pages")
            self.frontier.report.walk_cut.add("max_pages")
        self.chain[link.url_key] = self.chain.get(claim.url_key, claim.url_key)
        return link

    def _wholly_older(self, root: str, found: list[ListedArticle]) -> bool:
        """Two list pages in a row with nothing but dated articles before --since: one page of overlap."""
        since = self.params.since
        days = [one.day for one in found]
        older = since is not None and all(day is not None and day < since for day in days)
        self.older[root] = self.older.get(root, 0) + 1 if older else 0
        return self.older[root] >= 2

    async def _no_article(self, claim: Claimed, page: ListPage, seen: Seen) -> None:
        """Zero articles is never success: where the list leads on or is at its end is known, all else is told."""
        if page.onward:
            ahead = [self._onward_link(claim, one) for one in page.onward]
            await self.frontier.settle(claim.id, Outcome(state="listed"), ahead, seen)
        elif page.moved and page.moved[1] != claim.url_key:
            await self.follow(claim, self._list_link(page.moved[0], max(claim.position, 1)), seen)
        elif page.at_end:
            self.crawler.stats.inc_value("list/beyond_end")
            await self.frontier.settle(claim.id, Outcome(state="listed"), (), seen)
        else:
            await self._not_read(claim, page, Verdict("failed", "no_links"), seen)

    async def _not_read(self, claim: Claimed, page: ListPage, verdict: Verdict, seen: Seen) -> None:
        self.crawler.stats.inc_value("list/no_links")
        text = f"no article link on the list page {claim.url}: {page.why_empty}"
        self.frontier.report.add("no_links", claim.url, text)
        await self.frontier.end(claim, verdict, seen)
