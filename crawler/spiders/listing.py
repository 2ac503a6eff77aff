"""The shape of most sites: list page, next list page, articles."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

from crawler import links
from crawler.failures import Verdict
from crawler.politeness import headers_of
from crawler.spiders.base import GovSpider
from pipelines import urls
from storage.pages import Link, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from scrapy.http import Response

    from crawler.links import Document, Found
    from storage.pages import Claimed, Seen


class ListingSpider(GovSpider):
    """Walks list pages until everything on one was known at the last completed walk."""

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        super().__init__(name, **arguments)
        self.chain: dict[str, str] = {}  # list page -> the start page it was reached from
        self.contents: dict[str, set[str]] = {}  # start page -> digests of the lists seen below it
        self.older: dict[str, int] = {}  # start page -> list pages in a row wholly before --since

    def seeds(self) -> Sequence[Link]:
        return [self._list_link(address, 1) for address in self.source.start]

    def _list_link(self, url: str, position: int) -> Link:
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
            state=state,
            reason=reason,
            refresh=state == "due",
        )

    async def on_list(self, claim: Claimed, response: Response, seen: Seen) -> None:
        read = await self.read(claim, response, seen)
        if read is None:
            return
        page, found, onward, moved = read
        if not found:
            await self._no_link(claim, page, moved, seen)
            return
        ahead = self._ahead(claim, found, onward)
        always = self.params.windowed or self.params.limit is not None
        await self.frontier.settle(
            claim.id,
            Outcome(state="listed"),
            [*self._article_links(found, page), *(ahead if always else ())],
            seen,
            onward=() if always else ahead,
        )

    async def read(
        self, claim: Claimed, response: Response, seen: Seen
    ) -> tuple[Document, list[Found], tuple[str, str] | None, str | None] | None:
        """Parse beside the event loop; a page that costs too much is settled here."""
        headers = headers_of(response)
        lists = {urls.key(address) for address in self.source.start} | {claim.url_key, urls.key(response.url)}

        def work() -> tuple[Document, list[Found], tuple[str, str] | None, str | None]:
            page = links.document(response.body, response.url, headers, self.source.charset)
            onward = links.next_page(page, self.source)
            skip = lists | ({onward[1]} if onward else set())
            return (
                page,
                links.articles(page, self.source, self.source.list.links, skip),
                onward,
                links.moved(page),
            )

        try:
            read = await asyncio.to_thread(work)
        except links.TooExpensive:
            await self.frontier.end(claim, Verdict("failed", "too_expensive"), seen)
            return None
        if read[0].bad:
            self.crawler.stats.inc_value("list/bad_links", read[0].bad)
        if len(read[1]) > links.MAX_LINKS:
            text = f"more than {links.MAX_LINKS} article links on one page, the rest is left out: {claim.url}"
            self.frontier.report.add("too_many_links", claim.url, text)
            del read[1][links.MAX_LINKS :]
        return read

    def _article_links(self, found: list[Found], page: Document) -> list[Link]:
        column = links.column(page)
        return [self._article_link(one, column, page.url) for one in found]

    def _article_link(self, one: Found, column: str | None, list_url: str) -> Link:
        inside = self.params.includes(one.day)
        hint = {
            "title": one.title,
            "published_raw": one.published_raw,
            "column": column,
            "list_url": list_url,
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

    def _ahead(self, claim: Claimed, found: list[Found], onward: tuple[str, str] | None) -> list[Link]:
        """The next list page, unless this one is where the list ends for us."""
        if onward is None:
            return []
        stats = self.crawler.stats
        root = self.chain.get(claim.url_key, claim.url_key)
        digest = hashlib.sha256(
            "\n".join(sorted(one.key for one in found)).encode("utf-8", "replace")
        ).hexdigest()
        if digest in self.contents.setdefault(root, set()):
            stats.inc_value("list/repeated")  # a pager without end shows its last page for ever
            return []
        self.contents[root].add(digest)
        if self._wholly_older(root, found):
            stats.inc_value("list/before_since")
            self.frontier.report.walk_cut.add("before_since")
            return []
        link = self._list_link(onward[0], max(claim.position, 1) + 1)
        if link.state == "refused":
            stats.inc_value("list/beyond_max_pages")
            self.frontier.report.walk_cut.add("max_pages")
        self.chain[link.url_key] = root
        return [link]

    def _wholly_older(self, root: str, found: list[Found]) -> bool:
        """Two list pages in a row with nothing but dated articles before --since: one page of overlap."""
        since = self.params.since
        days = [one.day for one in found]
        older = since is not None and all(day is not None and day < since for day in days)
        self.older[root] = self.older.get(root, 0) + 1 if older else 0
        return self.older[root] >= 2

    async def _no_link(self, claim: Claimed, page: Document, moved: str | None, seen: Seen) -> None:
        """Zero links is never success: a page that sends its readers on is followed, any other is told."""
        target = page.address(moved) if moved else None
        if target and target[1] != claim.url_key:
            await self.follow(claim, self._list_link(target[0], max(claim.position, 1)), seen)
            return
        self.tell_no_links(claim, page)
        await self.frontier.end(claim, Verdict("failed", "no_links"), seen)

    def tell_no_links(self, claim: Claimed, page: Document) -> None:
        total = sum(1 for a in page.tree.iter("a") if a.get("href"))
        scripts = sum(1 for _ in page.tree.iter("script"))
        if total:
            why = f"{total} links on it, none is an article by the source's rules: a new layout?"
        else:
            why = "no link at all" + (": drawn by a script?" if scripts else "")
        self.crawler.stats.inc_value("list/no_links")
        self.frontier.report.add(
            "no_links", claim.url, f"no article link on the list page {claim.url}: {why}"
        )
