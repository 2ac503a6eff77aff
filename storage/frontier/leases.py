"""Who may crawl a host now: one lease a host, all or none, named after its owner, guarded by a token."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from storage.db.models import LeaseRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from storage.db.database import Database

LEASE_S = 60  # a silent owner on another machine is believed dead after this
RENEW_S = 15  # three renewals may fail before the lease is gone
SAME_START_S = 0.5  # the same number is read again and again; another process of that pid started much later


@dataclass(frozen=True, slots=True)
class Owner:
    """A process that can hold leases. A pid alone is reused; with its start it is not."""

    machine: str
    pid: int
    started: float | None  # as process_started gives it; None where the system does not tell

    @classmethod
    def current(cls) -> Owner:
        pid = os.getpid()
        return cls(socket.gethostname(), pid, process_started(pid))

    def is_dead(self) -> bool:
        """True only for a process of this machine that is certainly gone."""
        if self.machine != socket.gethostname():
            return False
        if _gone(self.pid):
            return True
        started = process_started(self.pid)
        if started is None or self.started is None:
            return False
        return abs(started - self.started) > SAME_START_S


class LeaseTaken(Exception):
    """Another live process crawls one of the hosts; two at once would double the rate the host sees."""

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
    """The token is no longer ours: writing on would mix two crawls of one host."""


def new_token() -> str:
    return secrets.token_hex(16)


def take(
    database: Database, connection: Connection, keys: Sequence[str], owner: Owner, token: str, source_id: str
) -> tuple[dict[str, float | None], datetime]:
    """Take every key or none, in sorted order. Gives seconds since each host was last in use, and the time.

    None: never used before; 0.0: taken over from a dead owner, which may have used it this moment.
    Raises LeaseTaken.
    """
    ordered = sorted(set(keys))
    if not ordered:
        raise ValueError(f"source {source_id} names no host to lease")
    for key in ordered:
        connection.execute(database.insert(LeaseRow).values(key=key).on_conflict_do_nothing())
    # leases of this source on hosts that its file no longer names count too: its pages are one frontier
    mine = (LeaseRow.source_id == source_id) & LeaseRow.token.is_not(None)
    rows = connection.execute(
        select(LeaseRow.__table__)
        .where(LeaseRow.key.in_(ordered) | mine)
        .order_by(LeaseRow.key)
        .with_for_update()
    ).mappings()
    held = {row["key"]: dict(row) for row in rows}
    now = database.now(connection)  # after the lock: a time taken before the wait may be long past
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
    """Raise LeaseLost unless every key still carries the token; the rows stay locked until commit."""
    rows = connection.execute(
        select(LeaseRow.token).where(LeaseRow.key.in_(keys)).order_by(LeaseRow.key).with_for_update()
    ).scalars()
    if list(rows) != [token] * len(keys):
        raise LeaseLost(f"the lease on {', '.join(keys)} went to another process")


def renew(database: Database, connection: Connection, keys: Sequence[str], token: str) -> None:
    """Push the end of the lease away. Raises LeaseLost."""
    check(connection, keys, token)
    now = database.now(connection)
    connection.execute(
        update(LeaseRow)
        .where(LeaseRow.key.in_(keys))
        .values(until=now + timedelta(seconds=LEASE_S), used_at=now)
    )


def release(database: Database, connection: Connection, keys: Sequence[str], token: str) -> None:
    """Give the hosts free; ``used_at`` stays, so that the next crawl keeps its distance."""
    connection.execute(
        update(LeaseRow)
        .where(LeaseRow.key.in_(keys), LeaseRow.token == token)
        .values(token=None, until=None, run_id=None, used_at=database.now(connection))
    )


def held(connection: Connection) -> int:
    """How many hosts are leased now, dead owners included."""
    return connection.execute(select(func.count()).where(LeaseRow.token.is_not(None))).scalar_one()


def process_started(pid: int) -> float | None:
    """When a process of this machine started, as a number that stays the same while it lives; None: unknown.

    Linux: seconds since boot (the time of day of a start moves when the clock is set); else since the epoch.
    """
    if _has_proc():
        fields = _proc_stat(pid)
        return int(fields[19]) / os.sysconf("SC_CLK_TCK") if len(fields) > 19 else None
    try:
        return datetime.strptime(_ps(pid, "lstart"), "%a %b %d %H:%M:%S %Y").astimezone().timestamp()
    except ValueError:
        return None


def _gone(pid: int) -> bool:
    """No such process, or one that is dead and only waits for its parent to look."""
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
    """What follows the process's name in its stat line: state first."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _ps(pid: int, column: str) -> str:
    shown = subprocess.run(
        ["ps", "-o", f"{column}=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
    return shown.stdout.strip()
