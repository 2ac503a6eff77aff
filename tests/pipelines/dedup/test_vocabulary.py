"""The word lists of the comparison."""

from __future__ import annotations

from pipelines.dedup.vocabulary import vocabulary


def test_word_lists_are_read_once() -> None:
    assert vocabulary() is vocabulary()


def test_opposites_do_not_overlap() -> None:
    assert all(one.isdisjoint(other) for one, other in vocabulary().opposites)
