"""State of hosts, shared by all processes: pauses and robots.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict, cast

from sqlalchemy import select

from storage.db.models import HostRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.db.database import Database


class KnownHost(TypedDict):
    """A row of the ``host`` table."""

    host: str
    paused_until: datetime | None
    pause_reason: str | None
    robots_status: str | None  # ok | none (all allowed) | the reason why nothing may be fetched
    robots_text: str | None
    robots_until: datetime | None
    failures: int
    updated_at: datetime


def find(connection: Connection, host: str) -> KnownHost | None:
    """Return the row of a host, or None if it was never seen."""
    query = select(HostRow.__table__).where(HostRow.host == host)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else cast("KnownHost", dict(row))


def pause(database: Database, connection: Connection, host: str, until: datetime, reason: str) -> None:
    """Forbid requests to a host before ``until``; a pause that ends later stays."""
    before = find(connection, host)
    if before and before["paused_until"] and before["paused_until"] > until:
        return
    _upsert(database, connection, host, {"paused_until": until, "pause_reason": reason})


def save_robots(
    database: Database, connection: Connection, host: str, status: str, text: str | None, until: datetime
) -> None:
    """Keep a robots.txt until a time; ``status`` as in ``KnownHost``."""
    values = {"robots_status": status, "robots_text": text, "robots_until": until}
    _upsert(database, connection, host, values)


def _upsert(database: Database, connection: Connection, host: str, values: dict[str, Any]) -> None:
    values = values | {"updated_at": database.now(connection)}
    connection.execute(
        database.insert(HostRow)
        .values(host=host, failures=0, **values)
        .on_conflict_do_update(index_elements=["host"], set_=values)
    )
