"""What storage needs of whoever understands texts: handed in, since this room knows neither texts nor rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MERGING = ("duplicate", "reprint")
STRENGTH = ("duplicate", "reprint", "excerpt_of", "variant")  # all other kinds are not stored


class Verdict(Protocol):
    """What one article is to another."""

    @property
    def kind(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def cover_a(self) -> float: ...
    @property
    def cover_b(self) -> float: ...
    @property
    def conflicts(self) -> Sequence[str]: ...
    @property
    def direction(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Features:
    """What is kept of a text to find its twins."""

    folded: str
    content_sha: str | None
    hashes: Sequence[int]


@dataclass(frozen=True, slots=True)
class Judge:
    """``compare`` takes two rows (title, body, content_sha, published_date, first_seen_at); pure, and the same both ways."""

    compare: Callable[[Mapping[str, Any], Mapping[str, Any]], Verdict]
    features: Callable[[str], Features]
    rule_version: int
    norm_version: int
