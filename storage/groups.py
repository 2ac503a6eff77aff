"""Who belongs to which story, and which article stands for it: the same groups in whatever order articles came."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BindParameter, bindparam, delete, func, or_, select, update

from storage.judge import MERGING, STRENGTH
from storage.models import Article, Relation, Source, Story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sqlalchemy import Connection, RowMapping

    from storage.database import Database
    from storage.judge import Judge, Verdict

RESERVED = 1000  # change numbers; more than any story should have members
ALARM = 200  # members; a pipeline that merged on every shared band built a cluster of 743,779
KIND_RANK = {"government": 0.0, "newspaper": 1.0, "portal": 2.0, "platform": 3.0}
MIRROR_RANK = 9.0
OTHER_GOVERNMENT = 0.5  # a county that passes on what the city issued
OF_A_MEDIUM = 1.5  # a government's site that reprints a paper: behind the paper
MEDIUM = re.compile("(报|报社|通讯社|新华社|电视台|广播电台|融媒体中心|新闻网)$")
CHUNK = 400
# built once: to build a statement costs as much as to run it, and these run for every article
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
RANKED = (
    select(
        *(Article.id, Article.url_key, Article.story_id, Article.canonical, Article.evidence, Article.outlet),
        *(Article.published_at, Article.first_seen_at, Article.state),
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


class Grown(NamedTuple):
    """The size of the largest story touched, and whether it has just passed a size that no story should have."""

    size: int
    alarming: bool


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
    database: Database, connection: Connection, one: int, other: int, verdict: Verdict, rule_version: int
) -> None:
    """Write one relation; ``verdict`` is of ``one`` to ``other``."""
    turned = one > other
    direction = verdict.direction
    if direction is not None and turned:
        direction = "b_in_a" if direction == "a_in_b" else "a_in_b"
    covers = (verdict.cover_b, verdict.cover_a) if turned else (verdict.cover_a, verdict.cover_b)
    values = {
        "kind": verdict.kind,
        "direction": direction,
        "score": round(verdict.score, 4),
        "cover_a": round(covers[0], 4),
        "cover_b": round(covers[1], 4),
        "conflicts": list(verdict.conflicts),
    }
    connection.execute(
        database.insert(Relation)
        .values(a_id=min(one, other), b_id=max(one, other), rule_version=rule_version, **values)
        .on_conflict_do_update(index_elements=["a_id", "b_id", "rule_version"], set_=values)
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
    return set(connection.execute(select(Article.id).where(Article.story_id.in_(stories))).scalars())


def regroup(
    database: Database, connection: Connection, ids: set[int], seq: int, judge: Judge | None = None
) -> Grown:
    """Give every article that hangs together with ``ids`` its story, and each story the article that stands for it.

    ``seq`` is the first of RESERVED change numbers that the caller took at the start of its transaction. ``judge``
    compares members with the one that stands for them; without one, only stored relations say that they differ.
    """
    all_of_it, edges = together(connection, ids)
    before = _largest(connection, all_of_it) if len(all_of_it) >= ALARM else 0
    rows = rows_of(connection, all_of_it)
    check = _Check(database, connection, edges, judge)
    ranks = _ranks(connection, rows)
    wanted: dict[int, tuple[int | None, bool]] = {}
    largest = 1
    for best, group in partition(set(rows), edges, ranks, check):
        largest = max(largest, len(group))
        story = min(group) if len(group) > 1 else None
        if story is not None:
            values = {"canonical_id": best, "size": len(group)}
            connection.execute(
                database.insert(Story)
                .values(id=story, **values)
                .on_conflict_do_update(index_elements=["id"], set_=values)
            )
        wanted |= {article_id: (story, article_id == best) for article_id in group}
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
    left = {row["story_id"] for row in rows.values()} - {story for story, _ in wanted.values()} - {None}
    _drop_empty(connection, left)
    return Grown(largest, largest // ALARM > before // ALARM)


def _largest(connection: Connection, ids: set[int]) -> int:
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
            relate(self.database, self.connection, a, b, verdict, self.judge.rule_version)
        return verdict.kind


def together(connection: Connection, ids: set[int]) -> tuple[set[int], dict[tuple[int, int], str]]:
    """Everything that hangs together with ``ids`` by merging edges or by the stories they are in, and all its edges."""
    stories = {row["story_id"] for row in rows_of(connection, ids).values()} - {None}
    found, fresh = set(), ids | members_of(connection, stories)
    edges: dict[tuple[int, int], str] = {}
    while fresh:
        found |= fresh
        new = edges_of(connection, fresh)
        edges |= new
        fresh = {one for pair, kind in new.items() if kind in MERGING for one in pair} - found
    return found, edges


def _drop_empty(connection: Connection, stories: set[int]) -> None:
    for story in sorted(stories):
        if not members_of(connection, {story}):
            connection.execute(delete(Story).where(Story.id == story))


def _ranks(connection: Connection, rows: Mapping[int, RowMapping]) -> dict[int, tuple[Any, ...]]:
    outlets = {row["outlet"] for row in rows.values()} - {None}
    names = (
        set(connection.execute(select(Source.name).where(Source.name.in_(sorted(outlets)))).scalars())
        if outlets and len(rows) > 1
        else set()
    )
    return {article_id: rank(row, names) for article_id, row in rows.items()}


def best_of(connection: Connection, ids: set[int]) -> int:
    """Which of these articles stands for the others."""
    ranks = _ranks(connection, rows_of(connection, ids))
    return min(ranks, key=ranks.__getitem__)


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
    moment = row["published_at"] or row["first_seen_at"]
    return (
        row["state"] != "live",
        kind,
        row["published_at"] is None,
        moment,
        -(row["size"] or 0),
        row["url_key"],
    )
