"""Every case of the reference grammar of metadata lines, in a closed world."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipelines.credits.credit_line import read_credit_line
from pipelines.page.boilerplate import boilerplate
from storage.values import SHANGHAI

if TYPE_CHECKING:
    from pipelines.credits.credit_types import Credits

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
    return json.loads(CASES.read_text("utf-8"))["cases"] if CASES.is_file() else []


def as_case(credits: Credits) -> dict[str, Any]:
    """The credits of a line in the form of the reference cases."""
    found: dict[str, Any] = {
        name: getattr(credits, name)
        for name in ("source", "outlet", "platform", "place", "original_title")
        if getattr(credits, name)
    }
    if credits.bylines:
        found["bylines"] = [{"role": one.role, "name": one.name} for one in credits.bylines]
    if credits.published is not None:
        local = credits.published.moment.astimezone(SHANGHAI)
        precision = credits.published.precision
        found["published"] = {"value": local.strftime(FORMS[precision]), "precision": precision}
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: str(case["id"]))
def test_line_has_exactly_the_expected_credits(case: dict[str, Any]) -> None:
    crawled = datetime.fromisoformat(case["crawled"]) if case.get("crawled") else FETCHED
    if crawled.tzinfo is None:
        crawled = crawled.replace(tzinfo=SHANGHAI)
    line = case["line"]
    credits = read_credit_line(line, crawled, caption=case.get("position") == "caption")
    expected = {name: value for name, value in case["expect"].items() if name != "partial_date"}
    assert as_case(credits) == expected
    rules = boilerplate()
    assert (credits.metadata_only or rules.is_line(line) or rules.may_end_text(line)) == case["strip"]
