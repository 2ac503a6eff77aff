"""Every case of the reference grammar of metadata lines, in a closed world."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.credits import credit_line
from pipelines.page.boilerplate import furniture
from pipelines.text import dates

SHARED = Path(os.environ.get("GOVNEWS_SHARED") or Path(__file__).parents[3] / "shared")
CASES = SHARED / "domain" / "metadata_lines.json"
FETCHED = datetime(2026, 11, 22, 3, tzinfo=UTC)
FORMS = {
    "second": "%Y-%m-%dT%H:%M:%S",
    "minute": "%Y-%m-%dT%H:%M",
    "hour": "%Y-%m-%dT%H",
    "day": "%Y-%m-%d",
    "month": "%Y-%m",
}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CASES.is_file(), reason=f"no reference material at {SHARED}"),
]


def cases() -> list[dict[str, Any]]:
    return json.loads(CASES.read_text("utf-8"))["cases"] if CASES.is_file() else []  # type: ignore[no-any-return]


def said(reading: credit_line.Reading) -> dict[str, Any]:
    """What a line gave, in the words of the cases; nothing else may come out."""
    found: dict[str, Any] = {
        name: getattr(reading, name)
        for name in ("source", "outlet", "platform", "place", "original_title")
        if getattr(reading, name)
    }
    if reading.bylines:
        found["bylines"] = [{"role": one.role, "name": one.name} for one in reading.bylines]
    if reading.published is not None:
        local = reading.published.moment.astimezone(dates.SHANGHAI)
        precision = reading.published.precision
        found["published"] = {"value": local.strftime(FORMS[precision]), "precision": precision}
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: str(case["id"]))
def test_a_line_says_exactly_what_the_case_expects(case: dict[str, Any]) -> None:
    crawled = datetime.fromisoformat(case["crawled"]) if case.get("crawled") else FETCHED
    if crawled.tzinfo is None:
        crawled = crawled.replace(tzinfo=dates.SHANGHAI)
    line = case["line"]
    reading = credit_line.read_line(
        credit_line.matching(line), fetched_at=crawled, caption=case.get("position") == "caption"
    )
    expected = {name: value for name, value in case["expect"].items() if name != "partial_date"}
    assert said(reading) == expected
    leaves = 0 in reading.strip or furniture().drops(line) or furniture().cuts(line)
    assert leaves == case["strip"]
