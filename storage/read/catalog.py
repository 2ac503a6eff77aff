"""What people ask of the archive: articles, their versions and origin, runs, sources. Plain dicts, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select, text

from storage.db.models import ArticleRow, ArticleVersionRow, PageRow, RawRow, RunRow, SourceRow, StoryRow
from storage.read import records
from storage.values import FINAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from storage.db.database import Database

MOST_DIGITS = 19  # ids are 64-bit numbers
MOST_TROUBLED = 500  # addresses that a report of one run names
TROUBLE = ("retry", "refused", "blocked", "gone", "failed")
OUTCOMES = (*FINAL, "retry", "returned")


def article(database: Database, ident: str) -> dict[str, Any] | None:
    """The record of an article by id, canonical URL, fetched URL, or the address of an alias."""
    with database.read() as connection:
        article_id = _article_id(connection, ident)
        if article_id is None:
            return None
        return records.one(connection, article_id)


def _article_id(connection: Connection, ident: str) -> int | None:
    if ident.isascii() and ident.isdecimal():
        return int(ident) if len(ident) < MOST_DIGITS else None
    bare = ident.split("://", 1)[-1]
    for query in (  # what an index answers comes first; the same address twice: its first article
        select(ArticleRow.id).where(ArticleRow.url_key == bare),
        select(PageRow.article_id).where(
            or_(PageRow.url == ident, PageRow.url_key == bare), PageRow.article_id.is_not(None)
        ),
        select(ArticleRow.id).where(or_(ArticleRow.url == ident, ArticleRow.fetched_url == ident)),
    ):
        found: int | None = connection.execute(query.order_by(query.selected_columns[0]).limit(1)).scalar()
        if found is not None:
            return found
    return None


def versions(database: Database, article_id: int) -> list[dict[str, Any]]:
    """Every text seen at an address, the first one first."""
    with database.read() as connection:
        rows = connection.execute(
            select(ArticleVersionRow.__table__)
            .where(ArticleVersionRow.article_id == article_id)
            .order_by(ArticleVersionRow.number)
        ).mappings()
        return [dict(row) for row in rows]


def provenance(database: Database, article_id: int) -> dict[str, Any]:
    """Where an article came from: page, response, raw body, run, rule of the date, evidence that was not taken."""
    with database.read() as connection:
        row = (
            connection.execute(
                select(
                    ArticleRow.url,
                    ArticleRow.fetched_url,
                    ArticleRow.source_id.label("source"),
                    ArticleRow.extractor,
                    ArticleRow.run_id,
                    ArticleRow.raw_sha,
                    ArticleRow.published_from,
                    ArticleRow.published_raw,
                    ArticleRow.evidence,
                    ArticleRow.page_id,
                    RawRow.fetched_at,
                    RawRow.status,
                    RawRow.size,
                    RawRow.headers,
                )
                .outerjoin(RawRow, RawRow.sha == ArticleRow.raw_sha)
                .where(ArticleRow.id == article_id)
            )
            .mappings()
            .one()
        )
        found = dict(row)
        found["addresses"] = list(
            connection.execute(
                select(PageRow.url).where(PageRow.article_id == article_id).order_by(PageRow.id)
            ).scalars()
        )
        return found


def runs(database: Database, source: str | None = None, limit: int = 20) -> list[dict[str, Any]]:
    """The latest runs."""
    with database.read() as connection:
        query = select(RunRow.__table__).order_by(RunRow.id.desc()).limit(limit)
        if source is not None:
            query = query.where(RunRow.source_id == source)
        return [dict(row) for row in connection.execute(query).mappings()]


def run(database: Database, run_id: int) -> dict[str, Any] | None:
    """One run with its outcomes by state and reason, and the addresses of pages that did not become what they should."""
    with database.read() as connection:
        row = connection.execute(select(RunRow.__table__).where(RunRow.id == run_id)).mappings().one_or_none()
        if row is None:
            return None
        # a run that was killed has no counts of its own: then its last traces in the frontier are what is known
        counted = outcomes(dict(row)) or _last_touched(connection, run_id)
        return dict(row) | {"pages": counted, "troubled": _troubled(connection, run_id)}


def outcomes(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What became of a closed run's claims, as it counted them: state, reason, count; the most frequent first."""
    counts = [
        (*key.removeprefix("frontier/").partition("/"), value)
        for key, value in (row["stats"] or {}).items()
        if key.startswith("frontier/")
    ]
    found = [
        {"state": state, "reason": reason or None, "count": count}
        for state, _, reason, count in counts
        if state in OUTCOMES
    ]
    return sorted(found, key=lambda one: (-one["count"], one["state"], one["reason"] or ""))


def _last_touched(connection: Connection, run_id: int) -> list[dict[str, Any]]:
    return [
        {"state": state, "reason": reason, "count": count}
        for state, reason, count in connection.execute(
            select(PageRow.state, PageRow.reason, func.count())
            .where(PageRow.last_run_id == run_id)
            .group_by(PageRow.state, PageRow.reason)
            .order_by(func.count().desc(), PageRow.state)
        )
    ]


def _troubled(connection: Connection, run_id: int) -> list[dict[str, Any]]:
    """Where to look: pages that this run was the last to ask, and that were refused, blocked, gone or failed."""
    query = (
        select(PageRow.url, PageRow.state, PageRow.reason, PageRow.next_at)
        .where(PageRow.last_run_id == run_id, or_(PageRow.state.in_(TROUBLE), PageRow.attempts > 0))
        .order_by(PageRow.state, PageRow.reason, PageRow.id)
        .limit(MOST_TROUBLED)
    )
    return [dict(one) for one in connection.execute(query).mappings()]


def last_runs(database: Database, after: int = 0) -> dict[str, dict[str, Any]]:
    """The latest run of each source with an id above ``after``."""
    with database.read() as connection:
        latest = select(func.max(RunRow.id)).where(RunRow.id > after).group_by(RunRow.source_id)
        rows = connection.execute(select(RunRow.__table__).where(RunRow.id.in_(latest))).mappings()
        return {row["source_id"]: dict(row) for row in rows}


def newest_run(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.max(RunRow.id))).scalar() or 0


def sources(database: Database) -> dict[str, dict[str, Any]]:
    """Source rows with the number of their articles and pending pages, and the last article's time."""
    with database.read() as connection:
        rows = {
            row["id"]: dict(row) | {"articles": 0, "last_article": None, "pending": 0}
            for row in connection.execute(select(SourceRow.__table__)).mappings()
        }
        for source_id, count, last in connection.execute(
            select(ArticleRow.source_id, func.count(), func.max(ArticleRow.first_seen_at)).group_by(
                ArticleRow.source_id
            )
        ):
            rows[source_id] |= {"articles": count, "last_article": last}
        for source_id, count in connection.execute(
            select(PageRow.source_id, func.count())
            .where(PageRow.state.in_(("due", "retry")))
            .group_by(PageRow.source_id)
        ):
            rows[source_id]["pending"] = count
        return rows


def pages(database: Database, source: str) -> list[dict[str, Any]]:
    """How many pages of a source stand in which state."""
    with database.read() as connection:
        return [
            {"kind": kind, "state": state, "reason": reason, "count": count}
            for kind, state, reason, count in connection.execute(
                select(PageRow.kind, PageRow.state, PageRow.reason, func.count())
                .where(PageRow.source_id == source)
                .group_by(PageRow.kind, PageRow.state, PageRow.reason)
                .order_by(PageRow.kind, func.count().desc())
            )
        ]


def stats(database: Database) -> dict[str, Any]:
    """The archive in numbers."""
    with database.read() as connection:

        def grouped(query: str) -> dict[str, int]:
            return {str(name): count for name, count in connection.execute(text(query))}

        return {
            "articles": grouped("SELECT state, count(*) FROM article GROUP BY state"),
            "versions": connection.execute(select(func.count()).select_from(ArticleVersionRow)).scalar_one(),
            "stories": connection.execute(select(func.count()).select_from(StoryRow)).scalar_one(),
            "relations": grouped("SELECT kind, count(*) FROM relation GROUP BY kind"),
            "pages": grouped("SELECT state, count(*) FROM page GROUP BY state"),
            "runs": grouped("SELECT state, count(*) FROM run GROUP BY state"),
            "sources": grouped("SELECT status, count(*) FROM source GROUP BY status"),
            "raw_bodies": connection.execute(select(func.count()).select_from(RawRow)).scalar_one(),
            "raw_bytes": int(connection.execute(select(func.sum(RawRow.size))).scalar() or 0),
            "change_seq": connection.execute(select(func.max(ArticleRow.change_seq))).scalar() or 0,
        }


def summary(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a run did, from the words that its stages counted."""
    stats: Mapping[str, Any] = row.get("stats") or {}

    def under(prefix: str) -> dict[str, int]:
        return {key[len(prefix) :]: value for key, value in stats.items() if key.startswith(prefix)}

    grouped: dict[str, int] = {}
    reasons: dict[str, dict[str, int]] = {}
    for one in outcomes(row):
        state, reason = one["state"], one["reason"]
        grouped[state] = grouped.get(state, 0) + one["count"]
        if reason:
            reasons.setdefault(state, {})[reason] = one["count"]
    return {
        "run": row["id"],
        "source": row["source_id"],
        "state": row["state"],
        "reason": row["reason"],
        "started_at": row["started_at"],
        "seconds": (row["ended_at"] - row["started_at"]).total_seconds() if row["ended_at"] else None,
        "store": under("store/"),
        "link": under("link/"),
        "pages": grouped,
        "reasons": reasons,
        "findings": row["findings"],
        "claimed": row["claimed"],
        "outcomes": row["outcomes"],
        "returned": row["returned"],
    }
