"""Re-extraction: select stored pages, compare their records with new ones, and write the new ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select, update

from storage.articles import save
from storage.articles.article_columns import ArticleToSave, Saving
from storage.db.models import ArticleRow, PageRow, RawRow
from storage.frontier.page_state import StoredPage
from storage.read import records
from storage.values import ArticleHint, RawEntry, Saved, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection, RowMapping, Select

    from storage.db.database import Database
    from storage.read.records import Record

CHUNK = 200
# fields that depend on the extraction rules and are visible to readers
FIELDS = (
    *("title", "kicker", "subtitle", "original_title", "summary", "body", "script", "language"),
    *("published_at", "published_date", "published_precision", "published_from", "published_raw"),
    *("outlet", "platform", "platform_account", "bylines", "dateline", "regions", "column", "keywords"),
    *("images", "attachments", "newspaper"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which stored pages to extract again."""

    version: str  # of the current rules: articles with this version are up to date
    source: str | None = None
    since: date | None = None
    reasons: Sequence[str] = ()  # of refusals that the current rules may decide differently


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredPart:
    """A further page of an article on several pages; ``missing`` is the reason why there is no body of it."""

    url: str
    raw_sha: str | None
    status: int
    headers: Mapping[str, str]
    missing: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredResponse:
    """A page with its last response, and the records of the articles extracted from it."""

    page_id: int
    source_id: str
    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    hint: ArticleHint
    raw_sha: str
    fetched_at: datetime
    records: Mapping[int, Record] = field(default_factory=dict)
    parts: tuple[StoredPart, ...] = ()  # the further pages of the same article


def count(database: Database, wanted: Wanted) -> int:
    """Return how many pages are still to be extracted."""
    with database.read() as connection:
        pages = _pages(wanted).with_only_columns(PageRow.id).subquery()
        return connection.execute(select(func.count()).select_from(pages)).scalar_one()


def pages(database: Database, wanted: Wanted) -> Iterator[StoredResponse]:
    """Yield the pages still to be extracted in the order of their ids, CHUNK of them in memory.

    Call it again to resume an interrupted pass: finished articles have the current version of the rules.
    """
    after = 0
    while True:
        with database.read() as connection:
            query = _pages(wanted).where(PageRow.id > after).order_by(PageRow.id).limit(CHUNK)
            chunk = [_stored(connection, row) for row in connection.execute(query).mappings()]
        if not chunk:
            return
        after = chunk[-1].page_id
        yield from chunk


def _pages(wanted: Wanted) -> Select[Any]:
    old = select(ArticleRow.page_id).where(
        ArticleRow.state != "taken_down",
        or_(ArticleRow.extractor.is_(None), ArticleRow.extractor != wanted.version),
    )
    if wanted.since is not None:
        old = old.where(ArticleRow.published_date >= wanted.since)
    refused = and_(
        PageRow.state == "refused", PageRow.reason.in_(list(wanted.reasons)), PageRow.article_id.is_(None)
    )
    query = (
        select(
            *(PageRow.id, PageRow.source_id, PageRow.url, PageRow.hint, PageRow.raw_sha),
            *(RawRow.status, RawRow.headers, RawRow.fetched_at, RawRow.url.label("raw_url")),
        )
        .join(RawRow, RawRow.sha == PageRow.raw_sha)
        .where(PageRow.kind == "article", or_(PageRow.id.in_(old), refused))
    )
    return query if wanted.source is None else query.where(PageRow.source_id == wanted.source)


def _stored(connection: Connection, row: RowMapping) -> StoredResponse:
    ids = connection.execute(
        select(ArticleRow.id).where(ArticleRow.page_id == row["id"], ArticleRow.state != "taken_down")
    ).scalars()
    found = {article_id: records.find_record(connection, article_id) for article_id in ids.all()}
    shown = {article_id: record for article_id, record in found.items() if record is not None}
    fetched = next((record.get("fetched_url") for record in shown.values()), None)
    return StoredResponse(
        page_id=row["id"],
        source_id=row["source_id"],
        url=row["url"],
        final_url=fetched or row["raw_url"],
        status=row["status"],
        headers=row["headers"],
        hint=ArticleHint.from_json(row["hint"]),
        raw_sha=row["raw_sha"],
        fetched_at=row["fetched_at"],
        records=shown,
        parts=tuple(_stored_parts(connection, list(shown))),
    )


def _stored_parts(connection: Connection, article_ids: Sequence[int]) -> Iterator[StoredPart]:
    """Yield the further pages of the one article of a page, as its evidence names them."""
    if len(article_ids) != 1:
        return
    query = select(ArticleRow.evidence).where(ArticleRow.id == article_ids[0])
    for part in connection.execute(query).scalar_one().get("parts", ()):
        sha = part.get("raw_sha")
        raw = select(RawRow.status, RawRow.headers).where(RawRow.sha == sha)
        row = connection.execute(raw).one_or_none() if sha is not None else None
        yield StoredPart(
            url=part["url"],
            raw_sha=sha if row is not None else None,
            status=row.status if row is not None else 0,
            headers=row.headers if row is not None else {},
            missing=None if row is not None else part.get("missing", "not_archived"),
        )


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the names of visible fields that differ between two records."""
    return [name for name in FIELDS if _or_none(before.get(name)) != _or_none(after.get(name))]


def _or_none(value: Any) -> Any:
    """Treat empty values and missing ones alike."""
    return value or None


def write(database: Database, stored: StoredResponse, found: Sequence[ArticleToSave]) -> list[Saved]:
    """Save the articles that the current rules extract from a page; return what became of each, in order.

    Words as in ``save.reread``; for a page that had no article as in ``save.save``; and moved_on if a crawl has
    stored a newer response meanwhile: then nothing is written.
    """
    with database.write() as connection:
        seq = database.next_seq(connection, max(1, len(found)))
        query = select(PageRow.__table__).where(PageRow.id == stored.page_id).with_for_update()
        page = connection.execute(query).mappings().one()
        if page["raw_sha"] != stored.raw_sha:
            return [Saved(None, "moved_on") for _ in found]
        raw = (
            connection.execute(select(RawRow.__table__).where(RawRow.sha == stored.raw_sha)).mappings().one()
        )
        seen = Seen(status=raw["status"], fetched_at=stored.fetched_at, raw=RawEntry(**raw))
        saving = Saving(page=StoredPage.from_row(page), run_id=None, seen=seen, now=database.now(connection))
        if stored.records:
            return [save.reread(database, connection, one, saving, seq + i) for i, one in enumerate(found)]
        done = [save.save(database, connection, one, saving, seq + i) for i, one in enumerate(found)]
        first = next((one.article_id for one in done if one.article_id is not None), None)
        if first is not None:
            values = {"state": "stored", "reason": None, "article_id": first}
            connection.execute(update(PageRow).where(PageRow.id == stored.page_id).values(**values))
        return done
