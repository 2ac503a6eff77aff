"""Stored pages read again by today's rules: what is to be read, what would change, and the change itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select, update

from storage.articles import save
from storage.articles.save import ArticleToSave, Saving
from storage.db.models import ArticleRow, PageRow, RawRow
from storage.read import records
from storage.values import RawEntry, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection, RowMapping, Select

    from storage.db.database import Database

CHUNK = 200
# what a reader sees of an article and the rules decide; the rest of a record is the archive's
FIELDS = (
    *("title", "kicker", "subtitle", "original_title", "summary", "body", "script", "language"),
    *("published_at", "published_date", "published_precision", "published_from", "published_raw"),
    *("outlet", "platform", "platform_account", "bylines", "dateline", "regions", "column", "keywords"),
    *("images", "attachments", "newspaper"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which part of the archive is read again."""

    version: str  # of today's rules: articles that carry it were read by them already
    source: str | None = None
    since: date | None = None
    reasons: Sequence[str] = ()  # refusals that today's rules may take back


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """A page of the archive with the body it was last read from, and the records of its articles."""

    page_id: int
    source_id: str
    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    hint: Mapping[str, Any]
    raw_sha: str
    fetched_at: datetime
    records: Mapping[int, dict[str, Any]] = field(default_factory=dict)


def count(database: Database, wanted: Wanted) -> int:
    """How many pages are still to be read."""
    with database.read() as connection:
        pages = _pages(wanted).with_only_columns(PageRow.id).subquery()
        return connection.execute(select(func.count()).select_from(pages)).scalar_one()


def pages(database: Database, wanted: Wanted) -> Iterator[Stored]:
    """The pages still to be read, in the order of their ids, a chunk in memory at a time.

    An interrupted pass is resumed by asking again: what was read carries the version of the rules.
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


def _stored(connection: Connection, row: RowMapping) -> Stored:
    ids = connection.execute(
        select(ArticleRow.id).where(ArticleRow.page_id == row["id"], ArticleRow.state != "taken_down")
    ).scalars()
    found = {article_id: records.find_record(connection, article_id) for article_id in ids.all()}
    shown = {article_id: record for article_id, record in found.items() if record is not None}
    fetched = next((record.get("fetched_url") for record in shown.values()), None)
    return Stored(
        page_id=row["id"],
        source_id=row["source_id"],
        url=row["url"],
        final_url=fetched or row["raw_url"],
        status=row["status"],
        headers=row["headers"],
        hint=row["hint"],
        raw_sha=row["raw_sha"],
        fetched_at=row["fetched_at"],
        records=shown,
    )


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The fields of two records that a reader would see differ."""
    return [name for name in FIELDS if _same(before.get(name)) != _same(after.get(name))]


def _same(value: Any) -> Any:
    return value or None


def write(database: Database, stored: Stored, found: Sequence[ArticleToSave]) -> list[tuple[int | None, str]]:
    """Save what today's rules read in a page; gives (article id, word) for each.

    Words: ``same``, ``changed`` (around the text), ``revised`` (a version with cause ``extractor``), ``inserted``
    (a refused page that is an article now), ``taken_down``, ``unknown`` (of another page), and ``moved_on`` where a
    crawl has stored a newer body meanwhile: then nothing is written.
    """
    with database.write() as connection:
        seq = database.next_seq(connection, max(1, len(found)))
        query = select(PageRow.__table__).where(PageRow.id == stored.page_id).with_for_update()
        page = connection.execute(query).mappings().one()
        if page["raw_sha"] != stored.raw_sha:
            return [(None, "moved_on") for _ in found]
        raw = (
            connection.execute(select(RawRow.__table__).where(RawRow.sha == stored.raw_sha)).mappings().one()
        )
        seen = Seen(status=raw["status"], fetched_at=stored.fetched_at, raw=RawEntry(**raw))
        saving = Saving(page=page, run_id=None, seen=seen, now=database.now(connection))
        if stored.records:
            return [save.reread(database, connection, one, saving, seq + i) for i, one in enumerate(found)]
        done = [save.save(database, connection, one, saving, seq + i) for i, one in enumerate(found)]
        first = next((article_id for article_id, _ in done if article_id is not None), None)
        if first is not None:
            values = {"state": "stored", "reason": None, "article_id": first}
            connection.execute(update(PageRow).where(PageRow.id == stored.page_id).values(**values))
        return done
