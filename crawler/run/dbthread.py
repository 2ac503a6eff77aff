"""The one thread in which a crawl talks to its database, so that the event loop never waits for a lock."""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from storage.ledger import LeaseLost

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.statscollectors import StatsCollector

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE_S = 600  # a database that is away, locked or full may come back
GRACE_S = 10  # when the process was told to end


class LedgerThread:
    """Blocking calls in order, with patience for a database that is away."""

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats
        self.lost = False  # the lease is: nothing may be written any more
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ledger")
        self._hurry_until: float | None = None

    def stop(self, reason: str) -> None:
        raise NotImplementedError

    def hurry(self) -> None:
        self._hurry_until = time.monotonic() + GRACE_S

    def end_thread(self) -> None:
        self._thread.shutdown(wait=False)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def _database(self, work: Callable[[], T]) -> T:
        """Work in the ledger's thread; while the database is away, wait rather than lose the outcome."""
        from sqlalchemy.exc import InterfaceError, OperationalError

        from storage.db.engine import DatabaseBusy

        give_up, pause = time.monotonic() + PATIENCE_S, 0.5
        while True:
            if self.lost:
                raise LeaseLost("the lease is gone")
            try:
                return await self._in_thread(work)
            except LeaseLost:
                self.lost = True
                self.stop("lease_lost")
                raise
            except (DatabaseBusy, InterfaceError, OperationalError) as error:
                now = time.monotonic()
                if now >= give_up or (self._hurry_until is not None and now >= self._hurry_until):
                    self.stop("database")
                    raise
                self.stats.inc_value("frontier/database_waits")
                log.warning(
                    "the database is away, trying again in %.0f s: %s", pause, str(error).split("\n")[0]
                )
                await asyncio.sleep(pause)
                pause = min(pause * 2, 30)
