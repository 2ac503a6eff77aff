"""Group articles into stories and choose the canonical article of each; the order of arrival does not matter."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, delete, select, update

from storage.db.models import ArticleRow, StoryRow
from storage.stories.ranking import ranks_of, rows_of
from storage.stories.relations import CHUNK, IDS, edges_of, texts_of, write_relations, write_story
from storage.stories.text_comparison import MERGING, STRENGTH

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from sqlalchemy import Connection, RowMapping

    from storage.db.database import Database
    from storage.stories.text_comparison import Comparer

ALARM = 200  # members: a story this large is probably a fault (a pipeline that merged too easily built one of 743,779)
# built once: see relations
SELECT_MEMBERS = select(ArticleRow.id).where(ArticleRow.story_id.in_(IDS))
SET_STORY = (
    update(ArticleRow)
    .where(ArticleRow.id == bindparam("one"))
    .values(story_id=bindparam("story"), canonical=bindparam("best"), change_seq=bindparam("seq"))
)


class Regrouped(NamedTuple):
    """The result of regrouping."""

    size: int  # of the largest story touched
    alarming: bool  # it has just grown past a multiple of ALARM
    stories: Mapping[int, int | None]  # article id -> story id


def members_of(connection: Connection, stories: set[int]) -> set[int]:
    """Return the ids of all articles in these stories."""
    if not stories:
        return set()
    return set(connection.execute(SELECT_MEMBERS, {"ids": sorted(stories)}).scalars())


def regroup(
    database: Database, connection: Connection, ids: set[int], comparer: Comparer | None = None
) -> Regrouped:
    """Assign every article connected with ``ids`` to a story, and each story its canonical article.

    The caller's transaction must have reserved a change number first; one more is taken per changed article.
    ``comparer`` compares members with the canonical article; without it only stored relations separate them.
    """
    rows, edges = connected(connection, ids)
    before = _largest(connection, rows) if len(rows) >= ALARM else 0
    check = _Matches(database, connection, edges, comparer)
    ranks = ranks_of(connection, rows)
    wanted: dict[int, tuple[int | None, bool]] = {}
    largest = 1
    for canonical, group in partition(set(rows), edges, ranks, check):
        largest = max(largest, len(group))
        story = min(group) if len(group) > 1 else None
        if story is not None:
            write_story(database, connection, story, canonical, len(group))
        wanted |= {article_id: (story, article_id == canonical) for article_id in group}
    changed = [
        one for one in sorted(wanted) if (rows[one]["story_id"], rows[one]["canonical"]) != wanted[one]
    ]
    if changed:
        seq = database.next_seq(connection, len(changed))
        connection.execute(
            SET_STORY,
            [
                {"one": one, "story": wanted[one][0], "best": wanted[one][1], "seq": seq + number}
                for number, one in enumerate(changed)
            ],
        )
    left = {row["story_id"] for row in rows.values()} - {story for story, _ in wanted.values()} - {None}
    _drop_empty(connection, left)
    stories = {article_id: story for article_id, (story, _) in wanted.items()}
    return Regrouped(largest, largest // ALARM > before // ALARM, stories)


def _largest(connection: Connection, ids: Collection[int]) -> int:
    """Return the size of the largest story that any of these articles is in."""
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
    """Yield groups of articles, each with its canonical article.

    The best-ranked article collects everything that it reaches over duplicate and reprint relations and that
    ``fits`` it; then the best of the rest does. So a chain of small changes ends where a text no longer matches
    the canonical one.
    """
    neighbours: dict[int, list[int]] = defaultdict(list)
    for (a, b), kind in edges.items():
        if kind in MERGING and a in ids and b in ids:
            neighbours[a].append(b)
            neighbours[b].append(a)
    left = set(ids)
    for canonical in sorted(ids, key=ranks.__getitem__):
        if canonical not in left:
            continue
        group, queue = {canonical}, [canonical]
        while queue:
            for one in neighbours[queue.pop()]:
                if one in left and one not in group and fits(canonical, one):
                    group.add(one)
                    queue.append(one)
        left -= group
        yield canonical, group


class _Matches:
    """Callable: does an article match the canonical one? Uses stored relations, else compares and stores the result."""

    def __init__(
        self,
        database: Database,
        connection: Connection,
        edges: Mapping[tuple[int, int], str],
        comparer: Comparer | None,
    ) -> None:
        self.database, self.connection, self.comparer = database, connection, comparer
        self.known = dict(edges)
        self.texts: dict[int, dict[str, Any]] = {}

    def __call__(self, canonical: int, one: int) -> bool:
        pair = min(canonical, one), max(canonical, one)
        if pair not in self.known:
            self.known[pair] = self._compare(*pair)
        return self.known[pair] in (*MERGING, "excerpt_of")

    def _compare(self, a: int, b: int) -> str:
        if self.comparer is None:
            return "excerpt_of"  # no evidence against it
        self.texts |= texts_of(self.connection, {a, b} - self.texts.keys())
        if a not in self.texts or b not in self.texts:
            return "unrelated"
        result = self.comparer.compare(self.texts[a], self.texts[b])
        if result.kind in STRENGTH:
            write_relations(self.database, self.connection, a, {b: result}, self.comparer.rule_version)
        return result.kind


def connected(
    connection: Connection, ids: set[int]
) -> tuple[dict[int, RowMapping], dict[tuple[int, int], str]]:
    """Return all articles connected with ``ids`` by merging relations or common stories, and their relations."""
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
