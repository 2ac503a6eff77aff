"""Leases on hosts: only one process at a time may crawl a host, and only its holder may write."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from storage.db.models import LeaseRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from storage.db.database import Database

LEASE_S = 60  # without renewal the holder counts as dead after this
RENEW_S = 15  # so three renewals may fail before the lease expires
SAME_START_S = 0.5  # tolerance; another process with the same pid started much later


@dataclass(frozen=True, slots=True)
class Owner:
    """A process that can hold leases. Pids are reused, so the start time belongs to its identity."""

    machine: str
    pid: int
    started: float | None  # from process_started; None if unknown

    @classmethod
    def current(cls) -> Owner:
        """Return this process."""
        pid = os.getpid()
        return cls(socket.gethostname(), pid, process_started(pid))

    def is_dead(self) -> bool:
        """Return True only if the process ran on this machine and has certainly ended."""
        if self.machine != socket.gethostname():
            return False
        if _gone(self.pid):
            return True
        started = process_started(self.pid)
        if started is None or self.started is None:
            return False
        return abs(started - self.started) > SAME_START_S


class LeaseTaken(Exception):
    """Another live process crawls one of the hosts; two at once would double the request rate."""

    def __init__(self, key: str, holder: Mapping[str, Any]) -> None:
        self.key = key
        self.machine: str = holder["machine"]
        self.pid: int = holder["pid"]
        self.source_id: str = holder["source_id"]
        self.run_id: int | None = holder["run_id"]
        self.until: datetime = holder["until"]
        super().__init__(
            f"{key} is being crawled by {self.source_id} (run {self.run_id}, process {self.pid} on "
            f"{self.machine}); its lease runs until {self.until:%Y-%m-%d %H:%M:%S} UTC"
        )


class LeaseLost(Exception):
    """Another process holds the lease now; writing on would mix two crawls of one host."""


def new_token() -> str:
    """Return a random token for the leases of one run."""
    return secrets.token_hex(16)


def take(
    database: Database, connection: Connection, keys: Sequence[str], owner: Owner, token: str, source_id: str
) -> tuple[dict[str, float | None], datetime]:
    """Take the leases on all hosts or none. Returns the seconds since each host was last used, and the time.

    Seconds are None for a host never used, and 0.0 if the lease was taken over from a dead process, which may
    have used the host a moment ago. Raises LeaseTaken.
    """
    ordered = sorted(set(keys))
    if not ordered:
        raise ValueError(f"source {source_id} has no host to lease")
    for key in ordered:
        connection.execute(database.insert(LeaseRow).values(key=key).on_conflict_do_nothing())
    # also leases of this source on hosts that its file no longer lists: its pages are one frontier
    mine = (LeaseRow.source_id == source_id) & LeaseRow.token.is_not(None)
    rows = connection.execute(
        select(LeaseRow.__table__)
        .where(LeaseRow.key.in_(ordered) | mine)
        .order_by(LeaseRow.key)
        .with_for_update()
    ).mappings()
    held = {row["key"]: dict(row) for row in rows}
    now = database.now(connection)  # after the lock: the wait for it may have been long
    for key, row in held.items():
        if row["token"] is None:
            continue
        holder = Owner(row["machine"], row["pid"], row["pid_started"])
        if row["until"] > now and not holder.is_dead():
            raise LeaseTaken(key, row)
    idle: dict[str, float | None] = {}
    for key in ordered:
        token_before, used_at = held[key]["token"], held[key]["used_at"]
        idle[key] = None if used_at is None else max(0.0, (now - used_at).total_seconds())
        if token_before is not None:
            idle[key] = 0.0
    connection.execute(update(LeaseRow).where(mine).values(token=None, until=None, run_id=None))
    connection.execute(
        update(LeaseRow)
        .where(LeaseRow.key.in_(ordered))
        .values(
            token=token,
            machine=owner.machine,
            pid=owner.pid,
            pid_started=owner.started,
            source_id=source_id,
            run_id=None,
            until=now + timedelta(seconds=LEASE_S),
            used_at=now,
        )
    )
    return idle, now


def check(connection: Connection, keys: Sequence[str], token: str) -> None:
    """Raise LeaseLost unless every lease still has the token; the rows stay locked until commit."""
    rows = connection.execute(
        select(LeaseRow.token).where(LeaseRow.key.in_(keys)).order_by(LeaseRow.key).with_for_update()
    ).scalars()
    if list(rows) != [token] * len(keys):
        raise LeaseLost(f"the lease on {', '.join(keys)} was taken over by another process")


def renew(database: Database, connection: Connection, keys: Sequence[str], token: str) -> None:
    """Extend the leases by LEASE_S. Raises LeaseLost."""
    check(connection, keys, token)
    now = database.now(connection)
    connection.execute(
        update(LeaseRow)
        .where(LeaseRow.key.in_(keys))
        .values(until=now + timedelta(seconds=LEASE_S), used_at=now)
    )


def release(database: Database, connection: Connection, keys: Sequence[str], token: str) -> None:
    """Release the leases; ``used_at`` stays, so that the next crawl waits before its first request."""
    connection.execute(
        update(LeaseRow)
        .where(LeaseRow.key.in_(keys), LeaseRow.token == token)
        .values(token=None, until=None, run_id=None, used_at=database.now(connection))
    )


def process_started(pid: int) -> float | None:
    """Return when a process of this machine started, in seconds, or None if unknown.

    On Linux the seconds count from boot, since the wall clock may be set meanwhile; elsewhere from the epoch.
    """
    if _has_proc():
        fields = _proc_stat(pid)
        return int(fields[19]) / os.sysconf("SC_CLK_TCK") if len(fields) > 19 else None
    try:
        return datetime.strptime(_ps(pid, "lstart"), "%a %b %d %H:%M:%S %Y").astimezone().timestamp()
    except ValueError:
        return None


def _gone(pid: int) -> bool:
    """Return whether a process does not exist, or is a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    state = _proc_stat(pid)[:1] if _has_proc() else [_ps(pid, "state")[:1]]
    return state in (["Z"], ["X"])


def _has_proc() -> bool:
    return Path("/proc/self/stat").exists()


def _proc_stat(pid: int) -> list[str]:
    """Return the fields after the process name in /proc/PID/stat; the first is the state."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _ps(pid: int, column: str) -> str:
    """Return one column of ``ps`` for a process; for systems without /proc."""
    done = subprocess.run(
        ["ps", "-o", f"{column}=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
    return done.stdout.strip()
