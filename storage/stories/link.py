"""T2, after the commit of the article: find its twins, write relations, keep stories and who leads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, exists, not_, select, text, update

from storage.db.models import ArticleRow, RelationRow, StoryRow
from storage.stories import candidates, ranking, relations
from storage.stories.groups import ALARM, PLACE, Grown, members_of, regroup
from storage.stories.judge import MERGING, STRENGTH
from storage.stories.relations import IDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from storage.db.database import Database
    from storage.stories.judge import Judge, Verdict

__all__ = ["ALARM", "Linked", "link", "members_of", "regroup", "sweep"]

# built once: to build a statement costs three times as much as to run it, and these run for every article
PLACED = (ArticleRow.story_id, ArticleRow.canonical, ArticleRow.dedup_state, ArticleRow.versions)
TOLD = (
    ArticleRow.title,
    ArticleRow.content_sha,
    ArticleRow.published_date,
    ArticleRow.state,
)  # what a comparison rests on
SUBJECT = select(
    *(ArticleRow.id, ArticleRow.body, ArticleRow.first_seen_at, *TOLD, *PLACED),
    candidates.HAS_TWINS.label("has_twins"),
).where(ArticleRow.id == bindparam("id"))
NOW = select(*TOLD, *PLACED).where(ArticleRow.id == bindparam("id"))
THERE = (  # those that a text is related to, and who stands for them
    select(ArticleRow.id, ArticleRow.story_id, StoryRow.canonical_id, StoryRow.size)
    .outerjoin(StoryRow, ArticleRow.story_id == StoryRow.id)
    .where(ArticleRow.id.in_(IDS), ArticleRow.state != "taken_down")
)
FORGET = delete(RelationRow).where(
    RelationRow.a_id == bindparam("a"), RelationRow.b_id == bindparam("b"), RelationRow.rule_version > 0
)
DONE = update(ArticleRow).where(ArticleRow.id == bindparam("one")).values(dedup_state="done")
ALONE = DONE.values(canonical=True, change_seq=bindparam("seq"))
# most articles: a first text that nothing is related to, neither when it was looked at nor now
STAYS_ALONE = ALONE.where(
    *(column.is_not_distinct_from(bindparam(f"was_{column.key}", type_=column.type)) for column in TOLD),
    *(ArticleRow.story_id.is_(None), ArticleRow.canonical.is_(None), ArticleRow.dedup_state == "pending"),
    *(
        not_(exists().where(end == ArticleRow.id, RelationRow.rule_version > 0))
        for end in (RelationRow.a_id, RelationRow.b_id)
    ),
)
JOINED = PLACE.values(dedup_state="done")
LOCK = text(
    "SELECT pg_advisory_xact_lock(1937010546)"
)  # "stor": one change of stories at a time on PostgreSQL


@dataclass(frozen=True, slots=True)
class Linked:
    """What an article is to what was stored: the strongest word, and the story it belongs to now."""

    word: str  # duplicate | reprint | excerpt_of | variant | alone
    story: int | None = None
    size: int = 1
    alarming: bool = False  # the story has just reached a size that no story should have


@dataclass(frozen=True, slots=True)
class _Look:
    """What a probe found, before anything is written."""

    row: Mapping[str, Any]
    edges: Mapping[tuple[int, int], str]  # its relations as they were before the probe
    hashes: Sequence[int]
    verdicts: Mapping[int, Verdict]  # of the article to each other one
    common: Sequence[int]


def link(database: Database, article_id: int, judge: Judge, hashes: Sequence[int] | None = None) -> Linked:
    """Relate one stored article to its twins; ``hashes`` are the clause hashes of its text, where the caller has them.

    Processes that stored twins at the same moment both call this after their commit: the later sees both. The texts
    are compared before the write begins, so that nobody waits for a comparison.
    """
    with database.engine.connect() as connection:
        while True:
            with connection.begin():
                look = _look(connection, article_id, judge, hashes)
            if look is None:
                return Linked("alone")
            with database.writing(connection):
                seq = reserve(database, connection)
                if _stays_alone(connection, look, seq):
                    return Linked("alone")
                linked = _write(database, connection, look, judge, seq)
            if linked is not None:
                return linked
            hashes = None  # those of a text that was there


def sweep(database: Database, judge: Judge, limit: int = 1000) -> int:
    """Link what a crash left between storing and linking; gives how many articles were healed."""
    with database.read() as connection:
        ids = list(connection.execute(candidates.waiting(limit)).scalars())
    for article_id in ids:
        link(database, article_id, judge)
    return len(ids)


def reserve(database: Database, connection: Connection) -> int:
    """Take the lock under which stories change, and one change number; who needs more takes them later under the lock."""
    first = database.next_seq(connection)
    if database.dialect == "postgresql":
        connection.execute(LOCK)
    return first


def subject(connection: Connection, article_id: int) -> dict[str, Any] | None:
    """The row of an article that is to be compared."""
    row = connection.execute(SUBJECT, {"id": article_id}).mappings().one_or_none()
    return None if row is None else dict(row)


def _look(
    connection: Connection, article_id: int, judge: Judge, hashes: Sequence[int] | None
) -> _Look | None:
    row = subject(connection, article_id)
    if row is None:
        return None
    # relations of a first text that was never linked were written by its twins: they are none to be decided anew
    first = row["versions"] == 1 and row["dedup_state"] == "pending"
    edges = {} if first else relations.edges_of(connection, {article_id})
    if row["state"] == "taken_down" or not row["body"]:
        return _Look(row, edges, (), {}, ())
    if hashes is None:
        hashes = judge.features(row["body"]).hashes
    return _Look(row, edges, hashes, *probe(connection, row, hashes, judge))


def probe(
    connection: Connection, row: Mapping[str, Any], hashes: Sequence[int], judge: Judge
) -> tuple[dict[int, Verdict], list[int]]:
    """Compare an article with all that may be one text with it; the verdicts, and clauses grown common."""
    found, common = candidates.sharing(connection, row["id"], hashes)
    twins = candidates.twins(connection, row)
    others = relations.texts_of(connection, {*twins, *found})
    verdicts = {
        other_id: judge.compare(row, other)
        for other_id, other in sorted(others.items())
        if other_id in twins or other["content_sha"] != row["content_sha"]  # a few equal texts stand for all
    }
    return verdicts, common


def worth_keeping(verdicts: Mapping[int, Verdict]) -> dict[int, Verdict]:
    """The verdicts that become relations."""
    return {one: verdict for one, verdict in verdicts.items() if verdict.kind in STRENGTH}


def _stays_alone(connection: Connection, look: _Look, seq: int) -> bool:
    """Settle an article with nothing beside it in one statement; False: there is more to decide."""
    if look.verdicts or look.common or look.edges or look.row["dedup_state"] != "pending":
        return False
    told = {f"was_{column.key}": look.row[column.key] for column in TOLD}
    return connection.execute(STAYS_ALONE, {"one": look.row["id"], "seq": seq, **told}).rowcount == 1


def _write(database: Database, connection: Connection, look: _Look, judge: Judge, seq: int) -> Linked | None:
    """Write what a probe found; None when the article changed meanwhile and has to be looked at again."""
    row = look.row
    now = connection.execute(NOW, {"id": row["id"]}).mappings().one_or_none()
    if now is None or any(now[column.key] != row[column.key] for column in TOLD):
        return None
    if row["dedup_state"] == "rebuild":
        candidates.write(database, connection, row["id"], look.hashes)
    candidates.stop(database, connection, look.common)
    before = relations.edges_of(connection, {row["id"]})
    # what a twin wrote since the probe is newer than the probe: it stays
    newer = {pair: kind for pair, kind in before.items() if look.edges.get(pair) != kind}
    stale = before.keys() - newer.keys()
    if (
        row["dedup_state"] == "rebuild"
    ):  # not all others can be found now: who was not compared keeps what is known
        stale = {pair for pair in stale if not look.verdicts.keys().isdisjoint(pair)}
    _forget(connection, stale)
    known = {one for pair in newer for one in pair}
    others = sorted(worth_keeping(look.verdicts).keys() - known)
    there = connection.execute(THERE, {"ids": others}).all() if others else ()
    verdicts = {one.id: look.verdicts[one.id] for one in there}
    relations.relate(database, connection, row["id"], verdicts, judge.rule_version)
    merging = [one for one in there if verdicts[one.id].kind in MERGING]
    apart = {one for pair, kind in before.items() if kind in MERGING for one in pair}
    grown = None
    if not apart and now["story_id"] is None:
        grown = _place(
            database, connection, _Placing(row["id"], now["canonical"], verdicts, judge, seq), merging
        )
    if grown is None:
        connection.execute(DONE, {"one": row["id"]})
        touched = {row["id"], *apart, *(one.id for one in merging)}
        grown = regroup(database, connection, touched, judge)
    kinds = [*(verdict.kind for verdict in verdicts.values()), *newer.values()]
    word = min(kinds, key=STRENGTH.index, default="alone")
    return Linked(word, grown.stories.get(row["id"]), grown.size, grown.alarming)


def _forget(connection: Connection, pairs: Iterable[tuple[int, int]]) -> None:
    if rows := [{"a": a, "b": b} for a, b in sorted(pairs)]:
        connection.execute(FORGET, rows)


@dataclass(frozen=True, slots=True)
class _Placing:
    """An article that has no story yet, and what is known of it."""

    id: int
    canonical: bool | None
    verdicts: Mapping[int, Verdict]
    judge: Judge
    seq: int


def _place(database: Database, connection: Connection, new: _Placing, merging: Sequence[Any]) -> Grown | None:
    """Put an article that has no story yet beside those it is one text with; None: their stories have to be made anew.

    Who joins one story and does not stand for it changes nobody else's place. In a large story even that who stands
    for it changes is no reason to read all members for each one that comes.
    """
    if not merging:
        values = {"one": new.id} if new.canonical else {"one": new.id, "seq": new.seq}
        connection.execute(DONE if new.canonical else ALONE, values)
        return Grown(1, False, {})
    stories = {(one.story_id, one.canonical_id, one.size) for one in merging}
    story, leader, size = next(iter(stories))
    if story is None and len(merging) == 1:
        story, leader, size = merging[0].id, merging[0].id, 1
    if story is None or len(stories) > 1 or new.id < story:
        return None
    if size >= ALARM and not _fits(database, connection, new, leader):
        return _place(database, connection, new, ())
    best = ranking.best_of(connection, {new.id, leader})
    if size < ALARM and (best != leader or not _fits(database, connection, new, leader)):
        return None
    return _join(database, connection, new, StoryRow(id=story, canonical_id=leader, size=size), best)


def _fits(database: Database, connection: Connection, new: _Placing, leader: int) -> bool:
    """Whether an article is one text with the one that stands for a story."""
    verdict = new.verdicts.get(leader)
    if verdict is None:
        texts = relations.texts_of(connection, {new.id, leader})
        if len(texts) < 2:
            return False
        verdict = new.judge.compare(texts[new.id], texts[leader])
        if verdict.kind in STRENGTH:
            relations.relate(database, connection, new.id, {leader: verdict}, new.judge.rule_version)
    return verdict.kind in (*MERGING, "excerpt_of")


def _join(database: Database, connection: Connection, new: _Placing, story: StoryRow, best: int) -> Grown:
    """Add one article to a story without reading all its members."""
    size = story.size + 1
    relations.keep(database, connection, story.id, best, size)
    place = {"one": new.id, "story": story.id, "best": best == new.id, "seq": new.seq}
    connection.execute(JOINED, place)
    if size == 2 or best == new.id:  # it had no story before, or it stood for it
        other = {"one": story.canonical_id, "story": story.id, "best": best != new.id}
        connection.execute(PLACE, {**other, "seq": database.next_seq(connection)})
    return Grown(size, size % ALARM == 0, {new.id: story.id})
