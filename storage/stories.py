"""T2, after the commit of the article: find its twins, write relations, keep stories and who leads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select, text, update

from storage import candidates, groups
from storage.groups import ALARM, RESERVED, Grown, members_of, regroup
from storage.judge import MERGING, STRENGTH
from storage.models import Article, Relation, Story

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from storage.database import Database
    from storage.judge import Judge, Verdict

__all__ = ["ALARM", "Linked", "link", "members_of", "regroup", "sweep"]

SUBJECT = select(  # built once: it runs twice for every article
    *(Article.id, Article.title, Article.body, Article.content_sha, Article.folded, Article.state),
    *(
        Article.published_date,
        Article.first_seen_at,
        Article.story_id,
        Article.canonical,
        Article.dedup_state,
    ),
).where(Article.id == bindparam("id"))
LOCK = 0x73746F72  # "stor": one change of stories at a time on PostgreSQL


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
    verdicts: Mapping[int, Verdict]  # of the article to each other one
    common: list[int]


def link(database: Database, article_id: int, judge: Judge) -> Linked:
    """Relate one stored article to its twins.

    Processes that stored twins at the same moment both call this after their commit: the later sees both. The texts
    are compared before the write begins, so that nobody waits for a comparison.
    """
    while True:
        with database.read() as connection:
            look = _look(connection, article_id, judge)
        if look is None:
            return Linked("alone")
        with database.write() as connection:
            first = reserve(database, connection)
            linked = _write(database, connection, look, judge, first)
        if linked is not None:
            return linked


def sweep(database: Database, judge: Judge, limit: int = 1000) -> int:
    """Link what a crash left between storing and linking; gives how many articles were healed."""
    with database.read() as connection:
        ids = list(connection.execute(candidates.waiting(limit)).scalars())
    for article_id in ids:
        link(database, article_id, judge)
    return len(ids)


def reserve(database: Database, connection: Connection) -> int:
    """Take the lock and more change numbers than linking can need; gaps in ``change_seq`` mean nothing."""
    first = database.next_seq(connection, RESERVED)
    if database.dialect == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    return first


def subject(connection: Connection, article_id: int) -> dict[str, Any] | None:
    """The row of an article that is to be compared."""
    row = connection.execute(SUBJECT, {"id": article_id}).mappings().one_or_none()
    return None if row is None else dict(row)


def _look(connection: Connection, article_id: int, judge: Judge) -> _Look | None:
    row = subject(connection, article_id)
    if row is None:
        return None
    edges = groups.edges_of(connection, {article_id})
    if row["state"] == "taken_down" or not row["body"]:
        return _Look(row, edges, {}, [])
    hashes = judge.features(row["body"]).hashes
    return _Look(row, edges, *probe(connection, row, hashes, judge))


def probe(
    connection: Connection, row: Mapping[str, Any], hashes: Any, judge: Judge
) -> tuple[dict[int, Verdict], list[int]]:
    """Compare an article with all that may be one text with it; the verdicts worth keeping, and clauses grown common."""
    found, common = candidates.sharing(connection, row["id"], hashes)
    twins = candidates.twins(connection, row)
    others = groups.texts_of(connection, {*twins, *found})
    verdicts = {
        other_id: judge.compare(row, other)
        for other_id, other in sorted(others.items())
        if other_id in twins or other["content_sha"] != row["content_sha"]  # a few equal texts stand for all
    }
    return {one: verdict for one, verdict in verdicts.items() if verdict.kind in STRENGTH}, common


def _write(database: Database, connection: Connection, look: _Look, judge: Judge, seq: int) -> Linked | None:
    """Write what a probe found; None when the article changed meanwhile and has to be looked at again."""
    row = look.row
    now = subject(connection, row["id"])
    if now is None or any(now[name] != row[name] for name in ("title", "body", "published_date", "state")):
        return None
    if row["dedup_state"] == "rebuild" and row["body"] and row["state"] != "taken_down":
        candidates.write(database, connection, row["id"], judge.features(row["body"]).hashes)
    candidates.stop(database, connection, look.common)
    before = groups.edges_of(connection, {row["id"]})
    # what a twin wrote since the probe is newer than the probe: it stays
    newer = {pair: kind for pair, kind in before.items() if look.edges.get(pair) != kind}
    _forget(connection, before.keys() - newer.keys())
    there = groups.texts_of(connection, look.verdicts) if look.verdicts else {}
    known = {one for pair in newer for one in pair}
    verdicts = {one: look.verdicts[one] for one in there if one not in known}
    for other_id, verdict in verdicts.items():
        groups.relate(database, connection, row["id"], other_id, verdict, judge.rule_version)
    grown = _place(database, connection, now, before, verdicts, judge, seq)
    story = connection.execute(select(Article.story_id).where(Article.id == row["id"])).scalar_one()
    kinds = [*(verdict.kind for verdict in verdicts.values()), *newer.values()]
    word = min(kinds, key=STRENGTH.index, default="alone")
    return Linked(word, story, grown.size, grown.alarming)


def _forget(connection: Connection, pairs: Iterable[tuple[int, int]]) -> None:
    for a, b in sorted(pairs):
        connection.execute(
            delete(Relation).where(Relation.a_id == a, Relation.b_id == b, Relation.rule_version > 0)
        )


def _place(
    database: Database,
    connection: Connection,
    row: Mapping[str, Any],
    before: Mapping[tuple[int, int], str],
    verdicts: Mapping[int, Verdict],
    judge: Judge,
    seq: int,
) -> Grown:
    """Put the article into its story."""
    merging = {one for one, verdict in verdicts.items() if verdict.kind in MERGING}
    apart = {one for pair, kind in before.items() if kind in MERGING for one in pair}
    new = not apart and row["story_id"] is None
    values: dict[str, Any] = {"dedup_state": "done"}
    grown = Grown(1, False)
    if new and not merging:
        if not row["canonical"]:
            values |= {"canonical": True, "change_seq": seq}
    elif new and (story := _large(connection, row["id"], merging)) is not None:
        if _fits(connection, row["id"], story.canonical_id, verdicts, judge):
            grown = _join(connection, row["id"], story, seq)
        elif not row["canonical"]:
            values |= {"canonical": True, "change_seq": seq}
    else:
        grown = regroup(database, connection, {row["id"], *merging, *apart}, seq, judge)
    connection.execute(update(Article).where(Article.id == row["id"]).values(**values))
    return grown


def _large(connection: Connection, article_id: int, merging: set[int]) -> Any:
    """The story of all these articles, if it is too large to be grouped anew for each member that comes."""
    found = connection.execute(
        select(Article.story_id, Story.canonical_id, Story.size)
        .outerjoin(Story, Article.story_id == Story.id)
        .where(Article.id.in_(sorted(merging)))
        .distinct()
    ).all()
    if len(found) != 1 or (found[0].size or 0) < ALARM or article_id < found[0].story_id:
        return None
    return found[0]


def _fits(
    connection: Connection, article_id: int, best: int, verdicts: Mapping[int, Verdict], judge: Judge
) -> bool:
    """Whether an article is one text with the one that stands for a story."""
    verdict = verdicts.get(best)
    if verdict is None:
        texts = groups.texts_of(connection, {article_id, best})
        verdict = judge.compare(texts[article_id], texts[best]) if len(texts) > 1 else None
    return verdict is not None and verdict.kind in (*MERGING, "excerpt_of")


def _join(connection: Connection, article_id: int, story: Any, seq: int) -> Grown:
    """Add one article to a large story, without reading all its members."""
    best = groups.best_of(connection, {article_id, story.canonical_id})
    size = story.size + 1
    connection.execute(update(Story).where(Story.id == story.story_id).values(size=size, canonical_id=best))
    for number, (one, values) in enumerate(
        ((article_id, {"story_id": story.story_id}), (story.canonical_id, {})), start=seq
    ):
        if article_id in (one, best):
            connection.execute(
                update(Article)
                .where(Article.id == one)
                .values(**values, canonical=one == best, change_seq=number)
            )
    return Grown(size, size % ALARM == 0)
