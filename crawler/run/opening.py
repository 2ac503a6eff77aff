"""Open a run (database, source row, leases) and close it; every refusal is one line a person can act on."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from crawler import home
from crawler.run import preflight
from crawler.run.ended import Ended
from storage.db.database import Database
from storage.db.engine import DatabaseError
from storage.frontier import stored_sources
from storage.ledger import LeaseTaken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crawler.home import Home
    from crawler.run.page_queue import Frontier

log = logging.getLogger(__name__)
logging.getLogger("alembic").setLevel(logging.WARNING)  # ten lines of its own plumbing at each start

WAIT_S = 2.0


async def open_run(frontier: Frontier, log_path: str | None, running: Callable[[], bool]) -> Ended | None:
    """Start the run; what stands in its way instead, if something does. ``running``: not told to stop."""
    source = frontier.source
    if problem := preflight.contact_problem(source):
        return Ended(2, problem)
    here = home.home()
    try:
        database = await asyncio.to_thread(Database.open, home.database_url(here), upgrade=True)
    except DatabaseError as error:
        return Ended(2, str(error))
    try:
        ended = await _start(frontier, database, here, log_path, running)
    except BaseException:
        database.close()
        raise
    if ended is not None:
        database.close()
    return ended


async def _start(
    frontier: Frontier, database: Database, here: Home, log_path: str | None, running: Callable[[], bool]
) -> Ended | None:
    source = frontier.source
    entry = {
        "id": source.id,
        "name": source.name,
        "region": source.region,
        "kind": source.kind,
        "status": source.status,
        "every": source.interval,
        "cron": source.cron,
    }
    try:
        await asyncio.to_thread(stored_sources.sync, database, [entry])
        row = await asyncio.to_thread(stored_sources.get, database, source.id)
        status = row["status"] if row else source.status
        if status == "retired" or (status == "paused" and frontier.params.scheduled):
            return Ended(2, f"{source.id} is {status}")
        frontier.use_archive(here.path / "raw")
        await _leases(frontier, database, log_path, running)
    except LeaseTaken as taken:
        return Ended(1, lease_message(source.id, taken))
    except DatabaseError as error:
        return Ended(2, str(error))
    return None


async def _leases(
    frontier: Frontier, database: Database, log_path: str | None, running: Callable[[], bool]
) -> None:
    told = False
    while True:
        try:
            await frontier.start(database, log_path)
        except LeaseTaken as taken:
            if not frontier.params.wait or not running():
                raise
            if not told:
                log.info("%s; waiting", lease_message(frontier.source.id, taken))
                told = True
            await asyncio.sleep(WAIT_S)
        else:
            return


def lease_message(source_id: str, taken: LeaseTaken) -> str:
    until = f" until {taken.until.isoformat(' ', 'seconds')}" if taken.until else ""
    return (
        f"{source_id} is not crawled: {taken.key} is being crawled by {taken.source_id} "
        f"(run {taken.run_id}, process {taken.pid} on {taken.machine}){until}"
    )


def verdict(run: Mapping[str, Any]) -> Ended:
    """What a closed run is worth to whoever started it."""
    if run.get("state") != "finished":
        return Ended(1, f"run {run.get('id')} {run.get('state', 'failed')}: {run.get('reason') or 'unknown'}")
    findings = run.get("findings") or []
    if findings:
        first = findings[0]
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        return Ended(1, f"run {run.get('id')}: {first.get('kind')}: {first.get('text', '')}{more}")
    return Ended(0)


def close(frontier: Frontier) -> None:
    if (database := getattr(frontier, "database", None)) is not None:
        database.close()
