"""Every case of the reference list for the region resolver, or its name and the reason why it does not hold."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.places import article_regions, mentions
from pipelines.places.division_tables import load_table

SHARED = Path(os.environ.get("GOVNEWS_SHARED") or Path(__file__).parents[3] / "shared")
CASES = SHARED / "domain" / "region_cases.json"
OPEN = {
    "r037": "a square known by its city: no table of landmarks is shipped, and an empty field beats a guess",
    "r041": "a district dissolved into another: the case itself is marked as believed; the name lives on elsewhere",
}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CASES.is_file(), reason=f"no reference material at {SHARED}"),
]


def cases() -> list[Any]:
    if not CASES.is_file():
        return []
    return [
        pytest.param(
            case,
            id=case["id"],
            marks=[pytest.mark.xfail(reason=OPEN[case["id"]])] if case["id"] in OPEN else [],
        )
        for case in json.loads(CASES.read_text("utf-8"))["cases"]
    ]


@pytest.mark.parametrize("case", cases())
def test_a_text_gives_exactly_the_codes_of_its_case(case: dict[str, Any]) -> None:
    table = load_table()
    expected = case["expect"]
    if case["where"] in ("site_code", "outlet"):
        one = (
            article_regions.region_of_site_code(case["text"], table)
            if case["where"] == "site_code"
            else article_regions.region_of_outlet(case["text"], table)
        )
        assert ([one] if one else []) == expected["codes"]
        return
    day = date.fromisoformat(case["article_date"]) if case.get("article_date") else None
    context = [case["context_region"]] if case.get("context_region") else []
    found = mentions.find_mentions(case["text"], table, context, day, loose=case["where"] == "dateline")
    assert sorted({one.code for one in found.mentions if one.code}) == sorted(expected["codes"])
    assert sorted({one.zone.id for one in found.mentions if one.zone}) == sorted(expected.get("zones", []))
    assert sorted(set(found.unresolved)) == sorted(expected.get("unresolved", []))
    towns = {town for one in found.mentions for town in one.towns}
    assert towns >= set(expected.get("towns", []))
