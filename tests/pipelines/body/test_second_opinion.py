"""The whole page is asked about where the chosen lines hold too little, and may add lines that belong to them."""

from __future__ import annotations

from unittest import mock

from pipelines.body import second_opinion as module
from pipelines.body.line_scores import line_scores
from pipelines.body.second_opinion import needs_second_opinion, second_opinion
from tests.pipelines.body.part_lines import paragraphs, parsed_part, sentences


def test_opinion_is_asked_only_if_much_text_is_missing() -> None:
    _, lines = parsed_part(paragraphs(sentences(8)))
    scores = line_scores(lines, -1)
    assert needs_second_opinion(lines, scores, -1, lines[:4])
    assert not needs_second_opinion(lines, scores, -1, lines[:7])


def test_lines_of_the_same_make_and_inside_the_span_are_added_and_no_others() -> None:
    texts, other = sentences(4), sentences(1, start=9)[0]
    part, lines = parsed_part(
        f"<p>{texts[0]}</p><div>{texts[1]}</div><p>{texts[2]}</p><p>{texts[3]}</p><div>{other}</div>"
    )
    with mock.patch.object(module, "extracted_text", return_value="\n".join([*texts, other])):
        found = second_opinion(part, lines, -1, [lines[0], lines[2]])
    assert [line.text for line in found] == texts


def test_nearly_empty_choice_is_replaced() -> None:
    texts = sentences(4)
    part, lines = parsed_part(f"<div>下载客户端</div>{paragraphs(texts)}")
    with mock.patch.object(module, "extracted_text", return_value="\n".join(texts)):
        found = second_opinion(part, lines, -1, lines[:1])
    assert [line.text for line in found] == texts
