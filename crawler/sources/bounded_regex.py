"""Regular expressions written by the author of a source, searched within a limit of CPU time.

Python's ``re`` cannot be stopped: ``(.*a){12}b`` takes 27 s on 25 characters of an address that a site chooses. The
``regex`` module checks a timeout while it searches.
"""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import regex

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE_SECONDS = 2.0  # for all searches on one page; 5,000 addresses against a shipped pattern take 0.1 s


class PatternTimeout(Exception):
    """A source's pattern used up its CPU time, so the texts it was searched in remain undecided."""


class PatternMatch(Protocol):
    """The part of a match object that callers use."""

    def __getitem__(self, group: int | str, /) -> str: ...

    def groups(self) -> tuple[str | None, ...]: ...

    def groupdict(self) -> Mapping[str, str | None]: ...


class BoundedPattern:
    """A pattern whose searches share one allowance of CPU time; make a new one for each page."""

    def __init__(self, pattern: str, *, ignore_case: bool = False, seconds: float = PAGE_SECONDS) -> None:
        self.pattern = pattern
        self.seconds = seconds
        self._compiled = _compiled(pattern, ignore_case=ignore_case)
        self._left = seconds

    def search(self, text: str) -> PatternMatch | None:
        """Return the first match in the text. Raises PatternTimeout once the allowance is used up."""
        if self._left <= 0:
            raise PatternTimeout(self._message())
        started = time.thread_time()
        try:
            found: PatternMatch | None = self._compiled.search(text, timeout=self._left)
        except TimeoutError:
            self._left = 0.0
            raise PatternTimeout(self._message()) from None
        self._left -= time.thread_time() - started
        return found

    def _message(self) -> str:
        return f"the pattern {self.pattern!r} took more than {self.seconds:g} s of CPU time on one page"


def problem(pattern: str) -> str | None:
    """Return why a pattern cannot be compiled, or None if it can."""
    try:
        _compiled(pattern, ignore_case=False)
    except regex.error as error:
        return f"is not a regular expression: {error}"
    except (RecursionError, OverflowError, MemoryError):
        return "is not a regular expression: too large"
    return None


@lru_cache(maxsize=1024)
def _compiled(pattern: str, *, ignore_case: bool) -> Any:
    return regex.compile(pattern, regex.IGNORECASE if ignore_case else 0)
