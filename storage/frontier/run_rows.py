"""Rows of the ``run`` table: written when a crawl starts, updated with each outcome, closed when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from storage.db.models import RunRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.frontier.leases import Owner

STATES = ("running", "finished", "interrupted", "failed")


def begin(
    connection: Connection,
    source_id: str,
    now: datetime,
    *,
    params: Mapping[str, Any],
    owner: Owner,
    log_path: str | None,
) -> int:
    """Write the row of a run that starts now and return its id."""
    return connection.execute(
        insert(RunRow)
        .values(
            source_id=source_id,
            state="running",
            params=dict(params),
            machine=owner.machine,
            pid=owner.pid,
            started_at=now,
            outcomes=0,
            returned=0,
            walk_complete=False,
            stats={},
            findings=[],
            log_path=log_path,
        )
        .returning(RunRow.id)
    ).scalar_one()


def interrupt(connection: Connection, source_id: str, now: datetime) -> int:
    """Mark unfinished runs of a source as interrupted and return their number.

    Only the holder of the source's leases may call this: its leases prove that no other process runs them.
    """
    return connection.execute(
        update(RunRow)
        .where(RunRow.source_id == source_id, RunRow.state == "running")
        .values(state="interrupted", reason="process died", ended_at=now)
    ).rowcount


def count(connection: Connection, run_id: int, *, returned: bool) -> None:
    """Count one outcome, or one page returned to pending, in the transaction that writes it."""
    column = RunRow.returned if returned else RunRow.outcomes
    connection.execute(update(RunRow).where(RunRow.id == run_id).values({column: column + 1}))


def end(
    connection: Connection,
    run_id: int,
    now: datetime,
    *,
    state: str,
    reason: str | None,
    claimed: int,
    left: int,
    stats: Mapping[str, Any],
    findings: Sequence[Mapping[str, Any]],
    walk_complete: bool,
) -> dict[str, Any]:
    """Close a run and return its row. The run fails unless claimed = outcomes + returned and no claim is ``left``."""
    if state not in STATES:
        raise ValueError(f"unknown run state {state!r}")
    row = connection.execute(select(RunRow.outcomes, RunRow.returned).where(RunRow.id == run_id)).one()
    found = list(findings)
    if claimed != row.outcomes + row.returned or left:
        state = "failed"
        found.append(
            {
                "kind": "conservation",
                "text": f"{claimed} claimed, {row.outcomes} outcomes, {row.returned} returned, "
                f"{left} still claimed",
            }
        )
    connection.execute(
        update(RunRow)
        .where(RunRow.id == run_id)
        .values(
            state=state,
            reason=reason,
            ended_at=now,
            claimed=claimed,
            stats=dict(stats),
            findings=[dict(finding) for finding in found],
            walk_complete=walk_complete and state == "finished",
        )
    )
    ended = connection.execute(select(RunRow.__table__).where(RunRow.id == run_id)).mappings().one()
    return dict(ended)


def last_walk_complete(connection: Connection, source_id: str) -> bool:
    """Return whether the newest run read its lists to the end; otherwise an unchanged list may hide new articles."""
    newest = (
        select(RunRow.walk_complete).where(RunRow.source_id == source_id).order_by(RunRow.id.desc()).limit(1)
    )
    return bool(connection.execute(newest).scalar_one_or_none())
