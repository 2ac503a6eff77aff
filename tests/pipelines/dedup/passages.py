"""Passages that differ between two texts, for tests of single conflict rules."""

from __future__ import annotations

from pipelines.dedup.prepared_text import Passage, prepare


def swapped(frame: str, one: str, other: str) -> tuple[Passage, Passage]:
    """The passages of two words that stand in the same place (``{}``) of a frame."""
    start = len(prepare(frame.split("{}", maxsplit=1)[0]).folded)
    first, second = (prepare(frame.format(word)) for word in (one, other))
    rest = len(prepare(frame.format("")).folded) - start
    return (
        Passage(first, start, len(first.folded) - rest),
        Passage(second, start, len(second.folded) - rest),
    )
