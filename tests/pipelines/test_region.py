"""Places of an article, in the invented city; and the shipped tables themselves."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.items import Article, Rules
from pipelines.places import article_regions, division_tables, mentions

CITY = Rules(id="x", name="澜山市人民政府", region="990100", divisions="sample")


def codes(rules: Rules | None = CITY, **fields: str) -> list[tuple[str, str | None, str]]:
    return [
        (one.code, one.zone, one.how) for one in article_regions.resolve_regions(Article(**fields), rules)
    ]


def test_a_chain_counts_by_its_deepest_county() -> None:
    assert codes(title="云岭省澜山市岚水县石门镇见闻") == [("990121", None, "title")]


def test_a_town_adds_its_county_and_only_in_its_own_city() -> None:
    assert codes(title="石门镇助农见闻") == [("990121", None, "title")]
    elsewhere = Rules(id="y", name="y", divisions="sample", kind="portal")
    assert codes(elsewhere, title="石门镇助农见闻") == []


def test_a_short_name_counts_only_inside_its_city() -> None:
    assert codes(title="岚水：丰收时节") == [("990121", None, "title")]
    elsewhere = Rules(id="y", name="y", divisions="sample", kind="portal")
    assert codes(elsewhere, title="岚水：丰收时节") == []


def test_a_zone_gives_its_parents_code_and_its_own_id() -> None:
    assert codes(title="澜山经济技术开发区举行签约") == [("990100", "9901-etdz", "title")]
    assert codes(title="开发区举行签约") == [("990100", "9901-etdz", "title")]


def test_the_sources_region_is_given_only_where_no_place_is_named() -> None:
    assert codes(title="关于放假的通知") == [("990100", None, "source")]
    assert ("990100", None, "source") not in codes(title="松台县放假的通知")


def test_a_place_named_in_passing_far_down_does_not_count() -> None:
    body = "\n".join(["临溪区召开会议。", "会议很好。", "来自白枫县的客人也到场。", "会议结束。"])
    assert codes(title="会议召开", body=body) == [("990102", None, "body")]


def test_a_word_that_only_looks_like_a_place_gives_no_code() -> None:
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


def test_an_old_name_gives_todays_code() -> None:
    found = mentions.find_mentions("茌平县举行会议", division_tables.load_table(), [], date(2018, 5, 1))
    assert [one.code for one in found.mentions] == ["371503"]


def test_a_wrong_code_gets_suggestions() -> None:
    assert division_tables.division_name("371503") == "茌平区"
    assert division_tables.division_name("371523") is None
    assert division_tables.suggest_codes("371523") == [("371503", "茌平区")]
    assert division_tables.division_name("990121", "sample") == "岚水县"
    with pytest.raises(ValueError, match="unknown division table"):
        division_tables.division_name("990121", "atlantis")


def test_every_division_has_its_parent_and_every_change_leads_to_one() -> None:
    for name in division_tables.table_names():
        table = division_tables.load_table(name)
        for code, parent in table.parents.items():
            assert len(code) == 6
            assert parent in table.names or code.endswith("0000")
        assert set(table.old_codes.values()) <= set(table.names)
        assert {zone.parent for zones in table.zones.values() for _, zone in zones} <= set(table.names)


def test_the_invented_city_is_no_real_division() -> None:
    real = division_tables.load_table()
    for name in division_tables.load_table("sample").full:
        assert name not in real.full
        assert name not in real.old


def test_the_tables_stay_small_enough_to_ship() -> None:
    folder = Path(division_tables.__file__).parent
    assert sum(path.stat().st_size for path in folder.glob("*.csv")) < 1_100_000
    with (folder / "gb2260.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == ["code", "name", "level", "parent"]


@given(st.text(alphabet="云岭省澜山市临溪区岚水县石门镇开发新东城街道会议在，。", max_size=80))
def test_whatever_a_text_names_every_code_is_in_the_table(text: str) -> None:
    table = division_tables.load_table("sample")
    found = mentions.find_mentions(text, table, ["990100"])
    assert {one.code for one in found.mentions if one.code} <= set(table.names)
