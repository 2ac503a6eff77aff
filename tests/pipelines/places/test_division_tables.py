"""The shipped division tables and their lookups."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipelines.places import division_tables


def test_wrong_code_gets_suggestions() -> None:
    assert division_tables.division_name("371503") == "茌平区"
    assert division_tables.division_name("371523") is None
    assert division_tables.suggest_codes("371523") == [("371503", "茌平区")]
    assert division_tables.division_name("990121", "sample") == "岚水县"
    with pytest.raises(ValueError, match="unknown division table"):
        division_tables.division_name("990121", "atlantis")


def test_every_parent_and_every_successor_is_in_the_table() -> None:
    for name in division_tables.table_names():
        table = division_tables.load_table(name)
        for code, parent in table.parents.items():
            assert len(code) == 6
            assert parent in table.names or code.endswith("0000")
        assert set(table.old_codes.values()) <= set(table.names)
        assert {zone.parent for zones in table.zones.values() for _, zone in zones} <= set(table.names)


def test_no_name_of_the_sample_city_is_a_real_division() -> None:
    real = division_tables.load_table()
    for name in division_tables.load_table("sample").codes:
        assert name not in real.codes
        assert name not in real.old_names


def test_tables_are_small_enough_to_ship() -> None:
    folder = Path(division_tables.__file__).parent
    assert sum(path.stat().st_size for path in folder.glob("*.csv")) < 1_100_000
    with (folder / "gb2260.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == ["code", "name", "level", "parent"]


@pytest.mark.parametrize(
    ("code", "region", "inside"),
    [
        ("371525", "371500", True),
        ("371525", "370000", True),
        ("371525", "371525", True),
        ("371525", "371600", False),
        ("130111", "130110", False),
        ("371500", "371525", False),
        ("371525103", "371525", True),
    ],
)
def test_code_is_inside_a_region(code: str, region: str, inside: bool) -> None:
    assert division_tables.is_inside(code, region) is inside


def test_unknown_table_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown division table 'atlantis'"):
        division_tables.load_table("atlantis")
