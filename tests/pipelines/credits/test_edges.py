"""Which lines of a body are credits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.credits.edges import BodyContext, read_edges
from tests.pipelines.credits.credit_texts import FETCHED, A, B, bylines_of

if TYPE_CHECKING:
    from pipelines.credits.credit_types import BodyCredits

TEXT = ["第一段说了很多话，会议要求各部门抓好落实。", "第二段说了更多话，会议要求各部门抓好落实。"]


def edges(lines: list[str], captions: tuple[str, ...] = (), *, certain: bool = False) -> BodyCredits:
    """The credits of a body's lines; ``certain`` as for a container that holds the body alone."""
    return read_edges(lines, captions, BodyContext(certain=certain, fetched_at=FETCHED))


def test_names_in_brackets_are_a_signature_only_at_the_end() -> None:
    at_end = edges([*TEXT, f"（{A} {B}）"])
    assert bylines_of(at_end.credits) == f"author={A} author={B}"
    assert at_end.metadata_lines == {2}
    assert bylines_of(edges([f"（{A} {B}）", *TEXT]).credits) == ""
    assert bylines_of(edges([*TEXT, "（方案）"]).credits) == ""


def test_original_title_leaves_the_body() -> None:
    found = edges(["原标题：岚水：“三问于民”解民忧（上）"])
    assert found.credits.original_title == "岚水：“三问于民”解民忧（上）"
    assert found.metadata_lines == {0}


def test_label_between_two_paragraphs_is_text() -> None:
    found = edges([TEXT[0], *TEXT, "地点：区文化馆", *TEXT, TEXT[0]], certain=True)
    assert found.metadata_lines == frozenset()


def test_bare_day_at_the_beginning_is_reported_with_month_and_day() -> None:
    found = edges(["2026年9月3日", *TEXT])
    assert found.day_lines == {0: (9, 3)}
    assert found.credits.published is not None


def test_repeated_days_are_headings_and_no_date() -> None:
    found = edges(["9月3日", TEXT[0], "9月4日", TEXT[1]])
    assert found.credits.published is None
    assert found.credits.partial_date is None


def test_label_of_an_interview_is_text() -> None:
    lines = ["记者：今年的项目有哪些特点和亮点？", TEXT[0], "记者：下一步有哪些打算和安排？", TEXT[1]]
    assert edges(lines).metadata_lines == frozenset()


def test_names_in_captions_are_photographers() -> None:
    found = edges(TEXT, (f"签约现场。（{A} 摄）",))
    assert bylines_of(found.credits) == f"photographer={A}"
