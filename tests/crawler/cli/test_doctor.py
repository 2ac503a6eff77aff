"""``govnews doctor``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.crawler.cli.run_govnews import govnews

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawler.crawling import Bench


def test_missing_contact_is_a_problem(bench: Bench) -> None:
    done = govnews(bench, "doctor", "--json", GOVNEWS_CONTACT="")
    rows = {row["what"]: row for row in json.loads(done.stdout)}
    assert done.returncode == 1
    assert rows["contact"]["ok"] is False
    assert rows["time zone"]["ok"] is True


def test_unreachable_database_server_is_a_problem(real: Bench, tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    away = f"postgresql+psycopg://postgres@/none?host={tmp_path}"
    done = govnews(real, "doctor", "--json", GOVNEWS_DATABASE_URL=away)
    assert done.returncode == 1
    [row] = [row for row in json.loads(done.stdout) if "database" in row.values()]
    assert False in row.values()
