"""The words of navigation links."""

from __future__ import annotations

import pytest

from crawler.lists import navigation_words


def test_every_entry_has_a_reason_and_support_and_compiles() -> None:
    for name, entry in navigation_words.entries().items():
        assert set(entry) == {"why", "support", "words"}, name
        assert entry["why"], name
        assert entry["support"], name
        navigation_words.pattern(name)


@pytest.mark.parametrize("text", ["下一页", "下页", "后一页", "Next", "nextpage"])
def test_next_page_words_match_whole_labels(text: str) -> None:
    assert navigation_words.pattern("next_page").fullmatch(text)


def test_pattern_is_placed_between_the_given_parts() -> None:
    more = navigation_words.pattern("more", before="^", after="[>»]*$")
    assert more.match("更多>>")
    assert not more.match("更多新闻")
