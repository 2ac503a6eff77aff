"""Columns of an article row: built from a record, compared with a stored row, kept as a version."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from storage.db.models import ArticleVersionRow
from storage.frontier.discovery import issue_of_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, RowMapping

    from storage.db.database import Database
    from storage.frontier.page_state import StoredPage
    from storage.values import Seen

TEXT_COLUMNS = (  # text columns with the name of their key in the record
    *("url", "fetched_url", "platform", "platform_account", "outlet"),
    *("title", "kicker", "subtitle", "original_title", "summary", "body", "script", "language"),
    *("published_precision", "published_from", "published_raw", "dateline", "content_sha", "extractor"),
)
INVISIBLE = ("extractor", "fetched_url")  # a new value alone is no change for readers
VERSION_COLUMNS = ("content_sha", "title", "body", "published_at", "raw_sha", "extractor")


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleToSave:
    """An article to save: its record (plain JSON types), and what deduplication needs."""

    record: Mapping[str, Any]  # keys of article.schema.json
    url_key: str  # canonical address without scheme; for a part of a page, with a mark for its headline
    evidence: Mapping[str, Any] = field(default_factory=dict)
    folded: str | None = None  # normal form of the body for comparison
    norm_version: int | None = None  # version of the rules that built ``folded``
    fingerprints: Sequence[int] = ()  # clause hashes, 64-bit signed


@dataclass(frozen=True, kw_only=True, slots=True)
class Saving:
    """What all articles of one page share while they are saved."""

    page: StoredPage
    run_id: int | None  # None: re-extraction, not a crawl
    seen: Seen
    now: datetime


def columns_of(
    database: Database, connection: Connection, article: ArticleToSave, saving: Saving
) -> dict[str, Any]:
    """Return the columns of an article row that come from the record."""
    record = article.record
    columns: dict[str, Any] = {name: record[name] for name in TEXT_COLUMNS}
    columns["published_at"] = _moment(record["published_at"])
    columns["published_date"] = _day(record["published_date"])
    columns["column_name"] = record["column"]
    columns["keywords"] = list(record["keywords"])
    columns["newspaper"] = record["newspaper"]
    columns["issue_id"] = _issue_id(database, connection, record["newspaper"], saving)
    columns["evidence"] = dict(article.evidence)
    columns["folded"] = article.folded
    columns["norm_version"] = article.norm_version
    columns["raw_sha"] = saving.seen.raw.sha if saving.seen.raw else None
    return columns


def _issue_id(
    database: Database, connection: Connection, newspaper: Mapping[str, Any] | None, saving: Saving
) -> int | None:
    day = _day(newspaper.get("issue_date")) if newspaper else None
    if day is None:
        return None
    return issue_of_day(database, connection, saving.page.source_id, day, saving.page.url, saving.now)


def same_text(row: Mapping[str, Any] | RowMapping, columns: Mapping[str, Any]) -> bool:
    """Return whether both are one version: equal bodies, and titles that differ in white space at most."""
    titles = ["".join((one["title"] or "").split()) for one in (row, columns)]
    return titles[0] == titles[1] and same_body(row, columns)


def same_body(row: Mapping[str, Any] | RowMapping, columns: Mapping[str, Any]) -> bool:
    """Return whether the normal forms are equal; if they are not comparable, whether the bodies are."""
    if row["norm_version"] != columns["norm_version"] or not row["content_sha"]:
        return bool(row["body"] == columns["body"])
    return bool(row["content_sha"] == columns["content_sha"])


def visible(row: Mapping[str, Any] | RowMapping) -> tuple[Any, ...]:
    """Return the columns shown to readers, in order."""
    names = [name for name in TEXT_COLUMNS if name not in INVISIBLE]
    more = ("column_name", "keywords", "newspaper", "published_at", "published_date")
    return tuple(row[name] for name in (*names, *more))


def keep_earlier_parts(row: Mapping[str, Any] | RowMapping, columns: dict[str, Any]) -> None:
    """Carry the further pages of the superseded version on in the evidence, so that its raw bodies stay known."""
    earlier = list(row["evidence"].get("earlier_parts", ()))
    if parts := row["evidence"].get("parts"):
        earlier.append({"version": row["versions"], "parts": parts})
    if earlier:
        columns["evidence"] = {**columns["evidence"], "earlier_parts": earlier}


def write_version(
    connection: Connection,
    article_id: int,
    number: int,
    cause: str,
    columns: Mapping[str, Any],
    saving: Saving,
) -> None:
    """Keep the text as a version; ``cause`` is publisher (the page changed) or extractor (our rules changed)."""
    connection.execute(
        insert(ArticleVersionRow).values(
            article_id=article_id,
            number=number,
            cause=cause,
            run_id=saving.run_id,
            seen_at=saving.now,
            **{name: columns[name] for name in VERSION_COLUMNS},
        )
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)


def _day(text: str | None) -> date | None:
    return None if not text else date.fromisoformat(text)
