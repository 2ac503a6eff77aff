"""Rebuild all relations and stories from stored texts, without fetching. Overrides what crawls decided one by one."""

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
from storage.stories.text_comparison import MERGING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection

    from storage.db.database import Database
    from storage.stories.text_comparison import Comparer, Comparison

BATCH = 100  # articles per transaction while features and relations are written
REGROUPED_AT_ONCE = 400  # articles


@dataclass(frozen=True, slots=True)
class Reclustered:
    """The result of a recluster."""

    articles: int  # compared
    refolded: int  # whose normal form was of an older version
    relations: dict[str, int]  # by kind
    stories: int
    changed: int  # articles with another story or canonical flag
    alarms: list[tuple[int, int]]  # story id and size of suspiciously large stories


def recluster(
    database: Database, comparer: Comparer, progress: Callable[[str, int, int], None] | None = None
) -> Reclustered:
    """Rebuild fingerprints, relations and stories. Crawls may run meanwhile.

    Articles are compared in the order of rank and address, so ids and the order of arrival have no influence. New
    relations are written under a negative rule version; one transaction then replaces the old relations and
    stories, so a recluster that is killed leaves them as they were. Articles that are stored or changed meanwhile
    keep their relations and are linked again at the end. ``progress`` is called with step, done and total.
    """
    report = progress or (lambda _step, _done, _total: None)
    ids, versions = _begin(database)
    refolded = 0
    for done, part in _parts(ids):
        refolded += _features(database, part, comparer)
        report("features", done, len(ids))
    for done, part in _parts(ids):
        _relations(database, part, comparer)
        report("relations", done, len(ids))
    changed = _replace(database, comparer, versions, report)
    while link.sweep(database, comparer):
        pass
    return _summary(database, len(ids), refolded, changed)


def _begin(database: Database) -> tuple[list[int], int]:
    """Clear fingerprints and mark every article, so that linking one writes its fingerprints again.

    Returns the article ids in the order of comparison, and the newest version id.
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


def _features(database: Database, ids: Sequence[int], comparer: Comparer) -> int:
    """Write the fingerprints of some articles; return how many normal forms were renewed."""
    with database.read() as connection:
        rows = connection.execute(
            select(ArticleRow.id, ArticleRow.body, ArticleRow.norm_version, ArticleRow.content_sha).where(
                ArticleRow.id.in_(ids)
            )
        ).all()
    kept = {row.id: (row, comparer.features(row.body or "")) for row in rows}
    with database.write() as connection:
        seq = database.next_seq(connection, len(ids))
        refolded = 0
        for number, article_id in enumerate(one for one in ids if one in kept):
            row, features = kept[article_id]
            candidates.write(database, connection, article_id, features.hashes)
            if row.norm_version != comparer.norm_version:
                values: dict[str, Any] = {
                    "folded": features.folded,
                    "content_sha": features.content_sha,
                    "norm_version": comparer.norm_version,
                }
                if features.content_sha != row.content_sha:
                    values["change_seq"] = seq + number
                # if the text changed since it was read, its stored features are newer
                same = (ArticleRow.id == article_id) & (ArticleRow.norm_version == row.norm_version)
                connection.execute(update(ArticleRow).where(same).values(**values))
                refolded += 1
        _mark_common(database, connection, [one for _, features in kept.values() for one in features.hashes])
    return refolded


def _mark_common(database: Database, connection: Connection, hashes: Sequence[int]) -> None:
    for start in range(0, len(hashes), relations.CHUNK):
        common = connection.execute(
            select(FingerprintRow.hash)
            .where(FingerprintRow.hash.in_(hashes[start : start + relations.CHUNK]))
            .group_by(FingerprintRow.hash)
            .having(func.count() >= candidates.COMMON_FROM)
        ).scalars()
        candidates.stop(database, connection, sorted(common))


def _relations(database: Database, ids: Sequence[int], comparer: Comparer) -> None:
    """Compare some articles and write the relations under the negative rule version."""
    found: dict[int, dict[int, Comparison]] = {}
    with database.read() as connection:
        for article_id in ids:
            row = link.subject(connection, article_id)
            if row is None or not row["body"] or row["state"] == "taken_down":
                continue
            hashes = comparer.features(row["body"]).hashes
            probed, _ = link.probe(connection, row, hashes, comparer)
            found[article_id] = link.worth_keeping(probed)
    with database.write() as connection:
        database.next_seq(connection)
        for one, results in found.items():
            relations.write_relations(database, connection, one, results, -comparer.rule_version)


def _replace(
    database: Database, comparer: Comparer, versions: int, report: Callable[[str, int, int], None]
) -> int:
    """Replace the old relations and stories in one transaction; return how many articles changed."""
    # articles stored or changed since the start keep their relations, which are newer
    fresh = select(ArticleVersionRow.article_id).where(ArticleVersionRow.id > versions)
    touched = or_(RelationRow.a_id.in_(fresh), RelationRow.b_id.in_(fresh))
    with database.write() as connection:
        first = link.reserve(database, connection)
        connection.execute(delete(RelationRow).where(RelationRow.rule_version < 0, touched))
        outdated = and_(RelationRow.rule_version > 0, RelationRow.rule_version != comparer.rule_version)
        connection.execute(
            delete(RelationRow).where(or_(and_(RelationRow.rule_version > 0, not_(touched)), outdated))
        )
        connection.execute(
            update(RelationRow)
            .where(RelationRow.rule_version == -comparer.rule_version)
            .values(rule_version=comparer.rule_version)
        )
        gone = select(ArticleRow.id).where(ArticleRow.state == "taken_down")  # taken down meanwhile
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
        _group(database, connection, comparer, report)
        query = select(func.count()).select_from(ArticleRow).where(ArticleRow.change_seq >= first)
        return connection.execute(query).scalar_one()


def _group(
    database: Database, connection: Connection, comparer: Comparer, report: Callable[[str, int, int], None]
) -> None:
    """Regroup all articles that are related, or were in a story before."""
    seeds = set(connection.execute(select(ArticleRow.id).where(ArticleRow.story_id.is_not(None))).scalars())
    seeds |= set(connection.execute(select(ArticleRow.id).where(ArticleRow.canonical.is_(None))).scalars())
    for column in (RelationRow.a_id, RelationRow.b_id):
        seeds |= set(connection.execute(select(column).where(RelationRow.kind.in_(MERGING))).scalars())
    left, seen = sorted(seeds), set[int]()
    while left:
        part, left = left[:REGROUPED_AT_ONCE], left[REGROUPED_AT_ONCE:]
        if part := [one for one in part if one not in seen]:
            seen |= groups.regroup(database, connection, set(part), comparer).stories.keys()
        report("stories", len(seeds) - len(left), len(seeds))


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
