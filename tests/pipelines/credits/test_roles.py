"""Outlet, role words and names in a row."""

from __future__ import annotations

import pytest

from pipelines.credits.roles import read_roles
from tests.pipelines.credits.credit_texts import A, B, bylines_of, read


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        (f"澜山日报记者 {A}", "澜山日报"),
        (f"(澜山融媒记者 {A})", "澜山融媒"),
        (f"澜山日报社全媒体记者:{A}", "澜山日报社"),
        (f"东岚壹点记者 {A}", "东岚壹点"),
        (f"（岚水县融媒体中心 {A}）", "岚水县融媒体中心"),
    ],
)
def test_medium_before_the_role_is_the_outlet(line: str, outlet: str) -> None:
    credits = read(line)
    assert credits.outlet == outlet
    assert [one.name for one in credits.bylines] == [A]


def test_place_before_the_closing_word_is_no_name() -> None:
    found = read_roles(f"本报记者 {A} 临溪报道")
    assert found is not None
    assert (bylines_of(found), found.place) == (f"reporter={A}", "临溪")


def test_names_without_a_role_are_authors_only_where_allowed() -> None:
    assert read_roles(f"{A} {B}") is None
    found = read_roles(f"{A} {B}", bare=True)
    assert found is not None
    assert bylines_of(found) == f"author={A} author={B}"
