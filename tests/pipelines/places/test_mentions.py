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
def test_names_next_to_each_other_are_one_chain(text: str, chain: tuple[str, tuple[str, ...], int]) -> None:
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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("青岛市市南区香港中路", "370202"),
        ("东昌府区北京西路", "371502"),
        ("启东市台湾风情街", "320681"),
        ("市南区香港中路上的商铺", "370202"),
        ("崂山区香港东路段的围挡", "370212"),
        ("东昌府区济南路上的小店", "371502"),
        ("武汉市江汉区南京路步行街", "420103"),
        ("泰安市泰山区上海国际饭店", "370902"),
        ("岱岳区重庆火锅店", "370911"),
        ("东昌府区兰州拉面馆", "371502"),
        ("东昌府区广州酒家", "371502"),
        ("东昌府区天津商城", "371502"),
        ("东昌府区北京烤鸭店", "371502"),
    ],
)
def test_place_that_begins_a_longer_name_is_not_meant(text: str, code: str) -> None:
    found = mentions.find_mentions(f"{text}开业", division_tables.load_table()).mentions
    assert [one.code for one in found] == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("聊城路况良好", "371500"),
        ("在济南街头", "370100"),
        ("来自聊城市美食街", "371500"),
        ("在重庆召开", "500000"),
        ("山东聊城路段", "371500"),
        ("济南菜市场", "370100"),
    ],
)
def test_place_before_another_word_is_meant(text: str, code: str) -> None:
    found = mentions.find_mentions(text, division_tables.load_table()).mentions
    assert [one.code for one in found] == [code]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("前郭县", "220721"),
        ("大厂县", "131028"),
        ("石柱县", "500240"),
        ("彭水县", "500243"),
        ("孟村县", "130930"),
        ("新宾县", "210422"),
        ("本溪县", "210521"),
        ("江华县", "431129"),
        ("河南县", "632324"),
        ("东乡县", "622926"),
        ("鄂温克旗", "150724"),
        ("积石山县", "622927"),
        ("木垒县", "652328"),
        ("恩施州", "422800"),
        ("海南州", "632500"),
        ("临夏县", "622921"),
    ],
)
def test_everyday_name_of_an_autonomous_division(name: str, code: str) -> None:
    found = mentions.find_mentions(f"{name}召开会议", division_tables.load_table()).mentions
    assert [one.code for one in found] == [code]


def test_every_autonomous_division_is_found_by_its_everyday_name() -> None:
    table = division_tables.load_table()
    codes = {code for code, name in table.names.items() if name.endswith(("自治县", "自治旗", "自治州"))}
    everyday = {
        name: found[0] for name, found in table.codes.items() if found[0] in codes and "自治" not in name
    }
    assert set(everyday.values()) == codes
    for name, code in everyday.items():
        assert [one.code for one in mentions.find_mentions(f"在{name}", table).mentions] == [code]
