"""Merging the credits of several lines."""

from __future__ import annotations

from pipelines.credits.credit_types import Credits
from pipelines.items import Byline
from tests.pipelines.credits.credit_texts import A, B

FIRST, SECOND = Byline(role="author", name=A), Byline(role="editor", name=B)


def test_first_statement_wins_and_bylines_add_up() -> None:
    first = Credits(bylines=(FIRST,), outlet="澜山日报", labels=("作者",))
    merged = first.merged(Credits(bylines=(SECOND, FIRST, SECOND), outlet="云岭日报", place="临溪"))
    assert merged.bylines == (FIRST, SECOND)
    assert (merged.outlet, merged.place, merged.labels) == ("澜山日报", "临溪", ("作者",))


def test_source_of_a_label_replaces_an_employer_only() -> None:
    employer = Credits(source="市人民检察院", source_is_assumed=True)
    assert employer.merged(Credits(source="澜山日报")).source == "澜山日报"
    assert Credits(source="澜山日报").merged(employer).source == "澜山日报"


def test_names_are_returned_as_printed() -> None:
    credits = Credits(source="县政府办(研究室)").as_printed("来源：县政府办（研究室）")
    assert credits.source == "县政府办（研究室）"
