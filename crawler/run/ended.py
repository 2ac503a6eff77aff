"""What a crawl process says and returns when it is over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ended:
    """Exit code 0 ok, 1 a problem was found, 2 wrong use or configuration."""

    exit_code: int
    message: str | None = None
