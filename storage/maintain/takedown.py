"""Take an article down: delete its content, leave a tombstone, and keep crawls from storing it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from sqlalchemy import Text, cast, delete, insert, or_, select, update

from storage.articles.article_columns import TEXT_COLUMNS
from storage.db.models import (
    ArticleRegionRow,
    ArticleRow,
    ArticleVersionRow,
    BylineRow,
    FingerprintRow,
    MediaRow,
    PageRow,
    RawRow,
    RelationRow,
    SourceRow,
)
from storage.stories import link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from storage.db.database import Database
    from storage.values import Archive

UNKNOWN_SOURCE = "takedown"  # source of tombstones for addresses that were never stored
KEPT = ("url",)  # the only text column of a tombstone


class TakenDown(TypedDict):
    """What a takedown did."""

    article_ids: list[int]
    known: bool  # False: nothing was stored at the address
    raw_removed: int  # raw bodies deleted


def takedown(database: Database, archive: Archive, *, url: str, url_key: str, reason: str) -> TakenDown:
    """Delete the content of all articles at an address, in all versions, and leave tombstones.

    The address may be another one of an article, or that of a page that was split into several articles. For an
    address never stored a tombstone is written too, so that it will not be stored later. Raw bodies that nothing
    else refers to are deleted. Raises ValueError if ``reason`` is empty.
    """
    if not reason.strip():
        raise ValueError("a takedown needs a reason")
    with database.write() as connection:
        seq = database.next_seq(connection)
        rows = _named(connection, url, url_key)
        if not rows:
            article_id = _tombstone(connection, database, url, url_key, reason, seq)
            return TakenDown(article_ids=[article_id], known=False, raw_removed=0)
        shas: set[str] = set()
        for row in rows:
            shas |= _take_down(database, connection, row, reason)
        free = _unused(connection, shas)
    removed = sum(archive.remove(sha) for sha in free)
    return TakenDown(article_ids=[row.id for row in rows], known=True, raw_removed=removed)


def _named(connection: Connection, url: str, url_key: str) -> Sequence[Any]:
    """Return the articles at an address: its own, parts of its page, or the one it is another address of."""
    alias = select(PageRow.article_id).where(PageRow.url_key == url_key, PageRow.article_id.is_not(None))
    return connection.execute(
        select(ArticleRow.id, ArticleRow.story_id, ArticleRow.page_id)
        .where(or_(ArticleRow.url_key == url_key, ArticleRow.url == url, ArticleRow.id.in_(alias)))
        .order_by(ArticleRow.id)
    ).all()


def _take_down(database: Database, connection: Connection, row: Any, reason: str) -> set[str]:
    """Take down one article and its pages; return the sha256 of the raw bodies it had."""
    shas = _blank(connection, row.id)
    seq = database.next_seq(connection)
    connection.execute(
        update(ArticleRow)
        .where(ArticleRow.id == row.id)
        .values(change_seq=seq, changed_at=database.now(connection), evidence={"takedown": reason})
    )
    connection.execute(
        update(PageRow)
        .where(or_(PageRow.article_id == row.id, PageRow.id == row.page_id))
        .values(state="refused", reason="taken_down", next_at=None, raw_sha=None, hint={}, etag=None)
    )
    members = link.members_of(connection, {row.story_id} - {None})
    link.regroup(database, connection, members | {row.id})
    return shas


def _blank(connection: Connection, article_id: int) -> set[str]:
    """Delete all content of an article; return the sha256 of the raw bodies it had."""
    shas = set(
        connection.execute(
            select(ArticleVersionRow.raw_sha).where(ArticleVersionRow.article_id == article_id)
        ).scalars()
    )
    shas |= set(connection.execute(select(ArticleRow.raw_sha).where(ArticleRow.id == article_id)).scalars())
    shas |= set(connection.execute(select(PageRow.raw_sha).where(PageRow.article_id == article_id)).scalars())
    for model in (BylineRow, ArticleRegionRow, MediaRow, FingerprintRow):
        connection.execute(delete(model).where(model.article_id == article_id))
    connection.execute(
        delete(RelationRow).where(or_(RelationRow.a_id == article_id, RelationRow.b_id == article_id))
    )
    shas |= _further_pages(connection, article_id)
    blank = dict.fromkeys([name for name in TEXT_COLUMNS if name not in KEPT])
    connection.execute(
        update(ArticleRow)
        .where(ArticleRow.id == article_id)
        .values(
            **blank,
            published_at=None,
            published_date=None,
            column_name=None,
            keywords=[],
            issue_id=None,
            newspaper=None,
            folded=None,
            norm_version=None,
            raw_sha=None,
            dedup_state="done",
            state="taken_down",
        )
    )
    connection.execute(
        update(ArticleVersionRow)
        .where(ArticleVersionRow.article_id == article_id)
        .values(title=None, body=None, content_sha=None, published_at=None, raw_sha=None)
    )
    return {sha for sha in shas if sha}


def _further_pages(connection: Connection, article_id: int) -> set[str]:
    """Return the sha256 of every raw body of the further pages of an article on several pages."""
    evidence = connection.execute(select(ArticleRow.evidence).where(ArticleRow.id == article_id)).scalar_one()
    parts = list(evidence.get("parts", ()))
    for earlier in evidence.get("earlier_parts", ()):
        parts += earlier["parts"]
    named = {part["raw_sha"] for part in parts if "raw_sha" in part}
    addresses = {part["url"] for part in parts}
    if not addresses:
        return named
    # a page that changed without changing the text has a body that the evidence does not name
    return named | set(connection.execute(select(RawRow.sha).where(RawRow.url.in_(addresses))).scalars())


def _unused(connection: Connection, shas: set[str]) -> list[str]:
    """Return the raw bodies that nothing refers to any more, and delete their rows."""
    free = []
    for sha in sorted(shas):
        used = any(
            connection.execute(select(model.raw_sha).where(model.raw_sha == sha).limit(1)).first()
            for model in (ArticleRow, ArticleVersionRow, PageRow)
        )
        if not used and not _is_further_page(connection, sha):
            connection.execute(delete(RawRow).where(RawRow.sha == sha))
            free.append(sha)
    return free


def _is_further_page(connection: Connection, sha: str) -> bool:
    """Return whether a raw body is a further page of an article that is still there."""
    evidence = cast(ArticleRow.evidence, Text)
    return (
        connection.execute(select(ArticleRow.id).where(evidence.contains(sha)).limit(1)).first() is not None
    )


def _tombstone(
    connection: Connection, database: Database, url: str, url_key: str, reason: str, seq: int
) -> int:
    """Write a tombstone for an address that was never stored, and return its id."""
    now = database.now(connection)
    connection.execute(
        database.insert(SourceRow)
        .values(
            id=UNKNOWN_SOURCE,
            name="addresses taken down before they were stored",
            region="",
            kind="portal",
            status="retired",
            status_from="command",
            walks=0,
            created_at=now,
            updated_at=now,
        )
        .on_conflict_do_nothing()
    )
    return connection.execute(
        insert(ArticleRow)
        .values(
            url_key=url_key,
            url=url,
            source_id=UNKNOWN_SOURCE,
            keywords=[],
            evidence={"takedown": reason},
            state="taken_down",
            missing=0,
            versions=1,
            first_seen_at=now,
            last_seen_at=now,
            changed_at=now,
            change_seq=seq,
            dedup_state="done",
        )
        .returning(ArticleRow.id)
    ).scalar_one()
