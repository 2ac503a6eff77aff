"""Foreign pages: our part and trafilatura must agree, else its own reading is taken."""

from __future__ import annotations

from unittest import mock

from pipelines.body import foreign
from tests.pipelines.pages import bare_page, body_lines

TEXT = [
    f"The council of Lanshan approved project number {number} on Tuesday after a debate that lasted for several hours in the old hall."
    for number in ("one", "two", "three", "four", "five")
]
HEAD = "<title>Council approves five projects</title>"
PAGE = "<h1>Council approves five projects</h1>{lead}<div class='story'>{body}</div><aside>{aside}</aside>"
BODY = "".join(f"<p>{line}</p>" for line in TEXT)
ASIDE = "<p><a href='/2'>Weather</a></p>"


def test_lines_of_the_part_that_trafilatura_keeps_are_the_body() -> None:
    found = bare_page(PAGE.format(lead="", body=BODY, aside=ASIDE), HEAD)
    assert body_lines(found) == TEXT
    assert found.evidence["body"]["path"] == "trafilatura"


def test_lead_above_the_part_is_kept_only_if_trafilatura_keeps_it() -> None:
    lead = "Five projects were approved in Lanshan this week."
    page = PAGE.format(lead=f"<div><p>{lead}</p></div>", body=BODY, aside=ASIDE)
    with mock.patch.object(foreign, "extracted_text", return_value="\n".join([lead, *TEXT])):
        assert body_lines(bare_page(page, HEAD)) == [lead, *TEXT]
    with mock.patch.object(foreign, "extracted_text", return_value="\n".join(TEXT)):
        assert body_lines(bare_page(page, HEAD)) == TEXT


def test_trafilaturas_own_reading_is_taken_where_it_disagrees() -> None:
    text = "Another text that trafilatura reads on this page, and which stands nowhere in the part that we found on it."
    with mock.patch.object(foreign, "extracted_text", return_value=text):
        found = bare_page(PAGE.format(lead="", body=BODY, aside=ASIDE), HEAD)
    assert (body_lines(found), found.evidence["body"]) == (
        [text],
        {"path": "whole_page", "guard": "disagreement"},
    )
