"""Processes of ``scrapy`` and ``govnews`` for the tests, forked from a server that has imported their libraries once.

Each is a process of its own, with its own environment, signals, reactor and exit code; only the two seconds of imports are
shared. Modules that read the environment when they are imported (``crawler.settings``, the commands with their help in two
languages) are imported in the child. Crawls that ``govnews`` starts are ordinary processes.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import subprocess
import sys
import time
import warnings
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from multiprocessing.context import ForkServerContext, ForkServerProcess
    from pathlib import Path

PRELOADED = [
    "scrapy.cmdline",
    "scrapy.commands.parse",
    "scrapy.core.engine",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.extensions.logstats",
    "crawler.commands.crawl",
    "crawler.spiders.listing",
    "crawler.spiders.newspaper",
    "crawler.run.source_run",
    "crawler.net.robots",
    "crawler.run.process",
    "pipelines.item_pipelines",
    "storage.db.migrate",
    "alembic.command",
    "rich.table",
    "typer",
]
OUTPUT_NUMBERS = count()


@lru_cache(maxsize=1)
def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


class ForkedProcess:
    """A process of ``scrapy`` or ``govnews`` with the methods of ``subprocess.Popen`` that the tests use."""

    def __init__(self, command: Sequence[str], cwd: Path, env: Mapping[str, str], folder: Path) -> None:
        """``command`` begins with the program's name; files with its output are written to ``folder``."""
        name = f"output-{next(OUTPUT_NUMBERS)}"
        out, err = self.files = folder / f"{name}.out", folder / f"{name}.err"
        self.process: ForkServerProcess = _context().Process(
            target=_run, args=(list(command), str(cwd), dict(env), str(out), str(err))
        )
        self.process.start()

    @property
    def pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    @property
    def returncode(self) -> int | None:
        return self.process.exitcode

    def poll(self) -> int | None:
        return self.process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self.process.join(timeout)
        if self.process.exitcode is None:
            raise subprocess.TimeoutExpired("forked process", timeout or 0)
        return self.process.exitcode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        self.wait(timeout)
        out, err = (path.read_text("utf-8", "replace") if path.exists() else "" for path in self.files)
        return out, err

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def terminate(self) -> None:
        self.process.terminate()

    def kill(self) -> None:
        self.process.kill()


def _run(command: list[str], cwd: str, env: dict[str, str], out: str, err: str) -> None:
    """In the forked process: do what ``python -m scrapy …`` or ``govnews …`` does after its imports."""
    for path, number in ((out, 1), (err, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), number)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    os.chdir(cwd)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    warnings.simplefilter("error", Warning if command[0] == "scrapy" else UserWarning)
    sys.argv = command
    code: Any = 0
    try:
        PROGRAMS[command[0]]()
    except SystemExit as error:
        code = error.code
    finally:
        atexit._run_exitfuncs()  # multiprocessing ends a forked process without them
    sys.exit(code)


def _scrapy() -> None:
    from scrapy.cmdline import execute

    execute()


def _govnews() -> None:
    from crawler.cli import main

    main()


PROGRAMS = {"scrapy": _scrapy, "govnews": _govnews}
