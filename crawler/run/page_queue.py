"""Bridge from spiders and pipelines to storage: what a response said, what is kept of it, what it became."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from crawler.lists.embedded_articles import unpack
from crawler.net.outcomes import Verdict
from crawler.net.pace import headers_of
from crawler.run.claims import Claims
from crawler.run.judging import JUDGE
from pipelines.items import Hint, Newspaper, Page, PageItem
from pipelines.store_item import identity
from storage.articles.archive import RawArchive
from storage.articles.save import ArticleToSave
from storage.stories import link
from storage.values import Outcome, RawEntry, Seen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scrapy.http import Response

    from pipelines.items import Article
    from storage.values import Claimed

log = logging.getLogger(__name__)

KEPT_HEADERS = (
    "content-type",
    "content-length",
    "date",
    "last-modified",
    "etag",
    "server",
    "content-language",
)
HINTS = ("title", "published_raw", "column", "list_url")
# refusals of understanding that say more of the site or of us than of the page; all others are ``refused``
MEANING = {
    "removal_notice": "gone",  # a sighting, whatever its status says
    "challenge": "blocked",
    "server_error": "retry",
    "extract_crash": "retry",  # may have been the machine's fault
    "extract_timeout": "failed",
    "extract_memory": "failed",
    "extract_error": "failed",
}


class Frontier(Claims):
    """What spiders and pipelines may do with a page: keep it, save its articles, refuse it."""

    archive: RawArchive
    _seen: dict[int, Seen]
    _hashes: dict[int, Sequence[int]]  # of texts that were saved and not linked yet

    def use_archive(self, folder: Path) -> None:
        self.archive = RawArchive(folder)
        self._seen = {}
        self._hashes = {}

    def seen(self, response: Response) -> Seen:
        headers = headers_of(response)
        return Seen(
            status=response.status,
            fetched_at=self.now(),
            final_url=response.url,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
        )

    async def item(self, claim: Claimed, response: Response, seen: Seen) -> PageItem:
        """The pipelines' item. The body is on disk before anything is said of it."""
        headers = headers_of(response)
        body = response.body
        sha = await asyncio.to_thread(self.archive.put, body)
        kept = {name: headers[name] for name in KEPT_HEADERS if name in headers}
        raw = RawEntry(
            sha=sha,
            url=response.url,
            status=response.status,
            headers=kept,
            size=len(body),
            fetched_at=seen.fetched_at,
        )
        self._seen[claim.id] = replace(seen, raw=raw)
        page = Page(
            url=claim.url,
            body=body,
            final_url=response.url,
            status=response.status,
            headers=headers,
            fetched_at=seen.fetched_at,
            rules=self.source.rules(),
            hint=Hint(**{name: claim.hint.get(name) for name in HINTS}),
            newspaper=newspaper_of(claim.hint.get("newspaper")),
        )
        return PageItem(page=page, page_id=claim.id, raw_sha=sha)

    async def from_list(self, claim: Claimed, verdict: Verdict, seen: Seen) -> PageItem | None:
        """The article as its list carried it, where its own page is missing and always was."""
        body = unpack(claim.hint.get("inside"))
        if body is None or verdict.state not in ("gone", "failed"):
            return None
        if claim.article_id is not None and claim.raw_sha != hashlib.sha256(body).hexdigest():
            return None  # it was read on a page of its own, which is gone now
        self.stats.inc_value("list/article_inside")
        address = str(claim.hint.get("list_url") or claim.url)
        sha = await asyncio.to_thread(self.archive.put, body)
        headers = {"content-type": "text/html; charset=utf-8"}
        raw = RawEntry(
            sha=sha, url=address, status=200, headers=headers, size=len(body), fetched_at=seen.fetched_at
        )
        self._seen[claim.id] = replace(seen, final_url=claim.url, raw=raw)
        page = Page(
            url=claim.url,
            body=body,
            headers=headers,
            fetched_at=seen.fetched_at,
            rules=self.source.rules(),
            hint=Hint(**{name: claim.hint.get(name) for name in HINTS}),
        )
        return PageItem(page=page, page_id=claim.id, raw_sha=sha)

    async def save(self, item: PageItem) -> list[tuple[int, str]]:
        """Store the page's articles and its outcome, together; gives (article id, the store's word)."""
        assert item.page_id is not None
        claim = self.open.get(item.page_id)
        known = claim is not None and claim.article_id is not None
        articles = [a for a in item.articles if known or self.params.includes(a.published_date)]
        if not articles:
            reason = "outside_window" if item.articles else "no_article"
            await self.refuse(item, reason)
            return []
        rows = [article_row(article, split=len(item.articles) > 1) for article in articles]
        seen = self._seen.pop(item.page_id)
        page_id = item.page_id
        try:
            done = await self.write(page_id, lambda: self.ledger.save(page_id, rows, seen))
        except BaseException:
            self._seen[page_id] = seen
            raise
        saved = []
        for row, (article_id, word) in zip(rows, done, strict=True):
            if article_id is None:
                continue
            saved.append((article_id, word))
            if word in ("inserted", "revised"):
                self._hashes[article_id] = row.fingerprints
        return saved

    async def link(self, article_id: int) -> str:
        """Relate a stored article to its twins; the store's word for what it is."""
        hashes = self._hashes.pop(article_id, None) or None
        linked = await self._database(lambda: link.link(self.database, article_id, JUDGE, hashes))
        if linked.alarming:
            text = f"story {linked.story} has {linked.size} members: look at it with govnews story show {linked.story}"
            self.report.add("large_story", str(linked.story), text, size=linked.size)
        return linked.word

    async def refuse(self, item: PageItem, reason: str, detail: str = "") -> None:
        """The page is no article to keep; what that means depends on whose doing it is."""
        assert item.page_id is not None
        if (claim := self.open.get(item.page_id)) is None:
            return
        log.info("refused %s: %s %s", item.page.url, reason, detail.replace("\n", " ")[:100])
        state = MEANING.get(reason, "refused")
        if reason == "soft_404" and claim.article_id is not None:
            state = "gone"  # the article was there: its friendly error page is a sighting
        await self.end(claim, Verdict(state, reason), self._seen.pop(item.page_id, None))

    async def item_failed(self, item: Any, verdict: Verdict) -> None:
        """A pipeline raised, dropped or forgot the item: its page still gets an outcome."""
        page_id = getattr(item, "page_id", None)
        if page_id is not None and (claim := self.open.get(page_id)) is not None:
            await self.end(claim, verdict, self._seen.pop(page_id, None))

    async def heal(self) -> None:
        """Relate what a crash left between storing and linking."""
        healed = await self._database(lambda: link.sweep(self.database, JUDGE))
        if healed:
            self.stats.inc_value("link/healed", healed)

    async def same(self, claim: Claimed, seen: Seen) -> None:
        await self.settle(claim.id, Outcome(state="unchanged"), seen=seen)


def article_row(article: Article, *, split: bool) -> ArticleToSave:
    """An article as storage takes it; ``split``: its page holds several."""
    key = identity(article, split=split)
    return ArticleToSave(
        record=article.record(),
        url_key=key,
        evidence=article.evidence,
        folded=article.folded,
        norm_version=article.norm_version,
        fingerprints=article.fingerprints,
    )


def newspaper_of(place: Mapping[str, Any] | None) -> Newspaper | None:
    """The place in a printed edition that a hint of the frontier carries."""
    if not place:
        return None
    day = place.get("issue_date")
    return Newspaper(**{**place, "issue_date": date.fromisoformat(day) if day else None})
