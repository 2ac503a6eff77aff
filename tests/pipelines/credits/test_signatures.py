"""Lines that name people without a label."""

from __future__ import annotations

from pipelines.credits.signatures import signature
from tests.pipelines.credits.credit_texts import A, B, bylines_of, read


def test_names_in_captions_are_photographers() -> None:
    for caption in (f"签约现场。（{A} 摄）", f"{A}摄", f"签约现场。新华社记者 {A} 摄", f"□{A} 摄"):
        credits = read(caption, caption=True)
        assert bylines_of(credits) == f"photographer={A}"
        assert credits.outlet is None


def test_outlet_alone_in_brackets_is_the_source() -> None:
    credits = read("（澜山日报）")
    assert (credits.source, credits.metadata_only) == ("澜山日报", True)


def test_credit_behind_a_caption_in_the_text_leaves_the_caption() -> None:
    credits = read(f"图为签约现场。{A} 摄")
    assert bylines_of(credits) == f"photographer={A}"
    assert not credits.metadata_only


def test_single_name_in_brackets_needs_three_characters() -> None:
    assert signature("（方案）") is None
    assert signature(f"（{B}）") is None
    assert signature(f"（{A}）") is not None
