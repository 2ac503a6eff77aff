"""Decide the whole story graph anew from stored texts, without fetching; the authority over what crawls decided one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, text, update

from storage import candidates, groups, stories
from storage.judge import MERGING
from storage.models import Article, Fingerprint, HashStop, Relation, Source, Story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from storage.database import Database
    from storage.judge import Judge, Verdict

BATCH = 100


@dataclass(frozen=True, slots=True)
class Reclustered:
    """What a recluster found: articles read, relations by kind, stories, how many articles changed, stories too large."""

    articles: int
    refolded: int
    relations: dict[str, int]
    stories: int
    changed: int
    alarms: list[tuple[int, int]]  # story, size


def recluster(
    database: Database, judge: Judge, progress: Callable[[str, int, int], None] | None = None
) -> Reclustered:
    """Rebuild fingerprints, relations and stories. Crawls may run meanwhile; killed, it is simply run again.

    Every article is probed against all others, in the order of rank and address, so that ids and the order of arrival
    decide nothing. New relations wait under a negative rule version until all are there; then they replace the old ones
    in one transaction, and only articles whose story changes move their ``change_seq``.
    """
    say = progress or (lambda _step, _done, _all: None)
    ids = _begin(database)
    refolded = 0
    for done, part in _parts(ids):
        refolded += _features(database, part, judge)
        say("features", done, len(ids))
    for done, part in _parts(ids):
        _relations(database, part, judge)
        say("relations", done, len(ids))
    _swap(database, judge)
    changed = _group(database, judge, say)
    while stories.sweep(database, judge):
        pass
    return _summary(database, len(ids), refolded, changed)


def _begin(database: Database) -> list[int]:
    """Mark every article: whoever links one from now on writes its fingerprints again. Gives the ids in order."""
    with database.write() as connection:
        connection.execute(delete(Relation).where(Relation.rule_version < 0))
        connection.execute(delete(Fingerprint))
        connection.execute(delete(HashStop))
        connection.execute(update(Article).where(Article.state != "taken_down").values(dedup_state="rebuild"))
        rows = connection.execute(
            select(Article.id, Article.url_key, Article.published_date, Source.kind)
            .join(Source, Source.id == Article.source_id)
            .where(Article.state != "taken_down", Article.body.is_not(None))
        ).all()
    kinds = groups.KIND_RANK
    last = max(kinds.values())
    return [
        row.id
        for row in sorted(
            rows, key=lambda row: (kinds.get(row.kind, last), str(row.published_date or "9"), row.url_key)
        )
    ]


def _parts(ids: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        yield start + len(part), part


def _features(database: Database, ids: Sequence[int], judge: Judge) -> int:
    """Write the fingerprints of some articles; those folded by older rules are folded anew. Gives their number."""
    with database.read() as connection:
        rows = connection.execute(
            select(Article.id, Article.body, Article.norm_version, Article.content_sha).where(
                Article.id.in_(ids)
            )
        ).all()
    kept = {row.id: (row, judge.features(row.body or "")) for row in rows}
    with database.write() as connection:
        seq = database.next_seq(connection, len(ids))
        refolded = 0
        for number, article_id in enumerate(one for one in ids if one in kept):
            row, features = kept[article_id]
            candidates.write(database, connection, article_id, features.hashes)
            if row.norm_version != judge.norm_version:
                values: dict[str, Any] = {
                    "folded": features.folded,
                    "content_sha": features.content_sha,
                    "norm_version": judge.norm_version,
                }
                if features.content_sha != row.content_sha:
                    values["change_seq"] = seq + number
                # the text may have changed since it was read; then its own features are newer than these
                same = (Article.id == article_id) & (Article.norm_version == row.norm_version)
                connection.execute(update(Article).where(same).values(**values))
                refolded += 1
        _stop(database, connection, [one for _, features in kept.values() for one in features.hashes])
    return refolded


def _stop(database: Database, connection: Connection, hashes: Sequence[int]) -> None:
    for start in range(0, len(hashes), groups.CHUNK):
        common = connection.execute(
            select(Fingerprint.hash)
            .where(Fingerprint.hash.in_(hashes[start : start + groups.CHUNK]))
            .group_by(Fingerprint.hash)
            .having(func.count() >= candidates.STOP)
        ).scalars()
        candidates.stop(database, connection, sorted(common))


def _relations(database: Database, ids: Sequence[int], judge: Judge) -> None:
    """Probe some articles; what is found waits under the negative rule version."""
    found: dict[int, Mapping[int, Verdict]] = {}
    done = []
    with database.read() as connection:
        for article_id in ids:
            row = stories.subject(connection, article_id)
            if row is None or not row["body"] or row["state"] == "taken_down":
                continue
            done.append(row)
            hashes = judge.features(row["body"]).hashes
            found[article_id], _ = stories.probe(connection, row, hashes, judge)
    with database.write() as connection:
        current = {row["id"] for row in done if _same(connection, row)}
        for one in current:
            groups.relate(database, connection, one, found[one], -judge.rule_version)
        connection.execute(update(Article).where(Article.id.in_(sorted(current))).values(dedup_state="done"))


def _same(connection: Connection, row: Mapping[str, Any]) -> bool:
    """Whether an article is still what was compared; what changed since stays to be linked by the sweep at the end."""
    now = stories.subject(connection, row["id"])
    return now is not None and all(
        now[name] == row[name] for name in ("title", "body", "published_date", "state")
    )


def _swap(database: Database, judge: Judge) -> None:
    """Let the new relations take the place of the old; those of articles that came meanwhile stay."""
    with database.write() as connection:
        stories.reserve(database, connection)
        waiting = select(Article.id).where(Article.dedup_state == "done")
        connection.execute(
            delete(Relation).where(
                Relation.rule_version > 0, Relation.a_id.in_(waiting), Relation.b_id.in_(waiting)
            )
        )
        connection.execute(
            delete(Relation).where(Relation.rule_version > 0, Relation.rule_version != judge.rule_version)
        )
        connection.execute(
            text(
                "DELETE FROM relation WHERE rule_version = :new AND EXISTS (SELECT 1 FROM relation n "
                "WHERE n.a_id = relation.a_id AND n.b_id = relation.b_id AND n.rule_version = :staged)"
            ),
            {"new": judge.rule_version, "staged": -judge.rule_version},
        )
        connection.execute(
            update(Relation)
            .where(Relation.rule_version == -judge.rule_version)
            .values(rule_version=judge.rule_version)
        )


def _group(database: Database, judge: Judge, say: Callable[[str, int, int], None]) -> int:
    """Group all articles that hang together or did so before; gives how many of them changed."""
    with database.read() as connection:
        seeds = set(connection.execute(select(Article.id).where(Article.story_id.is_not(None))).scalars())
        seeds |= set(connection.execute(select(Article.id).where(Article.canonical.is_(None))).scalars())
        for column in (Relation.a_id, Relation.b_id):
            seeds |= set(connection.execute(select(column).where(Relation.kind.in_(MERGING))).scalars())
        first = connection.execute(select(func.max(Article.change_seq))).scalar() or 0
    total, seen = len(seeds), set[int]()
    for seed in sorted(seeds):
        if seed in seen:
            continue
        with database.write() as connection:
            stories.reserve(database, connection)
            seen |= groups.regroup(database, connection, {seed}, judge).stories.keys()
        say("stories", min(len(seen), total), total)
    with database.read() as connection:
        return connection.execute(
            select(func.count()).select_from(Article).where(Article.change_seq > first)
        ).scalar_one()


def _summary(database: Database, articles: int, refolded: int, changed: int) -> Reclustered:
    with database.read() as connection:
        relations = connection.execute(select(Relation.kind, func.count()).group_by(Relation.kind)).all()
        alarms = connection.execute(
            select(Story.id, Story.size).where(Story.size >= groups.ALARM).order_by(Story.size.desc())
        ).all()
        count = connection.execute(select(func.count()).select_from(Story)).scalar_one()
    return Reclustered(
        articles=articles,
        refolded=refolded,
        relations={kind: number for kind, number in sorted(relations)},
        stories=count,
        changed=changed,
        alarms=[(story, size) for story, size in alarms],
    )
