"""Small questions about single elements."""

from __future__ import annotations

from lxml import html

from pipelines.page import elements


def test_visible_text_leaves_out_scripts_and_comments() -> None:
    element = html.fromstring("<div>一<script>x</script>二<!-- y -->三<p>四</p></div>")
    assert "".join(elements.visible_text(element)) == "一二三四"


def test_hidden_and_centered_elements_are_recognised() -> None:
    assert elements.is_hidden(html.fromstring("<p style='display: none'>x</p>"))
    assert elements.is_hidden(html.fromstring("<p hidden>x</p>"))
    assert not elements.is_hidden(html.fromstring("<p>x</p>"))
    assert elements.is_centered(html.fromstring("<p align='center'>x</p>"))
    assert elements.is_centered(html.fromstring("<p style='text-align:center'>x</p>"))
    assert not elements.is_centered(html.fromstring("<p>x</p>"))
