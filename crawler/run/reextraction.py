"""Read the raw archive again by today's rules: no network, all cores, a report of what changes."""

from __future__ import annotations

import asyncio
import difflib
import os
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.run.page_queue import HINTS, article_row, newspaper_of
from pipelines.article_reader import understand
from pipelines.items import Hint, Page
from pipelines.workers import Workers
from storage.articles.archive import ArchiveError
from storage.maintain import stored_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pipelines.items import Article, Rules
    from storage.articles.archive import RawArchive
    from storage.db.database import Database
    from storage.maintain.stored_pages import Stored, Wanted

SAMPLES = 10
MAX_DIFF = 40  # lines of one sample that are shown
# refusals by what stood on the page: better rules may take them back
REASONS = (
    *("soft_404", "removal_notice", "challenge", "login_wall", "paywall", "server_error", "list_page"),
    *("empty", "no_body", "too_short", "no_text", "no_article", "not_html", "extract_error"),
)


@dataclass(slots=True)
class Report:
    """What a pass over the archive found."""

    dry_run: bool = False
    pages: int = 0
    articles: int = 0
    words: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)  # name of a field -> articles in which it differs
    refused: Counter[str] = field(default_factory=Counter)  # stored articles that today's rules refuse: kept
    still_refused: int = 0
    lost: list[str] = field(default_factory=list)  # bodies that are missing or damaged
    samples: list[dict[str, Any]] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """The report as JSON types."""
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
    """One pass; interrupted, it is run again and goes on where it stopped."""

    def __init__(
        self, database: Database, archive: RawArchive, rules: Mapping[str, Rules], *, dry_run: bool
    ) -> None:
        self.database = database
        self.archive = archive
        self.rules = rules
        self.report = Report(dry_run=dry_run)

    def run(self, wanted: Wanted, progress: Callable[[int], None] = lambda _: None) -> Report:
        """Read every wanted page; ``progress`` is told how many are done."""
        asyncio.run(self._run(wanted, progress))
        return self.report

    async def _run(self, wanted: Wanted, progress: Callable[[int], None]) -> None:
        cores = os.cpu_count() or 1
        workers = Workers(understand, count=cores)
        waiting = stored_pages.pages(self.database, wanted)
        try:
            await asyncio.gather(*(self._read(waiting, workers, wanted, progress) for _ in range(2 * cores)))
        finally:
            workers.stop()

    async def _read(
        self, waiting: Iterator[Stored], workers: Workers, wanted: Wanted, progress: Callable[[int], None]
    ) -> None:
        """One of several readers of the same queue: while one waits for a worker, others write."""
        for stored in waiting:
            self.report.pages += 1
            try:
                body = self.archive.get(stored.raw_sha)
            except ArchiveError as error:
                self.report.lost.append(str(error))
                continue
            found, reason, _ = await workers.run(self._page(stored, body))
            if reason is not None or not found:
                self._refused(stored, reason or "no_article")
            else:
                self._take(stored, found, wanted)
            progress(self.report.pages)

    def _page(self, stored: Stored, body: bytes) -> Page:
        return Page(
            url=stored.url,
            body=body,
            final_url=stored.final_url,
            status=stored.status,
            headers=stored.headers,
            fetched_at=stored.fetched_at,
            rules=self.rules.get(stored.source_id),
            hint=Hint(**{name: stored.hint.get(name) for name in HINTS}),
            newspaper=newspaper_of(stored.hint.get("newspaper")),
        )

    def _refused(self, stored: Stored, reason: str) -> None:
        if stored.records:  # never deleted: what was stored stays, and is named here
            self.report.refused[reason] += len(stored.records)
        else:
            self.report.still_refused += 1

    def _take(self, stored: Stored, found: list[Article], wanted: Wanted) -> None:
        late = wanted.since is not None and not stored.records
        if late and not any(
            one.published_date and wanted.since and one.published_date >= wanted.since for one in found
        ):
            self.report.still_refused += 1
            return
        rows = [article_row(article, split=len(found) > 1) for article in found]
        self.report.articles += len(found)
        self._compare(stored, [dict(row.record) for row in rows])
        if not self.report.dry_run:
            for _, word in stored_pages.write(self.database, stored, rows):
                self.report.words[word] += 1

    def _compare(self, stored: Stored, records: list[dict[str, Any]]) -> None:
        before = {(record["url"], record["title"]): record for record in stored.records.values()}
        alone = next(iter(stored.records.values())) if len(stored.records) == len(records) == 1 else None
        for record in records:
            old = alone or before.get((record["url"], record["title"]))
            if old is None:
                self.report.fields["new"] += 1
                continue
            names = stored_pages.differences(old, record)
            self.report.fields.update(names)
            if names and len(self.report.samples) < SAMPLES:
                self.report.samples.append(_sample(old, record, names))


def _sample(old: Mapping[str, Any], new: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    """What differs in one article: the body as a diff, other fields as two values."""
    sample: dict[str, Any] = {"url": old["url"], "fields": {}}
    for name in names:
        if name == "body":
            before, after = ((record["body"] or "").split("\n") for record in (old, new))
            diff = difflib.unified_diff(before, after, "stored", "today", lineterm="", n=0)
            sample["diff"] = list(diff)[:MAX_DIFF]
        else:
            sample["fields"][name] = [old.get(name), new.get(name)]
    return sample
