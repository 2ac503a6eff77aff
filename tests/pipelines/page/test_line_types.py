"""Questions that a line of a page answers about itself."""

from __future__ import annotations

from lxml import html

from pipelines.page.line_types import TextLine

ELEMENT = html.fromstring("<p>x</p>")


def test_line_that_is_mostly_link_text_is_a_link() -> None:
    assert TextLine("一二三四五", ELEMENT, link_chars=4).is_link
    assert not TextLine("一二三四五", ELEMENT, link_chars=3).is_link


def test_spaced_text_separates_inline_elements() -> None:
    line = TextLine("来源澜山日报", ELEMENT, pieces=("来源", "澜山日报"))
    assert line.spaced_text == "来源 澜山日报"
    assert TextLine("来源", ELEMENT).spaced_text == "来源"


def test_line_of_another_kind_is_a_copy() -> None:
    line = TextLine("现场", ELEMENT)
    assert (line.of_kind("caption").kind, line.kind) == ("caption", "paragraph")
