"""Finding candidates for comparison."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from crawler.run.comparer import COMPARER
from storage.db.models import FingerprintRow, HashStopRow, RelationRow, StoryRow
from storage.maintain.recluster import recluster
from storage.stories import candidates, groups, link
from tests.pipelines.dedup.dedup_texts import article, notices, story
from tests.storage.city import ingest, partition, put
from tests.storage.rows import stored

if TYPE_CHECKING:
    from storage.db.database import Database


DAY = date(2026, 5, 4)


def test_common_clause_brings_no_candidates(clocked: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "COMMON_FROM", 10)
    slogan = "深入学习贯彻重要讲话精神扎实推进各项重点任务落地见效"
    texts = [
        article(f"第{n}号", f"{slogan}。{slogan}，{n}号文本。" + (story(Random(n)).body or ""), DAY)
        for n in range(12)
    ]
    ids = put(clocked, [("gov", str(n), one) for n, one in enumerate(texts)])
    assert link.sweep(clocked, COMPARER) == len(ids)
    with clocked.read() as connection:
        assert connection.execute(select(func.count()).select_from(HashStopRow)).scalar_one() == 1
    [later] = put(
        clocked, [("gov", "later", article("又一号", f"{slogan}。" + (story(Random(99)).body or ""), DAY))]
    )
    with clocked.read() as connection:
        hashes = COMPARER.features(stored(clocked, later)["body"]).hashes
        assert candidates.sharing(connection, later, hashes) == ([], [])
        query = select(func.count()).where(FingerprintRow.article_id == later)
        assert connection.execute(query).scalar_one() == len(hashes) - 1


def test_reprint_with_only_common_clauses_is_found(
    clocked: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "COMMON_FROM", 10)
    rng = Random(14)
    original = story(rng)
    copies = [replace(original, body=f"{original.body}\n{story(rng, 1).body}") for _ in range(16)]
    words = ingest(clocked, [("portal", str(n), one) for n, one in enumerate(copies)], COMPARER)
    assert set(list(words.values())[1:]) == {"reprint"}
    assert len(partition(clocked)[0]) == 1


@pytest.mark.slow
def test_thousand_equal_notices_have_few_relations_each(
    clocked: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "ALARM", 10)
    monkeypatch.setattr(link, "ALARM", 10)
    one = story(Random(15))
    ids = put(clocked, [("portal", str(n), one) for n in range(35)])
    found = [link.link(clocked, each, COMPARER) for each in ids]
    assert [linked.size for linked in found if linked.alarming] == [10, 20, 30]
    with clocked.read() as connection:
        row = connection.execute(select(StoryRow.__table__)).one()
        assert (row.id, row.size, row.canonical_id) == (ids[0], 35, ids[0])
        assert (
            connection.execute(select(func.count()).select_from(RelationRow)).scalar_one()
            <= 35 * 3 * candidates.MAX_EQUAL
        )
    [better] = put(clocked, [("gov", "original", one)])
    linked = link.link(clocked, better, COMPARER)
    assert (linked.word, linked.story, linked.size) == ("duplicate", ids[0], 36)
    assert [stored(clocked, each)["canonical"] for each in (ids[0], better)] == [False, True]
    assert recluster(clocked, COMPARER).alarms == [(ids[0], 36)]
    assert stored(clocked, better)["canonical"] is True


@pytest.mark.long
def test_linking_ten_thousand_similar_notices_does_not_slow_down(
    clocked: Database,
) -> None:
    from time import process_time

    body = notices(Random(19)).a.body or ""
    spent = []
    for thousand in range(10):
        texts = [
            article("通知", f"{body}\n编号第{thousand * 1000 + n}号文件已经发布。", DAY) for n in range(1000)
        ]
        ids = put(clocked, [("gov", f"{thousand}-{n}", one) for n, one in enumerate(texts)])
        began = process_time()
        for each in ids:
            link.link(clocked, each, COMPARER)
        spent.append(process_time() - began)
    assert max(spent[2:]) < 3 * spent[1]
