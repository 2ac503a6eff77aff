"""Grouping articles into stories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from crawler.run.comparer import COMPARER
from storage.db.models import ArticleRow
from storage.maintain.recluster import recluster
from tests.pipelines.dedup.dedup_texts import article, story
from tests.storage.city import city, ids_by_name, ingest, partition, shuffled, stored_relation

if TYPE_CHECKING:
    from pipelines.items import Article as ArticleOf
    from storage.db.database import Database


DAY = date(2026, 5, 4)


@pytest.mark.parametrize("order", range(5))
def test_stories_do_not_depend_on_order_of_arrival(clocked: Database, order: int) -> None:
    made = city(3, size=4)
    ingest(clocked, shuffled(made, order), COMPARER)
    groups_found, leaders = partition(clocked)
    assert groups_found == {frozenset(one) for one in made.stories}
    assert leaders == {f"{number}-gov" for number in range(len(made.stories))}
    with clocked.read() as connection:
        assert connection.execute(select(func.count()).select_from(ArticleRow)).scalar_one() == len(
            made.texts
        )


def test_page_containing_articles_is_linked_but_joins_no_story(clocked: Database) -> None:
    rng = Random(10)
    parts = [story(rng) for _ in range(4)]
    parts = [replace(one, published_date=DAY) for one in parts]
    page = article("第3版：综合", "\n".join(f"{one.title}\n{one.body}" for one in parts), DAY)
    words = ingest(
        clocked,
        [("gov", str(number), one) for number, one in enumerate(parts)] + [("daily", "page", page)],
        COMPARER,
    )
    assert words["page"] == "excerpt_of"
    assert partition(clocked) == (set(), set())
    ids = ids_by_name(clocked)
    for one in "0123":
        assert stored_relation(clocked, ids[one], ids["page"])["direction"] == "a_in_b"


def _chain() -> list[ArticleOf]:
    """Each text is a reprint of the one before, but the last is too late to be one of the first."""
    one = story(Random(12))
    notes = ("转载于晨读栏目", "编辑推荐此文", "今日分享给您", "读者投来的稿子")
    return [
        replace(one, published_date=DAY + timedelta(days=10 * number), body=f"{one.body}\n{note}。")
        for number, note in enumerate(notes)
    ]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2), (2, 0, 3, 1)])
def test_chain_of_reprints_ends_at_the_first_mismatch_with_canonical(
    clocked: Database, order: tuple[int, ...]
) -> None:
    chain = _chain()
    ingest(clocked, [("portal", str(number), chain[number]) for number in order], COMPARER)
    assert partition(clocked)[0] == {frozenset("01"), frozenset("23")}
    recluster(clocked, COMPARER)
    assert partition(clocked)[0] == {frozenset("01"), frozenset("23")}
