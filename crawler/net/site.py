"""Which host names are one site: with and without ``www.`` in front, and whose domain a name lies in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

WWW = "www."
SECOND_LEVEL = frozenset(("gov", "com", "net", "org", "edu", "ac"))  # of country domains


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


def site_of(host: str) -> str:
    """The part of a host name that its owner bought: qinglan.gov.cn of xw.qinglan.gov.cn."""
    labels = bare(host).split(".")
    public = 2 if len(labels) > 2 and labels[-2] in SECOND_LEVEL and len(labels[-1]) == 2 else 1
    return ".".join(labels[-public - 1 :])
