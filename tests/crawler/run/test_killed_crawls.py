"""Crawls killed with SIGKILL at random moments: nothing is lost and nothing is stored twice."""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.crawler.loopback_site import News

if TYPE_CHECKING:
    import subprocess

    from tests.crawler.crawling import Bench
    from tests.crawler.fork_server import ForkedProcess


def kill_after_articles(bench: Bench, process: ForkedProcess | subprocess.Popen[str], rows: int) -> bool:
    """Kill when so many articles are stored: a clock would hit the start-up only. False: it ended before."""
    while process.poll() is None:
        if stored(bench) >= rows:
            process.kill()
            process.communicate()
            return True
        time.sleep(0.01)
    process.communicate()
    return False


def stored(bench: Bench) -> int:
    try:
        with closing(
            sqlite3.connect(f"file:{bench.home}/govnews.db?mode=ro", uri=True, timeout=5)
        ) as connection:
            return int(connection.execute("SELECT count(*) FROM article").fetchone()[0])
    except sqlite3.Error:
        return 0


def crawl_with_kills(bench: Bench, news: News, kills: int) -> None:
    total = len(news.numbers)
    chance = random.Random(20261005)
    source = bench.listing(news.url)
    for mark in sorted(chance.randrange(1, total) for _ in range(kills)):
        kill_after_articles(bench, bench.start("crawl", source), mark)
    done = bench.crawl(source, timeout=180)
    assert done.code == 0, done.err[-2000:]
    assert bench.states() == {"stored": total}
    titles = [row["title"] for row in bench.rows("SELECT title FROM article")]
    assert len(titles) == len(set(titles)) == total
    assert bench.rows("SELECT id FROM article WHERE versions > 1 OR dedup_state != 'done'") == []
    asked = len(news.paths("/art/"))
    assert asked - total <= kills * 8  # at most what was in flight is asked twice
    run = bench.last_run()
    assert run["claimed"] == run["outcomes"] + run["returned"]
    assert {row["state"] for row in bench.rows("SELECT state FROM run WHERE id < ?", run["id"])} <= {
        "interrupted",
        "finished",
    }


def test_three_kills_lose_and_duplicate_nothing(bench: Bench) -> None:
    with News(articles=60, per_page=10).serving() as news:
        crawl_with_kills(bench, news, 3)


@pytest.mark.long
def test_forty_kills_lose_and_duplicate_nothing(bench: Bench) -> None:
    """More than 410 addresses: smaller sites hide what Scrapy's own job folder loses."""
    with News(articles=460, per_page=20).serving() as news:
        crawl_with_kills(bench, news, 40)
