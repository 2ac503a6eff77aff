"""Tie a crawl to the command that started it: nobody is left to read the result of an orphan."""

from __future__ import annotations

import os
import signal
import threading
import time

TIED_TO = "GOVNEWS_TIED_TO"  # process id of the command; crawls of the scheduler outlive it and carry none
LOOK_S = 0.2


def tie() -> None:
    """End this process, at once, when the one named in the environment has ended."""
    parent = os.environ.pop(TIED_TO, "")
    if parent.isdecimal():
        threading.Thread(target=_watch, args=(int(parent),), name="tie", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_S)
    # without ceremony: a crawl that is killed loses nothing, and the next one finds its leases free at once
    os.kill(os.getpid(), signal.SIGKILL)
