"""T2, after the commit of the article: find its twins, write relations, keep stories and who leads them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, or_, select, text, update

from storage.models import Article, Relation, Source, Story

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection, RowMapping

    from storage.database import Database

RULE_VERSION = 1
SAME_TEXT_DAYS = 30  # an annual notice came back letter for letter a year later: another event
MIN_FOLDED = 30  # below this many folded characters equal text proves nothing
MERGING = ("duplicate", "reprint")
STRENGTH = ("duplicate", "reprint", "excerpt_of", "variant")
KIND_RANK = {"government": 0, "newspaper": 1, "portal": 2, "platform": 3}
MIRROR_RANK = 9
RESERVED = 1000  # more than any story should have members
LOCK = 0x73746F72  # "stor": one change of stories at a time on PostgreSQL


def link(database: Database, article_id: int) -> str:
    """Relate one stored article to its twins; gives duplicate, variant or alone.

    Processes that stored twins at the same moment both call this after their commit: the later sees both.
    """
    with database.write() as connection:
        first = _reserve(database, connection, article_id)
        return _link(connection, database, article_id, first)


def sweep(database: Database, limit: int = 1000) -> int:
    """Link what a crash left between storing and linking; gives how many articles were healed."""
    with database.read() as connection:
        ids = connection.execute(
            select(Article.id).where(Article.dedup_state == "pending").order_by(Article.id).limit(limit)
        ).scalars()
        waiting = list(ids)
    for article_id in waiting:
        link(database, article_id)
    return len(waiting)


def _reserve(database: Database, connection: Connection, article_id: int) -> int:
    """Take the lock and more change numbers than linking can need; gaps in ``change_seq`` mean nothing."""
    first = database.next_seq(connection, RESERVED)
    if database.dialect == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    return first


def _link(connection: Connection, database: Database, article_id: int, seq: int) -> str:
    row = connection.execute(_members(Article.id == article_id)).mappings().one_or_none()
    if row is None:
        return "alone"
    touched = {article_id} | members_of(connection, {row["story_id"]} - {None})
    connection.execute(
        delete(Relation).where(
            or_(Relation.a_id == article_id, Relation.b_id == article_id),
            Relation.rule_version == RULE_VERSION,
        )
    )
    kinds = []
    for twin in _twins(connection, row):
        kind = "duplicate" if _near(row, twin) else "variant"
        kinds.append(kind)
        _relate(database, connection, row["id"], twin["id"], kind)
        touched |= {twin["id"]} | members_of(connection, {twin["story_id"]} - {None})
    regroup(database, connection, touched, seq)
    connection.execute(update(Article).where(Article.id == article_id).values(dedup_state="done"))
    return min(kinds, key=STRENGTH.index, default="alone")


def _members(condition: Any) -> Any:
    return (
        select(
            Article.id,
            Article.story_id,
            Article.canonical,
            Article.content_sha,
            Article.folded,
            Article.body,
            Article.evidence,
            Article.published_at,
            Article.published_date,
            Article.first_seen_at,
            Article.state,
            Source.kind,
        )
        .join(Source, Source.id == Article.source_id)
        .where(condition)
        .order_by(Article.id)
    )


def _twins(connection: Connection, row: RowMapping) -> Sequence[RowMapping]:
    if row["content_sha"] is None or len(row["folded"] or "") < MIN_FOLDED or row["state"] == "taken_down":
        return []
    found: Sequence[RowMapping] = (
        connection.execute(
            _members(
                (Article.content_sha == row["content_sha"])
                & (Article.id != row["id"])
                & (Article.state != "taken_down")
            )
        )
        .mappings()
        .all()
    )
    return found


def _near(a: RowMapping, b: RowMapping) -> bool:
    return abs((_day(a) - _day(b)).days) <= SAME_TEXT_DAYS


def _day(row: RowMapping) -> date:
    day: date = row["published_date"] or row["first_seen_at"].date()
    return day


def _relate(database: Database, connection: Connection, one: int, other: int, kind: str) -> None:
    connection.execute(
        database.insert(Relation)
        .values(
            a_id=min(one, other),
            b_id=max(one, other),
            kind=kind,
            direction=None,
            score=1.0,
            cover_a=1.0,
            cover_b=1.0,
            conflicts=[] if kind in MERGING else ["dates"],
            rule_version=RULE_VERSION,
        )
        .on_conflict_do_nothing()
    )


def members_of(connection: Connection, stories: set[int]) -> set[int]:
    if not stories:
        return set()
    return set(connection.execute(select(Article.id).where(Article.story_id.in_(stories))).scalars())


def regroup(database: Database, connection: Connection, ids: set[int], seq: int) -> None:
    """Give each of ``ids`` the story of its component, and each story the article that stands for it.

    ``seq`` is the first of RESERVED change numbers that the caller took at the start of its transaction.
    """
    rows = {row["id"]: row for row in connection.execute(_members(Article.id.in_(ids))).mappings()}
    edges = connection.execute(
        select(Relation.a_id, Relation.b_id).where(
            Relation.kind.in_(MERGING), Relation.a_id.in_(ids), Relation.b_id.in_(ids)
        )
    ).all()
    wanted: dict[int, tuple[int | None, bool]] = {}
    for component in _components(ids, [(a, b) for a, b in edges]):
        best = min(component, key=lambda article_id: _rank(rows[article_id]))
        story = min(component) if len(component) > 1 else None
        if story is not None:
            values = {"canonical_id": best, "size": len(component)}
            connection.execute(
                database.insert(Story)
                .values(id=story, **values)
                .on_conflict_do_update(index_elements=["id"], set_=values)
            )
        wanted |= {article_id: (story, article_id == best) for article_id in component}
    changed = [
        one for one in sorted(wanted) if (rows[one]["story_id"], rows[one]["canonical"]) != wanted[one]
    ]
    if len(changed) > RESERVED:
        seq = database.next_seq(connection, len(changed))
    for number, article_id in enumerate(changed, start=seq):
        story, canonical = wanted[article_id]
        connection.execute(
            update(Article)
            .where(Article.id == article_id)
            .values(story_id=story, canonical=canonical, change_seq=number)
        )
    _drop_empty(connection, {row["story_id"] for row in rows.values()} - {None})


def _drop_empty(connection: Connection, stories: set[int | None]) -> None:
    for story in sorted(one for one in stories if one is not None):
        if not members_of(connection, {story}):
            connection.execute(delete(Story).where(Story.id == story))


def _components(ids: Iterable[int], edges: Iterable[tuple[int, int]]) -> list[set[int]]:
    neighbours: dict[int, set[int]] = defaultdict(set)
    for a, b in edges:
        neighbours[a].add(b)
        neighbours[b].add(a)
    left, found = set(ids), []
    while left:
        queue, component = [left.pop()], set()
        while queue:
            one = queue.pop()
            component.add(one)
            queue.extend(neighbours[one] - component)
        left -= component
        found.append(component)
    return found


def _rank(row: Mapping[str, Any] | RowMapping) -> tuple[Any, ...]:
    """Who stands for a story: issuing government, its paper, portal, platform; earliest, longest."""
    rank = (
        MIRROR_RANK if (row["evidence"] or {}).get("mirror_of") else KIND_RANK.get(row["kind"], MIRROR_RANK)
    )
    moment = row["published_at"] or row["first_seen_at"]
    return (
        row["state"] != "live",
        rank,
        row["published_at"] is None,
        moment,
        -len(row["body"] or ""),
        row["id"],
    )
