"""Who belongs to which story, and which article stands for it: the same groups in whatever order articles came."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, delete, select, update

from storage.db.models import ArticleRow, StoryRow
from storage.stories.judge import MERGING, STRENGTH
from storage.stories.ranking import ranks_of, rows_of
from storage.stories.relations import CHUNK, IDS, edges_of, keep, relate, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from sqlalchemy import Connection, RowMapping

    from storage.db.database import Database
    from storage.stories.judge import Judge

ALARM = 200  # members; a pipeline that merged on every shared band built a cluster of 743,779
# built once, as in relations
MEMBERS = select(ArticleRow.id).where(ArticleRow.story_id.in_(IDS))
PLACE = (
    update(ArticleRow)
    .where(ArticleRow.id == bindparam("one"))
    .values(story_id=bindparam("story"), canonical=bindparam("best"), change_seq=bindparam("seq"))
)


class Grown(NamedTuple):
    """The size of the largest story touched, whether it has just passed a size that no story should have, who is in which."""

    size: int
    alarming: bool
    stories: Mapping[int, int | None]


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
    ranks = ranks_of(connection, rows)
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
        select(StoryRow.size)
        .join(ArticleRow, ArticleRow.story_id == StoryRow.id)
        .order_by(StoryRow.size.desc())
        .limit(1)
    )
    parts = (sorted(ids)[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
    return max(connection.execute(query.where(ArticleRow.id.in_(part))).scalar() or 0 for part in parts)


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
            connection.execute(delete(StoryRow).where(StoryRow.id == story))
