"""Start ``scrapy crawl SOURCE`` as a process of its own, watch over it, and end it when it must end."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler import home
from crawler.run.tie import TIED_TO

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STOP_S = 20  # a crawl ends within 25 s of TERM; after this it is killed, and the frontier loses nothing
GRACE_S = 120  # beyond the source's own time budget, for start and close
KEPT_LOGS = 30  # a source


@dataclass
class Crawl:
    """One running crawl process, in a process group of its own."""

    source: str
    process: subprocess.Popen[str]
    log: Path
    started: float
    wall_s: float
    stopping: float | None = None
    killed: bool = False

    def poll(self) -> int | None:
        """The exit code once it has ended; enforces the wall limit and the end of a stop on the way."""
        code = self.process.poll()
        now = time.monotonic()
        if code is None and now - self.started > self.wall_s:
            self.stop()
        if code is None and self.stopping is not None and now - self.stopping > STOP_S:
            self.kill()
        return code

    def stop(self) -> None:
        """Ask it to end; its pages in flight are handed back."""
        if self.stopping is None and self.process.poll() is None:
            self.stopping = time.monotonic()
            self.process.terminate()

    def kill(self) -> None:
        """End the whole group at once; the next run frees what it held."""
        if self.process.poll() is None:
            self.killed = True
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def message(self) -> str:
        """What the process said on its standard error: the one line meant for people."""
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
    tied: bool = True,
) -> Crawl:
    """Start the crawl of one source with its ``-a`` arguments, ``-s`` settings and a log file of its own.

    A ``tied`` crawl ends when this process does, however it ends; a scheduled one goes on under its lease.
    """
    logs = (folder or home.log_folder()) / source
    logs.mkdir(parents=True, exist_ok=True)
    _tidy(logs)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    log = logs / f"{stamp}.log"
    command = [sys.executable, "-m", "scrapy", "crawl", source, "--logfile", str(log)]
    for name, value in arguments.items():
        if value is not None and value is not False:
            command += ["-a", f"{name}={1 if value is True else value}"]
    for name, value in (settings or {}).items():
        command += ["-s", f"{name}={value}"]
    env = dict(os.environ if environment is None else environment)
    env["SCRAPY_SETTINGS_MODULE"] = "crawler.settings"
    if tied:
        env[TIED_TO] = str(os.getpid())
    with log.with_suffix(".err").open("w", encoding="utf-8") as err:
        process = subprocess.Popen(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=err,
            stderr=err,
            text=True,
            start_new_session=True,
        )
    return Crawl(source, process, log, time.monotonic(), minutes * 60 + GRACE_S)


def stop_all(crawls: list[Crawl]) -> None:
    """End crawls cleanly, all at the same time, and by force after STOP_S seconds."""
    for crawl in crawls:
        crawl.stop()
    while any(crawl.poll() is None for crawl in crawls):
        time.sleep(0.1)


def _tidy(folder: Path) -> None:
    """Keep the latest logs of a source; an archive that runs for years must not fill the disk with them."""
    logs = sorted(path for path in folder.iterdir() if re.fullmatch(r"[0-9TZ.]+\.log", path.name))
    for path in logs[:-KEPT_LOGS]:
        path.unlink(missing_ok=True)
        path.with_suffix(".err").unlink(missing_ok=True)
