"""The story graph of whole sets of texts: known clusters, any order of arrival, excerpts, variants, floods, reclustering."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, text, update

from crawler.run.comparer import COMPARER
from storage.db.models import ArticleRow, FingerprintRow, HashStopRow, RelationRow, StoryRow
from storage.maintain.recluster import recluster
from storage.read import timeline
from storage.stories import candidates, groups, link, ranking
from tests.pipelines.dedup.dedup_texts import article, notices, story
from tests.storage.city import city, ingest, partition, put, shuffled
from tests.storage.rows import stored

if TYPE_CHECKING:
    from pipelines.items import Article as ArticleOf
    from storage.db.database import Database
    from storage.stories.comparison import Features

DAY = date(2026, 5, 4)


def _relation(database: Database, one: int, other: int) -> dict[str, Any]:
    with database.read() as connection:
        query = select(RelationRow.__table__).where(
            RelationRow.a_id == min(one, other), RelationRow.b_id == max(one, other)
        )
        return dict(connection.execute(query).mappings().one())


def _ids(database: Database) -> dict[str, int]:
    with database.read() as connection:
        rows = connection.execute(select(ArticleRow.url_key, ArticleRow.id))
        return {key.rpartition("/")[2].removesuffix(".html"): one for key, one in rows}


@pytest.mark.parametrize("order", range(5))
def test_the_same_stories_whatever_the_order_of_arrival(clocked: Database, order: int) -> None:
    made = city(3, size=4)
    ingest(clocked, shuffled(made, order), COMPARER)
    groups_found, leaders = partition(clocked)
    assert groups_found == {frozenset(one) for one in made.stories}
    assert leaders == {f"{number}-gov" for number in range(len(made.stories))}
    with clocked.read() as connection:
        assert connection.execute(select(func.count()).select_from(ArticleRow)).scalar_one() == len(
            made.texts
        )


def test_what_a_reprint_an_excerpt_and_a_variant_are_called(clocked: Database) -> None:
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
    ids = _ids(clocked)
    excerpt = _relation(clocked, ids["1"], ids["3"])
    assert (excerpt["kind"], excerpt["direction"], excerpt["cover_b"]) == ("excerpt_of", "b_in_a", 1)
    assert _relation(clocked, ids["4"], ids["5"])["conflicts"]
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


def test_a_page_that_holds_articles_is_linked_to_each_and_joins_no_story(clocked: Database) -> None:
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
    ids = _ids(clocked)
    for one in "0123":
        assert _relation(clocked, ids[one], ids["page"])["direction"] == "a_in_b"


def _chain() -> list[ArticleOf]:
    """Each text is a reprint of the one before it, but the last is no longer that of the first: too late."""
    one = story(Random(12))
    notes = ("转载于晨读栏目", "编辑推荐此文", "今日分享给您", "读者投来的稿子")
    return [
        replace(one, published_date=DAY + timedelta(days=10 * number), body=f"{one.body}\n{note}。")
        for number, note in enumerate(notes)
    ]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2), (2, 0, 3, 1)])
def test_a_chain_of_reprints_ends_where_it_no_longer_fits_its_head(
    clocked: Database, order: tuple[int, ...]
) -> None:
    chain = _chain()
    ingest(clocked, [("portal", str(number), chain[number]) for number in order], COMPARER)
    assert partition(clocked)[0] == {frozenset("01"), frozenset("23")}
    recluster(clocked, COMPARER)
    assert partition(clocked)[0] == {frozenset("01"), frozenset("23")}


def test_who_issued_a_text_stands_for_it_before_who_passes_it_on(clocked: Database) -> None:
    one = story(Random(13))
    ids = [
        *put(clocked, [("gov", "county", one)], outlet="青岚日报"),
        *put(clocked, [("daily", "paper", one)]),
    ]
    for each in ids:
        link.link(clocked, each, COMPARER)
    assert [stored(clocked, each)["canonical"] for each in ids] == [False, True]


def test_of_equals_the_earliest_day_stands_for_a_story_whenever_it_was_seen(clocked: Database) -> None:
    one = story(Random(24))
    later = replace(one, published_date=DAY + timedelta(days=1))
    ids = put(clocked, [("portal", "later", later), ("portal", "first", replace(one, published_date=DAY))])
    assert link.sweep(clocked, COMPARER) == 2
    assert [stored(clocked, each)["canonical"] for each in ids] == [False, True]


def test_a_day_without_its_hour_comes_first_for_who_issued_the_text_and_last_for_others(
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


def test_a_rank_knows_what_a_government_passes_on() -> None:
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


def test_a_slogan_that_many_articles_carry_brings_no_candidates(
    clocked: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
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


def test_a_reprint_is_found_though_all_its_clauses_have_become_common(
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
def test_a_thousand_identical_notices_are_one_story_with_few_relations_each(
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


def test_an_article_that_changed_while_it_was_compared_is_looked_at_again(clocked: Database) -> None:
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


def test_clause_hashes_that_the_caller_has_are_not_computed_again(clocked: Database) -> None:
    def features(body: str) -> Features:
        raise AssertionError(body)

    one = story(Random(20))
    first, second = put(
        clocked, [("gov", "1", one), ("portal", "2", replace(one, body=f"{one.body}\n转载。"))]
    )
    link.link(clocked, first, COMPARER)
    hashes = COMPARER.features(one.body or "").hashes
    assert link.link(clocked, second, replace(COMPARER, features=features), hashes).word == "reprint"


def test_undated_texts_meet_by_the_day_they_were_first_seen(clocked: Database) -> None:
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


@pytest.mark.long
def test_ten_thousand_notices_of_one_frame_take_no_longer_each_than_the_first_thousand(
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
