"""Hints round-trip through JSON, and hints written by release 0.1.0 are still read."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.values import (
    HINTS,
    ArticleHint,
    EditionHint,
    Link,
    ListHint,
    Outcome,
    PrintedPlace,
    read_hint,
)

DAY = date(2026, 3, 1)
RELEASED = json.loads((Path(__file__).parent / "data" / "hints_0_1_0.json").read_text("utf-8"))


def test_article_hint_keeps_place_in_edition_through_json() -> None:
    hint = ArticleHint(title="推进会", newspaper=PrintedPlace(issue_date=DAY, page_no="A02", order=3))
    stored = {"title": "推进会", "newspaper": {"issue_date": "2026-03-01", "page_no": "A02", "order": 3}}
    assert hint.as_json() == stored
    assert ArticleHint.from_json(stored) == hint


def test_fields_with_their_default_are_not_stored() -> None:
    assert ListHint().as_json() == {}
    assert ListHint(number=0, form="", list_title="").as_json() == {"number": 0, "form": "", "like": ""}
    assert ListHint().is_empty


def test_unknown_and_null_keys_are_ignored() -> None:
    assert EditionHint.from_json({"page_no": None, "later_release": [1], "start": True}) == EditionHint(
        is_start=True
    )


def test_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        read_hint("video", {})


@pytest.mark.parametrize("row", RELEASED, ids=lambda row: f"{row['kind']}-{'-'.join(row['hint'])}"[:60])
def test_hints_of_release_0_1_0_are_read_and_written_back_unchanged(row: dict[str, Any]) -> None:
    hint = read_hint(row["kind"], row["hint"])
    assert isinstance(hint, HINTS[row["kind"]])
    # 0.1.0 also stored empty lists, False and null, which now equal a missing key
    kept = {
        name: value
        for name, value in row["hint"].items()
        if not (value is None or value is False or value == [])
    }
    paper = kept.get("newspaper")
    if paper:
        kept["newspaper"] = {name: value for name, value in paper.items() if value is not None}
    zero = {name for name in ("seen", "rows", "moves") if kept.get(name) == 0}
    assert hint.as_json() == {name: value for name, value in kept.items() if name not in zero}


def test_every_key_of_release_0_1_0_is_covered_by_the_fixture() -> None:
    keys = {key for row in RELEASED for key in row["hint"]}
    assert keys == set(
        "title published_raw column list_url inside newspaper number told probe like made form referer template "
        "other guessed seen unit size rows moves page_no page_name page_pdf issue_date start rest asked_day".split()
    )


@settings(deadline=None)
@given(
    st.builds(
        ListHint,
        number=st.none() | st.integers(),
        form=st.none() | st.text(),
        address_parts=st.none() | st.tuples(st.text(), st.text()),
        other_templates=st.lists(st.text()).map(tuple),
        speculative=st.booleans(),
        rows_seen=st.integers(min_value=0),
    )
)
def test_list_hints_round_trip_through_json(hint: ListHint) -> None:
    assert ListHint.from_json(json.loads(json.dumps(hint.as_json()))) == hint


def test_link_without_a_hint_has_an_empty_hint_of_its_kind() -> None:
    assert Link(url="http://a.test/1", url_key="a.test/1", kind="edition").hint == EditionHint()


def test_link_refuses_a_hint_of_another_kind() -> None:
    with pytest.raises(TypeError, match="of kind edition cannot have ListHint"):
        Link(url="http://a.test/1", url_key="a.test/1", kind="edition", hint=ListHint(number=1))


@pytest.mark.parametrize("wrong", [{"state": "eaten"}, {"state": "retry"}])
def test_outcome_refuses_unknown_states_and_retries_without_time(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"unknown outcome|needs retry_at"):
        Outcome(**wrong)


@pytest.mark.parametrize(
    ("outcome", "returned"),
    [
        (Outcome(state="due"), True),
        (Outcome(state="retry", retry_at=datetime(2026, 3, 1, tzinfo=UTC)), True),
        (Outcome(state="stored"), False),
    ],
)
def test_pending_outcomes_count_as_returned(outcome: Outcome, returned: bool) -> None:
    assert outcome.returned is returned
