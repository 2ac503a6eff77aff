"""The reference cases for regions; those that fail are listed with the reason."""

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
    "r037": "a landmark: no table of landmarks is shipped, and an empty field is better than a guess",
    "r041": "a dissolved district whose name another division has today; the case itself is marked as unverified",
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
def test_text_of_a_case_has_exactly_its_codes(case: dict[str, Any]) -> None:
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
