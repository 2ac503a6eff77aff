"""Crawl many sources at once, each in a process of its own; used by the command line and by the scheduler."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING, Any, Protocol

from crawler.run import process
from storage.read import run_history

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from crawler.run.process import CrawlProcess
    from crawler.sources.model import Source
    from storage.db.database import Database

POLL_S = 0.2


class Progress(Protocol):
    """Called with the number of finished crawls and the names of the running ones."""

    def show(self, done: int, running: Sequence[str]) -> None: ...


class RunningCrawls:
    """The crawl processes of this program: at most ``at_once`` of them, and never two on one host."""

    def __init__(self, at_once: int | None = None) -> None:
        self.at_once = at_once or os.cpu_count() or 1
        self.running: dict[str, tuple[Source, CrawlProcess]] = {}

    def __len__(self) -> int:
        return len(self.running)

    @property
    def names(self) -> list[str]:
        return list(self.running)

    def is_full(self) -> bool:
        return len(self.running) >= self.at_once

    def can_start(self, source: Source) -> bool:
        """True if there is a free place, and no running crawl uses a host of the source (its lease would refuse)."""
        busy = {host for other, _ in self.running.values() for host in other.hosts_all()}
        return not self.is_full() and source.id not in self.running and not busy & set(source.hosts_all())

    def start(
        self,
        source: Source,
        arguments: Mapping[str, Any],
        *,
        environment: Mapping[str, str] | None = None,
        ends_with_parent: bool = True,
    ) -> CrawlProcess:
        """Start a crawl with ``-a`` arguments, within the time budget of its source."""
        crawl = process.start(
            source.id,
            arguments,
            minutes=source.budget.minutes,
            environment=environment,
            ends_with_parent=ends_with_parent,
        )
        self.running[source.id] = (source, crawl)
        return crawl

    def ended(self) -> Iterator[tuple[CrawlProcess, int]]:
        """Yield the crawls that have ended since the last call, with their exit codes."""
        for name, (_, crawl) in list(self.running.items()):
            if (code := crawl.poll()) is not None:
                del self.running[name]
                yield crawl, code

    def stop(self) -> None:
        """Stop all crawls and wait until they have ended."""
        process.stop_all([crawl for _, crawl in self.running.values()])


def crawl_all(
    database: Database,
    sources: Sequence[Source],
    arguments: Mapping[str, Any],
    *,
    progress: Progress | None = None,
    died: Callable[[int], str] = "the process died (code {})".format,
    at_once: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Crawl sources and return the result of each, in their order (see ``result``).

    ``died`` words the message for a process that ended without closing its run. TERM and HUP stop the crawls and raise
    SystemExit, as any exception does.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _exit)
    last_run = run_history.newest_run_id(database)
    crawls = RunningCrawls(at_once)
    waiting = list(sources)
    results: dict[str, dict[str, Any]] = {}
    try:
        while waiting or len(crawls):
            for source in [one for one in waiting if not crawls.is_full()]:
                if crawls.can_start(source):
                    waiting.remove(source)
                    crawls.start(source, arguments, environment=environment)
            for crawl, code in crawls.ended():
                results[crawl.source] = result(database, crawl, code, last_run, died)
            if progress is not None:
                progress.show(len(results), crawls.names)
            time.sleep(POLL_S)
    except BaseException:
        crawls.stop()
        raise
    return [results[source.id] for source in sources]


def _exit(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def result(
    database: Database, crawl: CrawlProcess, code: int, last_run: int, died: Callable[[int], str]
) -> dict[str, Any]:
    """Return what an ended crawl brought, from its run row: the summary with ``exit``, ``message`` and ``log``.

    ``code``: exit code of the process; ``last_run``: the newest run id before the crawl. ``exit`` is 0 only for a
    finished run without findings.
    """
    row = run_history.last_run_of_each_source(database, last_run).get(crawl.source)
    message = crawl.message()
    if row is None:
        return {
            "source": crawl.source,
            "run": None,
            "state": "not started",
            "exit": code or 1,
            "message": message,
        }
    sound = row["state"] == "finished" and not row["findings"]
    if code not in (0, 1) and row["state"] == "running":
        message = message or died(code)
    return run_history.run_summary(row) | {
        "exit": 0 if sound and code == 0 else 1,
        "message": message,
        "log": str(crawl.log),
    }
