"""The values between a spider and a list reader: a response to read, and what was read from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from crawler.lists.article_links import MAX_LINKS
from storage.values import ListHint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.lists.article_links import ListedArticle
    from crawler.sources.model import Source


@dataclass(frozen=True)
class ListResponse:
    """A response to a list page, with what the frontier stores about that page."""

    body: bytes
    url: str  # after redirects
    headers: Mapping[str, str]
    source: Source
    requested_url: str = ""  # before redirects, without a fragment
    position: int = 1  # 1 for the first page of a list, 2 for the second …
    hint: ListHint = field(default_factory=ListHint)
    known_lists: frozenset[str] = frozenset()  # URL keys of the source's own list pages

    @property
    def start_as_written(self) -> str:
        """The start address with its fragment: ``#2031`` names a column on some sites, but is never sent."""
        own = [start for start in self.source.start if start.partition("#")[0] == self.requested_url]
        return next(iter(own), self.requested_url)


@dataclass(frozen=True)
class NextPage:
    """A further page of a list: its address, and how to request and read it."""

    url: str
    key: str
    hint: ListHint = field(default_factory=ListHint)
    advance: int = 1  # 0: another address of the same part of the list, so the page count does not rise


@dataclass(frozen=True)
class ListPage:
    """What was read from a list page."""

    url: str
    articles: tuple[ListedArticle, ...] = ()
    next_pages: tuple[NextPage, ...] = ()
    column: str | None = None  # the column's name, if the page states it
    moved: tuple[str, str] | None = None  # URL and key a page without content forwards its readers to
    max_articles: int = MAX_LINKS  # more than these are left out and reported
    bad_addresses: int = 0  # links that are not valid web addresses
    may_repeat: bool = False  # True: repeating the articles of the page before does not end the list
    at_end: bool = False  # True: a page without articles is how this list ends
    broken: str | None = None  # outcome reason if the response is not a list at all
    why_empty: str = ""  # what the page contains instead of articles, for a person


class ListReader(Protocol):
    """Reads the list pages of one mechanism. Runs in a thread, outside the event loop."""

    def read(self, response: ListResponse) -> ListPage:
        """Return the page's articles and its next pages. Raises webpage.TooExpensive and PatternTimeout."""
        ...

    def alternatives(self, response: ListResponse) -> list[NextPage]:
        """Return other pages to request because this one is missing; ``response.body`` is empty then."""
        ...
