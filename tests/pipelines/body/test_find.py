"""The body of whole pages: the text after headline and date, not cards or players."""

from __future__ import annotations

import pytest

from tests.pipelines.pages import (
    BODY,
    BODY_LINES,
    H1,
    OTHER_STORY,
    TITLE,
    article,
    bare_page,
    body_lines,
)

SHORT = f"<p>{TITLE}，八个项目由外地企业投资，预计明年三月陆续开工，建成后可吸纳三百人就业。</p>"
DATED = "<div>2026-11-18 16:42 来源：澜山日报</div>"
CARDS = "".join(f"<div class='it'><p>第{i}条。{OTHER_STORY}</p></div>" for i in range(6))


def test_media_player_before_the_text_is_no_text() -> None:
    player = "<div>您的浏览器不支持HTML5视频播放，请升级浏览器。</div><div>00:00 / 01:32 倍速 高清 全屏</div>"
    assert len(body_lines(article(H1 + player))) == BODY_LINES


@pytest.mark.parametrize(
    "layout",
    [
        "<div id='printArea'>{head}<div class='a'>{text}</div></div><div class='r'>{cards}</div>",
        "{head}<div id='print'>{text}</div><div class='r'>{cards}</div>",
        "{head}<div class='foot-con'><div class='a'>{text}</div></div>",
        "<div class='left-side'>{head}<div class='a'>{text}</div></div><div class='r'>{cards}</div>",
        "<div class='r'><h3>推荐阅读</h3>{cards}</div><div class='l'>{head}<div>{text}</div></div>",
        "{head}<div class='a'>{text}</div><div class='r'><h3>热点</h3><p>{story}</p><p>{story}</p></div>",
    ],
)  # fmt: skip
def test_body_is_the_text_after_headline_and_date(layout: str) -> None:
    for text in (SHORT, BODY):
        found = bare_page(layout.format(head=H1 + DATED, text=text, cards=CARDS, story=OTHER_STORY))
        assert len(body_lines(found)) == text.count("<p>")
        assert OTHER_STORY not in (found.body or "")


def test_card_with_the_class_of_a_body_is_no_body() -> None:
    card = f"<div class='r'><div class='news-content'><p>{OTHER_STORY}</p></div></div>"
    main = f"<div class='l'>{H1}{DATED}<div>{BODY}</div></div>"
    for body in (main + card, card + main, main + 6 * card):
        assert len(body_lines(bare_page(body))) == BODY_LINES
