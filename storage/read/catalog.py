"""What people ask of the archive: articles, their versions and origin, runs, sources. Plain dicts, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select, text

from storage.db.models import Article, ArticleVersion, Page, Raw, Run, Source, Story
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
        select(Article.id).where(Article.url_key == bare),
        select(Page.article_id).where(
            or_(Page.url == ident, Page.url_key == bare), Page.article_id.is_not(None)
        ),
        select(Article.id).where(or_(Article.url == ident, Article.fetched_url == ident)),
    ):
        found: int | None = connection.execute(query.order_by(query.selected_columns[0]).limit(1)).scalar()
        if found is not None:
            return found
    return None


def versions(database: Database, article_id: int) -> list[dict[str, Any]]:
    """Every text seen at an address, the first one first."""
    with database.read() as connection:
        rows = connection.execute(
            select(ArticleVersion.__table__)
            .where(ArticleVersion.article_id == article_id)
            .order_by(ArticleVersion.number)
        ).mappings()
        return [dict(row) for row in rows]


def provenance(database: Database, article_id: int) -> dict[str, Any]:
    """Where an article came from: page, response, raw body, run, rule of the date, evidence that was not taken."""
    with database.read() as connection:
        row = (
            connection.execute(
                select(
                    Article.url,
                    Article.fetched_url,
                    Article.source_id.label("source"),
                    Article.extractor,
                    Article.run_id,
                    Article.raw_sha,
                    Article.published_from,
                    Article.published_raw,
                    Article.evidence,
                    Article.page_id,
                    Raw.fetched_at,
                    Raw.status,
                    Raw.size,
                    Raw.headers,
                )
                .outerjoin(Raw, Raw.sha == Article.raw_sha)
                .where(Article.id == article_id)
            )
            .mappings()
            .one()
        )
        found = dict(row)
        found["addresses"] = list(
            connection.execute(
                select(Page.url).where(Page.article_id == article_id).order_by(Page.id)
            ).scalars()
        )
        return found


def runs(database: Database, source: str | None = None, limit: int = 20) -> list[dict[str, Any]]:
    """The latest runs."""
    with database.read() as connection:
        query = select(Run.__table__).order_by(Run.id.desc()).limit(limit)
        if source is not None:
            query = query.where(Run.source_id == source)
        return [dict(row) for row in connection.execute(query).mappings()]


def run(database: Database, run_id: int) -> dict[str, Any] | None:
    """One run with its outcomes by state and reason, and the addresses of pages that did not become what they should."""
    with database.read() as connection:
        row = connection.execute(select(Run.__table__).where(Run.id == run_id)).mappings().one_or_none()
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
            select(Page.state, Page.reason, func.count())
            .where(Page.last_run_id == run_id)
            .group_by(Page.state, Page.reason)
            .order_by(func.count().desc(), Page.state)
        )
    ]


def _troubled(connection: Connection, run_id: int) -> list[dict[str, Any]]:
    """Where to look: pages that this run was the last to ask, and that were refused, blocked, gone or failed."""
    query = (
        select(Page.url, Page.state, Page.reason, Page.next_at)
        .where(Page.last_run_id == run_id, or_(Page.state.in_(TROUBLE), Page.attempts > 0))
        .order_by(Page.state, Page.reason, Page.id)
        .limit(MOST_TROUBLED)
    )
    return [dict(one) for one in connection.execute(query).mappings()]


def last_runs(database: Database, after: int = 0) -> dict[str, dict[str, Any]]:
    """The latest run of each source with an id above ``after``."""
    with database.read() as connection:
        latest = select(func.max(Run.id)).where(Run.id > after).group_by(Run.source_id)
        rows = connection.execute(select(Run.__table__).where(Run.id.in_(latest))).mappings()
        return {row["source_id"]: dict(row) for row in rows}


def newest_run(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.max(Run.id))).scalar() or 0


def sources(database: Database) -> dict[str, dict[str, Any]]:
    """Source rows with the number of their articles and pending pages, and the last article's time."""
    with database.read() as connection:
        rows = {
            row["id"]: dict(row) | {"articles": 0, "last_article": None, "pending": 0}
            for row in connection.execute(select(Source.__table__)).mappings()
        }
        for source_id, count, last in connection.execute(
            select(Article.source_id, func.count(), func.max(Article.first_seen_at)).group_by(
                Article.source_id
            )
        ):
            rows[source_id] |= {"articles": count, "last_article": last}
        for source_id, count in connection.execute(
            select(Page.source_id, func.count())
            .where(Page.state.in_(("due", "retry")))
            .group_by(Page.source_id)
        ):
            rows[source_id]["pending"] = count
        return rows


def pages(database: Database, source: str) -> list[dict[str, Any]]:
    """How many pages of a source stand in which state."""
    with database.read() as connection:
        return [
            {"kind": kind, "state": state, "reason": reason, "count": count}
            for kind, state, reason, count in connection.execute(
                select(Page.kind, Page.state, Page.reason, func.count())
                .where(Page.source_id == source)
                .group_by(Page.kind, Page.state, Page.reason)
                .order_by(Page.kind, func.count().desc())
            )
        ]


def stats(database: Database) -> dict[str, Any]:
    """The archive in numbers."""
    with database.read() as connection:

        def grouped(query: str) -> dict[str, int]:
            return {str(name): count for name, count in connection.execute(text(query))}

        return {
            "articles": grouped("SELECT state, count(*) FROM article GROUP BY state"),
            "versions": connection.execute(select(func.count()).select_from(ArticleVersion)).scalar_one(),
            "stories": connection.execute(select(func.count()).select_from(Story)).scalar_one(),
            "relations": grouped("SELECT kind, count(*) FROM relation GROUP BY kind"),
            "pages": grouped("SELECT state, count(*) FROM page GROUP BY state"),
            "runs": grouped("SELECT state, count(*) FROM run GROUP BY state"),
            "sources": grouped("SELECT status, count(*) FROM source GROUP BY status"),
            "raw_bodies": connection.execute(select(func.count()).select_from(Raw)).scalar_one(),
            "raw_bytes": int(connection.execute(select(func.sum(Raw.size))).scalar() or 0),
            "change_seq": connection.execute(select(func.max(Article.change_seq))).scalar() or 0,
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
