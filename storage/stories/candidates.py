"""Find stored articles that may have the same text: equal text hashes, or rare clauses in common."""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, exists, not_, or_, select, text
from sqlalchemy.orm import aliased

from storage.db.models import ArticleRow, FingerprintRow, HashStopRow, RunRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from storage.db.database import Database

MAX_CANDIDATES = 20  # compared at most; the average is 1.4
MIN_SHARED = 2  # rare clauses in common, or
MIN_SHARE = 0.15  # of the article's clauses, whichever is less
COMMON_FROM = 50  # articles: a clause that so many contain is a slogan or a set formula
MAX_COMMON = 3  # candidates compared if only common clauses are shared
MIN_COMMON_SHARE = 0.5  # of the article's clauses that these must share
MAX_EQUAL = 8  # equal texts compared in each direction of time: of a thousand equal notices a few suffice
CHUNK = 400
# built once: building a statement takes as long as running it, and these run for every article;
# all hashes are one parameter, since a statement with one parameter each would be built for every article
SELECT_ARTICLES_WITH_HASHES = {
    "sqlite": text(
        "SELECT hash, article_id FROM fingerprint WHERE hash IN (SELECT value FROM json_each(:hashes))"
    ),
    "postgresql": text(
        "SELECT hash, article_id FROM fingerprint WHERE hash = ANY(CAST(CAST(:hashes AS text) AS bigint[]))"
    ),
}
SELECT_STOPPED = select(HashStopRow.hash).where(HashStopRow.hash.in_(bindparam("hashes", expanding=True)))
_OTHER = aliased(ArticleRow)
HAS_EQUAL_TEXT = exists().where(  # read with each article, so that most articles need no further query
    _OTHER.content_sha == ArticleRow.content_sha, _OTHER.id != ArticleRow.id, _OTHER.state != "taken_down"
)


def equal_texts(connection: Connection, row: Mapping[str, Any]) -> list[int]:
    """Return the articles with an equal text that are nearest in time, and undated ones."""
    if not row["has_equal_text"]:
        return []
    query = select(ArticleRow.id).where(
        ArticleRow.content_sha == row["content_sha"],
        ArticleRow.id != row["id"],
        ArticleRow.state != "taken_down",
    )
    dated = ArticleRow.published_date
    day: date | None = row["published_date"]
    parts = [query.where(dated.is_(None)).order_by(ArticleRow.id)]
    if day is None:
        parts.append(query.where(dated.is_not(None)).order_by(dated, ArticleRow.id))
    else:
        parts.append(query.where(dated == day).order_by(ArticleRow.id))
        parts.append(query.where(dated < day).order_by(dated.desc(), ArticleRow.id.desc()))
        parts.append(query.where(dated > day).order_by(dated, ArticleRow.id))
    found = [one for part in parts for one in connection.execute(part.limit(MAX_EQUAL)).scalars()]
    return list(dict.fromkeys(found))


def sharing(connection: Connection, article_id: int, hashes: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the articles that share most rare clauses, best first, and the hashes that have become common."""
    holders = _holders(connection, hashes)
    common = {value for value, articles in holders.items() if len(articles) >= COMMON_FROM}
    new = sorted(common - _stopped(connection, sorted(common))) if common else []
    rare = Counter(one for value, articles in holders.items() if value not in common for one in articles)
    del rare[article_id]
    need = min(MIN_SHARED, ceil(MIN_SHARE * len(hashes)))
    found = _best(connection, {one: count for one, count in rare.items() if count >= need}, MAX_CANDIDATES)
    if not found and common:
        shared = Counter(one for articles in holders.values() for one in articles)
        del shared[article_id]
        least = max(MIN_SHARED, MIN_COMMON_SHARE * len(hashes))
        found = _best(connection, {one: count for one, count in shared.items() if count >= least}, MAX_COMMON)
    return found, new


def _holders(connection: Connection, hashes: Sequence[int]) -> dict[int, list[int]]:
    dialect = connection.dialect.name
    brackets = "{%s}" if dialect == "postgresql" else "[%s]"
    found: dict[int, list[int]] = {}
    for value, article_id in connection.execute(
        SELECT_ARTICLES_WITH_HASHES[dialect], {"hashes": brackets % ",".join(map(str, hashes))}
    ).all():
        found.setdefault(value, []).append(article_id)
    return found


def _best(connection: Connection, counts: Mapping[int, int], limit: int) -> list[int]:
    """Return the ids with the highest counts; ties are broken by address, which does not depend on arrival."""
    if len(counts) <= limit:
        return sorted(counts, key=lambda one: (-counts[one], one))
    least = sorted(counts.values(), reverse=True)[limit - 1]
    ids = [one for one, count in counts.items() if count >= least]
    keys: dict[int, str] = {}
    for start in range(0, len(ids), CHUNK):
        query = select(ArticleRow.id, ArticleRow.url_key).where(ArticleRow.id.in_(ids[start : start + CHUNK]))
        keys |= {one: key for one, key in connection.execute(query)}
    return sorted(keys, key=lambda one: (-counts[one], keys[one]))[:limit]


def _stopped(connection: Connection, hashes: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(hashes), CHUNK):
        found |= set(
            connection.execute(SELECT_STOPPED, {"hashes": list(hashes[start : start + CHUNK])}).scalars()
        )
    return found


def write(database: Database, connection: Connection, article_id: int, hashes: Iterable[int]) -> None:
    """Store the clause hashes of an article, except common ones."""
    wanted = sorted(set(hashes))
    stopped = _stopped(connection, wanted)
    rows = [{"hash": value, "article_id": article_id} for value in wanted if value not in stopped]
    if rows:
        connection.execute(database.insert(FingerprintRow).on_conflict_do_nothing(), rows)


def stop(database: Database, connection: Connection, hashes: Sequence[int]) -> None:
    """Mark hashes as common: they are stored for no further article."""
    if hashes:
        rows = [{"hash": value} for value in hashes]
        connection.execute(database.insert(HashStopRow).on_conflict_do_nothing(), rows)


def waiting(limit: int) -> Any:
    """Select articles stored but not linked, oldest first, without those of running runs, which link their own."""
    at_work = exists().where(RunRow.id == ArticleRow.run_id, RunRow.state == "running")
    left = and_(ArticleRow.dedup_state == "pending", not_(at_work))
    return (
        select(ArticleRow.id)
        .where(or_(left, ArticleRow.dedup_state == "rebuild"))
        .order_by(ArticleRow.id)
        .limit(limit)
    )
