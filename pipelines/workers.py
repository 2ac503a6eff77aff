"""Run understanding in worker processes with limits of time and memory, so that one bad page only costs itself."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import signal
from concurrent.futures import TimeoutError as FutureTimeout
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessPool

from pipelines.items import Article, Page, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

TIMEOUT_S = 10  # a page that takes longer is an attack or an accident
# address space of a worker in bytes; interpreter, libraries and dictionaries take almost a third
MEMORY_LIMIT = 1536 * 2**20
MAX_PAGES = 500  # a worker is replaced after so many pages, so that memory leaks stay small
MAX_WORKERS = 4
# (articles, reason of a refusal or lost worker, detail)
Result = tuple[list[Article], str | None, str]


class Workers:
    """A pool of processes that call ``work`` on pages; no page makes it raise.

    ``count`` is the number of processes (default: the cores less one, at most MAX_WORKERS), ``timeout_s`` the time
    for one page in seconds.
    """

    def __init__(
        self, work: Callable[[Page], list[Article]], *, count: int | None = None, timeout_s: float = TIMEOUT_S
    ) -> None:
        self.work = work
        self.timeout_s = timeout_s
        self.count = count or max(1, min(MAX_WORKERS, (os.cpu_count() or 2) - 1))
        self._pool: ProcessPool | None = None

    def _started(self) -> ProcessPool:
        """The pool, started with the first page, because most runs of a quiet day never need it."""
        if self._pool is None:
            # spawn, because a fork would copy the reactor's threads and sockets
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPool(
                max_workers=self.count, max_tasks=MAX_PAGES, initializer=_prepare_worker, context=context
            )
        return self._pool

    def stop(self) -> None:
        """Kill the workers at once; the pages they hold stay claimed in the frontier and are done again."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    async def run(self, page: Page) -> Result:
        """Understand one page in a worker: (articles, None, "") or ([], reason, detail).

        ``reason`` is that of the refusal, or ``extract_timeout``, ``extract_crash`` or ``extract_memory`` if the
        worker was lost.
        """
        future = self._started().schedule(_run_one, args=(self.work, page), timeout=self.timeout_s)
        try:
            result: Result = await asyncio.wrap_future(future)
        except (FutureTimeout, TimeoutError):
            return [], "extract_timeout", f"took more than {self.timeout_s:g} s"
        except ProcessExpired as error:
            return [], "extract_crash", f"worker ended with code {error.exitcode}"
        except MemoryError:
            return [], "extract_memory", "worker ran out of memory"
        return result


def _prepare_worker() -> None:
    """Set up a worker process: it ignores signals, which the parent handles, and its memory is limited."""
    # measured: a TERM to the process group killed 20 of 28 pages in flight
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY_LIMIT if hard == resource.RLIM_INFINITY else min(MEMORY_LIMIT, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (ValueError, OSError):
        return  # macOS has no such limit; the time limit still holds


def _run_one(work: Callable[[Page], list[Article]], page: Page) -> Result:
    """Call ``work`` in the worker; exceptions become values, because those of lxml cannot be pickled."""
    try:
        return work(page), None, ""
    except Refused as refused:
        return [], refused.reason, refused.detail
    except MemoryError:
        return [], "extract_memory", "worker ran out of memory"
