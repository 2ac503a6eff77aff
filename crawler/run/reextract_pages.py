"""Extract the articles of archived pages again with the present rules, without a network, and report what changes."""

from __future__ import annotations

import asyncio
import difflib
import os
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.lists.embedded_articles import given_in
from crawler.run.article_rows import article_row, newspaper_of, page_hint
from pipelines.article_reader import understand
from pipelines.items import Page, PagePart
from pipelines.workers import Workers
from storage.articles.archive import ArchiveError
from storage.maintain import stored_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pipelines.items import Article, Rules
    from storage.db.database import Database
    from storage.maintain.stored_pages import StoredPart, StoredResponse, Wanted
    from storage.values import Archive

MAX_SAMPLES = 10
MAX_DIFF_LINES = 40  # of one sample
# reasons for which a page was refused because of its content: better rules may accept it
REASONS = (
    *("soft_404", "removal_notice", "challenge", "login_wall", "paywall", "server_error", "list_page"),
    *("empty", "no_body", "too_short", "no_text", "no_article", "not_html", "extract_error"),
)


@dataclass(slots=True)
class ReextractionReport:
    """What one pass over the archive found."""

    dry_run: bool = False
    pages: int = 0
    articles: int = 0
    words: Counter[str] = field(default_factory=Counter)  # result of storing -> articles
    fields: Counter[str] = field(default_factory=Counter)  # name of a field -> articles in which it differs
    refused: Counter[str] = field(
        default_factory=Counter
    )  # reason -> stored articles now refused; they are kept
    still_refused: int = 0
    lost: list[str] = field(default_factory=list)  # bodies that are missing or damaged
    samples: list[dict[str, Any]] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """Return the report as JSON types."""
        return {
            "dry_run": self.dry_run,
            "pages": self.pages,
            "articles": self.articles,
            "words": dict(self.words),
            "fields": dict(self.fields.most_common()),
            "refused": dict(self.refused),
            "still_refused": self.still_refused,
            "lost": self.lost,
            "samples": self.samples,
        }


class Reextraction:
    """One pass over the archive. An interrupted pass continues where it stopped when it is started again."""

    def __init__(
        self, database: Database, archive: Archive, rules: Mapping[str, Rules], *, dry_run: bool
    ) -> None:
        self.database = database
        self.archive = archive
        self.rules = rules  # by source id
        self.report = ReextractionReport(dry_run=dry_run)

    def run(self, wanted: Wanted, progress: Callable[[int], None] = lambda _: None) -> ReextractionReport:
        """Extract all wanted pages; ``progress`` is called with the number of pages done."""
        asyncio.run(self._run(wanted, progress))
        return self.report

    async def _run(self, wanted: Wanted, progress: Callable[[int], None]) -> None:
        cores = os.cpu_count() or 1
        workers = Workers(understand, count=cores)
        pages = stored_pages.pages(self.database, wanted)
        # two readers per worker: while one waits for its worker, the other reads and writes
        readers = [self._read(pages, workers, wanted, progress) for _ in range(2 * cores)]
        try:
            await asyncio.gather(*readers)
        finally:
            workers.stop()

    async def _read(
        self,
        pages: Iterator[StoredResponse],
        workers: Workers,
        wanted: Wanted,
        progress: Callable[[int], None],
    ) -> None:
        """Take pages from the iterator that all readers share."""
        for stored in pages:
            self.report.pages += 1
            try:
                body = self.archive.get(stored.raw_sha)
                parts = tuple(map(self._part, stored.parts))
            except ArchiveError as error:
                self.report.lost.append(str(error))
                continue
            articles, reason, _ = await workers.run(self._page(stored, body, parts))
            if reason is not None or not articles:
                self._count_refused(stored, reason or "no_article")
            else:
                self._store(stored, articles, wanted)
            progress(self.report.pages)

    def _part(self, part: StoredPart) -> PagePart:
        """Return a further page with its body. Raises ArchiveError."""
        body = b"" if part.raw_sha is None else self.archive.get(part.raw_sha)
        return PagePart(
            url=part.url, body=body, status=part.status, headers=part.headers, missing=part.missing
        )

    def _page(self, stored: StoredResponse, body: bytes, parts: tuple[PagePart, ...]) -> Page:
        hint = stored.hint
        return Page(
            url=stored.url,
            body=body,
            final_url=stored.final_url,
            status=stored.status,
            headers=stored.headers,
            fetched_at=stored.fetched_at,
            rules=self.rules.get(stored.source_id),
            hint=page_hint(hint),
            newspaper=newspaper_of(hint.newspaper),
            given=given_in(body, stored.headers),
            parts=parts,
        )

    def _count_refused(self, stored: StoredResponse, reason: str) -> None:
        if stored.records:
            self.report.refused[reason] += len(stored.records)
        else:
            self.report.still_refused += 1

    def _store(self, stored: StoredResponse, articles: Sequence[Article], wanted: Wanted) -> None:
        if wanted.since is not None and not stored.records:
            # a page that was refused before has no stored date by which it could have been selected
            days = [article.published_date for article in articles]
            if not any(day is not None and day >= wanted.since for day in days):
                self.report.still_refused += 1
                return
        rows = [article_row(article, split=len(articles) > 1) for article in articles]
        self.report.articles += len(articles)
        self._compare(stored, [dict(row.record) for row in rows])
        if not self.report.dry_run:
            for _, result in stored_pages.write(self.database, stored, rows):
                self.report.words[result] += 1

    def _compare(self, stored: StoredResponse, records: list[dict[str, Any]]) -> None:
        """Count the fields that differ from the stored articles, and keep the first samples."""
        before = {(record["url"], record["title"]): record for record in stored.records.values()}
        single = next(iter(stored.records.values())) if len(stored.records) == len(records) == 1 else None
        for record in records:
            old = single or before.get((record["url"], record["title"]))
            if old is None:
                self.report.fields["new"] += 1
                continue
            names = stored_pages.differences(old, record)
            self.report.fields.update(names)
            if names and len(self.report.samples) < MAX_SAMPLES:
                self.report.samples.append(_sample(old, record, names))


def _sample(old: Mapping[str, Any], new: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Return the differences of one article: the body as a diff, each other field as old and new value."""
    sample: dict[str, Any] = {"url": old["url"], "fields": {}}
    for name in names:
        if name == "body":
            before, after = ((record["body"] or "").split("\n") for record in (old, new))
            diff = difflib.unified_diff(before, after, "stored", "today", lineterm="", n=0)
            sample["diff"] = list(diff)[:MAX_DIFF_LINES]
        else:
            sample["fields"][name] = [old.get(name), new.get(name)]
    return sample
