"""What forked processes share must not include what each has to read from its own environment."""

from __future__ import annotations

import subprocess
import sys

from tests.crawler.crawling import REPO
from tests.crawler.fork_server import PRELOADED


def test_preloaded_modules_read_no_settings_and_install_no_reactor() -> None:
    code = f"""if True:
        import importlib, sys
        for name in {PRELOADED!r}: importlib.import_module(name)
        shared = {{"crawler.settings", "twisted.internet.reactor", "aiohttp", "crawler.cli.app"}} & set(sys.modules)
        raise SystemExit(", ".join(shared) or 0)
    """
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=REPO, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
