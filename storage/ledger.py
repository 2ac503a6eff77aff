"""Everything one crawl process writes: its run row, its leases, the outcome of each page it claimed."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from storage.articles import save
from storage.articles.save import ArticleToSave, Saving
from storage.db.models import LeaseRow, PageRow, SourceRow
from storage.frontier import host_rows, leases, page_rows, run_rows
from storage.frontier.leases import LeaseLost, LeaseTaken, Owner
from storage.values import Claimed, Link, NotClaimed, Outcome, Seen, Settled, Want

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.db.database import Database

__all__ = ["LeaseLost", "LeaseTaken", "Ledger", "NotClaimed", "page_outcome"]


class Ledger:
    """One open run of one source. Every method is one transaction that first checks the lease token.

    Calls block (seconds, where another writer is busy): never make them on an event loop.
    """

    def __init__(
        self, database: Database, *, source_id: str, hosts: Sequence[str], token: str, run_id: int, walk: int
    ) -> None:
        self.database = database
        self.source_id = source_id
        self.hosts = sorted(set(hosts))
        self.token = token
        self.run_id = run_id
        self.walk = walk
        self.idle_s: Mapping[str, float | None] = {}
        self.freed = 0
        self.after_complete_walk = False  # the run before this one walked its lists to the end

    @classmethod
    def open(
        cls,
        database: Database,
        *,
        source_id: str,
        hosts: Sequence[str],
        params: Mapping[str, Any],
        log_path: str | None = None,
        owner: Owner | None = None,
    ) -> Ledger:
        """Take the leases, mark dead runs of this source as interrupted, write the run row.

        The source must be known (``sources.sync``). Raises LeaseTaken, and nothing is written then.
        """
        owner = owner or Owner.current()
        token = leases.new_token()
        with database.write() as connection:
            idle, now = leases.take(database, connection, hosts, owner, token, source_id)
            run_rows.interrupt(connection, source_id, now)
            freed = page_rows.free(connection, source_id)
            complete = run_rows.last_walk_complete(connection, source_id)
            walks = connection.execute(select(SourceRow.walks).where(SourceRow.id == source_id)).scalar_one()
            run_id = run_rows.begin(connection, source_id, now, params=params, owner=owner, log_path=log_path)
            connection.execute(update(LeaseRow).where(LeaseRow.token == token).values(run_id=run_id))
            connection.execute(update(SourceRow).where(SourceRow.id == source_id).values(last_started_at=now))
        ledger = cls(database, source_id=source_id, hosts=hosts, token=token, run_id=run_id, walk=walks + 1)
        ledger.idle_s = idle
        ledger.after_complete_walk = complete
        ledger.freed = freed
        return ledger

    @contextmanager
    def _batch(self, changes: int = 0) -> Iterator[tuple[Connection, int]]:
        """A write transaction: change numbers first, then the lease, then the work."""
        with self.database.write() as connection:
            seq = self.database.next_seq(connection, changes) if changes else 0
            leases.check(connection, self.hosts, self.token)
            yield connection, seq

    def renew(self) -> None:
        """Keep the leases for another minute. Raises LeaseLost."""
        with self.database.write() as connection:
            leases.renew(self.database, connection, self.hosts, self.token)

    def seed(self, links: Sequence[Link]) -> int:
        """Write the start pages, or make them due again; gives how many are new."""
        with self._batch() as (connection, _):
            return self._discover(connection, links, None).new

    def claim(self, limit: int, want: Want | None = None) -> list[Claimed]:
        """Take up to ``limit`` due pages; each must be settled or saved exactly once."""
        with self._batch() as (connection, _):
            now = self.database.now(connection)
            return page_rows.claim(connection, self.source_id, self.run_id, want or Want(), limit, now)

    def waiting(self) -> datetime | None:
        """When the next retry of this source falls due."""
        with self.database.read() as connection:
            return page_rows.waiting(connection, self.source_id)

    def pending(self) -> int:
        """How many pages of this source are still due or to be retried."""
        with self.database.read() as connection:
            return run_rows.pending(connection, self.source_id)

    def settle(
        self,
        page_id: int,
        outcome: Outcome,
        links: Sequence[Link] = (),
        seen: Seen | None = None,
        *,
        onward: Sequence[Link] = (),
    ) -> Settled:
        """Write a page's outcome and the links it held, together. Raises LeaseLost, NotClaimed.

        ``onward`` (the next page of a list) is written only if ``links`` hold anything that the last
        completed walk did not know: whether paging ends is decided in the transaction that knows it.
        """
        visible = outcome.state in ("gone", "unchanged")
        with self.database.read() as connection:
            touched = save.count_of_page(connection, page_id) if visible else 0
        with self._batch(touched) as (connection, seq):
            row = page_rows.held(connection, page_id, self.run_id)
            now = self.database.now(connection)
            if touched and outcome.state == "gone":
                save.missed(connection, page_id, seq, now)
            elif touched:
                save.seen_again(connection, page_id, seen.fetched_at if seen else now, seq, now)
            found = self._discover(connection, links, page_id)
            if onward and not found.all_known_before:
                self._discover(connection, onward, page_id)
            page_rows.settle(self.database, connection, row, outcome, seen, run_id=self.run_id, now=now)
            run_rows.count(connection, self.run_id, returned=outcome.returned)
        return found

    def save(self, page_id: int, found: Sequence[ArticleToSave], seen: Seen) -> list[tuple[int | None, str]]:
        """T1: all articles of a page, their versions and fingerprints, and the page's outcome.

        Gives (article id, word) in the order of ``found``; word as in ``articles.save``.
        Raises LeaseLost, NotClaimed; then nothing of the page was written.
        """
        if not found:
            raise ValueError(f"page {page_id}: nothing to save; a page without articles is settled")
        found = _told_apart(found)
        with self._batch(len(found)) as (connection, seq):
            row = page_rows.held(connection, page_id, self.run_id)
            now = self.database.now(connection)
            if seen.raw is not None:
                page_rows.keep_raw(self.database, connection, seen.raw)
            saving = Saving(page=row, run_id=self.run_id, seen=seen, now=now)
            done = [
                save.save(self.database, connection, article, saving, seq + i)
                for i, article in enumerate(found)
            ]
            first = next((article_id for article_id, _ in done if article_id is not None), None)
            connection.execute(update(PageRow).where(PageRow.id == page_id).values(article_id=first))
            outcome = page_outcome({word for _, word in done})
            now_row = {**row, "article_id": first}
            page_rows.settle(self.database, connection, now_row, outcome, seen, run_id=self.run_id, now=now)
            run_rows.count(connection, self.run_id, returned=False)
        return done

    def pause_host(self, host: str, until: datetime, reason: str) -> None:
        """Note that a host asked for a pause; every process obeys it."""
        with self._batch() as (connection, _):
            host_rows.pause(self.database, connection, host, until, reason)

    def host(self, host: str) -> Mapping[str, Any] | None:
        """What is known of a host: pause, robots.txt."""
        with self.database.read() as connection:
            return host_rows.get(connection, host)

    def save_robots(self, host: str, status: str, text: str | None, until: datetime) -> None:
        """Keep what a host's robots.txt said, or why it could not be read."""
        with self._batch() as (connection, _):
            host_rows.save_robots(self.database, connection, host, status, text, until)

    def now(self) -> datetime:
        """The database's clock."""
        with self.database.read() as connection:
            return self.database.now(connection)

    def close(
        self,
        state: str,
        reason: str | None,
        *,
        claimed: int,
        stats: Mapping[str, Any],
        findings: Sequence[Mapping[str, Any]],
        walk_complete: bool,
    ) -> dict[str, Any]:
        """End the run and give the hosts free; gives the run row.

        ``claimed`` is the caller's own count. The conservation law is checked here against what was written
        row by row: claimed = outcomes + returned. A breach makes the run ``failed`` and is a finding of it.
        """
        with self._batch() as (connection, _):
            now = self.database.now(connection)
            left = page_rows.free(connection, self.source_id, self.run_id)
            row = run_rows.end(
                connection,
                self.run_id,
                now,
                state=state,
                reason=reason,
                claimed=claimed,
                left=left,
                stats=stats,
                findings=findings,
                walk_complete=walk_complete,
            )
            if row["walk_complete"]:
                connection.execute(
                    update(SourceRow).where(SourceRow.id == self.source_id).values(walks=self.walk)
                )
            leases.release(self.database, connection, self.hosts, self.token)
        return row

    def _discover(self, connection: Connection, links: Sequence[Link], parent_id: int | None) -> Settled:
        if not links:
            return Settled()
        return page_rows.discover(
            self.database,
            connection,
            self.source_id,
            links,
            parent_id=parent_id,
            run_id=self.run_id,
            walk=self.walk,
            now=self.database.now(connection),
        )


def _told_apart(found: Sequence[ArticleToSave]) -> list[ArticleToSave]:
    """Number the articles of one page that share a key but not a text (two briefs under one headline)."""
    texts: dict[str, list[Any]] = {}
    apart = []
    for article in found:
        text = article.record["content_sha"] or article.record["body"]
        seen = texts.setdefault(article.url_key, [])
        if text not in seen:
            seen.append(text)
        number = seen.index(text) + 1
        apart.append(article if number == 1 else replace(article, url_key=f"{article.url_key}-{number}"))
    return apart


def page_outcome(words: set[str]) -> Outcome:
    """The page's state that follows from what became of its articles."""
    if words == {"taken_down"}:
        return Outcome(state="refused", reason="taken_down")
    words = words - {"taken_down"}
    if words == {"duplicate"}:
        return Outcome(state="duplicate")
    return Outcome(state="unchanged" if words <= {"unchanged", "duplicate"} else "stored")
