"""Everything that one crawl process writes: its run row, its leases, the outcome of each page it claimed."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from storage.articles import save, sightings
from storage.articles.article_columns import ArticleToSave, Saving
from storage.db.models import LeaseRow, PageRow, SourceRow
from storage.frontier import claiming, discovery, host_rows, leases, page_rows, run_rows
from storage.frontier.discovery import Walk
from storage.frontier.leases import LeaseLost, LeaseTaken, Owner
from storage.values import Claimed, Link, NotClaimed, Outcome, Seen, Settled, Want

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.db.database import Database
    from storage.frontier.host_rows import KnownHost
    from storage.values import Saved

__all__ = ["LeaseLost", "LeaseTaken", "Ledger", "NotClaimed", "outcome_of_page"]


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """One open run of one source. Every method is one transaction that first checks the lease.

    Methods block, for seconds if another writer is busy: never call them on an event loop. Writing methods raise
    LeaseLost if another process has taken over the hosts; then nothing was written.
    """

    database: Database
    source_id: str
    hosts: Sequence[str]  # sorted
    token: str  # of the leases
    run_id: int
    walk: int  # number of this walk: the source's completed walks, plus one
    idle_s: Mapping[str, float | None]  # per host, seconds since its last use; None: never used
    freed: int  # claims of dead runs that were released
    after_complete_walk: bool  # the previous run read its lists to the end

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
        """Take the leases, mark dead runs of this source as interrupted, and write the run row.

        The source must have a row (``stored_sources.sync``). Raises LeaseTaken; then nothing was written.
        """
        owner = owner or Owner.current()
        token = leases.new_token()
        with database.write() as connection:
            idle, now = leases.take(database, connection, hosts, owner, token, source_id)
            run_rows.interrupt(connection, source_id, now)
            freed = claiming.release_claims(connection, source_id)
            complete = run_rows.last_walk_complete(connection, source_id)
            walks = connection.execute(select(SourceRow.walks).where(SourceRow.id == source_id)).scalar_one()
            run_id = run_rows.begin(connection, source_id, now, params=params, owner=owner, log_path=log_path)
            connection.execute(update(LeaseRow).where(LeaseRow.token == token).values(run_id=run_id))
            connection.execute(update(SourceRow).where(SourceRow.id == source_id).values(last_started_at=now))
        return cls(
            database=database,
            source_id=source_id,
            hosts=sorted(set(hosts)),
            token=token,
            run_id=run_id,
            walk=walks + 1,
            idle_s=idle,
            freed=freed,
            after_complete_walk=complete,
        )

    @contextmanager
    def _batch(self, changes: int = 0) -> Iterator[tuple[Connection, int]]:
        """Open a write transaction: reserve ``changes`` change numbers, check the lease, then yield."""
        with self.database.write() as connection:
            seq = self.database.next_seq(connection, changes) if changes else 0
            leases.check(connection, self.hosts, self.token)
            yield connection, seq

    def renew(self) -> None:
        """Extend the leases by another minute. Raises LeaseLost."""
        with self.database.write() as connection:
            leases.renew(self.database, connection, self.hosts, self.token)

    def seed(self, links: Sequence[Link]) -> int:
        """Write the start pages, or make them due again, and return how many are new."""
        with self._batch() as (connection, _):
            return self._discover(connection, links).new

    def claim(self, limit: int, want: Want | None = None) -> list[Claimed]:
        """Claim up to ``limit`` due pages; each must be settled or saved exactly once."""
        with self._batch() as (connection, _):
            now = self.database.now(connection)
            return claiming.claim(connection, self.source_id, self.run_id, want or Want(), limit, now)

    def waiting(self) -> datetime | None:
        """Return when the next retry of this source is due, or None."""
        with self.database.read() as connection:
            return claiming.next_retry(connection, self.source_id)

    def pending(self) -> int:
        """Return how many pages of this source are due or will be retried."""
        with self.database.read() as connection:
            return claiming.count_pending(connection, self.source_id)

    def settle(
        self,
        page_id: int,
        outcome: Outcome,
        links: Sequence[Link] = (),
        seen: Seen | None = None,
        *,
        onward: Sequence[Link] = (),
    ) -> Settled:
        """Write a page's outcome together with the links it contained. Raises LeaseLost, NotClaimed.

        ``onward`` (the next page of a list) is written only if ``links`` contain something the last completed
        walk did not know. The decision is made here because only this transaction knows what is new.
        """
        changes_articles = outcome.state in ("gone", "unchanged")
        with self.database.read() as connection:
            count = sightings.count_of_page(connection, page_id) if changes_articles else 0
        with self._batch(count) as (connection, seq):
            page = page_rows.held(connection, page_id, self.run_id)
            now = self.database.now(connection)
            if count and outcome.state == "gone":
                sightings.record_missing(connection, page_id, seq, now)
            elif count:
                sightings.record_unchanged(connection, page_id, seen.fetched_at if seen else now, seq, now)
            found = self._discover(connection, links, page_id)
            if onward and not found.all_known_before:
                self._discover(connection, onward, page_id)
            page_rows.settle(self.database, connection, page, outcome, seen, run_id=self.run_id, now=now)
            run_rows.count(connection, self.run_id, returned=outcome.returned)
        return found

    def save(self, page_id: int, found: Sequence[ArticleToSave], seen: Seen) -> list[Saved]:
        """Save all articles of a page and the page's outcome; return what became of each, in order.

        Raises LeaseLost, NotClaimed; then nothing of the page was written.
        """
        if not found:
            raise ValueError(f"page {page_id} has no article to save: use settle")
        found = _with_unique_keys(found)
        with self._batch(len(found)) as (connection, seq):
            page = page_rows.held(connection, page_id, self.run_id)
            now = self.database.now(connection)
            if seen.raw is not None:
                page_rows.keep_raw(self.database, connection, seen.raw)
            saving = Saving(page=page, run_id=self.run_id, seen=seen, now=now)
            done = [
                save.save(self.database, connection, article, saving, seq + i)
                for i, article in enumerate(found)
            ]
            first = next((one.article_id for one in done if one.article_id is not None), None)
            connection.execute(update(PageRow).where(PageRow.id == page_id).values(article_id=first))
            page_rows.settle(
                self.database,
                connection,
                replace(page, article_id=first),
                outcome_of_page({one.word for one in done}),
                seen,
                run_id=self.run_id,
                now=now,
            )
            run_rows.count(connection, self.run_id, returned=False)
        return done

    def pause_host(self, host: str, until: datetime, reason: str) -> None:
        """Record that a host asked for a pause; every process obeys it."""
        with self._batch() as (connection, _):
            host_rows.pause(self.database, connection, host, until, reason)

    def host(self, host: str) -> KnownHost | None:
        """Return the pause and the robots.txt of a host, or None if it was never seen."""
        with self.database.read() as connection:
            return host_rows.find(connection, host)

    def save_robots(self, host: str, status: str, text: str | None, until: datetime) -> None:
        """Keep a host's robots.txt, or the reason why it could not be read, until the given time."""
        with self._batch() as (connection, _):
            host_rows.save_robots(self.database, connection, host, status, text, until)

    def now(self) -> datetime:
        """Return the database's clock in UTC."""
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
        """End the run, release the hosts, and return the run row.

        ``claimed`` is the caller's own count. It is compared with the outcomes counted in the database:
        claimed = outcomes + returned. A difference fails the run and is added to its findings.
        """
        with self._batch() as (connection, _):
            now = self.database.now(connection)
            left = claiming.release_claims(connection, self.source_id, self.run_id)
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

    def _discover(
        self, connection: Connection, links: Sequence[Link], parent_id: int | None = None
    ) -> Settled:
        if not links:
            return Settled()
        now = self.database.now(connection)
        walk = Walk(source_id=self.source_id, run_id=self.run_id, number=self.walk, now=now)
        return discovery.discover(self.database, connection, links, walk, parent_id)


def _with_unique_keys(found: Sequence[ArticleToSave]) -> list[ArticleToSave]:
    """Number articles of one page that share a key but not a text (two briefs with the same headline)."""
    texts: dict[str, list[Any]] = {}
    unique = []
    for article in found:
        text = article.record["content_sha"] or article.record["body"]
        seen = texts.setdefault(article.url_key, [])
        if text not in seen:
            seen.append(text)
        number = seen.index(text) + 1
        unique.append(article if number == 1 else replace(article, url_key=f"{article.url_key}-{number}"))
    return unique


def outcome_of_page(words: set[str]) -> Outcome:
    """Return the outcome of a page from what became of its articles."""
    if words == {"taken_down"}:
        return Outcome(state="refused", reason="taken_down")
    words = words - {"taken_down"}
    if words == {"duplicate"}:
        return Outcome(state="duplicate")
    return Outcome(state="unchanged" if words <= {"unchanged", "duplicate"} else "stored")
