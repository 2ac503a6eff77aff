"""Which stored articles may be one text with a given one: equal hashes of the text, rare clauses in common."""

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

BEST = 20  # compared at most; 1.4 are the rule
SHARED = 2  # clauses in common, or
SHARE = 0.15  # of the article's clauses
STOP = 50  # articles that carry a clause: beyond, it is a slogan or a set formula
FULL = 3  # representatives compared where nothing rare is shared, but nearly all that is common
FULL_SHARE = 0.5  # of the article's clauses
TWINS = 8  # equal texts compared; a thousand identical notices need no thousand relations each
CHUNK = 400
# built once: to build a statement costs as much as to run it, and these run for every article
# all hashes in one value: a statement with a place for each is written anew for each article
HOLDERS = {
    "sqlite": text(
        "SELECT hash, article_id FROM fingerprint WHERE hash IN (SELECT value FROM json_each(:hashes))"
    ),
    "postgresql": text(
        "SELECT hash, article_id FROM fingerprint WHERE hash = ANY(CAST(CAST(:hashes AS text) AS bigint[]))"
    ),
}
STOPPED = select(HashStopRow.hash).where(HashStopRow.hash.in_(bindparam("hashes", expanding=True)))
_OTHER = aliased(ArticleRow)
HAS_TWINS = exists().where(  # asked with each article, so that the rest is asked of few
    _OTHER.content_sha == ArticleRow.content_sha, _OTHER.id != ArticleRow.id, _OTHER.state != "taken_down"
)


def twins(connection: Connection, row: Mapping[str, Any]) -> list[int]:
    """The nearest in time of the articles with an equal text, undated ones too."""
    if not row["has_twins"]:
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
    found = [one for part in parts for one in connection.execute(part.limit(TWINS)).scalars()]
    return list(dict.fromkeys(found))


def sharing(connection: Connection, article_id: int, hashes: Sequence[int]) -> tuple[list[int], list[int]]:
    """The articles that share most rare clauses with this one, best first, and the clauses that have become common."""
    holders = _holders(connection, hashes)
    common = {value for value, articles in holders.items() if len(articles) >= STOP}
    new = sorted(common - _stopped(connection, sorted(common))) if common else []
    rare = Counter(one for value, articles in holders.items() if value not in common for one in articles)
    del rare[article_id]
    need = min(SHARED, ceil(SHARE * len(hashes)))
    found = _best(connection, {one: count for one, count in rare.items() if count >= need}, BEST)
    if not found and common:
        shared = Counter(one for articles in holders.values() for one in articles)
        del shared[article_id]
        least = max(SHARED, FULL_SHARE * len(hashes))
        found = _best(connection, {one: count for one, count in shared.items() if count >= least}, FULL)
    return found, new


def _holders(connection: Connection, hashes: Sequence[int]) -> dict[int, list[int]]:
    dialect = connection.dialect.name
    brackets = "{%s}" if dialect == "postgresql" else "[%s]"
    found: dict[int, list[int]] = {}
    for value, article_id in connection.execute(
        HOLDERS[dialect], {"hashes": brackets % ",".join(map(str, hashes))}
    ).all():
        found.setdefault(value, []).append(article_id)
    return found


def _best(connection: Connection, counts: Mapping[int, int], limit: int) -> list[int]:
    """The ids with the highest counts; of equals those whose address comes first, whatever their ids are."""
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
        found |= set(connection.execute(STOPPED, {"hashes": list(hashes[start : start + CHUNK])}).scalars())
    return found


def write(database: Database, connection: Connection, article_id: int, hashes: Iterable[int]) -> None:
    """Keep the clauses of an article, except those that have become common."""
    wanted = sorted(set(hashes))
    stopped = _stopped(connection, wanted)
    rows = [{"hash": value, "article_id": article_id} for value in wanted if value not in stopped]
    if rows:
        connection.execute(database.insert(FingerprintRow).on_conflict_do_nothing(), rows)


def stop(database: Database, connection: Connection, hashes: Sequence[int]) -> None:
    """From now on these clauses are written for no article more; who has them already stands for the others."""
    if hashes:
        rows = [{"hash": value} for value in hashes]
        connection.execute(database.insert(HashStopRow).on_conflict_do_nothing(), rows)


def waiting(limit: int) -> Any:
    """The articles that were stored and not linked yet, oldest first; those of a run at work are for that run to link."""
    at_work = exists().where(RunRow.id == ArticleRow.run_id, RunRow.state == "running")
    left = and_(ArticleRow.dedup_state == "pending", not_(at_work))
    return (
        select(ArticleRow.id)
        .where(or_(left, ArticleRow.dedup_state == "rebuild"))
        .order_by(ArticleRow.id)
        .limit(limit)
    )
