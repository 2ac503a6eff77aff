"""Trees of broken or hostile markup."""

from __future__ import annotations

import pytest

from pipelines import Refused
from pipelines.page.html_tree import MAX_DEPTH, build_tree


def test_wrappers_nested_too_deep_are_removed_and_their_text_stays() -> None:
    depth = 4 * MAX_DEPTH
    tree = build_tree("<html><body>" + "<div>" * depth + "正文" + "</div>" * depth + "</body></html>")
    assert max(sum(1 for _ in element.iterancestors()) for element in tree.iter()) <= MAX_DEPTH
    assert tree.text_content() == "正文"


def test_markup_without_a_document_is_refused() -> None:
    with pytest.raises(Refused, match="not_html"):
        build_tree("")


def test_second_body_becomes_part_of_the_first() -> None:
    tree = build_tree("<html><body><p>一</p></body><body><p>二</p></body></html>")
    assert len(tree.findall("body")) == 1
    assert tree.text_content() == "一二"
