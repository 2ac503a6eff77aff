"""What forked crawls share must not hold what each of them has to find out for itself."""

from __future__ import annotations

import subprocess
import sys

from tests.crawler.crawling import REPO
from tests.crawler.fork_server import IMPORTED


def test_the_shared_imports_read_no_settings_and_choose_no_reactor() -> None:
    code = f"""if True:
        import importlib, sys
        for name in {IMPORTED!r}: importlib.import_module(name)
        shared = {{"crawler.settings", "twisted.internet.reactor", "aiohttp", "crawler.cli.app"}} & set(sys.modules)
        raise SystemExit(", ".join(shared) or 0)
    """
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=REPO, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
