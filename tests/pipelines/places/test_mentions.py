"""Places that a text names."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.places import division_tables, mentions


def test_word_that_looks_like_a_place_has_no_code() -> None:
    table = division_tables.load_table()
    for text in (
        "东海阳光照进来",
        "莘莘学子",
        "京津冀协同",
        "新区建设",
        "西湖区文旅",
        "县级融媒体",
        "市场监管",
    ):
        found = mentions.find_mentions(text, table)
        assert [one.code for one in found.mentions if one.code] == []


def test_former_name_has_the_present_code() -> None:
    found = mentions.find_mentions("茌平县举行会议", division_tables.load_table(), [], date(2018, 5, 1))
    assert [one.code for one in found.mentions] == ["371503"]


@given(st.text(alphabet="云岭省澜山市临溪区岚水县石门镇开发新东城街道会议在，。", max_size=80))
def test_every_code_found_in_a_text_is_in_the_table(text: str) -> None:
    table = division_tables.load_table("sample")
    found = mentions.find_mentions(text, table, ["990100"])
    assert {one.code for one in found.mentions if one.code} <= set(table.names)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("云岭省澜山市岚水县石门镇", ("990121", ("石门镇",), 4)),
        ("澜山市岚水县", ("990121", (), 2)),
        ("岚水县石门镇", ("990121", ("石门镇",), 2)),
    ],
)
def test_names_that_stand_together_are_one_chain(text: str, chain: tuple[str, tuple[str, ...], int]) -> None:
    [found] = mentions.find_mentions(text, division_tables.load_table("sample"), ["990100"]).mentions
    assert (found.code, found.towns, found.depth) == chain
    assert (found.start, found.end) == (0, len(text))


def test_name_before_an_institution_is_weak() -> None:
    table = division_tables.load_table("sample")
    assert mentions.find_mentions("岚水县人民医院", table).mentions[0].weak
    assert not mentions.find_mentions("岚水县医保局", table).mentions[0].weak


def test_generic_zone_without_a_city_stays_undecided() -> None:
    found = mentions.find_mentions("走进开发区", division_tables.load_table())
    assert (found.mentions, found.unresolved) == ((), ("开发区",))


def test_dateline_needs_no_word_boundary() -> None:
    table = division_tables.load_table("sample")
    assert mentions.find_mentions("本报岚水讯", table, ["990100"]).mentions == ()
    assert [m.code for m in mentions.find_mentions("本报岚水讯", table, ["990100"], loose=True).mentions] == [
        "990121"
    ]
