"""Counts over the archive: articles and pages of each source, and the archive as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, cast

from sqlalchemy import func, select, text

from storage.db.models import ArticleRow, ArticleVersionRow, PageRow, RawRow, SourceRow, StoryRow
from storage.values import PENDING

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.db.database import Database


class SourceOverview(TypedDict):
    """A row of the ``source`` table with counts."""

    id: str
    name: str
    region: str
    kind: str
    status: str  # active | paused | retired
    status_from: str  # file | command
    every: str | None
    cron: str | None
    next_due_at: datetime | None
    last_started_at: datetime | None
    walks: int
    created_at: datetime
    updated_at: datetime
    articles: int
    last_article: datetime | None  # first_seen_at of the newest
    pending: int  # pages to be fetched


class PageCount(TypedDict):
    """How many pages of a kind are in a state for a reason."""

    kind: str  # list | edition | article
    state: str
    reason: str | None
    count: int


class ArchiveStats(TypedDict):
    """The size of the archive."""

    articles: dict[str, int]  # by state
    versions: int
    stories: int
    relations: dict[str, int]  # by kind
    pages: dict[str, int]  # by state
    runs: dict[str, int]  # by state
    sources: dict[str, int]  # by status
    raw_bodies: int
    raw_bytes: int  # before compression
    change_seq: int  # the highest of any article


def sources_with_counts(database: Database) -> dict[str, SourceOverview]:
    """Return all sources by id, with the number of their articles and pending pages."""
    articles = select(ArticleRow.source_id, func.count(), func.max(ArticleRow.first_seen_at))
    pending = select(PageRow.source_id, func.count()).where(PageRow.state.in_(PENDING))
    with database.read() as connection:
        rows = {
            row["id"]: cast("SourceOverview", {**row, "articles": 0, "last_article": None, "pending": 0})
            for row in connection.execute(select(SourceRow.__table__)).mappings()
        }
        for source_id, count, last in connection.execute(articles.group_by(ArticleRow.source_id)):
            rows[source_id]["articles"] = count
            rows[source_id]["last_article"] = last
        for source_id, count in connection.execute(pending.group_by(PageRow.source_id)):
            rows[source_id]["pending"] = count
        return rows


def page_counts(database: Database, source: str) -> list[PageCount]:
    """Return how many pages of a source are in which state."""
    query = (
        select(PageRow.kind, PageRow.state, PageRow.reason, func.count())
        .where(PageRow.source_id == source)
        .group_by(PageRow.kind, PageRow.state, PageRow.reason)
        .order_by(PageRow.kind, func.count().desc())
    )
    with database.read() as connection:
        return [
            {"kind": kind, "state": state, "reason": reason, "count": count}
            for kind, state, reason, count in connection.execute(query)
        ]


def archive_stats(database: Database) -> ArchiveStats:
    """Return the size of the archive."""
    with database.read() as connection:
        return {
            "articles": _grouped(connection, "article", "state"),
            "versions": connection.execute(select(func.count()).select_from(ArticleVersionRow)).scalar_one(),
            "stories": connection.execute(select(func.count()).select_from(StoryRow)).scalar_one(),
            "relations": _grouped(connection, "relation", "kind"),
            "pages": _grouped(connection, "page", "state"),
            "runs": _grouped(connection, "run", "state"),
            "sources": _grouped(connection, "source", "status"),
            "raw_bodies": connection.execute(select(func.count()).select_from(RawRow)).scalar_one(),
            "raw_bytes": int(connection.execute(select(func.sum(RawRow.size))).scalar() or 0),
            "change_seq": connection.execute(select(func.max(ArticleRow.change_seq))).scalar() or 0,
        }


def _grouped(connection: Connection, table: str, column: str) -> dict[str, int]:
    query = text(f"SELECT {column}, count(*) FROM {table} GROUP BY {column}")
    return {str(value): count for value, count in connection.execute(query)}
