"""Source rows: what the files say, what people decided since, when each is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select, update

from storage.db.models import RunRow, SourceRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from storage.db.database import Database

STATUSES = ("active", "paused", "retired")


def sync(database: Database, entries: Iterable[Mapping[str, Any]]) -> None:
    """Bring the rows to what the files say; a status set by a command stays.

    An entry has id, name, region, kind, status, every, cron. Rows of files that are gone stay.
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
                values["next_due_at"] = None  # a new plan starts now
            if any(row[name] != value for name, value in values.items()):
                connection.execute(
                    update(SourceRow).where(SourceRow.id == entry["id"]).values(**values, updated_at=now)
                )


def get(database: Database, source_id: str) -> Mapping[str, Any] | None:
    with database.read() as connection:
        row = connection.execute(select(SourceRow.__table__).where(SourceRow.id == source_id)).mappings()
        found = row.one_or_none()
        return None if found is None else dict(found)


def set_status(database: Database, source_id: str, status: str) -> bool:
    """Pause or resume a source; wins over its file. False when the source is unknown."""
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
    """Active sources whose time has come (or that never had one), longest waiting first."""
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
    """Move a source's due time on, unless another scheduler did it first: exactly one caller gets True."""
    with database.write() as connection:
        same = SourceRow.next_due_at.is_(None) if was is None else SourceRow.next_due_at == was
        done = connection.execute(
            update(SourceRow).where(SourceRow.id == source_id, same).values(next_due_at=next_due_at)
        )
        return done.rowcount == 1


def orphans(database: Database) -> list[dict[str, Any]]:
    """Runs that still say ``running``; whether they do is for the holder of their lease to find out."""
    with database.read() as connection:
        rows = connection.execute(select(RunRow.__table__).where(RunRow.state == "running")).mappings()
        return [dict(row) for row in rows]
