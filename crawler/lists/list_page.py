"""What a list mechanism gets, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from crawler.lists.article_links import MAX_LINKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.lists.article_links import ListedArticle
    from crawler.sources.model import Source

PROBE = "probe"  # hint key: this list page was guessed, so a missing page ends the list and is not an error


@dataclass(frozen=True)
class ListResponse:
    """One answered list page, and what its row in the frontier knows."""

    body: bytes
    url: str
    headers: Mapping[str, str]
    source: Source
    asked: str = ""  # the address before redirects
    position: int = 1  # first, second, third page of its list
    hint: Mapping[str, Any] = field(default_factory=dict)
    skip: frozenset[str] = frozenset()  # keys of the source's own list pages

    @property
    def source_start(self) -> str:
        """The start address as it was written: a part behind # names a column on some sites, and is never sent."""
        own = [start for start in self.source.start if start.partition("#")[0] == self.asked]
        return next(iter(own), self.asked)


@dataclass(frozen=True)
class NextPage:
    """A further list page. ``hint`` is kept in its row: what it takes to ask for it and to read it."""

    url: str
    key: str
    hint: Mapping[str, Any] = field(default_factory=dict)
    step: int = 1  # 0: the same part of the list once more, in another form


@dataclass
class ListPage:
    """What a list page said."""

    url: str
    found: list[ListedArticle] = field(default_factory=list)
    onward: list[NextPage] = field(default_factory=list)
    column: str | None = None
    moved: tuple[str, str] | None = None  # where a page without content sends its readers
    bad: int = 0  # addresses that are none
    most: int = MAX_LINKS  # articles that are taken of one page
    may_repeat: bool = False  # the same articles as on the page before do not end this list yet
    at_end: bool = False  # no article, and that is how this list says that it is at its end
    broken: str | None = None  # why it is no list at all: the reason of the outcome
    why_empty: str = ""  # what stands there instead of articles, in words


class ListReader(Protocol):
    """Reads list pages; runs beside the event loop. Raises ``document.TooExpensive``."""

    def read(self, answer: ListResponse) -> ListPage:
        """The page's articles and the pages that follow."""
        ...

    def instead(self, answer: ListResponse) -> list[NextPage]:
        """Pages to ask for because this one is missing; ``body`` is empty then."""
        ...
