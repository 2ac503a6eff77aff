"""Rows of the ``page`` table: read one, and write the outcome of a claimed one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, or_, select, update

from storage.db.models import PageRow, RawRow
from storage.frontier import rechecks
from storage.frontier.page_state import StoredPage
from storage.values import NotClaimed

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.db.database import Database
    from storage.values import Outcome, RawEntry, Seen

UNDERSTOOD = ("listed", "stored", "unchanged", "duplicate")  # states whose response was read as what it is
KEEP_ARTICLE = ("retry", "failed", "blocked", "refused")  # outcomes after which a stored page remains stored


def held(connection: Connection, page_id: int, run_id: int) -> StoredPage:
    """Return the row of a page that this run has claimed. Raises NotClaimed."""
    row = connection.execute(select(PageRow.__table__).where(PageRow.id == page_id)).mappings().one_or_none()
    if row is None or row["claim_run_id"] != run_id:
        raise NotClaimed(f"page {page_id} is not claimed by run {run_id}")
    return StoredPage.from_row(row)


def retrying() -> ColumnElement[bool]:
    """Condition: the last fetch failed and will be repeated; a page with an article keeps its state meanwhile."""
    return or_(PageRow.state == "retry", and_(PageRow.attempts > 0, PageRow.next_at.is_not(None)))


def settle(
    database: Database,
    connection: Connection,
    page: StoredPage,
    outcome: Outcome,
    seen: Seen | None,
    *,
    run_id: int,
    now: datetime,
) -> None:
    """Write the outcome of a claimed page and release the claim. Links are written by ``discovery``."""
    values: dict[str, Any] = {"claim_run_id": None, "claimed_at": None}
    if seen is not None:
        values |= _response_columns(database, connection, page, outcome, seen)
    if outcome.state != "due":
        values |= _outcome_columns(page, outcome, now) | {"last_run_id": run_id}
    connection.execute(update(PageRow).where(PageRow.id == page.id).values(**values))


def _outcome_columns(page: StoredPage, outcome: Outcome, now: datetime) -> dict[str, Any]:
    state = outcome.state
    if page.article_id is not None and state in KEEP_ARTICLE:
        state = page.state
    values: dict[str, Any] = {"state": state, "reason": outcome.reason, "next_at": outcome.retry_at}
    if outcome.state == "retry":
        return values | {"attempts": page.attempts + 1}
    if outcome.retry_at is None and page.kind == "article":
        values["next_at"] = rechecks.next_at(page, outcome.state, state, now)
    return values | {"attempts": 0}


def _response_columns(
    database: Database, connection: Connection, page: StoredPage, outcome: Outcome, seen: Seen
) -> dict[str, Any]:
    values: dict[str, Any] = {"http_status": seen.status, "fetched_at": seen.fetched_at}
    if seen.status == 304:
        values["not_modified"] = page.not_modified + 1
    elif outcome.state in UNDERSTOOD:  # an ETag of an error page would later confirm the error as "unchanged"
        values |= {"not_modified": 0, "etag": seen.etag, "last_modified": seen.last_modified}
    if seen.raw is not None:
        keep_raw(database, connection, seen.raw)
        values["raw_sha"] = seen.raw.sha
    for part in seen.parts:
        keep_raw(database, connection, part)
    return values


def keep_raw(database: Database, connection: Connection, raw: RawEntry) -> None:
    """Register a body of the raw archive; a body that is registered already keeps its first description."""
    connection.execute(
        database.insert(RawRow)
        .values(
            sha=raw.sha,
            url=raw.url,
            status=raw.status,
            headers=dict(raw.headers),
            size=raw.size,
            fetched_at=raw.fetched_at,
        )
        .on_conflict_do_nothing()
    )
