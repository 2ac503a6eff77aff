"""Stories found among the lines of a printed page."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.printed.text.story_split import split_stories

FERRY = [
    "三年等待有了回响",
    "青岚渡口今晨复航",
    "□本报记者 钟离雪 通讯员 公西华",
    "清晨六点，首班渡轮离岸，船上坐着三十七位赶早市的居民。渡口停航三年，两岸往来要绕行十一公里的",
    "山路。如今一趟只要九分钟，船票两元。",
    "管理处介绍，栈桥加固了四十二处，夜间班次增加到每小时一班，冬季照常开行。",
]
LIGHTS = [
    "□司徒青 报道",
    "城东老街的路灯全部换成了暖光，二百一十六盏灯由居民自己挑选样式，施工只用了十一天。",
    "老街的店铺把打烊时间推迟了一个小时，夜里有了人声。",
    "老街路灯换新颜 居民自己选样式",
    "二百一十六盏暖光灯十一天装完",
]
CANTEEN = [
    "社区食堂里的一碗热汤",
    "■记者 钟离雪 报道",
    "本报青岚讯 中午十一点半，柳荫社区食堂飘出骨汤的香味，七十八岁的老人端着饭盒排在第一个，她说这汤比家里熬得",
    "柳荫社区食堂的志愿者给老人盛汤。",
    "□公西华 摄",
    "还浓。食堂开张四个月，每天供应一百二十份午餐，送餐上门的有三十一份。",
]


def titles(lines: list[str]) -> list[tuple[str | None, str | None, str | None]]:
    return [(story.kicker, story.title, story.subtitle) for story in split_stories(lines)]


def test_page_is_split_where_its_stories_begin() -> None:
    assert titles([*FERRY, *LIGHTS, *CANTEEN]) == [
        ("三年等待有了回响", "青岚渡口今晨复航", None),
        (None, "老街路灯换新颜 居民自己选样式", "二百一十六盏暖光灯十一天装完"),
        (None, "社区食堂里的一碗热汤", None),
    ]


def test_sentence_cut_at_the_end_of_a_column_is_joined() -> None:
    ferry = split_stories([*FERRY, *CANTEEN])[0]
    assert ferry.paragraphs == (FERRY[3] + FERRY[4], FERRY[5])
    assert ferry.bylines == (FERRY[2],)


def test_caption_inside_a_sentence_is_taken_out() -> None:
    canteen = split_stories([*FERRY, *CANTEEN])[1]
    assert canteen.captions == tuple(CANTEEN[3:5])
    assert canteen.paragraphs == (CANTEEN[2] + CANTEEN[5],)


def test_headline_below_its_story_lowers_the_confidence() -> None:
    ferry, lights, canteen = split_stories([*FERRY, *LIGHTS, *CANTEEN])
    assert lights.doubts == ("headline_after_story",)
    assert lights.confidence < ferry.confidence == canteen.confidence == 1.0


def test_headline_may_be_the_last_line_of_the_page() -> None:
    assert [story.title for story in split_stories([*FERRY, *LIGHTS])][1] == "老街路灯换新颜 居民自己选样式"


def test_story_may_begin_with_a_dateline() -> None:
    brief = [
        "北关菜市场添了公平秤",
        "本报讯（记者 司徒青） 北关菜市场昨日添置公平秤六台，摊主和居民都可以随时复秤。",
    ]
    assert [story.title for story in split_stories([*brief, *CANTEEN])] == [
        "北关菜市场添了公平秤",
        "社区食堂里的一碗热汤",
    ]


def test_subheading_does_not_begin_a_story() -> None:
    lines = [*FERRY[:4], FERRY[4], "夜班船上的修表匠", FERRY[5], *CANTEEN]
    ferry, _ = split_stories(lines)
    assert ferry.paragraphs[1:] == ("夜班船上的修表匠", FERRY[5])


@pytest.mark.parametrize("lines", [FERRY, [], ["一行"], ["青岚渡口今晨复航"] * 4000])
def test_lines_with_fewer_than_two_stories_are_not_split(lines: list[str]) -> None:
    assert split_stories(lines) == []


WORDS = st.sampled_from(
    [*FERRY, *LIGHTS, *CANTEEN, "图为老街夜景。", "短句", "2026年9月27日 星期日", "——副题一行"]
)


@settings(max_examples=60)
@given(st.lists(WORDS, max_size=40))
def test_every_character_of_a_page_is_kept_once(lines: list[str]) -> None:
    found = split_stories(lines)
    if not found:
        return
    taken = {i for story in found for i in story.lines}
    parts = [line for i, line in enumerate(lines) if i not in taken]
    for story in found:
        parts += [story.title or "", story.kicker or "", story.subtitle or ""]
        parts += [*story.bylines, *story.paragraphs, *story.captions]
    spaceless = Counter("".join("".join(parts).split())), Counter("".join("".join(lines).split()))
    assert spaceless[0] == spaceless[1]
