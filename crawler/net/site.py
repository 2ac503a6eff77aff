"""Which host names are one site: with and without ``www.`` in front."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

WWW = "www."


class Hosts(frozenset[str]):
    """Names without their ``www.``: whoever owns one owns the other, and pages link either."""

    def __new__(cls, names: Iterable[str] = ()) -> Self:
        return super().__new__(cls, map(bare, names))

    def __contains__(self, host: object) -> bool:
        return isinstance(host, str) and super().__contains__(bare(host))


def of(url: str) -> str:
    """The host of an address, without the dot that may end it."""
    return (urlsplit(url).hostname or "").rstrip(".")


def bare(host: str) -> str:
    """The name without ``www.``, where something that can be a domain is left."""
    short = host.removeprefix(WWW)
    return short if "." in short else host
