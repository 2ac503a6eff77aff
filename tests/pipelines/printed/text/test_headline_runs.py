"""Headline lines between two stories are assigned to the story whose words they use."""

from __future__ import annotations

from pipelines.printed.printed_story import PrintedStory
from pipelines.printed.text.headline_runs import assign_headlines

FERRY = PrintedStory(paragraphs=("青岚渡口今晨复航，首班渡轮离岸，三年等待有了回响。",))
LIGHTS = PrintedStory(paragraphs=("老街的路灯换了新颜，居民自己选了路灯的样式。",))


def test_headline_below_goes_to_the_story_above_that_uses_its_words() -> None:
    page = ["青岚渡口复航", "(ferry)", "老街路灯换新颜"]
    ferry, lights = assign_headlines(page, [range(0), range(0, 1), range(2, 3)], [FERRY, LIGHTS])
    assert (ferry.title, ferry.doubts) == ("青岚渡口复航", ("headline_after_story",))
    assert (lights.title, lights.doubts) == ("老街路灯换新颜", ("headline_after_story",))


def test_two_lines_are_kicker_and_title_and_a_dashed_line_is_the_subtitle() -> None:
    page = ["三年等待有了回响", "青岚渡口今晨复航", "——来自渡口的报道"]
    ferry, _ = assign_headlines(page, [range(3), range(3, 3), range(3, 3)], [FERRY, LIGHTS])
    assert (ferry.kicker, ferry.title, ferry.subtitle) == tuple(page)
    assert ferry.lines == (0, 1, 2)


def test_title_in_two_halves_is_above_its_subtitle() -> None:
    page = ["青岚渡口复航", "老街路灯换新颜 居民自己选样式", "二百一十六盏暖光灯十一天装完"]
    _, lights = assign_headlines(page, [range(1), range(1, 3), range(3, 3)], [FERRY, LIGHTS])
    assert (lights.kicker, lights.title, lights.subtitle) == (None, page[1], page[2])


def test_story_without_a_headline_takes_a_short_line_of_its_text() -> None:
    story = PrintedStory(paragraphs=("清晨六点，首班渡轮离岸。", "青岚渡口复航", "船票两元。"))
    [found] = assign_headlines([], [range(0), range(0)], [story])
    assert (found.title, found.paragraphs) == ("青岚渡口复航", (story.paragraphs[0], story.paragraphs[2]))
    assert found.doubts == ("headline_within_story",)
