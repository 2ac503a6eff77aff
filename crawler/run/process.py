"""Run ``scrapy crawl SOURCE`` as a subprocess with a time limit and a log file of its own."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler import home

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

STOP_S = 20  # a crawl ends within this time after TERM; then it is killed, and its claims are freed later
EXTRA_S = 120  # beyond the source's time budget, for start and end
KEPT_LOGS = 30  # per source
LOG_NAME = re.compile(r"[0-9TZ.]+\.log")
PARENT_PID = "GOVNEWS_PARENT_PID"  # environment variable: the process with which the crawl has to end
PARENT_CHECK_S = 0.2


@dataclass
class CrawlProcess:
    """A running crawl in a process group of its own. Times are of ``time.monotonic()``, in seconds."""

    source: str
    process: subprocess.Popen[str]
    log: Path
    started: float
    limit_s: float
    stopping: float | None = None  # when the first stop signal was sent

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs. Stops a crawl at its time limit, kills one that does not stop."""
        code = self.process.poll()
        now = time.monotonic()
        if code is None and now - self.started > self.limit_s:
            self.stop()
        if code is None and self.stopping is not None and now - self.stopping > STOP_S:
            self.kill()
        return code

    def stop(self) -> None:
        """Ask the crawl to end; it returns the pages it holds."""
        if self.stopping is None and self.process.poll() is None:
            self.stopping = time.monotonic()
            self.process.terminate()

    def kill(self) -> None:
        """Kill the process group; the next run of the source frees its claims."""
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def message(self) -> str:
        """Return the last line of the crawl's standard error."""
        path = self.log.with_suffix(".err")
        if not path.exists():
            return ""
        lines = [line for line in path.read_text("utf-8", "replace").splitlines() if line.strip()]
        return lines[-1][:500] if lines else ""


def start(
    source: str,
    arguments: Mapping[str, Any],
    *,
    minutes: float = 30,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    settings: Mapping[str, str] | None = None,
    ends_with_parent: bool = True,
) -> CrawlProcess:
    """Start the crawl of a source with ``-a`` arguments and ``-s`` settings.

    ``minutes``: the source's time budget; ``folder``: for logs, instead of that of the data folder.
    ``ends_with_parent``: the crawl is killed when this process dies, because its result would not be read; crawls of
    the scheduler go on instead and keep their lease.
    """
    logs = (folder or home.log_folder()) / source
    logs.mkdir(parents=True, exist_ok=True)
    _delete_old_logs(logs)
    log = logs / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}.log"
    env = dict(os.environ if environment is None else environment)
    env["SCRAPY_SETTINGS_MODULE"] = "crawler.settings"
    if ends_with_parent:
        env[PARENT_PID] = str(os.getpid())
    with log.with_suffix(".err").open("w", encoding="utf-8") as err:
        process = subprocess.Popen(
            _command(source, log, arguments, settings or {}),
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=err,
            stderr=err,
            text=True,
            start_new_session=True,
        )
    return CrawlProcess(source, process, log, time.monotonic(), minutes * 60 + EXTRA_S)


def _command(source: str, log: Path, arguments: Mapping[str, Any], settings: Mapping[str, str]) -> list[str]:
    command = [sys.executable, "-m", "scrapy", "crawl", source, "--logfile", str(log)]
    for name, value in arguments.items():
        if value is not None and value is not False:
            command += ["-a", f"{name}={1 if value is True else value}"]
    for name, value in settings.items():
        command += ["-s", f"{name}={value}"]
    return command


def _delete_old_logs(folder: Path) -> None:
    logs = sorted(path for path in folder.iterdir() if LOG_NAME.fullmatch(path.name))
    for path in logs[:-KEPT_LOGS]:
        path.unlink(missing_ok=True)
        path.with_suffix(".err").unlink(missing_ok=True)


def stop_all(crawls: Sequence[CrawlProcess]) -> None:
    """Stop crawls, all at the same time, and wait until they have ended (STOP_S at most)."""
    for crawl in crawls:
        crawl.stop()
    while any(crawl.poll() is None for crawl in crawls):
        time.sleep(0.1)


def die_with_parent() -> None:
    """In a crawl process: kill it as soon as the process named in its environment has died.

    SIGKILL and not an orderly end: a killed crawl loses nothing, and its leases are free for the next one at once.
    """
    parent = os.environ.pop(PARENT_PID, "")
    if parent.isdecimal():
        threading.Thread(target=_watch_parent, args=(int(parent),), name="parent watch", daemon=True).start()


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK_S)
    os.kill(os.getpid(), signal.SIGKILL)
