"""Crawl subprocesses: their command, their logs, their end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from crawler.run.process import KEPT_LOGS, PARENT_PID, CrawlProcess, start, stop_all

if TYPE_CHECKING:
    from pathlib import Path

CHILD = """
import os, sys, time
sys.path.insert(0, {repo!r})
from crawler.run.process import die_with_parent
die_with_parent()
print("ready", flush=True)
time.sleep(600)
"""


def sleeping(tmp_path: Path, *, limit_s: float = 600) -> CrawlProcess:
    """Return a process that only sleeps, in place of a crawl."""
    process = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(600)"], text=True, start_new_session=True
    )
    return CrawlProcess("qinglan", process, tmp_path / "x.log", time.monotonic(), limit_s)


def wait_for_end(crawl: CrawlProcess) -> int:
    while (code := crawl.poll()) is None:
        time.sleep(0.02)
    return code


def test_unknown_source_ends_with_code_2_and_one_line(tmp_path: Path) -> None:
    crawl = start("nowhere", {"limit": 1, "wait": False, "since": None}, folder=tmp_path)
    assert wait_for_end(crawl) == 2
    assert "nowhere" in crawl.message()


def test_old_logs_of_a_source_are_deleted(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    folder.mkdir()
    for number in range(KEPT_LOGS + 3):
        for ending in ("log", "err"):
            (folder / f"20260101T0000{number:02d}.000000Z.{ending}").write_text("")
    (folder / "notes.txt").write_text("kept")
    wait_for_end(start("nowhere", {}, folder=tmp_path))
    old = sorted(path.name for path in folder.glob("20260101*.log"))
    assert len(old) == KEPT_LOGS
    assert old[0] == "20260101T000003.000000Z.log"
    assert (folder / "notes.txt").exists()


def test_crawl_beyond_its_time_limit_is_stopped(tmp_path: Path) -> None:
    assert wait_for_end(sleeping(tmp_path, limit_s=0)) != 0


def test_stop_all_ends_several_crawls(tmp_path: Path) -> None:
    crawls = [sleeping(tmp_path), sleeping(tmp_path)]
    stop_all(crawls)
    assert all(crawl.process.returncode is not None for crawl in crawls)


def test_message_is_the_last_line_of_standard_error(tmp_path: Path) -> None:
    crawl = sleeping(tmp_path)
    assert crawl.message() == ""
    (tmp_path / "x.err").write_text("warning\nrun 3: budget: stopped\n\n")
    assert crawl.message() == "run 3: budget: stopped"
    crawl.kill()
    wait_for_end(crawl)


def test_process_dies_with_its_parent() -> None:
    repo = os.getcwd()
    parent = f"""
import os, subprocess, sys
os.environ[{PARENT_PID!r}] = str(os.getpid())
child = subprocess.Popen([sys.executable, "-c", {CHILD.format(repo=repo)!r}], stdout=subprocess.PIPE, text=True)
child.stdout.readline()
print(child.pid, flush=True)
"""
    done = subprocess.run([sys.executable, "-c", parent], capture_output=True, text=True, check=True)
    pid = int(done.stdout)
    while _is_alive(pid):
        time.sleep(0.05)


def _is_alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
