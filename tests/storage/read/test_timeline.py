"""Stories over time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import text

from crawler.run.comparer import COMPARER
from storage.read import timeline
from storage.stories import link
from tests.pipelines.dedup.dedup_texts import notices, story
from tests.storage.city import ids_by_name, ingest, put, stored_relation
from tests.storage.rows import stored

if TYPE_CHECKING:
    from storage.db.database import Database


DAY = date(2026, 5, 4)


def test_words_for_reprint_excerpt_and_variant(clocked: Database) -> None:
    rng = Random(9)
    original = story(rng)
    part = replace(original, body="\n".join((original.body or "").split("\n")[2:4]))
    pair = notices(rng)
    words = ingest(
        clocked,
        [
            ("gov", "1", original),
            ("portal", "2", replace(original, body=f"{original.body}\n转载于此，供您一读。")),
            ("platform", "3", part),
            ("gov", "4", pair.a),
            ("gov", "5", pair.b),
            ("gov", "6", original),
        ],
        COMPARER,
    )
    assert list(words.values()) == ["alone", "reprint", "excerpt_of", "alone", "variant", "duplicate"]
    ids = ids_by_name(clocked)
    excerpt = stored_relation(clocked, ids["1"], ids["3"])
    assert (excerpt["kind"], excerpt["direction"], excerpt["cover_b"]) == ("excerpt_of", "b_in_a", 1)
    assert stored_relation(clocked, ids["4"], ids["5"])["conflicts"]
    first = ids["1"]
    assert [stored(clocked, ids[one])["story_id"] for one in "123456"] == [
        first,
        first,
        None,
        None,
        None,
        first,
    ]
    with clocked.read() as connection:
        seen = connection.execute(text("SELECT id, relation FROM v_article WHERE relation IS NOT NULL")).all()
    assert {row.id for row in seen} == {ids[one] for one in "2356"}


def test_timeline_puts_canonical_article_without_hour_first(
    clocked: Database,
) -> None:
    one = replace(story(Random(23)), published_date=DAY)
    hour = {"published_precision": "minute", "published_at": datetime(2026, 5, 4, 8, tzinfo=UTC)}
    ids = [
        *put(clocked, [("portal", "1", one)]),
        *put(clocked, [("daily", "2", one)], **hour),
        *put(clocked, [("gov", "3", one)]),
    ]
    assert link.sweep(clocked, COMPARER) == 3
    found = timeline.story_timeline(clocked, ids[0])
    assert found is not None
    assert [member["id"] for member in found["members"]] == [ids[2], ids[1], ids[0]]


def test_related_lists_excerpts_and_variants_of_members(clocked: Database) -> None:
    original = story(Random(9))
    part = replace(original, body="\n".join((original.body or "").split("\n")[2:4]))
    ingest(clocked, [("gov", "1", original), ("portal", "2", original), ("platform", "3", part)], COMPARER)
    ids = ids_by_name(clocked)
    found = timeline.story_timeline(clocked, ids["1"])
    assert found is not None
    assert [one["id"] for one in found["members"]] == [ids["1"], ids["2"]]
    [related] = found["related"]
    assert (related["id"], related["kind"], related["part"]) == (ids["3"], "excerpt_of", "whole")
    alone = timeline.story_timeline(clocked, ids["3"])
    assert alone is not None
    assert (alone["story_id"], alone["size"], alone["canonical_id"]) == (None, 1, ids["3"])


def test_unknown_story_is_none(clocked: Database) -> None:
    assert timeline.story_timeline(clocked, 99) is None
