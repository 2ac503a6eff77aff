"""Starting the command line."""

from __future__ import annotations

import os
import subprocess
import sys


def test_help_imports_no_heavy_package() -> None:
    code = (
        "import sys\nfrom crawler.cli import app\n"
        "heavy = {'scrapy', 'sqlalchemy', 'trafilatura', 'alembic', 'twisted', 'lxml'} & set(sys.modules)\n"
        "sys.exit(','.join(heavy))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    assert done.stderr.strip() == ""
