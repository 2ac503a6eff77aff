"""The comparison of two texts as storage needs it. It is passed in, so that storage needs no rules about texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MERGING = ("duplicate", "reprint")  # relations that put two articles into one story
STRENGTH = ("duplicate", "reprint", "excerpt_of", "variant")  # stored kinds, the strongest first


class Comparison(Protocol):
    """The result of comparing article a with article b."""

    @property
    def kind(self) -> str:
        """One of STRENGTH, or unrelated."""
        ...

    @property
    def score(self) -> float:
        """Share of both texts that they have in common, 0 to 1."""
        ...

    @property
    def cover_a(self) -> float:
        """Share of a that is part of b, 0 to 1."""
        ...

    @property
    def cover_b(self) -> float:
        """Share of b that is part of a, 0 to 1."""
        ...

    @property
    def conflicts(self) -> Sequence[str]:
        """Names of the facts that spoke against one story."""
        ...

    @property
    def direction(self) -> str | None:
        """For excerpt_of: a_in_b or b_in_a."""
        ...


@dataclass(frozen=True, slots=True)
class Features:
    """What is kept of a text in order to find similar texts."""

    folded: str  # normal form
    content_sha: str | None
    hashes: Sequence[int]  # of its clauses, 64-bit signed


@dataclass(frozen=True, slots=True)
class Comparer:
    """The rules of comparison.

    ``compare`` takes two rows with title, body, content_sha, published_date and first_seen_at; it is pure and
    symmetric. ``rule_version`` is stored with relations, ``norm_version`` with normal forms.
    """

    compare: Callable[[Mapping[str, Any], Mapping[str, Any]], Comparison]
    features: Callable[[str], Features]
    rule_version: int
    norm_version: int
