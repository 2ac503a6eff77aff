"""Choosing the canonical article of a story."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from crawler.run.comparer import COMPARER
from storage.stories import link, ranking
from tests.pipelines.dedup.dedup_texts import story
from tests.storage.city import put
from tests.storage.rows import stored

if TYPE_CHECKING:
    from storage.db.database import Database


DAY = date(2026, 5, 4)


def test_issuer_is_canonical_before_republisher(clocked: Database) -> None:
    one = story(Random(13))
    ids = [
        *put(clocked, [("gov", "county", one)], outlet="青岚日报"),
        *put(clocked, [("daily", "paper", one)]),
    ]
    for each in ids:
        link.link(clocked, each, COMPARER)
    assert [stored(clocked, each)["canonical"] for each in ids] == [False, True]


def test_earliest_day_is_canonical_whenever_it_was_stored(clocked: Database) -> None:
    one = story(Random(24))
    later = replace(one, published_date=DAY + timedelta(days=1))
    ids = put(clocked, [("portal", "later", later), ("portal", "first", replace(one, published_date=DAY))])
    assert link.sweep(clocked, COMPARER) == 2
    assert [stored(clocked, each)["canonical"] for each in ids] == [False, True]


def test_rank_of_government_that_republishes() -> None:
    row: dict[str, Any] = {
        "state": "live", "kind": "government", "name": "青岚市人民政府", "outlet": None, "evidence": {},
        "published_at": None, "published_date": None,
        "first_seen_at": None, "size": 1, "url_key": "a",
    }  # fmt: skip
    order = [
        ranking.rank(row | {"outlet": outlet}, {"澜河市人民政府"})[1]
        for outlet in (None, "青岚市人民政府", "青岚市水务局", "澜河市人民政府", "青岚日报")
    ]
    assert order == [0, 0, 0, 0.5, 1.5]
