"""When a stored article is fetched again: often while it is young, then rarely, then never."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_

from storage.db.models import PageRow

if TYPE_CHECKING:
    from storage.frontier.page_state import StoredPage

DAYS = (1, 3, 7, 21)  # after the article was found: edits and withdrawals happen early or not at all
MISSING_AGAIN = timedelta(
    days=1
)  # a missing page is fetched once more before its article counts as withdrawn
STATES = ("stored", "unchanged")


def is_planned(now: datetime) -> ColumnElement[bool]:
    """Condition: a stored article whose next scheduled recheck is due."""
    return and_(
        PageRow.kind == "article",
        PageRow.state.in_(STATES),
        PageRow.attempts == 0,
        PageRow.next_at.is_not(None),
        PageRow.next_at <= now,
    )


def next_recheck(found_at: datetime, now: datetime) -> datetime | None:
    """Return the next recheck of an article that was found at ``found_at``, or None after the last one."""
    moments = (found_at + timedelta(days=days) for days in DAYS)
    return next((moment for moment in moments if moment > now), None)


def next_at(page: StoredPage, outcome: str, state: str, now: datetime) -> datetime | None:
    """Return when to fetch an article's page again, or None for never.

    ``page`` is the row before this outcome, ``state`` its state after it.
    """
    if page.article_id is None:  # linked but missing: once more, then the answer is accepted
        return now + MISSING_AGAIN if state == "gone" and page.state != "gone" else None
    if state != "gone":
        return next_recheck(page.found_at, now) if state in STATES else None
    if page.state == "gone" and (outcome == "gone" or page.next_at is None):
        return None  # missing for the second time, or settled long ago
    return now + MISSING_AGAIN
