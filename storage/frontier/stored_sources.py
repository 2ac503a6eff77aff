"""Rows of the ``source`` table: what the source files contain, status set by commands, when each is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select, update

from storage.db.models import SourceRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from storage.db.database import Database

STATUSES = ("active", "paused", "retired")


def sync(database: Database, entries: Iterable[Mapping[str, Any]]) -> None:
    """Insert or update the rows of source files; a status set by a command is kept.

    An entry has the keys id, name, region, kind, status, every, cron. Rows without a file are kept.
    """
    with database.write() as connection:
        now = database.now(connection)
        known = {row["id"]: row for row in connection.execute(select(SourceRow.__table__)).mappings()}
        for entry in sorted(entries, key=lambda one: str(one["id"])):
            values = {name: entry[name] for name in ("name", "region", "kind", "every", "cron")}
            row = known.get(entry["id"])
            if row is None:
                connection.execute(
                    database.insert(SourceRow)
                    .values(
                        id=entry["id"],
                        status=entry["status"],
                        status_from="file",
                        walks=0,
                        created_at=now,
                        updated_at=now,
                        **values,
                    )
                    .on_conflict_do_nothing()
                )
                continue
            if row["status_from"] == "file" or entry["status"] == "retired":
                values |= {"status": entry["status"], "status_from": "file"}
            if (entry["every"], entry["cron"]) != (row["every"], row["cron"]):
                values["next_due_at"] = None  # the new schedule starts now
            if any(row[name] != value for name, value in values.items()):
                connection.execute(
                    update(SourceRow).where(SourceRow.id == entry["id"]).values(**values, updated_at=now)
                )


def get(database: Database, source_id: str) -> Mapping[str, Any] | None:
    """Return the row of a source, or None."""
    with database.read() as connection:
        row = connection.execute(select(SourceRow.__table__).where(SourceRow.id == source_id)).mappings()
        found = row.one_or_none()
        return None if found is None else dict(found)


def set_status(database: Database, source_id: str, status: str) -> bool:
    """Pause or resume a source, whatever its file contains; return False if the source is unknown."""
    if status not in STATUSES:
        raise ValueError(f"unknown status {status!r}")
    with database.write() as connection:
        done = connection.execute(
            update(SourceRow)
            .where(SourceRow.id == source_id)
            .values(status=status, status_from="command", updated_at=database.now(connection))
        )
        return done.rowcount == 1


def due(database: Database) -> list[dict[str, Any]]:
    """Return active sources that are due or were never scheduled, the longest waiting first."""
    with database.read() as connection:
        now = database.now(connection)
        rows = connection.execute(
            select(SourceRow.__table__)
            .where(
                SourceRow.status == "active",
                or_(SourceRow.next_due_at.is_(None), SourceRow.next_due_at <= now),
            )
            .order_by(SourceRow.next_due_at.is_not(None), SourceRow.next_due_at, SourceRow.id)
        ).mappings()
        return [dict(row) for row in rows]


def claim_due(database: Database, source_id: str, was: datetime | None, next_due_at: datetime) -> bool:
    """Set a source's next due time if it is still ``was``; of several schedulers exactly one gets True."""
    with database.write() as connection:
        same = SourceRow.next_due_at.is_(None) if was is None else SourceRow.next_due_at == was
        done = connection.execute(
            update(SourceRow).where(SourceRow.id == source_id, same).values(next_due_at=next_due_at)
        )
        return done.rowcount == 1
