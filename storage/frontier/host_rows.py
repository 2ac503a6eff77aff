"""What hosts told us, shared by all processes: pauses they asked for, their robots.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from storage.db.models import HostRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.db.database import Database


def get(connection: Connection, host: str) -> Mapping[str, Any] | None:
    row = connection.execute(select(HostRow.__table__).where(HostRow.host == host)).mappings().one_or_none()
    return None if row is None else dict(row)


def pause(database: Database, connection: Connection, host: str, until: datetime, reason: str) -> None:
    """No request to the host before ``until``; a later end wins over an earlier one."""
    before = get(connection, host)
    if before and before["paused_until"] and before["paused_until"] > until:
        return
    _upsert(database, connection, host, {"paused_until": until, "pause_reason": reason})


def save_robots(
    database: Database, connection: Connection, host: str, status: str, text: str | None, until: datetime
) -> None:
    """``status`` is ``ok``, ``none`` (no rules, all allowed), or the reason why nothing may be fetched."""
    _upsert(
        database,
        connection,
        host,
        {"robots_status": status, "robots_text": text, "robots_until": until},
    )


def _upsert(database: Database, connection: Connection, host: str, values: dict[str, Any]) -> None:
    values = values | {"updated_at": database.now(connection)}
    connection.execute(
        database.insert(HostRow)
        .values(host=host, failures=0, **values)
        .on_conflict_do_update(index_elements=["host"], set_=values)
    )
