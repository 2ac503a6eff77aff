"""Run blocking database calls in one thread, in order, and retry them while the database is unavailable."""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from storage.ledger import LeaseLost

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.statscollectors import StatsCollector

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE_S = 600  # a database that is locked, full or restarted may come back
SHUTDOWN_PATIENCE_S = 10
FIRST_PAUSE_S, MAX_PAUSE_S = 0.5, 30.0


class DatabaseThread:
    """The database access of one run; the event loop never waits for a lock.

    ``on_failure`` is called with ``lease_lost`` or ``database`` when the run cannot go on. Stats:
    ``frontier/database_waits``.
    """

    def __init__(self, stats: StatsCollector, on_failure: Callable[[str], None]) -> None:
        self.stats = stats
        self.lease_lost = False  # nothing may be written any more
        self.clock_skew = timedelta()  # database clock minus our clock
        self._on_failure = on_failure
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._give_up_at = float("inf")

    def now(self) -> datetime:
        """Return the time of the database's clock, with which retry times are compared."""
        return datetime.now(UTC) + self.clock_skew

    def shorten_patience(self) -> None:
        """Retry for a few seconds only, because the process is being stopped."""
        self._give_up_at = time.monotonic() + SHUTDOWN_PATIENCE_S

    def close(self) -> None:
        self._executor.shutdown(wait=False)

    async def call(self, work: Callable[[], T]) -> T:
        """Run ``work`` in the thread, again and again while the database is unavailable.

        Raises LeaseLost, and the last database error once the patience has run out.
        """
        from sqlalchemy.exc import InterfaceError, OperationalError

        from storage.db.engine import DatabaseBusy

        deadline, pause = time.monotonic() + PATIENCE_S, FIRST_PAUSE_S
        while True:
            if self.lease_lost:
                raise LeaseLost("the lease is lost")
            try:
                return await asyncio.get_running_loop().run_in_executor(self._executor, work)
            except LeaseLost:
                self.lease_lost = True
                self._on_failure("lease_lost")
                raise
            except (DatabaseBusy, InterfaceError, OperationalError) as error:
                if time.monotonic() >= min(deadline, self._give_up_at):
                    self._on_failure("database")
                    raise
                self.stats.inc_value("frontier/database_waits")
                log.warning("database unavailable, retrying in %.0f s: %s", pause, str(error).split("\n")[0])
                await asyncio.sleep(pause)
                pause = min(pause * 2, MAX_PAUSE_S)
