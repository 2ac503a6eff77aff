"""Link a stored article, after its commit: find similar articles, write relations, update stories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, exists, not_, select, text, update

from storage.db.models import ArticleRow, RelationRow, StoryRow
from storage.stories import candidates, ranking, relations
from storage.stories.groups import ALARM, SET_STORY, Regrouped, members_of, regroup
from storage.stories.relations import IDS
from storage.stories.text_comparison import MERGING, STRENGTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from storage.db.database import Database
    from storage.stories.text_comparison import Comparer, Comparison

__all__ = ["ALARM", "Linked", "link", "members_of", "regroup", "sweep"]

# built once: building a statement takes three times as long as running it, and these run for every article
STORY_COLUMNS = (ArticleRow.story_id, ArticleRow.canonical, ArticleRow.dedup_state, ArticleRow.versions)
COMPARED = (
    ArticleRow.title,
    ArticleRow.content_sha,
    ArticleRow.published_date,
    ArticleRow.state,
)  # columns that a comparison depends on
SELECT_SUBJECT = select(
    *(ArticleRow.id, ArticleRow.body, ArticleRow.first_seen_at, *COMPARED, *STORY_COLUMNS),
    candidates.HAS_EQUAL_TEXT.label("has_equal_text"),
).where(ArticleRow.id == bindparam("id"))
SELECT_NOW = select(*COMPARED, *STORY_COLUMNS).where(ArticleRow.id == bindparam("id"))
SELECT_RELATED = (  # the similar articles, with the stories they are in
    select(ArticleRow.id, ArticleRow.story_id, StoryRow.canonical_id, StoryRow.size)
    .outerjoin(StoryRow, ArticleRow.story_id == StoryRow.id)
    .where(ArticleRow.id.in_(IDS), ArticleRow.state != "taken_down")
)
DELETE_RELATION = delete(RelationRow).where(
    RelationRow.a_id == bindparam("a"), RelationRow.b_id == bindparam("b"), RelationRow.rule_version > 0
)
MARK_DONE = update(ArticleRow).where(ArticleRow.id == bindparam("one")).values(dedup_state="done")
MARK_ALONE = MARK_DONE.values(canonical=True, change_seq=bindparam("seq"))
# most articles: a first version without relations, neither when it was probed nor now
MARK_ALONE_IF_UNCHANGED = MARK_ALONE.where(
    *(column.is_not_distinct_from(bindparam(f"was_{column.key}", type_=column.type)) for column in COMPARED),
    *(ArticleRow.story_id.is_(None), ArticleRow.canonical.is_(None), ArticleRow.dedup_state == "pending"),
    *(
        not_(exists().where(end == ArticleRow.id, RelationRow.rule_version > 0))
        for end in (RelationRow.a_id, RelationRow.b_id)
    ),
)
JOIN_STORY = SET_STORY.values(dedup_state="done")
LOCK = text("SELECT pg_advisory_xact_lock(1937010546)")  # "stor": one transaction at a time changes stories


@dataclass(frozen=True, slots=True)
class Linked:
    """The strongest relation of an article to those stored before, and its story."""

    word: str  # duplicate | reprint | excerpt_of | variant | alone
    story: int | None = None
    size: int = 1
    alarming: bool = False  # the story has just grown past a multiple of ALARM


@dataclass(frozen=True, slots=True)
class _Probe:
    """What comparing an article with stored ones found, before anything is written."""

    row: Mapping[str, Any]
    edges: Mapping[tuple[int, int], str]  # its stored relations before the probe
    hashes: Sequence[int]
    results: Mapping[int, Comparison]  # with each similar article, by its id
    common: Sequence[int]


def link(
    database: Database, article_id: int, comparer: Comparer, hashes: Sequence[int] | None = None
) -> Linked:
    """Write the relations of one stored article to similar ones; ``hashes`` are its clause hashes, if known.

    If two processes store similar articles at once, each links after its own commit, and the later one sees
    both. Texts are compared before the write transaction begins, so no other writer waits for a comparison.
    """
    with database.engine.connect() as connection:
        while True:
            with connection.begin():
                found = _probe_article(connection, article_id, comparer, hashes)
            if found is None:
                return Linked("alone")
            with database.writing(connection):
                seq = reserve(database, connection)
                if _mark_alone(connection, found, seq):
                    return Linked("alone")
                linked = _write(database, connection, found, comparer, seq)
            if linked is not None:
                return linked
            hashes = None  # the text changed meanwhile


def sweep(database: Database, comparer: Comparer, limit: int = 1000) -> int:
    """Link up to ``limit`` articles that a crash left stored but not linked; return their number."""
    with database.read() as connection:
        ids = list(connection.execute(candidates.waiting(limit)).scalars())
    for article_id in ids:
        link(database, article_id, comparer)
    return len(ids)


def reserve(database: Database, connection: Connection) -> int:
    """Take the lock that serialises changes of stories, and return one change number. More can follow later."""
    first = database.next_seq(connection)
    if database.dialect == "postgresql":
        connection.execute(LOCK)
    return first


def subject(connection: Connection, article_id: int) -> dict[str, Any] | None:
    """Return the columns of an article that linking needs, or None."""
    row = connection.execute(SELECT_SUBJECT, {"id": article_id}).mappings().one_or_none()
    return None if row is None else dict(row)


def _probe_article(
    connection: Connection, article_id: int, comparer: Comparer, hashes: Sequence[int] | None
) -> _Probe | None:
    row = subject(connection, article_id)
    if row is None:
        return None
    # relations of an article not linked yet were written by the others and are up to date
    first = row["versions"] == 1 and row["dedup_state"] == "pending"
    edges = {} if first else relations.edges_of(connection, {article_id})
    if row["state"] == "taken_down" or not row["body"]:
        return _Probe(row, edges, (), {}, ())
    if hashes is None:
        hashes = comparer.features(row["body"]).hashes
    return _Probe(row, edges, hashes, *probe(connection, row, hashes, comparer))


def probe(
    connection: Connection, row: Mapping[str, Any], hashes: Sequence[int], comparer: Comparer
) -> tuple[dict[int, Comparison], list[int]]:
    """Compare an article with its candidates. Returns the results by article id, and hashes that became common."""
    found, common = candidates.sharing(connection, row["id"], hashes)
    equal = candidates.equal_texts(connection, row)
    others = relations.texts_of(connection, {*equal, *found})
    results = {
        other_id: comparer.compare(row, other)
        for other_id, other in sorted(others.items())
        if other_id in equal
        or other["content_sha"] != row["content_sha"]  # equal texts: only the nearest few in time
    }
    return results, common


def worth_keeping(results: Mapping[int, Comparison]) -> dict[int, Comparison]:
    """Return the results that are stored as relations."""
    return {one: result for one, result in results.items() if result.kind in STRENGTH}


def _mark_alone(connection: Connection, found: _Probe, seq: int) -> bool:
    """Finish an article without similar ones in a single statement; return False if that is not enough."""
    if found.results or found.common or found.edges or found.row["dedup_state"] != "pending":
        return False
    before = {f"was_{column.key}": found.row[column.key] for column in COMPARED}
    return (
        connection.execute(MARK_ALONE_IF_UNCHANGED, {"one": found.row["id"], "seq": seq, **before}).rowcount
        == 1
    )


def _write(
    database: Database, connection: Connection, found: _Probe, comparer: Comparer, seq: int
) -> Linked | None:
    """Write what a probe found; return None if the article changed meanwhile and must be probed again."""
    row = found.row
    now = connection.execute(SELECT_NOW, {"id": row["id"]}).mappings().one_or_none()
    if now is None or any(now[column.key] != row[column.key] for column in COMPARED):
        return None
    if row["dedup_state"] == "rebuild":
        candidates.write(database, connection, row["id"], found.hashes)
    candidates.stop(database, connection, found.common)
    before = relations.edges_of(connection, {row["id"]})
    # relations that another article wrote since the probe are newer and stay
    newer = {pair: kind for pair, kind in before.items() if found.edges.get(pair) != kind}
    stale = before.keys() - newer.keys()
    if (
        row["dedup_state"] == "rebuild"
    ):  # candidates are incomplete during a recluster: keep relations that were not compared again
        stale = {pair for pair in stale if not found.results.keys().isdisjoint(pair)}
    _delete_relations(connection, stale)
    known = {one for pair in newer for one in pair}
    others = sorted(worth_keeping(found.results).keys() - known)
    there = connection.execute(SELECT_RELATED, {"ids": others}).all() if others else ()
    results = {one.id: found.results[one.id] for one in there}
    relations.write_relations(database, connection, row["id"], results, comparer.rule_version)
    merging = [one for one in there if results[one.id].kind in MERGING]
    apart = {one for pair, kind in before.items() if kind in MERGING for one in pair}
    regrouped = None
    if not apart and now["story_id"] is None:
        regrouped = _join_story(
            database, connection, _Newcomer(row["id"], now["canonical"], results, comparer, seq), merging
        )
    if regrouped is None:
        connection.execute(MARK_DONE, {"one": row["id"]})
        touched = {row["id"], *apart, *(one.id for one in merging)}
        regrouped = regroup(database, connection, touched, comparer)
    kinds = [*(result.kind for result in results.values()), *newer.values()]
    word = min(kinds, key=STRENGTH.index, default="alone")
    return Linked(word, regrouped.stories.get(row["id"]), regrouped.size, regrouped.alarming)


def _delete_relations(connection: Connection, pairs: Iterable[tuple[int, int]]) -> None:
    if rows := [{"a": a, "b": b} for a, b in sorted(pairs)]:
        connection.execute(DELETE_RELATION, rows)


@dataclass(frozen=True, slots=True)
class _Newcomer:
    """An article without a story that is about to get one."""

    id: int
    canonical: bool | None
    results: Mapping[int, Comparison]
    comparer: Comparer
    seq: int


def _join_story(
    database: Database, connection: Connection, new: _Newcomer, merging: Sequence[Any]
) -> Regrouped | None:
    """Add an article to the story of its duplicates and reprints; None if stories must be regrouped instead.

    Joining a single story without becoming its canonical article changes no other member. A story of ALARM or
    more members is not regrouped even if its canonical article changes: reading all members each time is too slow.
    """
    if not merging:
        values = {"one": new.id} if new.canonical else {"one": new.id, "seq": new.seq}
        connection.execute(MARK_DONE if new.canonical else MARK_ALONE, values)
        return Regrouped(1, False, {})
    stories = {(one.story_id, one.canonical_id, one.size) for one in merging}
    story, canonical_id, size = next(iter(stories))
    if story is None and len(merging) == 1:
        story, canonical_id, size = merging[0].id, merging[0].id, 1
    if story is None or len(stories) > 1 or new.id < story:
        return None
    if size >= ALARM and not _matches_canonical(database, connection, new, canonical_id):
        return _join_story(database, connection, new, ())
    canonical = ranking.best_of(connection, {new.id, canonical_id})
    if size < ALARM and (
        canonical != canonical_id or not _matches_canonical(database, connection, new, canonical_id)
    ):
        return None
    return _add_to_story(
        database, connection, new, StoryRow(id=story, canonical_id=canonical_id, size=size), canonical
    )


def _matches_canonical(database: Database, connection: Connection, new: _Newcomer, canonical_id: int) -> bool:
    """Return whether an article belongs to the canonical article of a story, comparing them if needed."""
    result = new.results.get(canonical_id)
    if result is None:
        texts = relations.texts_of(connection, {new.id, canonical_id})
        if len(texts) < 2:
            return False
        result = new.comparer.compare(texts[new.id], texts[canonical_id])
        if result.kind in STRENGTH:
            relations.write_relations(
                database, connection, new.id, {canonical_id: result}, new.comparer.rule_version
            )
    return result.kind in (*MERGING, "excerpt_of")


def _add_to_story(
    database: Database, connection: Connection, new: _Newcomer, story: StoryRow, canonical: int
) -> Regrouped:
    """Add one article to a story without reading the other members."""
    size = story.size + 1
    relations.write_story(database, connection, story.id, canonical, size)
    place = {"one": new.id, "story": story.id, "best": canonical == new.id, "seq": new.seq}
    connection.execute(JOIN_STORY, place)
    if (
        size == 2 or canonical == new.id
    ):  # the former canonical article had no story, or is canonical no longer
        other = {"one": story.canonical_id, "story": story.id, "best": canonical != new.id}
        connection.execute(SET_STORY, {**other, "seq": database.next_seq(connection)})
    return Regrouped(size, size % ALARM == 0, {new.id: story.id})
