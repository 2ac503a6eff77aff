"""A body prepared for comparison."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipelines.dedup.normalise import normal_form
from pipelines.dedup.prepared_text import Passage, prepare
from pipelines.dedup.thresholds import THRESHOLDS

TEXT = prepare("青岚渡口复航。\n首班渡轮六点离岸，船票两元\n2026年9月27日")


def test_marks_and_lines_belong_to_positions_of_the_folded_text() -> None:
    assert TEXT.folded == "青岚渡口复航首班渡轮六点离岸船票两元2026年9月27日"
    assert TEXT.marks == {6: "。\n", 14: ",", 18: "\n"}
    assert list(TEXT.lines) == [0, 6, 18]


def test_sentences_end_at_full_stops_and_lines() -> None:
    assert [at for at in range(len(TEXT.folded) + 1) if TEXT.sentence_ends_at(at)] == [
        0,
        6,
        18,
        len(TEXT.folded),
    ]
    assert [at for at in TEXT.marks if TEXT.has_full_stop_at(at)] == [6]
    assert (TEXT.sentence_start(10), TEXT.sentence_end(10)) == (6, 18)


def test_closing_date_is_a_line_of_its_own() -> None:
    assert TEXT.closing_dates(0, len(TEXT.folded)) == {"2026年9月27日"}
    assert TEXT.closing_dates(0, 18) == set()


def test_pieces_are_divided_at_marks() -> None:
    passage = Passage(TEXT, 6, 18)
    assert [piece.folded for piece in passage.pieces()] == ["首班渡轮六点离岸", "船票两元"]
    assert (passage.size, passage.widened(2, 1).folded) == (12, "复航首班渡轮六点离岸船票两元2")


def test_site_lines_are_known_by_their_form() -> None:
    text = prepare("青岚渡口复航，首班渡轮六点离岸。\n【民生】\n推荐阅读的内容\n渡口停航三年，两岸往来不便。")
    assert text.site_line_size(0, len(text.folded)) == len("民生推荐阅读的内容")
    assert text.skip_site_lines(14, len(text.folded)) == 23
    assert text.skip_site_lines(0, len(text.folded)) == 0


def test_heading_is_a_short_line_before_another_line() -> None:
    text = prepare("青岚渡口复航\n首班渡轮六点离岸。")
    assert text.has_heading_at(0)
    assert not text.has_heading_at(6)


def test_long_body_is_truncated() -> None:
    text = prepare("渡口今晨恢复通航。" * 20_000)
    assert (text.truncated, len(text.folded)) == (True, THRESHOLDS.max_text)


@given(st.text(alphabet="青岚12.%，。-～ab\n（）：", max_size=80))
def test_folded_text_is_the_normal_form(body: str) -> None:
    assert prepare(body).folded == normal_form(body)
