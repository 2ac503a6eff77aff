"""The values that enter and leave understanding: a Page as it was fetched, Articles as readers get them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

BYLINE_ROLES = (
    "reporter",
    "correspondent",
    "author",
    "photographer",
    "editor",
    "responsible_editor",
    "first_review",
    "second_review",
    "final_review",
)


class Refused(Exception):
    """The page is no article.

    ``reason`` is a short name (``soft_404``, ``list_page``) that is counted, shown and kept in the frontier;
    ``detail`` explains it. An empty list instead would make a challenge page look like a day without news.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else self.reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Selectors:
    """Selectors of a source or family for the parts of an article: CSS, or XPath if one begins with / or ./"""

    body: str | None = None
    title: str | None = None
    date: str | None = None
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """The settings of a source, merged with those of its family, that understanding needs."""

    id: str
    name: str
    outlet: str | None = None
    platform: str | None = None
    region: str | None = None
    kind: str = "government"  # government | newspaper | portal | platform
    charset: str | None = None
    divisions: str = "gb2260"
    mirror_of: str | None = None
    selectors: Selectors = Selectors()


@dataclass(frozen=True, kw_only=True, slots=True)
class Hint:
    """What a list or feed states about a page before it is fetched."""

    title: str | None = None
    published_raw: str | None = None
    column: str | None = None
    list_url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Newspaper:
    """The place of an article in a printed edition."""

    issue_date: date | None = None
    page_no: str | None = None
    page_name: str | None = None
    order: int | None = None
    page_pdf: str | None = None
    page_image: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """The text of one article that is known already, so that no body has to be found on a page.

    Sources of such texts: a story cut out of a printed page, an entry of a list API that carries its article, and
    data that a page embeds for its own scripts. The body is either ``lines`` (plain text, one paragraph each) or
    ``html`` (a fragment of markup with pictures and tables), never both. ``published_raw`` is a date as the data
    writes it, a number of seconds or milliseconds since 1970 included; ``outlet`` is the value of 来源.
    """

    title: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    lines: tuple[str, ...] = ()
    html: str | None = None
    published_raw: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PagePart:
    """A further page of an article that is spread over several.

    ``missing`` is the reason why it could not be fetched (``http_404``, ``robots``); then ``body`` is empty.
    """

    url: str
    body: bytes = field(default=b"", repr=False)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    missing: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One response: bytes, address, time, and what was known about it before it was fetched.

    Where ``given`` is set the article is made from it alone, and ``body`` is not read. ``parts`` are the further pages
    of the same article, in their order from the second one.
    """

    url: str
    body: bytes = field(repr=False)  # up to ten megabytes: kept out of log lines
    final_url: str | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    fetched_at: datetime | None = None  # aware
    rules: Rules | None = None
    hint: Hint | None = None
    newspaper: Newspaper | None = None
    given: Given | None = None
    parts: tuple[PagePart, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Byline:
    """A person with a role in the making of an article."""

    role: str  # one of BYLINE_ROLES
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """One place that an article is about, with the evidence for it."""

    code: str  # GB/T 2260, six digits; of the parent when ``zone`` is set
    name: str
    zone: str | None = None
    how: str = "body"  # source | outlet | dateline | site_code | title | body


@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    """A picture of an article; ``url`` is absolute."""

    url: str
    caption: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file that an article links; ``url`` is absolute."""

    url: str
    name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """The article record; keys, types and meanings are those of the documented schema.

    Keys that the archive assigns (id, story_id, versions, ...) are ``None`` in an article that was just read. ``evidence``
    (why fields have their values; plain JSON), ``folded``, ``norm_version`` and ``fingerprints`` (for deduplication)
    are stored with the article but are not part of the record.
    """

    id: int | None = None
    url: str = ""
    fetched_url: str | None = None
    source: str | None = None
    platform: str | None = None
    platform_account: str | None = None
    outlet: str | None = None
    title: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    original_title: str | None = None
    summary: str | None = None
    body: str | None = None
    script: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    published_date: date | None = None
    published_precision: str | None = None
    published_from: str | None = None
    published_raw: str | None = None
    bylines: list[Byline] = field(default_factory=list)
    dateline: str | None = None
    regions: list[Region] = field(default_factory=list)
    column: str | None = None
    keywords: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    newspaper: Newspaper | None = None
    story_id: int | None = None
    canonical: bool | None = None
    relation: Mapping[str, Any] | None = None
    state: str = "live"
    versions: int | None = None
    first_seen_at: datetime | None = None
    last_seen_at: datetime | None = None
    changed_at: datetime | None = None
    change_seq: int | None = None
    content_sha: str | None = None
    raw_sha: str | None = None
    extractor: str | None = None
    run_id: int | None = None
    evidence: dict[str, Any] = field(default_factory=dict)
    folded: str | None = None
    norm_version: int | None = None
    fingerprints: tuple[int, ...] = ()

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is known to be missing from the text: ``page 3 of 5``."""
        return tuple(self.evidence.get("gaps", ()))

    def record(self) -> dict[str, Any]:
        """The schema's dict: JSON types only, times as ISO 8601 in UTC, keys in the schema's order."""
        record = {
            f.name: _plain(getattr(self, f.name))
            for f in dataclasses.fields(self)
            if f.name not in ("evidence", "folded", "norm_version", "fingerprints")
        }
        paper = record["newspaper"]
        if paper is not None and (paper["issue_date"] is None or paper["page_no"] is None):
            record["newspaper"] = {k: v for k, v in paper.items() if v is not None}
        return record


@dataclass(slots=True)
class PageItem:
    """The one item of the pipelines: a page, its row in the frontier, and the articles found on it.

    ``refused`` holds (reason, detail) of what was not kept: the page itself, or articles of a split page.
    """

    page: Page
    page_id: int | None = None
    raw_sha: str | None = None
    articles: list[Article] = field(default_factory=list, repr=False)
    refused: list[tuple[str, str]] = field(default_factory=list)
    saved: list[tuple[int, str]] = field(default_factory=list)  # (article id, store's word)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    return value
