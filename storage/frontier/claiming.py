"""Claim due pages for a run, and release claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, case, exists, func, not_, or_, select, true, update

from storage.db.models import ArticleRow, PageRow
from storage.frontier import rechecks
from storage.frontier.page_rows import retrying
from storage.values import PENDING, Claimed, read_hint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping

    from storage.values import Want


def claim(
    connection: Connection, source_id: str, run_id: int, want: Want, limit: int, now: datetime
) -> list[Claimed]:
    """Claim up to ``limit`` pages for a run: articles first in the order they were found, scheduled rechecks last."""
    planned = rechecks.is_planned(now)
    rows: Sequence[RowMapping] = (
        connection.execute(
            select(PageRow.__table__, planned.label("planned"))
            .where(
                PageRow.source_id == source_id,
                PageRow.claim_run_id.is_(None),
                _is_claimable(run_id, want, now),
            )
            .order_by(case((planned, 2), (PageRow.kind == "article", 0), else_=1), PageRow.id)
            .limit(limit)
        )
        .mappings()
        .all()
    )
    if want.rechecks is not None and want.recheck_since is None:  # rechecks are the last of the rows
        rows = rows[: sum(not row["planned"] for row in rows) + want.rechecks]
    if rows:
        connection.execute(
            update(PageRow)
            .where(PageRow.id.in_([row["id"] for row in rows]))
            .values(claim_run_id=run_id, claimed_at=now)
        )
    return [_claimed(row) for row in rows]


def _claimed(row: RowMapping) -> Claimed:
    values = {name: row[name] for name in Claimed.__slots__}
    return Claimed(**{**values, "hint": read_hint(row["kind"], row["hint"])})


def _is_claimable(run_id: int, want: Want, now: datetime) -> ColumnElement[bool]:
    reasons = or_(*_reasons_to_claim(run_id, want, now))
    kinds = or_(PageRow.kind != "article", _in_window(want)) if want.articles else PageRow.kind != "article"
    hosts = [
        not_(or_(PageRow.url.like(f"%://{host}/%"), PageRow.url.like(f"%://{host}:%")))
        for host in want.skip_hosts
    ]
    return and_(reasons, kinds, *hosts)


def _in_window(want: Want) -> ColumnElement[bool]:
    """Condition: the day that a list printed, if any, is inside the wanted days."""
    since, until = want.window
    inside: ColumnElement[bool] = true()
    if since is not None:
        inside = and_(inside, or_(PageRow.hint_date.is_(None), PageRow.hint_date >= since))
    if until is not None:
        inside = and_(inside, or_(PageRow.hint_date.is_(None), PageRow.hint_date <= until))
    return inside


def _reasons_to_claim(run_id: int, want: Want, now: datetime) -> list[ColumnElement[bool]]:
    """Conditions of which one must hold. Only a pending page may be claimed twice by one run."""
    not_in_this_run = or_(PageRow.last_run_id.is_(None), PageRow.last_run_id != run_id)
    planned = rechecks.is_planned(now)
    reasons = [
        PageRow.state == "due",
        and_(retrying(), PageRow.next_at <= now),
        and_(PageRow.state.not_in(PENDING), not_(planned), PageRow.next_at <= now, not_in_this_run),
        and_(PageRow.state == "refused", PageRow.reason == "outside_window", not_in_this_run),
    ]
    if want.rechecks is None or want.rechecks > 0:
        reasons.append(and_(planned, not_in_this_run))
    if want.ignore_retry:
        waits = or_(PageRow.state == "blocked", retrying())
        reasons.append(and_(not_in_this_run, PageRow.next_at.is_not(None), waits))
    if want.recheck_since is not None:
        recent = exists().where(
            or_(ArticleRow.id == PageRow.article_id, ArticleRow.page_id == PageRow.id),
            ArticleRow.first_seen_at >= want.recheck_since,
            ArticleRow.state != "taken_down",
        )
        reasons.append(
            and_(not_in_this_run, PageRow.kind == "article", PageRow.state.not_in(PENDING), recent)
        )
    return reasons


def release_claims(connection: Connection, source_id: str, run_id: int | None = None) -> int:
    """Release the claims of one run, or all claims on a source, and return their number.

    The pages become claimable as they were: a claim never changes their state.
    """
    which = PageRow.claim_run_id == run_id if run_id is not None else PageRow.claim_run_id.is_not(None)
    return connection.execute(
        update(PageRow)
        .where(PageRow.source_id == source_id, which)
        .values(claim_run_id=None, claimed_at=None)
    ).rowcount


def next_retry(connection: Connection, source_id: str) -> datetime | None:
    """Return when the next retry of a source is due, or None if there is none."""
    return connection.execute(
        select(PageRow.next_at)
        .where(PageRow.source_id == source_id, retrying(), PageRow.next_at.is_not(None))
        .order_by(PageRow.next_at)
        .limit(1)
    ).scalar_one_or_none()


def count_pending(connection: Connection, source_id: str) -> int:
    """Return how many pages of a source are due or will be retried."""
    return connection.execute(
        select(func.count())
        .select_from(PageRow)
        .where(PageRow.source_id == source_id, or_(PageRow.state == "due", retrying()))
    ).scalar_one()
