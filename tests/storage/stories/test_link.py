"""Linking stored articles."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text, update

from crawler.run.comparer import COMPARER
from storage.db.models import ArticleRow, RelationRow, StoryRow
from storage.stories import link
from tests.storage.rows import TEXT, close, ledger, source, store, stored

if TYPE_CHECKING:
    from storage.db.database import Database
    from storage.stories.text_comparison import Features


OTHER = "青岚市图书馆自本周起延长开放时间，周末开放至晚上九点，读者可以凭身份证入馆借阅，儿童须由家长陪同。"
KINDS = {"gov": "government", "daily": "newspaper", "portal": "portal", "platform": "platform"}


def _put(database: Database, name: str, words: str = TEXT, source_id: str = "gov", **more: Any) -> int:
    source(database, source_id, kind=KINDS[source_id])
    book = ledger(database, source_id)
    article_id, _ = store(book, name, words, **more)
    close(book, 1)
    assert article_id is not None
    return article_id


def _group(database: Database, *ids: int) -> list[tuple[int | None, bool | None]]:
    return [
        (row["story_id"], row["canonical"]) for row in (stored(database, article_id) for article_id in ids)
    ]


def _relations(database: Database) -> list[tuple[int, int, str]]:
    with database.read() as connection:
        found = connection.execute(
            select(RelationRow.a_id, RelationRow.b_id, RelationRow.kind).order_by(
                RelationRow.a_id, RelationRow.b_id
            )
        )
        return [(row.a_id, row.b_id, row.kind) for row in found]


def _day(month: int, day: int) -> dict[str, Any]:
    return {"published_date": date(2026, month, day), "published_at": datetime(2026, month, day, tzinfo=UTC)}


def test_article_without_similar_ones_is_canonical(clocked: Database) -> None:
    one = _put(clocked, "1")
    assert link.link(clocked, one, COMPARER).word == "alone"
    assert _group(clocked, one) == [(None, True)]
    assert stored(clocked, one)["dedup_state"] == "done"
    with clocked.read() as connection:
        assert connection.execute(select(StoryRow.id)).first() is None


def test_equal_texts_become_one_story(clocked: Database) -> None:
    one, two = _put(clocked, "1"), _put(clocked, "2", source_id="portal")
    assert (link.link(clocked, one, COMPARER).word, link.link(clocked, two, COMPARER).word) == (
        "duplicate",
        "duplicate",
    )
    assert _group(clocked, one, two) == [(one, True), (one, False)]
    assert _relations(clocked) == [(one, two, "duplicate")]
    with clocked.read() as connection:
        story = connection.execute(select(StoryRow.__table__)).one()
    assert (story.id, story.canonical_id, story.size) == (one, one, 2)


def test_linking_twice_changes_nothing(clocked: Database) -> None:
    one, two = _put(clocked, "1"), _put(clocked, "2")
    for _ in range(2):
        link.link(clocked, one, COMPARER)
        link.link(clocked, two, COMPARER)
        after = [stored(clocked, one), stored(clocked, two)]
    link.link(clocked, two, COMPARER)
    assert [stored(clocked, one), stored(clocked, two)] == after


def test_change_of_story_gets_a_change_number(clocked: Database) -> None:
    one = _put(clocked, "1", source_id="portal")
    link.link(clocked, one, COMPARER)
    before = stored(clocked, one)["change_seq"]
    two = _put(clocked, "2", source_id="gov")
    link.link(clocked, two, COMPARER)
    assert _group(clocked, one, two) == [(one, False), (one, True)], "the government speaks for itself"
    assert stored(clocked, one)["change_seq"] > before


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        (_day(3, 1), _day(3, 31), "duplicate"),
        (_day(3, 1), _day(4, 1), "variant"),
        (_day(3, 1), {"published_date": None, "published_at": None}, "duplicate"),  # stored on 2 March
        (_day(1, 1), {"published_date": None, "published_at": None}, "variant"),
    ],
)
def test_equal_texts_far_apart_in_time_are_two_stories(
    clocked: Database, first: dict[str, Any], second: dict[str, Any], word: str
) -> None:
    one, two = _put(clocked, "1", **first), _put(clocked, "2", **second)
    link.link(clocked, one, COMPARER)
    assert link.link(clocked, two, COMPARER).word == word
    assert _relations(clocked) == [(one, two, word)]
    same = word == "duplicate"
    assert [story for story, _ in _group(clocked, one, two)] == ([one, one] if same else [None, None])


def test_short_equal_texts_are_not_linked(clocked: Database) -> None:
    one, two = _put(clocked, "1", "图片新闻"), _put(clocked, "2", "图片新闻")
    assert [link.link(clocked, each, COMPARER).word for each in (one, two)] == ["alone", "alone"]
    assert _relations(clocked) == []


def test_canonical_article_by_kind_of_source(clocked: Database) -> None:
    late, early = _day(3, 5), _day(3, 1)
    ids = {
        "mirror": _put(clocked, "1", evidence={"mirror_of": "http://gov.test"}, **early),
        "platform": _put(clocked, "2", source_id="platform", **early),
        "portal": _put(clocked, "3", source_id="portal", **early),
        "paper_undated": _put(clocked, "4", source_id="daily", published_date=None, published_at=None),
        "paper_late": _put(clocked, "5", source_id="daily", **late),
        "paper": _put(clocked, "6", source_id="daily", **early),
        "paper_again": _put(clocked, "7", source_id="daily", **early),
        "government": _put(clocked, "8", **late),
    }
    order = (
        "government",
        "paper",
        "paper_again",
        "paper_late",
        "paper_undated",
        "portal",
        "platform",
        "mirror",
    )
    for name in order:
        for one in ids.values():
            link.link(clocked, one, COMPARER)
        (standing,) = [who for who, one in ids.items() if stored(clocked, one)["canonical"]]
        assert standing == name
        with clocked.write() as connection:  # the next in rank takes its place
            connection.execute(
                update(ArticleRow).where(ArticleRow.id == ids[name]).values(state="taken_down")
            )
        link.link(clocked, ids.pop(name), COMPARER)
        for one in ids.values():
            assert stored(clocked, one)["story_id"] == (min(ids.values()) if len(ids) > 1 else None)


def test_corrected_text_leaves_its_story(clocked: Database) -> None:
    one, two, three = (_put(clocked, name) for name in "123")
    for each in (one, two, three):
        link.link(clocked, each, COMPARER)
    assert [story for story, _ in _group(clocked, one, two, three)] == [one] * 3
    with clocked.write() as connection:
        connection.execute(
            update(ArticleRow)
            .where(ArticleRow.id == one)
            .values(content_sha="other", folded=OTHER, body=OTHER)
        )
    assert link.link(clocked, one, COMPARER).word == "alone"
    assert _group(clocked, one, two, three) == [(None, True), (two, True), (two, False)]
    assert _relations(clocked) == [(two, three, "duplicate")]
    with clocked.read() as connection:
        assert connection.execute(select(StoryRow.id, StoryRow.size)).all() == [(two, 2)]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_order_of_linking_does_not_matter(clocked: Database, order: tuple[int, ...]) -> None:
    ids = [_put(clocked, name, source_id=where) for name, where in zip("123", KINDS, strict=False)]
    for index in order:
        link.link(clocked, ids[index], COMPARER)
    assert _group(clocked, *ids) == [(ids[0], True), (ids[0], False), (ids[0], False)]
    assert len(_relations(clocked)) == 3


def test_relation_written_between_probe_and_write_is_kept(clocked: Database) -> None:
    first = _put(clocked, "first")
    second: list[int] = []

    def meanwhile(body: str) -> Features:
        if not second:
            second.append(_put(clocked, "second", source_id="portal"))
            assert link.link(clocked, second[0], COMPARER).word == "duplicate"
        return COMPARER.features(body)

    link.link(clocked, first, replace(COMPARER, features=meanwhile))
    assert _group(clocked, first, *second) == [(first, True), (first, False)]
    assert len(_relations(clocked)) == 1


def test_sweep_skips_articles_of_running_runs(clocked: Database) -> None:
    book = ledger(clocked)
    store(book, "at-work")
    assert link.sweep(clocked, COMPARER) == 0
    close(book, 1)
    assert link.sweep(clocked, COMPARER) == 1


def test_sweep_links_articles_left_by_a_crash(clocked: Database) -> None:
    ids = [_put(clocked, str(number), TEXT if number % 2 else OTHER) for number in range(6)]
    link.link(clocked, ids[0], COMPARER)
    assert link.sweep(clocked, COMPARER) == 5
    assert link.sweep(clocked, COMPARER) == 0
    groups = [story for story, _ in _group(clocked, *ids)]
    assert groups == [ids[0], ids[1]] * 3


def test_each_changed_member_gets_its_own_change_number(clocked: Database) -> None:
    ids = [_put(clocked, str(number), source_id="portal") for number in range(5)]
    assert link.sweep(clocked, COMPARER) == 5
    with clocked.write() as connection:
        connection.execute(text("UPDATE article SET canonical = NULL, story_id = NULL"))
    link.link(clocked, ids[0], COMPARER)
    rows = [stored(clocked, one) for one in ids]
    assert len({row["change_seq"] for row in rows}) == 5
    with clocked.read() as connection:
        last = connection.execute(text("SELECT value FROM counter")).scalar_one()
    assert max(row["change_seq"] for row in rows) <= last


def test_missing_article_is_alone(clocked: Database) -> None:
    assert link.link(clocked, 4711, COMPARER).word == "alone"
