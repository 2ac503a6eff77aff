"""Rebuilding relations and stories."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, text, update

from crawler.run.comparer import COMPARER
from storage.db.models import ArticleRow, FingerprintRow, RelationRow
from storage.maintain.recluster import recluster
from storage.stories import link
from tests.pipelines.dedup.dedup_texts import story
from tests.storage.city import city, ingest, partition, shuffled

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.db.database import Database


def test_recluster_after_a_crawl_changes_nothing(clocked: Database) -> None:
    made = city(4, size=3)
    ingest(clocked, shuffled(made, 1), COMPARER)
    before = partition(clocked)
    with clocked.read() as connection:
        seqs = connection.execute(select(ArticleRow.id, ArticleRow.change_seq).order_by(ArticleRow.id)).all()
    found = recluster(clocked, COMPARER)
    assert partition(clocked) == before
    assert (found.articles, found.changed, found.alarms) == (len(made.texts), 0, [])
    assert found.stories == len(made.stories)
    with clocked.read() as connection:
        assert (
            connection.execute(select(ArticleRow.id, ArticleRow.change_seq).order_by(ArticleRow.id)).all()
            == seqs
        )
        assert connection.execute(select(func.count()).where(RelationRow.rule_version < 0)).scalar_one() == 0
        assert set(connection.execute(select(ArticleRow.dedup_state)).scalars()) == {"done"}


def test_recluster_repairs_broken_stories(clocked: Database) -> None:
    made = city(5, size=3)
    ingest(clocked, made.texts, COMPARER)
    before = partition(clocked)
    with clocked.write() as connection:
        connection.execute(text("DELETE FROM relation"))
        connection.execute(text("DELETE FROM fingerprint"))
        connection.execute(
            update(ArticleRow).values(story_id=None, canonical=True, norm_version=0, content_sha="old")
        )
        connection.execute(text("DELETE FROM story"))
    steps: list[tuple[str, int, int]] = []
    found = recluster(clocked, COMPARER, lambda *step: steps.append(step))
    assert partition(clocked) == before
    assert found.refolded == len(made.texts)
    assert {name for name, _, _ in steps} == {"features", "relations", "stories"}
    assert all(done <= total for _, done, total in steps)


@pytest.mark.parametrize("step", ["features", "relations", "stories"])
def test_killed_recluster_leaves_the_old_stories(
    clocked: Database, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "storage.maintain.recluster.BATCH", 4
    )  # some fingerprints are written again, others not yet
    made = city(6, size=3)
    ingest(clocked, made.texts, COMPARER)
    before, relations = partition(clocked), _visible(clocked)
    with pytest.raises(KeyboardInterrupt):
        recluster(clocked, COMPARER, _interrupt(step))
    assert (partition(clocked), _visible(clocked)) == (before, relations)
    assert link.sweep(clocked, COMPARER, limit=3) == 3  # a part of it heals at the start of a crawl
    assert (partition(clocked), _visible(clocked)) == (before, relations)
    assert link.sweep(clocked, COMPARER) == len(made.texts) - 3
    assert (partition(clocked), _visible(clocked)) == (before, relations)
    with clocked.read() as connection:
        assert connection.execute(select(func.count()).select_from(FingerprintRow)).scalar_one() > 0


def _visible(database: Database) -> list[Any]:
    with database.read() as connection:
        query = select(RelationRow.a_id, RelationRow.b_id, RelationRow.kind).where(
            RelationRow.rule_version > 0
        )
        return list(connection.execute(query.order_by(RelationRow.a_id, RelationRow.b_id)))


def _interrupt(wanted: str) -> Callable[[str, int, int], None]:
    def progress(step: str, _done: int, _all: int) -> None:
        if step == wanted:
            raise KeyboardInterrupt

    return progress


def test_recluster_keeps_articles_stored_or_changed_meanwhile(clocked: Database) -> None:
    one, other = story(Random(21)), story(Random(22))
    ingest(clocked, [("gov", "1", one), ("daily", "2", one), ("gov", "3", other)], COMPARER)

    def progress(step: str, _done: int, _all: int) -> None:
        if step == "relations":  # all have been probed
            ingest(clocked, [("portal", "late", replace(other, body=f"{other.body}\n转载。"))], COMPARER)
            with clocked.write() as connection:
                connection.execute(text("DELETE FROM relation WHERE rule_version > 0 AND kind = 'duplicate'"))

    found = recluster(clocked, COMPARER, progress)
    assert partition(clocked)[0] == {frozenset({"1", "2"}), frozenset({"3", "late"})}
    assert found.relations == {"duplicate": 1, "reprint": 1}
    with clocked.read() as connection:
        assert set(connection.execute(select(ArticleRow.dedup_state)).scalars()) == {"done"}


def test_relations_of_older_rules_are_replaced(clocked: Database) -> None:
    made = city(7, size=2)
    ingest(clocked, made.texts, replace(COMPARER, rule_version=COMPARER.rule_version - 1))
    before = _visible(clocked)
    recluster(clocked, COMPARER)
    assert _visible(clocked) == before
    with clocked.read() as connection:
        assert set(connection.execute(select(RelationRow.rule_version)).scalars()) == {COMPARER.rule_version}
