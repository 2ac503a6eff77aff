"""Find one article, the texts it had over time, and where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict, cast

from sqlalchemy import or_, select

from storage.db.models import ArticleRow, ArticleVersionRow, PageRow, RawRow
from storage.read import records

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.db.database import Database
    from storage.read.records import Record

MAX_ID_DIGITS = 18  # more digits may exceed a 64-bit id


class Version(TypedDict):
    """One text an article had: a row of ``article_version``."""

    id: int
    article_id: int
    number: int  # from 1, the oldest
    cause: str  # publisher | extractor
    content_sha: str | None
    title: str | None
    body: str | None
    published_at: datetime | None
    raw_sha: str | None
    extractor: str | None
    run_id: int | None
    seen_at: datetime


class Provenance(TypedDict):
    """Where an article came from; ``status``, ``size`` and ``headers`` describe the response."""

    url: str
    fetched_url: str | None
    source: str
    extractor: str | None
    run_id: int | None
    raw_sha: str | None
    published_from: str | None
    published_raw: str | None
    evidence: dict[str, Any]  # values found on the page that were not chosen
    page_id: int | None
    fetched_at: datetime | None
    status: int | None
    size: int | None
    headers: dict[str, str] | None
    addresses: list[str]  # every URL known to lead to the article


def find_article(database: Database, ident: str) -> Record | None:
    """Return the record of an article, or None.

    ``ident`` is an id, a canonical URL, the URL as fetched, or another URL known to lead to the article.
    """
    with database.read() as connection:
        article_id = _article_id(connection, ident)
        return None if article_id is None else records.find_record(connection, article_id)


def _article_id(connection: Connection, ident: str) -> int | None:
    if ident.isascii() and ident.isdecimal():
        return int(ident) if len(ident) <= MAX_ID_DIGITS else None
    key = ident.split("://", 1)[-1]
    for query in (  # lookups with an index first; if an address has several articles, the first one
        select(ArticleRow.id).where(ArticleRow.url_key == key),
        select(PageRow.article_id).where(
            or_(PageRow.url == ident, PageRow.url_key == key), PageRow.article_id.is_not(None)
        ),
        select(ArticleRow.id).where(or_(ArticleRow.url == ident, ArticleRow.fetched_url == ident)),
    ):
        found: int | None = connection.execute(query.order_by(query.selected_columns[0]).limit(1)).scalar()
        if found is not None:
            return found
    return None


def article_versions(database: Database, article_id: int) -> list[Version]:
    """Return every text an article had, the oldest first."""
    table = ArticleVersionRow.__table__
    query = select(table).where(table.c.article_id == article_id).order_by(table.c.number)
    with database.read() as connection:
        return [cast("Version", dict(row)) for row in connection.execute(query).mappings()]


def article_provenance(database: Database, article_id: int) -> Provenance:
    """Return where an article came from: page, response, raw body, run, and the evidence not chosen."""
    query = (
        select(
            *(ArticleRow.url, ArticleRow.fetched_url, ArticleRow.source_id.label("source")),
            *(ArticleRow.extractor, ArticleRow.run_id, ArticleRow.raw_sha),
            *(ArticleRow.published_from, ArticleRow.published_raw, ArticleRow.evidence, ArticleRow.page_id),
            *(RawRow.fetched_at, RawRow.status, RawRow.size, RawRow.headers),
        )
        .outerjoin(RawRow, RawRow.sha == ArticleRow.raw_sha)
        .where(ArticleRow.id == article_id)
    )
    urls = select(PageRow.url).where(PageRow.article_id == article_id).order_by(PageRow.id)
    with database.read() as connection:
        row = connection.execute(query).mappings().one()
        addresses = list(connection.execute(urls).scalars())
    return cast("Provenance", {**row, "addresses": addresses})
