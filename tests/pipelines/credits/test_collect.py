"""Credits of whole pages, from header, body, tail and data."""

from __future__ import annotations

import pytest

from pipelines.items import Rules
from tests.pipelines.pages import (
    BODY,
    BODY_LINES,
    article,
    body_lines,
)

PORTAL = Rules(id="port", name="澜山信息港", kind="portal", region="990100", divisions="sample")
PAPER = Rules(
    id="daily", name="澜山日报", outlet="澜山日报", kind="newspaper", region="990100", divisions="sample"
)
IN_URL = "http://www.lanshan.test/xw/202609/t20260903_12.html"


def test_credits_are_read_and_their_lines_leave_the_body() -> None:
    tail = "<p>（记者 周文远 通讯员 吴晓）</p><p>责任编辑：郑大海</p>"
    found = article(body="<p>本报澜山讯 临溪区举行签约。</p>" + BODY + tail)
    assert [(one.role, one.name) for one in found.bylines] == [
        ("reporter", "周文远"),
        ("correspondent", "吴晓"),
        ("responsible_editor", "郑大海"),
    ]
    assert found.dateline == "本报澜山讯"
    assert found.body is not None
    assert "本报澜山讯" in found.body
    assert not any(name in found.body for name in ("周文远", "郑大海"))


def test_author_at_the_start_of_a_paragraph_is_read() -> None:
    found = article(body=BODY.replace("<p>", "<p>（文/澜山网 周文远）", 1))
    assert (found.outlet, [one.name for one in found.bylines], len(body_lines(found))) == (
        "澜山网",
        ["周文远"],
        BODY_LINES,
    )


@pytest.mark.parametrize(
    ("tail", "names"),
    [
        ("<p>记者：张一鸣 李思远</p><p>责编：吴晓 | 监制：郑海</p><p>投稿邮箱：a@b.test</p>", ["张一鸣", "李思远", "吴晓"]),
        ("<p>【责任编辑：吴晓】</p><p>【内容审核：郑海】</p>", ["吴晓"]),
        ("<p>作者丨张一鸣</p><p>审核丨郑海</p>", ["张一鸣"]),
        ("<p>END</p><p>统筹：郑海</p><p>文字记者：张一鸣</p><p>摄影记者：李思远</p>", ["张一鸣", "李思远"]),
    ],
)  # fmt: skip
def test_credits_below_a_text_leave_it_and_staff_is_not_kept(tail: str, names: list[str]) -> None:
    found = article(body=BODY + tail)
    assert [one.name for one in found.bylines] == names
    assert len([line for line in body_lines(found) if "邮箱" not in line]) == BODY_LINES


def test_speaker_of_an_interview_is_no_reporter() -> None:
    talk = "<p>记者：今年的冬修水利有什么特点？</p><p>周广平：早、快、实。</p><p>记者：谢谢。</p>"
    found = article(body=BODY + talk)
    assert (found.bylines, len(body_lines(found))) == ([], BODY_LINES + 3)
