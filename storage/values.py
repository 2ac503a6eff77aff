"""Values and protocols that storage shares with the packages above it. Must not know SQL or files."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

SHANGHAI = ZoneInfo("Asia/Shanghai")  # the time zone of every printed date in mainland China

PENDING = ("due", "retry")
FINAL = ("listed", "stored", "unchanged", "duplicate", "refused", "blocked", "gone", "failed")


class NotClaimed(Exception):
    """The run does not hold the page: its outcome was written already, or it was never claimed."""


class Archive(Protocol):
    """A store of response bodies, addressed by the sha256 of their content."""

    def put(self, body: bytes) -> str:
        """Store a body and return its sha256 in hexadecimal. Storing it twice is harmless."""
        ...

    def get(self, sha: str) -> bytes:
        """Return the body with that sha256. Raises ArchiveError if it is missing or damaged."""
        ...

    def check(self, sha: str) -> str | None:
        """Return what is wrong with a body, or None if it is present and intact."""
        ...

    def remove(self, sha: str) -> bool:
        """Delete a body; return False if it was not there."""
        ...


# ---------------------------------------------------------------------- hints


@dataclass(frozen=True, kw_only=True, slots=True)
class _JsonValue:
    """A dataclass that is stored as a JSON object; fields with their default value are left out."""

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Build the value from its JSON object. Keys of other releases are ignored."""
        given = {one.name: stored.get(_key(one)) for one in fields(cls)}
        return cls(**{name: cls._read(name, value) for name, value in given.items() if value is not None})

    @classmethod
    def _read(cls, name: str, value: Any) -> Any:
        if name in ("issue_date", "asked_day"):
            return date.fromisoformat(value)
        if name == "newspaper":
            return PrintedPlace.from_json(value)
        return tuple(value) if isinstance(value, list) else value

    def as_json(self) -> dict[str, Any]:
        """Return the JSON object, with days as YYYY-MM-DD."""
        shown: dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if value != one.default:
                shown[_key(one)] = _plain(value)
        return shown

    @property
    def is_empty(self) -> bool:
        """True if every field has its default value."""
        return not self.as_json()


def _key(one: Any) -> str:
    """The JSON key of a dataclass field: its name, or the shorter one that earlier releases wrote."""
    key: str = one.metadata.get("key", one.name)
    return key


def _plain(value: Any) -> Any:
    if isinstance(value, _JsonValue):
        return value.as_json()
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _stored_as(key: str, default: Any) -> Any:
    """A dataclass field that is stored under another key than its name."""
    return field(default=default, metadata={"key": key})


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedPlace(_JsonValue):
    """The place of an article in a printed edition, as the edition's pages state it."""

    issue_date: date | None = None
    page_no: str | None = None
    page_name: str | None = None
    order: int | None = None  # position on its page, from 1
    page_pdf: str | None = None  # URL
    page_image: str | None = None  # URL


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleHint(_JsonValue):
    """What a list or an edition page stated about an article before the article was fetched."""

    title: str | None = None
    published_raw: str | None = None  # the date as printed beside the link
    column: str | None = None
    list_url: str | None = None  # sent as Referer
    content: str | None = _stored_as("inside", None)  # the article itself, packed, if the list contained it
    newspaper: PrintedPlace | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ListHint(_JsonValue):
    """How to request a list page and how to read the answer."""

    number: int | None = None  # page number by the site's own count
    speculative: bool = _stored_as(
        "probe", False
    )  # no page linked to it: if it is missing, the list has ended
    more_promised: bool = _stored_as("told", False)  # the page before stated that there are further pages
    list_title: str | None = _stored_as("like", None)  # title of the first page, without page numbers
    address_parts: tuple[str, str] | None = _stored_as("made", None)  # the URL before and after the number
    form: str | None = None  # body of a POST request, URL-encoded; None: GET
    referer: str | None = None  # the column page whose script requests this address
    template: str | None = None  # URL with {page} in place of the number
    other_templates: tuple[str, ...] = _stored_as("other", ())  # to try if this one fails
    template_guessed: bool = _stored_as("guessed", False)  # no template is named in the column page
    unit: str | None = None  # id of the data unit that the column page loads
    page_size: int | None = _stored_as("size", None)  # rows per request
    rows_seen: int = _stored_as("seen", 0)  # on earlier pages of this list
    rows_in_column: int = _stored_as("rows", 0)  # rows that the column page itself contained
    moves: int = 0  # redirects by page content that led here


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionHint(_JsonValue):
    """Which edition, and which page of it, an address of a newspaper is expected to be."""

    issue_date: date | None = None
    page_no: str | None = None
    page_name: str | None = None
    page_pdf: str | None = None  # URL
    is_start: bool = _stored_as("start", False)  # a start address of the source
    is_second_reading: bool = _stored_as("rest", False)  # an index read again for articles no page listed
    asked_day: date | None = None  # the address was built for this day: no edition is no failure
    template: str | None = None  # URL template that asked_day was filled into
    moves: int = 0  # redirects by page content that led here


Hint = ArticleHint | ListHint | EditionHint
HINTS: dict[str, type[ArticleHint | ListHint | EditionHint]] = {
    "article": ArticleHint,
    "list": ListHint,
    "edition": EditionHint,
}


def read_hint(kind: str, stored: Mapping[str, Any]) -> Hint:
    """Build the hint of a page of that kind (list, edition, article) from its JSON object."""
    return HINTS[kind].from_json(stored)


# ---------------------------------------------------------------------- the frontier


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """An address that matched a rule of its source, with what the page that holds the link states about it."""

    url: str
    url_key: str
    kind: str  # list | edition | article
    hint: Hint = field(default_factory=ArticleHint)  # of the kind; an empty one fits any kind
    hint_date: date | None = None
    position: int = 0
    issue_date: date | None = None
    state: str = "due"
    reason: str | None = None
    refresh: bool = False  # fetch it again in this walk although it is known

    def __post_init__(self) -> None:
        if not isinstance(self.hint, HINTS[self.kind]):
            if not self.hint.is_empty:
                raise TypeError(
                    f"a link to a page of kind {self.kind} cannot have {type(self.hint).__name__}"
                )
            object.__setattr__(self, "hint", HINTS[self.kind]())


@dataclass(frozen=True, kw_only=True, slots=True)
class Claimed:
    """A row of the frontier that a run has claimed."""

    id: int
    url: str
    url_key: str
    kind: str
    state: str
    position: int
    hint: Hint
    parent_id: int | None
    issue_id: int | None
    attempts: int
    etag: str | None
    last_modified: str | None
    not_modified: int
    article_id: int | None
    found_walk: int
    raw_sha: str | None = None  # of the last body that was understood
    planned: bool = False  # a scheduled recheck of a stored article


@dataclass(frozen=True, kw_only=True, slots=True)
class RawEntry:
    """Description of one body in the raw archive; the body is on disk before this row is written."""

    sha: str
    url: str
    status: int
    headers: Mapping[str, str]
    size: int  # bytes before compression
    fetched_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What is kept of a response."""

    status: int
    fetched_at: datetime
    final_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    raw: RawEntry | None = None
    parts: tuple[RawEntry, ...] = ()  # further pages of the same article


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of a claimed page: a final state, ``retry`` at a time, or ``due`` (returned unread)."""

    state: str
    reason: str | None = None
    retry_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.state not in (*FINAL, *PENDING):
            raise ValueError(f"unknown outcome {self.state!r}")
        if self.state == "retry" and self.retry_at is None:
            raise ValueError("an outcome 'retry' needs retry_at")

    @property
    def returned(self) -> bool:
        """True if the page is pending again."""
        return self.state in PENDING


class Saved(NamedTuple):
    """What became of an article that was to be saved."""

    article_id: int | None  # None: not stored
    word: str  # inserted | revised | unchanged | duplicate | taken_down; rereading has words of its own


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """How many links of a settled page were new to the frontier."""

    new: int = 0
    known: int = 0
    all_known_before: bool = True  # every article link was found in an earlier, completed walk


@dataclass(frozen=True, kw_only=True, slots=True)
class Want:
    """Which pages a run may claim."""

    ignore_retry: bool = False  # claim pages before their retry time
    window: tuple[date | None, date | None] = (None, None)  # published days, inclusive
    recheck_since: datetime | None = None  # claim articles first seen since then, whatever their plan
    rechecks: int | None = None  # scheduled rechecks this run may still claim; None: no limit
    articles: bool = True  # False: lists and editions only
    skip_hosts: Collection[str] = ()
