"""Rows of relations and stories, and the texts that comparisons need."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, bindparam, or_, select

from storage.db.engine import dialect_insert
from storage.db.models import ArticleRow, RelationRow, StoryRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from storage.db.database import Database
    from storage.stories.text_comparison import Comparison

CHUNK = 400
# built once: building a statement takes as long as running it, and these run for every article
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
SELECT_TEXTS = select(
    *(ArticleRow.id, ArticleRow.title, ArticleRow.body, ArticleRow.content_sha, ArticleRow.story_id),
    *(ArticleRow.published_date, ArticleRow.first_seen_at),
).where(ArticleRow.id.in_(IDS), ArticleRow.state != "taken_down")
SELECT_EDGES = select(RelationRow.a_id, RelationRow.b_id, RelationRow.kind).where(
    or_(RelationRow.a_id.in_(IDS), RelationRow.b_id.in_(IDS)), RelationRow.rule_version > 0
)
RELATION_COLUMNS = (
    "kind",
    "direction",
    "score",
    "cover_a",
    "cover_b",
    "conflicts",
)  # besides the key


def texts_of(connection: Connection, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return the columns that a comparison needs, by article id; tombstones are left out."""
    wanted = sorted(ids)
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = connection.execute(SELECT_TEXTS, {"ids": wanted[start : start + CHUNK]}).mappings()
        found |= {row["id"]: dict(row) for row in rows}
    return found


def edges_of(connection: Connection, ids: Iterable[int]) -> dict[tuple[int, int], str]:
    """Return the kind of every relation of these articles by (smaller id, larger id).

    Relations that a running recluster prepares are left out.
    """
    wanted = sorted(ids)
    found: dict[tuple[int, int], str] = {}
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        found |= {(a, b): kind for a, b, kind in connection.execute(SELECT_EDGES, {"ids": part})}
    return found


def write_relations(
    database: Database, connection: Connection, one: int, results: Mapping[int, Comparison], rule_version: int
) -> None:
    """Write the relations of article ``one``; ``results`` holds its comparison with each other article, by id."""
    if rows := [_relation(one, other, result, rule_version) for other, result in results.items()]:
        statement = _upsert(database.dialect, RelationRow, ("a_id", "b_id", "rule_version"), RELATION_COLUMNS)
        connection.execute(statement, rows)


def _relation(one: int, other: int, result: Comparison, rule_version: int) -> dict[str, Any]:
    turned = one > other
    direction = result.direction
    if direction is not None and turned:
        direction = "b_in_a" if direction == "a_in_b" else "a_in_b"
    covers = (result.cover_b, result.cover_a) if turned else (result.cover_a, result.cover_b)
    return {
        "a_id": min(one, other),
        "b_id": max(one, other),
        "rule_version": rule_version,
        "kind": result.kind,
        "direction": direction,
        "score": round(result.score, 4),
        "cover_a": round(covers[0], 4),
        "cover_b": round(covers[1], 4),
        "conflicts": list(result.conflicts),
    }


def write_story(database: Database, connection: Connection, story: int, canonical: int, size: int) -> None:
    """Insert or update a story."""
    statement = _upsert(database.dialect, StoryRow, ("id",), ("canonical_id", "size"))
    connection.execute(statement, {"id": story, "canonical_id": canonical, "size": size})


@lru_cache
def _upsert(dialect: str, model: Any, key: Sequence[str], rest: Sequence[str]) -> Any:
    """Return an INSERT that updates the row if its key exists."""
    insert = dialect_insert(dialect, model)
    return insert.values({name: bindparam(name) for name in (*key, *rest)}).on_conflict_do_update(
        index_elements=list(key), set_={name: insert.excluded[name] for name in rest}
    )
