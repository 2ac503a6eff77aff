"""Who belongs to which story, and which article stands for it: the same groups in whatever order articles came."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime, time, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BindParameter, bindparam, delete, func, or_, select, update

from storage.database import insert_of
from storage.judge import MERGING, STRENGTH
from storage.models import Article, Relation, Source, Story

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection, RowMapping

    from storage.database import Database
    from storage.judge import Judge, Verdict

ALARM = 200  # members; a pipeline that merged on every shared band built a cluster of 743,779
KIND_RANK = {"government": 0.0, "newspaper": 1.0, "portal": 2.0, "platform": 3.0}
MIRROR_RANK = 9.0
OTHER_GOVERNMENT = 0.5  # a county that passes on what the city issued
OF_A_MEDIUM = 1.5  # a government's site that reprints a paper: behind the paper
MEDIUM = re.compile("(报|报社|通讯社|新华社|电视台|广播电台|融媒体中心|新闻网)$")
CHINA = timezone(timedelta(hours=8))  # published_date is a day there
CHUNK = 400
# built once: to build a statement costs as much as to run it, and these run for every article
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
RANKED = (
    select(
        *(Article.id, Article.url_key, Article.story_id, Article.canonical, Article.evidence, Article.outlet),
        *(Article.published_at, Article.published_date, Article.first_seen_at, Article.state),
        func.length(Article.body).label("size"),
        Source.kind,
        Source.name,
    )
    .join(Source, Source.id == Article.source_id)
    .where(Article.id.in_(IDS))
)
TEXTS = select(
    *(Article.id, Article.title, Article.body, Article.content_sha, Article.story_id),
    *(Article.published_date, Article.first_seen_at),
).where(Article.id.in_(IDS), Article.state != "taken_down")
EDGES = select(Relation.a_id, Relation.b_id, Relation.kind).where(
    or_(Relation.a_id.in_(IDS), Relation.b_id.in_(IDS)), Relation.rule_version > 0
)
MEMBERS = select(Article.id).where(Article.story_id.in_(IDS))
PLACE = (
    update(Article)
    .where(Article.id == bindparam("one"))
    .values(story_id=bindparam("story"), canonical=bindparam("best"), change_seq=bindparam("seq"))
)
NAMED = select(Source.name).where(Source.name.in_(IDS))
STATED = ("kind", "direction", "score", "cover_a", "cover_b", "conflicts")  # what a relation says of its pair


class Grown(NamedTuple):
    """The size of the largest story touched, whether it has just passed a size that no story should have, who is in which."""

    size: int
    alarming: bool
    stories: Mapping[int, int | None]


def rows_of(connection: Connection, ids: Iterable[int]) -> dict[int, RowMapping]:
    """What ranking and grouping need of articles, by id."""
    wanted = sorted(ids)
    found: dict[int, RowMapping] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = connection.execute(RANKED, {"ids": wanted[start : start + CHUNK]}).mappings()
        found |= {row["id"]: row for row in rows}
    return found


def texts_of(connection: Connection, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What a comparison needs of articles, by id; those taken down have no text to compare."""
    wanted = sorted(ids)
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = connection.execute(TEXTS, {"ids": wanted[start : start + CHUNK]}).mappings()
        found |= {row["id"]: dict(row) for row in rows}
    return found


def relate(
    database: Database, connection: Connection, one: int, verdicts: Mapping[int, Verdict], rule_version: int
) -> None:
    """Write the relations of an article; each verdict is of ``one`` to the other whose id is its key."""
    if rows := [_relation(one, other, verdict, rule_version) for other, verdict in verdicts.items()]:
        statement = _upsert(database.dialect, Relation, ("a_id", "b_id", "rule_version"), STATED)
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
    statement = _upsert(database.dialect, Story, ("id",), ("canonical_id", "size"))
    connection.execute(statement, {"id": story, "canonical_id": best, "size": size})


@lru_cache
def _upsert(dialect: str, model: Any, key: Sequence[str], rest: Sequence[str]) -> Any:
    """An insert that overwrites what is there under the same key."""
    insert = insert_of(dialect, model)
    return insert.values({name: bindparam(name) for name in (*key, *rest)}).on_conflict_do_update(
        index_elements=list(key), set_={name: insert.excluded[name] for name in rest}
    )


def edges_of(connection: Connection, ids: Iterable[int]) -> dict[tuple[int, int], str]:
    """All relations that touch these articles: (smaller id, larger id) and kind. What a recluster prepares is left out."""
    wanted = sorted(ids)
    found: dict[tuple[int, int], str] = {}
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        found |= {(a, b): kind for a, b, kind in connection.execute(EDGES, {"ids": part})}
    return found


def members_of(connection: Connection, stories: set[int]) -> set[int]:
    if not stories:
        return set()
    return set(connection.execute(MEMBERS, {"ids": sorted(stories)}).scalars())


def regroup(database: Database, connection: Connection, ids: set[int], judge: Judge | None = None) -> Grown:
    """Give every article that hangs together with ``ids`` its story, and each story the article that stands for it.

    The caller's transaction has moved the counter of change numbers first; as many more are taken as articles change.
    ``judge`` compares members with the one that stands for them; without one, only stored relations say that they differ.
    """
    rows, edges = together(connection, ids)
    before = _largest(connection, rows) if len(rows) >= ALARM else 0
    check = _Check(database, connection, edges, judge)
    ranks = _ranks(connection, rows)
    wanted: dict[int, tuple[int | None, bool]] = {}
    largest = 1
    for best, group in partition(set(rows), edges, ranks, check):
        largest = max(largest, len(group))
        story = min(group) if len(group) > 1 else None
        if story is not None:
            keep(database, connection, story, best, len(group))
        wanted |= {article_id: (story, article_id == best) for article_id in group}
    changed = [
        one for one in sorted(wanted) if (rows[one]["story_id"], rows[one]["canonical"]) != wanted[one]
    ]
    if changed:
        seq = database.next_seq(connection, len(changed))
        connection.execute(
            PLACE,
            [
                {"one": one, "story": wanted[one][0], "best": wanted[one][1], "seq": seq + number}
                for number, one in enumerate(changed)
            ],
        )
    left = {row["story_id"] for row in rows.values()} - {story for story, _ in wanted.values()} - {None}
    _drop_empty(connection, left)
    stories = {article_id: story for article_id, (story, _) in wanted.items()}
    return Grown(largest, largest // ALARM > before // ALARM, stories)


def _largest(connection: Connection, ids: Collection[int]) -> int:
    """The size of the largest story that any of these articles is in."""
    query = (
        select(Story.size).join(Article, Article.story_id == Story.id).order_by(Story.size.desc()).limit(1)
    )
    parts = (sorted(ids)[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
    return max(connection.execute(query.where(Article.id.in_(part))).scalar() or 0 for part in parts)


def partition(
    ids: set[int],
    edges: Mapping[tuple[int, int], str],
    ranks: Mapping[int, tuple[Any, ...]],
    fits: Callable[[int, int], bool],
) -> Iterator[tuple[int, set[int]]]:
    """Groups of articles, each with the one that stands for it.

    The best-ranked article gathers all that it reaches over duplicate and reprint edges and that fit it; then the best
    of the rest gathers. A chain of small differences thus ends where its end no longer fits its head.
    """
    neighbours: dict[int, list[int]] = defaultdict(list)
    for (a, b), kind in edges.items():
        if kind in MERGING and a in ids and b in ids:
            neighbours[a].append(b)
            neighbours[b].append(a)
    left = set(ids)
    for best in sorted(ids, key=ranks.__getitem__):
        if best not in left:
            continue
        group, queue = {best}, [best]
        while queue:
            for one in neighbours[queue.pop()]:
                if one in left and one not in group and fits(best, one):
                    group.add(one)
                    queue.append(one)
        left -= group
        yield best, group


class _Check:
    """Whether an article fits the one that stands for a story: by what is stored, else by a comparison that is then stored."""

    def __init__(
        self,
        database: Database,
        connection: Connection,
        edges: Mapping[tuple[int, int], str],
        judge: Judge | None,
    ) -> None:
        self.database, self.connection, self.judge = database, connection, judge
        self.known = dict(edges)
        self.texts: dict[int, dict[str, Any]] = {}

    def __call__(self, best: int, one: int) -> bool:
        pair = min(best, one), max(best, one)
        if pair not in self.known:
            self.known[pair] = self._compare(*pair)
        return self.known[pair] in (*MERGING, "excerpt_of")

    def _compare(self, a: int, b: int) -> str:
        if self.judge is None:
            return "excerpt_of"  # nothing speaks against it
        self.texts |= texts_of(self.connection, {a, b} - self.texts.keys())
        if a not in self.texts or b not in self.texts:
            return "unrelated"
        verdict = self.judge.compare(self.texts[a], self.texts[b])
        if verdict.kind in STRENGTH:
            relate(self.database, self.connection, a, {b: verdict}, self.judge.rule_version)
        return verdict.kind


def together(
    connection: Connection, ids: set[int]
) -> tuple[dict[int, RowMapping], dict[tuple[int, int], str]]:
    """Everything that hangs together with ``ids`` by merging edges or by the stories they are in, and all its edges."""
    rows = rows_of(connection, ids)
    stories = {row["story_id"] for row in rows.values()} - {None}
    fresh = ids | members_of(connection, stories)
    found: set[int] = set()
    edges: dict[tuple[int, int], str] = {}
    while fresh:
        found |= fresh
        new = edges_of(connection, fresh)
        edges |= new
        fresh = {one for pair, kind in new.items() if kind in MERGING for one in pair} - found
    return rows | rows_of(connection, found - rows.keys()), edges


def _drop_empty(connection: Connection, stories: set[int]) -> None:
    for story in sorted(stories):
        if not members_of(connection, {story}):
            connection.execute(delete(Story).where(Story.id == story))


def _ranks(connection: Connection, rows: Mapping[int, RowMapping]) -> dict[int, tuple[Any, ...]]:
    # only who a government passes on is asked about: see rank
    passed_on = {row["outlet"] for row in rows.values() if row["kind"] == "government"}
    asked = passed_on - {None} - {row["name"] for row in rows.values()} if len(rows) > 1 else set()
    names = {row["name"] for row in rows.values()}
    if asked:
        names |= set(connection.execute(NAMED, {"ids": sorted(asked)}).scalars())
    return {article_id: rank(row, names) for article_id, row in rows.items()}


def best_of(connection: Connection, ids: set[int]) -> int:
    """Which of these articles stands for the others."""
    ranks = _ranks(connection, rows_of(connection, ids))
    return min(ranks, key=ranks.__getitem__)


def _beginning(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min, CHINA)


def rank(row: Mapping[str, Any] | RowMapping, names: set[str]) -> tuple[Any, ...]:
    """Who stands for a story: issuing government, its paper, portal, platform; earliest, longest; at last by address.

    ``names`` are the outlets that are sources of their own: who names one of them passes on what that one issued.
    """
    kind = KIND_RANK.get(row["kind"], MIRROR_RANK)
    outlet = row["outlet"]
    if row["kind"] == "government" and outlet and outlet != row["name"]:
        kind = OF_A_MEDIUM if MEDIUM.search(outlet) else OTHER_GOVERNMENT if outlet in names else kind
    if (row["evidence"] or {}).get("mirror_of"):
        kind = MIRROR_RANK
    return (
        row["state"] != "live",
        kind,
        not (row["published_at"] or row["published_date"]),
        row["published_at"] or _beginning(row["published_date"]) or row["first_seen_at"],
        -(row["size"] or 0),
        row["url_key"],
    )
