"""Run understanding in worker processes that can be killed: one bad page costs itself, nothing else."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import signal
from concurrent.futures import TimeoutError as FutureTimeout
from typing import TYPE_CHECKING, Any

from pebble import ProcessExpired, ProcessPool

from pipelines.items import Article, Page, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 10  # a page that takes longer is an attack or an accident
MEMORY = (
    1536 * 2**20
)  # address space of a worker: interpreter, libraries and dictionaries take most of a third
PAGES = 500  # a worker is replaced after so many pages, so that a leak stays small
Answer = tuple[list[Article], str | None, str]


class Workers:
    """A pool that answers (articles, reason, detail) and never raises for a page."""

    def __init__(
        self, work: Callable[[Page], list[Article]], *, count: int | None = None, seconds: float = SECONDS
    ) -> None:
        self.work = work
        self.seconds = seconds
        self.count = count or max(1, min(4, (os.cpu_count() or 2) - 1))
        self._pool: ProcessPool | None = None

    def _started(self) -> ProcessPool:
        """The pool, started with the first page: most runs of a quiet day never need it."""
        if self._pool is None:
            # spawn: a fork would copy the reactor's threads and sockets
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPool(
                max_workers=self.count, max_tasks=PAGES, initializer=_prepare, context=context
            )
        return self._pool

    def stop(self) -> None:
        """End the workers at once; whatever they held was never acknowledged."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    async def run(self, page: Page) -> Answer:
        """Understand one page; reasons ``extract_timeout``, ``extract_crash``, ``extract_memory`` name lost workers."""
        future = self._started().schedule(_answer, args=(self.work, page), timeout=self.seconds)
        try:
            answer: Answer = await asyncio.wrap_future(future)
        except (FutureTimeout, TimeoutError):
            return [], "extract_timeout", f"more than {self.seconds:g} s"
        except ProcessExpired as error:
            return [], "extract_crash", f"worker ended with code {error.exitcode}"
        except MemoryError:
            return [], "extract_memory", "worker ran out of memory"
        return answer


def _prepare() -> None:
    """In the worker: stops come from the parent alone, and memory has a limit."""
    # a group-wide TERM would kill 20 pages of 28 in flight
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (ValueError, OSError):
        return  # macOS has no such limit; the time limit still holds


def _answer(work: Callable[[Page], list[Article]], page: Page) -> Any:
    """Words, not exceptions: errors of lxml cannot be pickled."""
    try:
        return work(page), None, ""
    except Refused as refused:
        return [], refused.reason, refused.detail
    except MemoryError:
        return [], "extract_memory", "worker ran out of memory"
