"""One story over time: its members in the order of publication, and related articles outside of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from sqlalchemy import or_, select

from storage.db.models import ArticleRow, RelationRow, SourceRow, StoryRow
from storage.stories.text_comparison import MERGING, STRENGTH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from storage.db.database import Database

COLUMNS = (
    *(
        ArticleRow.id,
        ArticleRow.url,
        ArticleRow.outlet,
        ArticleRow.title,
        ArticleRow.body,
        ArticleRow.state,
        ArticleRow.canonical,
    ),
    *(
        ArticleRow.published_at,
        ArticleRow.published_date,
        ArticleRow.published_precision,
        ArticleRow.first_seen_at,
    ),
    *(ArticleRow.source_id.label("source"), SourceRow.kind.label("source_kind"), ArticleRow.story_id),
)
MAX_MEMBERS = 500  # returned at most; a story that large is a fault of the rules


class StoryTimeline(TypedDict):
    """A story with its members."""

    story_id: int | None  # None: an article without a story
    canonical_id: int  # the article that represents the story
    size: int
    members: list[dict[str, Any]]  # by publication; ``relation`` to the canonical article, None if indirect
    related: list[dict[str, Any]]  # excerpts and variants of members: id, of (the member), relation, title


def story_timeline(database: Database, ident: int) -> StoryTimeline | None:
    """Return the story with that id, or of the article with that id; None if there is no such article.

    An article without a story is returned as a story of one.
    """
    with database.read() as connection:
        article = (
            connection.execute(select(*COLUMNS).join(SourceRow).where(ArticleRow.id == ident))
            .mappings()
            .one_or_none()
        )
        if article is None:
            return None
        story_id = article["story_id"]
        row = (
            connection.execute(select(StoryRow.__table__).where(StoryRow.id == story_id))
            .mappings()
            .one_or_none()
        )
        members = _members(connection, story_id) if row is not None else [dict(article)]
        canonical_id = row["canonical_id"] if row is not None else article["id"]
        relations = _relations(connection, [one["id"] for one in members])
        for one in members:
            one["relation"] = relations.get((one["id"], canonical_id))
            del one["story_id"]
        ids = {one["id"] for one in members}
        outside = {
            pair: relation for pair, relation in relations.items() if pair[0] in ids and pair[1] not in ids
        }
        return {
            "story_id": story_id,
            "canonical_id": canonical_id,
            "size": row["size"] if row is not None else 1,
            "members": sorted(members, key=lambda one: _order(one, canonical_id)),
            "related": _related(connection, outside),
        }


def _members(connection: Connection, story_id: int) -> list[dict[str, Any]]:
    query = (
        select(*COLUMNS)
        .join(SourceRow)
        .where(ArticleRow.story_id == story_id)
        .order_by(ArticleRow.id)
        .limit(MAX_MEMBERS)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _order(row: dict[str, Any], canonical_id: int) -> tuple[Any, ...]:
    """Sort by day, then by minute. Of articles with a day only, the canonical one comes first, the others last."""
    day = row["published_date"] or row["first_seen_at"].date()
    exact = row["published_precision"] in ("minute", "second") and row["published_at"]
    if exact:
        return day, 1, row["published_at"].timestamp(), row["id"]
    return day, 0 if row["id"] == canonical_id else 2, 0, row["id"]


def _relations(connection: Connection, ids: list[int]) -> dict[tuple[int, int], dict[str, Any]]:
    """Return every relation of these articles by (own id, other id), in both directions."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    query = select(RelationRow.__table__).where(
        or_(RelationRow.a_id.in_(ids), RelationRow.b_id.in_(ids)), RelationRow.rule_version > 0
    )
    for row in connection.execute(query).mappings():
        for own, other in (("a", "b"), ("b", "a")):
            part = None
            if row["direction"] is not None:
                part = "excerpt" if row["direction"] == f"{own}_in_{other}" else "whole"
            found[row[f"{own}_id"], row[f"{other}_id"]] = {
                "kind": row["kind"],
                "part": part,
                "score": row["score"],
                "cover": row[f"cover_{own}"],
                "other_cover": row[f"cover_{other}"],
                "conflicts": row["conflicts"],
            }
    return found


def _related(
    connection: Connection, relations: dict[tuple[int, int], dict[str, Any]]
) -> list[dict[str, Any]]:
    strongest: dict[int, tuple[int, dict[str, Any]]] = {}
    for (own, other), relation in relations.items():
        if relation["kind"] in MERGING:
            continue  # a reprint that no longer matches the canonical article of the story
        before = strongest.get(other)
        if before is None or _strength(relation) < _strength(before[1]):
            strongest[other] = (own, relation)
    texts = _titles(connection, strongest)
    return [
        {"id": other, "of": own, **relation, **texts[other]}
        for other, (own, relation) in sorted(strongest.items())
        if other in texts
    ]


def _strength(relation: dict[str, Any]) -> tuple[int, float]:
    return STRENGTH.index(relation["kind"]), -relation["score"]


def _titles(connection: Connection, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    query = select(
        ArticleRow.id,
        ArticleRow.url,
        ArticleRow.outlet,
        ArticleRow.title,
        ArticleRow.published_date,
        ArticleRow.state,
    )
    rows = connection.execute(query.where(ArticleRow.id.in_(sorted(ids)[:MAX_MEMBERS]))).mappings()
    return {row["id"]: {key: value for key, value in row.items() if key != "id"} for row in rows}
