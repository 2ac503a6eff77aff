"""Open the run of a source (database, source row, leases), and turn its end into an exit code and one line of text."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from crawler import home
from crawler.run import preflight, source_rows
from storage.db.database import Database
from storage.db.engine import DatabaseBusy, DatabaseError
from storage.frontier import stored_sources
from storage.ledger import LeaseTaken

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.run.source_run import ClosedRun, SourceRun

log = logging.getLogger(__name__)
T = TypeVar("T")

LEASE_WAIT_S = 2.0
BUSY_WAIT_S = 1.0
BUSY_PATIENCE_S = 600  # with many crawls at once, each of them waits its turn to write


@dataclass(frozen=True)
class CrawlResult:
    """The exit code of a crawl (0 ok, 1 a problem was found, 2 usage or configuration) and a line about it."""

    exit_code: int
    message: str | None = None


class CannotStart(Exception):
    """The run must not or cannot start; ``result`` is what the crawl ends with."""

    def __init__(self, exit_code: int, message: str) -> None:
        super().__init__(message)
        self.result = CrawlResult(exit_code, message)


async def open_run(run: SourceRun, log_path: str | None, crawling: Callable[[], bool]) -> Database:
    """Open the database and start the run; the caller closes the database. Raises CannotStart.

    ``crawling`` returns False once Scrapy has begun to stop.
    """
    if problem := preflight.contact_problem(run.source):
        raise CannotStart(2, problem)
    url = home.database_url(home.home())
    try:
        database = await _when_free(partial(Database.open, url, upgrade=True), crawling)
    except DatabaseError as error:
        raise CannotStart(2, str(error)) from error
    try:
        await _start(run, database, log_path, crawling)
    except BaseException:
        database.close()
        raise
    return database


async def _start(
    run: SourceRun, database: Database, log_path: str | None, crawling: Callable[[], bool]
) -> None:
    source = run.source
    try:
        await _when_free(partial(source_rows.sync, database, [source]), crawling)
        row = await _when_free(partial(stored_sources.get, database, source.id), crawling)
        status = row["status"] if row else source.status
        if status == "retired" or (status == "paused" and run.params.scheduled):
            raise CannotStart(2, f"{source.id} is {status}")
        await _take_leases(run, database, log_path, crawling)
    except LeaseTaken as taken:
        raise CannotStart(1, lease_message(source.id, taken)) from taken
    except DatabaseError as error:
        raise CannotStart(2, str(error)) from error


async def _take_leases(
    run: SourceRun, database: Database, log_path: str | None, crawling: Callable[[], bool]
) -> None:
    """Start the run. With ``-a wait=1``, wait while another crawl holds a lease. Raises LeaseTaken."""
    reported = False
    while True:
        try:
            await run.start(database, log_path)
        except LeaseTaken as taken:
            if not run.params.wait or not crawling():
                raise
            if not reported:
                log.info("%s; waiting", lease_message(run.source.id, taken))
                reported = True
            await asyncio.sleep(LEASE_WAIT_S)
        else:
            return


async def _when_free(work: Callable[[], T], crawling: Callable[[], bool]) -> T:
    """Run ``work`` beside the event loop, again while other writers hold the database. Raises DatabaseError."""
    deadline = time.monotonic() + BUSY_PATIENCE_S
    while True:
        try:
            return await asyncio.to_thread(work)
        except DatabaseBusy as error:
            if time.monotonic() >= deadline or not crawling():
                raise
            log.warning("%s; trying again", error)
            await asyncio.sleep(BUSY_WAIT_S)


def lease_message(source_id: str, taken: LeaseTaken) -> str:
    """Return one line that names the holder of a lease."""
    until = f" until {taken.until.isoformat(' ', 'seconds')}" if taken.until else ""
    return (
        f"{source_id} is not crawled: {taken.key} is being crawled by {taken.source_id} "
        f"(run {taken.run_id}, process {taken.pid} on {taken.machine}){until}"
    )


def crawl_result(run: ClosedRun) -> CrawlResult:
    """Return the exit code and message of a closed run: 1 unless it finished without findings."""
    if run.state != "finished":
        return CrawlResult(1, f"run {run.run_id} {run.state}: {run.reason or 'unknown'}")
    if run.findings:
        first = run.findings[0]
        more = f" (and {len(run.findings) - 1} more)" if len(run.findings) > 1 else ""
        return CrawlResult(1, f"run {run.run_id}: {first.get('kind')}: {first.get('text', '')}{more}")
    return CrawlResult(0)
