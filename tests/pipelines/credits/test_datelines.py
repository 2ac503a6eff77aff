"""Datelines at the start of a paragraph, and lines with a date."""

from __future__ import annotations

import pytest

from tests.pipelines.credits.credit_texts import A, B, bylines_of, read


def test_dateline_is_read_and_the_paragraph_stays() -> None:
    credits = read(f"本报澜山9月3日讯 记者{A}报道 今天上午，临溪区举行签约仪式")
    assert (credits.dateline, credits.place, credits.partial_date) == ("本报澜山9月3日讯", "澜山", "9月3日")
    assert bylines_of(credits) == f"reporter={A}"
    assert not credits.metadata_only
    agency = read(f"新华社云岭9月3日电（{A}、{B}）会议指出")
    assert agency.outlet == "新华社"
    assert bylines_of(agency) == f"reporter={A} reporter={B}"


def test_author_in_brackets_at_the_start_of_a_paragraph_is_read() -> None:
    credits = read(f"（文/{A}）今天上午，临溪区举行签约仪式，八个项目落户")
    assert bylines_of(credits) == f"author={A}"
    assert not credits.metadata_only


@pytest.mark.parametrize(
    ("line", "source", "raw"),
    [
        ("2026-09-03 澜山日报", "澜山日报", "2026-09-03"),
        ("2026-09-03 08:30 星期四", None, "2026-09-03 08:30"),
        ("2026-09-03 08:30 发布于云岭", None, "2026-09-03 08:30"),
    ],
)
def test_date_alone_or_beside_an_outlet_is_read(line: str, source: str | None, raw: str) -> None:
    credits = read(line)
    assert credits.published is not None
    assert (credits.source, credits.published.raw, credits.metadata_only) == (source, raw, True)


def test_outlet_and_name_before_a_date_are_read() -> None:
    credits = read(f"澜山日报记者 {A} 2026-11-18")
    assert credits.published is not None
    assert (credits.outlet, bylines_of(credits)) == ("澜山日报", f"reporter={A}")
    assert credits.published.raw == "2026-11-18"


def test_day_without_a_year_is_a_partial_date() -> None:
    credits = read("09-03 澜山日报")
    assert (credits.published, credits.partial_date, credits.source) == (None, "09-03", "澜山日报")
