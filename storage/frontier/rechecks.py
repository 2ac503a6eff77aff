"""When a stored article is looked at again: soon while it is young, then ever more rarely, then no more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_

from storage.db.models import PageRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import RowMapping

DAYS = (1, 3, 7, 21)  # after an article was found: edits and withdrawals come early or not at all
MISSING_AGAIN = timedelta(days=1)  # a vanished page is looked at once more before it counts as withdrawn
STATES = ("stored", "unchanged")


def planned(now: datetime) -> ColumnElement[bool]:
    """A stored article whose next planned look is due."""
    return and_(
        PageRow.kind == "article",
        PageRow.state.in_(STATES),
        PageRow.attempts == 0,
        PageRow.next_at.is_not(None),
        PageRow.next_at <= now,
    )


def next_look(found_at: datetime, now: datetime) -> datetime | None:
    """When an article that was found then is to be looked at again; None: it has settled."""
    looks = (found_at + timedelta(days=days) for days in DAYS)
    return next((look for look in looks if look > now), None)


def after(row: Mapping[str, Any] | RowMapping, outcome: str, state: str, now: datetime) -> datetime | None:
    """When to look again at an article's page; ``row`` is as it was before this outcome, ``state`` after it."""
    if row["article_id"] is None:  # a listed page that is not there yet: once more, then it is meant
        return now + MISSING_AGAIN if state == "gone" and row["state"] != "gone" else None
    if state != "gone":
        return next_look(row["found_at"], now) if state in STATES else None
    if row["state"] == "gone" and (outcome == "gone" or row["next_at"] is None):
        return None  # the second sighting, or a page that was settled long ago
    return now + MISSING_AGAIN
