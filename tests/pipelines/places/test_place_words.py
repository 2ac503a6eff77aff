"""The word lists of the place rules."""

from __future__ import annotations

import pytest

from pipelines.places.division_tables import load_table
from pipelines.places.place_words import place_words


@pytest.mark.parametrize(
    ("before", "boundary"), [("", True), ("，", True), ("在", True), ("来自", True), ("海", False)]
)
def test_boundary_before_a_place(before: str, boundary: bool) -> None:
    assert (place_words().boundary.search(before) is not None) is boundary


def test_every_noun_name_is_a_division() -> None:
    table = load_table()
    assert [
        name for name in place_words().noun_names if name not in table.codes and name not in table.old_names
    ] == []
