"""Compare host names with and without ``www.``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

WWW = "www."


class HostSet(frozenset[str]):
    """A set of host names in which ``www.example.cn`` and ``example.cn`` are the same element."""

    def __new__(cls, names: Iterable[str] = ()) -> Self:
        return super().__new__(cls, map(without_www, names))

    def __contains__(self, host: object) -> bool:
        return isinstance(host, str) and super().__contains__(without_www(host))


def host_of(url: str) -> str:
    """Return the host name of a URL in lower case, without a trailing dot; empty if it has none."""
    return (urlsplit(url).hostname or "").rstrip(".")


def without_www(host: str) -> str:
    """Return the host name without a leading ``www.``, unless only a top-level name would remain."""
    short = host.removeprefix(WWW)
    return short if "." in short else host
