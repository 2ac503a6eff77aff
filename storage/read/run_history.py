"""Runs as people read them: the latest ones, one in detail, and a summary of what a run did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict, cast

from sqlalchemy import func, or_, select

from storage.db.models import PageRow, RunRow
from storage.values import FINAL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.db.database import Database

MAX_TROUBLED = 500  # pages listed in the details of one run
TROUBLE = ("retry", "refused", "blocked", "gone", "failed")
OUTCOMES = (*FINAL, "retry", "returned")


class Run(TypedDict):
    """A row of the ``run`` table."""

    id: int
    source_id: str
    state: str  # running | finished | interrupted | failed
    reason: str | None
    params: dict[str, Any]
    machine: str
    pid: int
    started_at: datetime
    ended_at: datetime | None
    claimed: int | None
    outcomes: int
    returned: int
    walk_complete: bool
    stats: dict[str, Any]
    findings: list[dict[str, Any]]
    log_path: str | None


class OutcomeCount(TypedDict):
    """How many pages ended in a state for a reason."""

    state: str
    reason: str | None
    count: int


class TroubledPage(TypedDict):
    """A page that was not stored as expected."""

    url: str
    state: str
    reason: str | None
    next_at: datetime | None


class RunDetails(Run):
    """A run with the outcomes of its pages, and the pages worth a look."""

    pages: list[OutcomeCount]
    troubled: list[TroubledPage]


class RunSummary(TypedDict):
    """What a run did; ``store`` and ``link`` count articles, ``pages`` and ``reasons`` count pages."""

    run: int
    source: str
    state: str
    reason: str | None
    started_at: datetime
    seconds: float | None
    store: dict[str, int]
    link: dict[str, int]
    pages: dict[str, int]
    reasons: dict[str, dict[str, int]]  # state -> reason -> count
    findings: list[dict[str, Any]]
    claimed: int | None
    outcomes: int
    returned: int


def latest_runs(database: Database, source: str | None = None, limit: int = 20) -> list[Run]:
    """Return up to ``limit`` runs, the newest first; ``source`` restricts them to one source."""
    query = select(RunRow.__table__).order_by(RunRow.id.desc()).limit(limit)
    if source is not None:
        query = query.where(RunRow.source_id == source)
    with database.read() as connection:
        return [cast("Run", dict(row)) for row in connection.execute(query).mappings()]


def run_details(database: Database, run_id: int) -> RunDetails | None:
    """Return one run with its outcomes and its troubled pages, or None if there is no such run."""
    query = select(RunRow.__table__).where(RunRow.id == run_id)
    with database.read() as connection:
        row = connection.execute(query).mappings().one_or_none()
        if row is None:
            return None
        run = cast("Run", dict(row))
        # a killed run has not written its counts: fall back on the pages it touched last
        counts = outcome_counts(run) or _counts_by_page(connection, run_id)
        return {**run, "pages": counts, "troubled": _troubled(connection, run_id)}


def outcome_counts(run: Run) -> list[OutcomeCount]:
    """Return the outcomes that a closed run counted in its stats, the most frequent first."""
    found: list[OutcomeCount] = []
    for key, count in (run["stats"] or {}).items():
        state, _, reason = key.removeprefix("frontier/").partition("/")
        if key.startswith("frontier/") and state in OUTCOMES:
            found.append({"state": state, "reason": reason or None, "count": count})
    return sorted(found, key=lambda one: (-one["count"], one["state"], one["reason"] or ""))


def _counts_by_page(connection: Connection, run_id: int) -> list[OutcomeCount]:
    query = (
        select(PageRow.state, PageRow.reason, func.count())
        .where(PageRow.last_run_id == run_id)
        .group_by(PageRow.state, PageRow.reason)
        .order_by(func.count().desc(), PageRow.state)
    )
    return [
        {"state": state, "reason": reason, "count": count}
        for state, reason, count in connection.execute(query)
    ]


def _troubled(connection: Connection, run_id: int) -> list[TroubledPage]:
    """Return pages that this run fetched last and that were refused, blocked, gone or failed."""
    query = (
        select(PageRow.url, PageRow.state, PageRow.reason, PageRow.next_at)
        .where(PageRow.last_run_id == run_id, or_(PageRow.state.in_(TROUBLE), PageRow.attempts > 0))
        .order_by(PageRow.state, PageRow.reason, PageRow.id)
        .limit(MAX_TROUBLED)
    )
    return [cast("TroubledPage", dict(row)) for row in connection.execute(query).mappings()]


def last_run_of_each_source(database: Database, after: int = 0) -> dict[str, Run]:
    """Return the newest run of each source by source id; only runs with an id above ``after``."""
    newest = select(func.max(RunRow.id)).where(RunRow.id > after).group_by(RunRow.source_id)
    query = select(RunRow.__table__).where(RunRow.id.in_(newest))
    with database.read() as connection:
        rows = connection.execute(query).mappings()
        return {row["source_id"]: cast("Run", dict(row)) for row in rows}


def newest_run_id(database: Database) -> int:
    """Return the id of the newest run, or 0 if there is none."""
    with database.read() as connection:
        return connection.execute(select(func.max(RunRow.id))).scalar() or 0


def run_summary(run: Run) -> RunSummary:
    """Return what a run did, from the stats of its stages."""
    states: dict[str, int] = {}
    reasons: dict[str, dict[str, int]] = {}
    for one in outcome_counts(run):
        state, reason = one["state"], one["reason"]
        states[state] = states.get(state, 0) + one["count"]
        if reason:
            reasons.setdefault(state, {})[reason] = one["count"]
    ended, started = run["ended_at"], run["started_at"]
    return {
        "run": run["id"],
        "source": run["source_id"],
        "state": run["state"],
        "reason": run["reason"],
        "started_at": started,
        "seconds": (ended - started).total_seconds() if ended else None,
        "store": _stats_below("store/", run["stats"]),
        "link": _stats_below("link/", run["stats"]),
        "pages": states,
        "reasons": reasons,
        "findings": run["findings"],
        "claimed": run["claimed"],
        "outcomes": run["outcomes"],
        "returned": run["returned"],
    }


def _stats_below(prefix: str, stats: Mapping[str, Any] | None) -> dict[str, int]:
    return {key[len(prefix) :]: value for key, value in (stats or {}).items() if key.startswith(prefix)}
