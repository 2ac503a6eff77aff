"""Confidence of a story that was cut out of a printed page."""

from __future__ import annotations

import pytest

from pipelines.printed.printed_story import DOUBTS, PrintedStory

TEXT = (
    "清晨六点，首班渡轮离岸，船上坐着三十七位赶早市的居民。"
    "渡口停航三年，两岸往来要绕行十一公里的山路，如今一趟只要九分钟，冬季照常开行。"
)
WHOLE = PrintedStory(title="青岚渡口今晨复航", bylines=("□钟离雪",), paragraphs=(TEXT,))


def test_whole_story_has_no_doubts() -> None:
    assert (WHOLE.checked().doubts, WHOLE.checked().confidence) == ((), 1.0)


@pytest.mark.parametrize(
    ("story", "doubts"),
    [
        (PrintedStory(bylines=("□钟离雪",), paragraphs=(TEXT,)), ("no_title",)),
        (PrintedStory(title="甲", paragraphs=(TEXT,)), ("no_byline",)),
        (PrintedStory(title="甲", paragraphs=("本报讯 " + TEXT,)), ()),
        (PrintedStory(title="甲", bylines=("□钟离雪",), paragraphs=(TEXT[:-1],)), ("ends_amid_sentence",)),
        (
            PrintedStory(title="甲", bylines=("□钟离雪",), paragraphs=("，" + TEXT,)),
            ("starts_amid_sentence",),
        ),
        (PrintedStory(title="甲", bylines=("□钟离雪",), paragraphs=("售罄。",)), ("short",)),
    ],
)
def test_doubts_of_a_story(story: PrintedStory, doubts: tuple[str, ...]) -> None:
    assert story.checked().doubts == doubts


def test_every_doubt_lowers_the_confidence_down_to_a_minimum() -> None:
    for doubt, cost in DOUBTS.items():
        assert WHOLE.doubted(doubt).confidence == pytest.approx(1 - cost)
    assert WHOLE.doubted(*DOUBTS).confidence == 0.1
