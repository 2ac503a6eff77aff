"""Linking articles that change meanwhile, with given hashes, or without a date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from crawler.run.comparer import COMPARER
from storage.db.models import ArticleRow
from storage.stories import link
from tests.pipelines.dedup.dedup_texts import story
from tests.storage.city import ingest, put
from tests.storage.rows import stored

if TYPE_CHECKING:
    from storage.db.database import Database
    from storage.stories.text_comparison import Features


def test_article_changed_during_comparison_is_probed_again(clocked: Database) -> None:
    one, other = story(Random(16)), story(Random(17))
    first, second = put(clocked, [("gov", "1", one), ("portal", "2", one)])
    link.link(clocked, first, COMPARER)
    looks: list[int] = []

    def compare(a: Any, b: Any) -> Any:
        if not looks:
            with clocked.write() as connection:
                changed = {"body": other.body, "content_sha": "x", "versions": 2}
                connection.execute(update(ArticleRow).where(ArticleRow.id == second).values(**changed))
        looks.append(1)
        return COMPARER.compare(a, b)

    linked = link.link(clocked, second, replace(COMPARER, compare=compare))
    assert linked.word == "alone"
    assert stored(clocked, second)["story_id"] is None


def test_given_clause_hashes_are_not_computed_again(clocked: Database) -> None:
    def features(body: str) -> Features:
        raise AssertionError(body)

    one = story(Random(20))
    first, second = put(
        clocked, [("gov", "1", one), ("portal", "2", replace(one, body=f"{one.body}\n转载。"))]
    )
    link.link(clocked, first, COMPARER)
    hashes = COMPARER.features(one.body or "").hashes
    assert link.link(clocked, second, replace(COMPARER, features=features), hashes).word == "reprint"


def test_undated_texts_are_compared_by_first_seen_day(clocked: Database) -> None:
    one = story(Random(18))
    words = ingest(
        clocked,
        [
            ("gov", "1", replace(one, published_date=date(2026, 3, 1))),
            ("portal", "2", replace(one, published_date=None)),  # seen on 2 March
            ("portal", "3", replace(one, published_date=date(2026, 1, 1))),
        ],
        COMPARER,
    )
    assert list(words.values()) == ["alone", "duplicate", "variant"]
