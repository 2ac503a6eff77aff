"""``govnews source pause`` and ``source resume``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.crawler.cli.run_govnews import govnews

if TYPE_CHECKING:
    from tests.crawler.crawling import Bench
    from tests.crawler.loopback_site import News


def status_of(bench: Bench, name: str) -> str:
    rows = json.loads(govnews(bench, "source", "list", "--json").stdout)
    [status] = [row["status"] for row in rows if row["source"] == name]
    return str(status)


def test_pause_overrides_the_file_until_resume(bench: Bench, news: News) -> None:
    name = bench.listing(news.url)
    govnews(bench, "source", "pause", name)
    assert status_of(bench, name) == "paused"
    assert govnews(bench, "crawl", "--all").returncode == 2
    govnews(bench, "source", "resume", name)
    assert status_of(bench, name) == "active"
