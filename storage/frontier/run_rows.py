"""Run rows: written when a crawl starts, counted up with each outcome, closed when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, or_, select, update

from storage.db.models import PageRow, RunRow
from storage.frontier import page_rows

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
    """Write the row of a run that starts now; gives its id."""
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
    """Mark runs of a source that never ended; only the holder of its leases may call this."""
    return connection.execute(
        update(RunRow)
        .where(RunRow.source_id == source_id, RunRow.state == "running")
        .values(state="interrupted", reason="process died", ended_at=now)
    ).rowcount


def count(connection: Connection, run_id: int, *, returned: bool) -> None:
    """One more outcome, or one more page returned to pending, in the transaction that writes it."""
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
    """Close a run and check the conservation law: claimed = outcomes + returned, and no claim left over."""
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
                f"{left} left over",
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


def pending(connection: Connection, source_id: str) -> int:
    """Pages of a source that wait to be fetched."""
    return connection.execute(
        select(func.count())
        .select_from(PageRow)
        .where(PageRow.source_id == source_id, or_(PageRow.state == "due", page_rows.retrying()))
    ).scalar_one()


def last_walk_complete(connection: Connection, source_id: str) -> bool:
    """Whether the newest run walked its lists to the end: only then is an unchanged list nothing new."""
    newest = (
        select(RunRow.walk_complete).where(RunRow.source_id == source_id).order_by(RunRow.id.desc()).limit(1)
    )
    return bool(connection.execute(newest).scalar_one_or_none())
