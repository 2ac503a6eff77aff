"""The gate: no field of the invented pages is read worse than before, and floors only rise."""

from __future__ import annotations

import json

import pytest

from pipelines import Page, Refused, understand
from tests.quality import score
from tests.quality.cases import CASES, Case


def test_every_field_reaches_its_floor(capsys: pytest.CaptureFixture[str]) -> None:
    floors = json.loads(score.FLOORS.read_text("utf-8"))
    found, wrong = score.table()
    assert {name: found[name] for name, floor in floors.items() if found[name] < floor} == {}, wrong


def test_the_gate_has_pages_of_every_kind() -> None:
    names = {case.name for case in CASES}
    assert len(names) == len(CASES) >= 90
    assert sum(bool(case.refused) for case in CASES) >= 15


def test_a_floor_is_never_lowered() -> None:
    assert score.raised({"body": 0.9}, {"body": 0.95}) == {"body": 0.95}
    with pytest.raises(ValueError, match="never lowered"):
        score.raised({"body": 0.9}, {"body": 0.89})


def test_a_worse_reading_would_be_noticed() -> None:
    case = next(case for case in CASES if case.name == "trs-news")
    spoiled = Case(case.name, case.html.replace("仪式".encode(), "典礼".encode()), case.content)
    assert score.scores(case)["body"] == 1
    assert score.scores(spoiled)["body"] < 1


@pytest.mark.parametrize("case", [case for case in CASES if not case.refused], ids=lambda case: case.name)
def test_half_a_page_never_ends_in_an_exception(case: Case) -> None:
    for share in (0.2, 0.5, 0.8):
        assert _reason(case, case.html[: int(share * len(case.html))]) not in (
            "extract_error",
            "too_expensive",
        )


def _reason(case: Case, body: bytes) -> str:
    try:
        understand(Page(url=case.url, body=body))
    except Refused as refused:
        return refused.reason
    return ""


@pytest.mark.parametrize("url", ["", "x", "http://[bad", "file:///x", "http://www.lanshan.test:99999/"])
def test_a_page_with_an_odd_address_is_read_all_the_same(url: str) -> None:
    case = CASES[0]
    (article,) = understand(Page(url=url, body=case.html))
    assert (article.title, article.url) == (case.content.title, url)
