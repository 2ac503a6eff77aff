"""Decide the whole story graph anew from stored texts, without fetching; the authority over what crawls decided one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, not_, or_, select, update

from storage.db.models import (
    ArticleRow,
    ArticleVersionRow,
    FingerprintRow,
    HashStopRow,
    RelationRow,
    SourceRow,
    StoryRow,
)
from storage.stories import candidates, groups, link, ranking, relations
from storage.stories.judge import MERGING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection

    from storage.db.database import Database
    from storage.stories.judge import Judge, Verdict

BATCH = 100
TOGETHER = 400  # articles whose stories are made in one go


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
    """Rebuild fingerprints, relations and stories. Crawls may run meanwhile.

    Every article is probed against all others, in the order of rank and address, so that ids and the order of arrival
    decide nothing. New relations wait under a negative rule version until all are there; one transaction then puts them
    and the stories that follow in the place of the old: whoever is killed before it leaves relations and stories as they
    were. Articles that came or changed meanwhile keep their own relations and are linked anew at the end.
    """
    say = progress or (lambda _step, _done, _all: None)
    ids, versions = _begin(database)
    refolded = 0
    for done, part in _parts(ids):
        refolded += _features(database, part, judge)
        say("features", done, len(ids))
    for done, part in _parts(ids):
        _relations(database, part, judge)
        say("relations", done, len(ids))
    changed = _replace(database, judge, versions, say)
    while link.sweep(database, judge):
        pass
    return _summary(database, len(ids), refolded, changed)


def _begin(database: Database) -> tuple[list[int], int]:
    """Mark every article: whoever links one from now on writes its fingerprints again.

    Gives the ids in order, and the last version of a text that was there.
    """
    with database.write() as connection:
        database.next_seq(connection)
        connection.execute(delete(RelationRow).where(RelationRow.rule_version < 0))
        connection.execute(delete(FingerprintRow))
        connection.execute(delete(HashStopRow))
        connection.execute(
            update(ArticleRow).where(ArticleRow.state != "taken_down").values(dedup_state="rebuild")
        )
        rows = connection.execute(
            select(ArticleRow.id, ArticleRow.url_key, ArticleRow.published_date, SourceRow.kind)
            .join(SourceRow, SourceRow.id == ArticleRow.source_id)
            .where(ArticleRow.state != "taken_down", ArticleRow.body.is_not(None))
        ).all()
        versions = connection.execute(select(func.max(ArticleVersionRow.id))).scalar() or 0
    kinds = ranking.KIND_RANK
    last = max(kinds.values())
    rows = sorted(
        rows, key=lambda row: (kinds.get(row.kind, last), str(row.published_date or "9"), row.url_key)
    )
    return [row.id for row in rows], versions


def _parts(ids: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        yield start + len(part), part


def _features(database: Database, ids: Sequence[int], judge: Judge) -> int:
    """Write the fingerprints of some articles; those folded by older rules are folded anew. Gives their number."""
    with database.read() as connection:
        rows = connection.execute(
            select(ArticleRow.id, ArticleRow.body, ArticleRow.norm_version, ArticleRow.content_sha).where(
                ArticleRow.id.in_(ids)
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
                same = (ArticleRow.id == article_id) & (ArticleRow.norm_version == row.norm_version)
                connection.execute(update(ArticleRow).where(same).values(**values))
                refolded += 1
        _stop(database, connection, [one for _, features in kept.values() for one in features.hashes])
    return refolded


def _stop(database: Database, connection: Connection, hashes: Sequence[int]) -> None:
    for start in range(0, len(hashes), relations.CHUNK):
        common = connection.execute(
            select(FingerprintRow.hash)
            .where(FingerprintRow.hash.in_(hashes[start : start + relations.CHUNK]))
            .group_by(FingerprintRow.hash)
            .having(func.count() >= candidates.STOP)
        ).scalars()
        candidates.stop(database, connection, sorted(common))


def _relations(database: Database, ids: Sequence[int], judge: Judge) -> None:
    """Probe some articles; what is found waits under the negative rule version."""
    found: dict[int, dict[int, Verdict]] = {}
    with database.read() as connection:
        for article_id in ids:
            row = link.subject(connection, article_id)
            if row is None or not row["body"] or row["state"] == "taken_down":
                continue
            hashes = judge.features(row["body"]).hashes
            probed, _ = link.probe(connection, row, hashes, judge)
            found[article_id] = link.worth_keeping(probed)
    with database.write() as connection:
        database.next_seq(connection)
        for one, verdicts in found.items():
            relations.relate(database, connection, one, verdicts, -judge.rule_version)


def _replace(database: Database, judge: Judge, versions: int, say: Callable[[str, int, int], None]) -> int:
    """Let the new relations and their stories take the place of the old, at once; gives how many articles changed."""
    # who came or changed since the beginning was perhaps probed before; its own relations are the newer ones
    fresh = select(ArticleVersionRow.article_id).where(ArticleVersionRow.id > versions)
    touched = or_(RelationRow.a_id.in_(fresh), RelationRow.b_id.in_(fresh))
    with database.write() as connection:
        first = link.reserve(database, connection)
        connection.execute(delete(RelationRow).where(RelationRow.rule_version < 0, touched))
        outdated = and_(RelationRow.rule_version > 0, RelationRow.rule_version != judge.rule_version)
        connection.execute(
            delete(RelationRow).where(or_(and_(RelationRow.rule_version > 0, not_(touched)), outdated))
        )
        connection.execute(
            update(RelationRow)
            .where(RelationRow.rule_version == -judge.rule_version)
            .values(rule_version=judge.rule_version)
        )
        gone = select(ArticleRow.id).where(ArticleRow.state == "taken_down")  # while it was probed
        connection.execute(
            delete(RelationRow).where(or_(RelationRow.a_id.in_(gone), RelationRow.b_id.in_(gone)))
        )
        connection.execute(
            update(ArticleRow).where(ArticleRow.dedup_state == "rebuild").values(dedup_state="done")
        )
        connection.execute(
            update(ArticleRow)
            .where(ArticleRow.id.in_(fresh), ArticleRow.state != "taken_down")
            .values(dedup_state="rebuild")
        )
        _group(database, connection, judge, say)
        query = select(func.count()).select_from(ArticleRow).where(ArticleRow.change_seq >= first)
        return connection.execute(query).scalar_one()


def _group(
    database: Database, connection: Connection, judge: Judge, say: Callable[[str, int, int], None]
) -> None:
    """Group all articles that hang together or did so before."""
    seeds = set(connection.execute(select(ArticleRow.id).where(ArticleRow.story_id.is_not(None))).scalars())
    seeds |= set(connection.execute(select(ArticleRow.id).where(ArticleRow.canonical.is_(None))).scalars())
    for column in (RelationRow.a_id, RelationRow.b_id):
        seeds |= set(connection.execute(select(column).where(RelationRow.kind.in_(MERGING))).scalars())
    left, seen = sorted(seeds), set[int]()
    while left:
        part, left = left[:TOGETHER], left[TOGETHER:]
        if part := [one for one in part if one not in seen]:
            seen |= groups.regroup(database, connection, set(part), judge).stories.keys()
        say("stories", len(seeds) - len(left), len(seeds))


def _summary(database: Database, articles: int, refolded: int, changed: int) -> Reclustered:
    with database.read() as connection:
        by_kind = connection.execute(select(RelationRow.kind, func.count()).group_by(RelationRow.kind)).all()
        alarms = connection.execute(
            select(StoryRow.id, StoryRow.size)
            .where(StoryRow.size >= groups.ALARM)
            .order_by(StoryRow.size.desc())
        ).all()
        count = connection.execute(select(func.count()).select_from(StoryRow)).scalar_one()
    return Reclustered(
        articles=articles,
        refolded=refolded,
        relations={kind: number for kind, number in sorted(by_kind)},
        stories=count,
        changed=changed,
        alarms=[(story, size) for story, size in alarms],
    )
