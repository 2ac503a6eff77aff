"""trafilatura chooses the lines of a part; guards refuse a choice that loses the text."""

from __future__ import annotations

from unittest import mock

import pytest

from pipelines.body import choose_lines as module
from pipelines.body.choose_lines import choose_lines
from tests.pipelines.body.part_lines import paragraphs, parsed_part, sentences


def test_list_of_links_behind_the_text_is_left_out() -> None:
    texts = sentences(4)
    links = "".join(f"<li><a href='/{i}'>望河县第{i}届山楂文化旅游节开幕</a></li>" for i in range(6))
    part, lines = parsed_part(f"{paragraphs(texts)}<ul class='related'>{links}</ul>")
    choice = choose_lines(part, lines, {line for line in lines if not line.is_link})
    assert ([line.text for line in choice.lines], choice.guard) == (texts, None)


@pytest.mark.parametrize(("extracted", "guard"), [("", "nothing_kept"), (sentences(1)[0], "too_little_kept")])
def test_all_lines_stand_if_trafilatura_keeps_too_little(extracted: str, guard: str) -> None:
    texts = sentences(5)
    part, lines = parsed_part(paragraphs(texts))
    with mock.patch.object(module, "extracted_text", return_value=extracted):
        choice = choose_lines(part, lines, set(lines))
    assert ([line.text for line in choice.lines], choice.guard) == (texts, guard)


def test_slogan_that_is_printed_again_and_again_does_not_count_as_text() -> None:
    texts, slogan = sentences(3), "更多精彩内容请关注青岚发布，我们每天为您推送新闻。"
    part, lines = parsed_part(paragraphs(texts) + "".join(f"<div>{slogan}</div>" for _ in range(9)))
    with mock.patch.object(module, "extracted_text", return_value="\n".join(texts)):
        choice = choose_lines(part, lines, set(lines))
    assert ([line.text for line in choice.lines], choice.guard) == (texts, None)


def test_pictures_and_footers_stay_for_the_later_stages() -> None:
    texts = sentences(3)
    part, lines = parsed_part(
        f"{paragraphs(texts)}<div><img src='/1.jpg'></div><div>版权所有 青岚市人民政府</div>"
    )
    with mock.patch.object(module, "extracted_text", return_value="\n".join(texts)):
        choice = choose_lines(part, lines, set(lines))
    assert [line.text or line.image for line in choice.lines] == [*texts, "/1.jpg", "版权所有 青岚市人民政府"]
