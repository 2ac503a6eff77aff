"""Relations and stories as rows: what is read for a comparison, and what is written after it."""

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
    from storage.stories.judge import Verdict

CHUNK = 400
# built once: to build a statement costs as much as to run it, and these run for every article
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
TEXTS = select(
    *(ArticleRow.id, ArticleRow.title, ArticleRow.body, ArticleRow.content_sha, ArticleRow.story_id),
    *(ArticleRow.published_date, ArticleRow.first_seen_at),
).where(ArticleRow.id.in_(IDS), ArticleRow.state != "taken_down")
EDGES = select(RelationRow.a_id, RelationRow.b_id, RelationRow.kind).where(
    or_(RelationRow.a_id.in_(IDS), RelationRow.b_id.in_(IDS)), RelationRow.rule_version > 0
)
STATED = ("kind", "direction", "score", "cover_a", "cover_b", "conflicts")  # what a relation says of its pair


def texts_of(connection: Connection, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What a comparison needs of articles, by id; those taken down have no text to compare."""
    wanted = sorted(ids)
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = connection.execute(TEXTS, {"ids": wanted[start : start + CHUNK]}).mappings()
        found |= {row["id"]: dict(row) for row in rows}
    return found


def edges_of(connection: Connection, ids: Iterable[int]) -> dict[tuple[int, int], str]:
    """All relations that touch these articles: (smaller id, larger id) and kind. What a recluster prepares is left out."""
    wanted = sorted(ids)
    found: dict[tuple[int, int], str] = {}
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        found |= {(a, b): kind for a, b, kind in connection.execute(EDGES, {"ids": part})}
    return found


def relate(
    database: Database, connection: Connection, one: int, verdicts: Mapping[int, Verdict], rule_version: int
) -> None:
    """Write the relations of an article; each verdict is of ``one`` to the other whose id is its key."""
    if rows := [_relation(one, other, verdict, rule_version) for other, verdict in verdicts.items()]:
        statement = _upsert(database.dialect, RelationRow, ("a_id", "b_id", "rule_version"), STATED)
        connection.execute(statement, rows)


def _relation(one: int, other: int, verdict: Verdict, rule_version: int) -> dict[str, Any]:
    turned = one > other
    direction = verdict.direction
    if direction is not None and turned:
        direction = "b_in_a" if direction == "a_in_b" else "a_in_b"
    covers = (verdict.cover_b, verdict.cover_a) if turned else (verdict.cover_a, verdict.cover_b)
    return {
        "a_id": min(one, other),
        "b_id": max(one, other),
        "rule_version": rule_version,
        "kind": verdict.kind,
        "direction": direction,
        "score": round(verdict.score, 4),
        "cover_a": round(covers[0], 4),
        "cover_b": round(covers[1], 4),
        "conflicts": list(verdict.conflicts),
    }


def keep(database: Database, connection: Connection, story: int, best: int, size: int) -> None:
    """Write a story, or what has become of it."""
    statement = _upsert(database.dialect, StoryRow, ("id",), ("canonical_id", "size"))
    connection.execute(statement, {"id": story, "canonical_id": best, "size": size})


@lru_cache
def _upsert(dialect: str, model: Any, key: Sequence[str], rest: Sequence[str]) -> Any:
    """An insert that overwrites what is there under the same key."""
    insert = dialect_insert(dialect, model)
    return insert.values({name: bindparam(name) for name in (*key, *rest)}).on_conflict_do_update(
        index_elements=list(key), set_={name: insert.excluded[name] for name in rest}
    )
