"""``govnews crawl`` as a process: what it stores, prints and returns."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.crawler.cli.run_govnews import ARTICLE, govnews
from tests.crawler.loopback_site import Answer, article, headline

if TYPE_CHECKING:
    from tests.crawler.crawling import Bench
    from tests.crawler.loopback_site import News


def test_crawl_stores_articles_that_run_show_export_and_article_show_print(real: Bench, news: News) -> None:
    name = real.listing(news.url, article=ARTICLE, outlet="青岚日报")
    done = govnews(real, "crawl", name)
    assert done.returncode == 0, done.stderr
    assert "6 new" in done.stdout
    assert str(real.home) in done.stderr
    listed = govnews(real, "run", "list", "--json")
    [run] = json.loads(listed.stdout)
    assert (run["state"], run["store"]) == ("finished", {"inserted": 6})
    shown = govnews(real, "run", "show", str(run["run"]))
    assert "8 claimed = 8 outcomes + 0 returned" in shown.stdout
    exported = govnews(real, "export")
    records = [json.loads(line) for line in exported.stdout.splitlines()]
    assert {record["title"] for record in records} == {headline(n) for n in range(1, 7)}
    article = govnews(real, "article", "show", records[0]["url"], "--json")
    assert json.loads(article.stdout) == records[0]
    assert govnews(real, "db", "check").returncode == 0


def test_second_crawl_fetches_no_article_again(real: Bench, news: News) -> None:
    name = real.listing(news.url, article=ARTICLE)
    govnews(real, "crawl", name)
    before = len(news.paths("/art/"))
    again = govnews(real, "crawl", name, "--json")
    [result] = json.loads(again.stdout)
    assert (again.returncode, result["exit"], result["store"]) == (0, 0, {})
    assert len(news.paths("/art/")) == before


NOTICE = "<html><head><title>提示信息</title></head><body><p>您访问的文章已删除。</p></body></html>"


@pytest.mark.slow
def test_article_gone_twice_is_withdrawn_and_live_again_when_it_returns(real: Bench, news: News) -> None:
    name = real.listing(news.url, article=ARTICLE, budget="{pages: 8}")
    html = {"Content-Type": "text/html; charset=utf-8"}
    govnews(real, "crawl", name)
    first = news.pages["/art/1.html"]
    news.pages |= {
        "/": Answer(article(99), 200, html),
        "/art/1.html": Answer("", 302, {"Location": "/"}),
        "/art/2.html": Answer(NOTICE, 200, html),
        "/art/3.html": Answer("gone", 404),
    }

    def states() -> list[str]:
        return [row["state"] for row in real.rows("SELECT state FROM article ORDER BY url")]

    govnews(real, "crawl", name, "--recheck", "9")
    assert states() == ["live"] * 6
    govnews(real, "crawl", name, "--recheck", "9")
    assert states() == ["withdrawn"] * 3 + ["live"] * 3
    news.pages["/art/1.html"] = first
    govnews(real, "crawl", name, "--recheck", "9")
    assert states() == ["live"] + ["withdrawn"] * 2 + ["live"] * 3
    # a day later, with nothing asked for: the planned looks, a quarter of the run's pages
    with closing(sqlite3.connect(real.home / "govnews.db")) as connection, connection:
        connection.execute("UPDATE page SET next_at = '2026-01-01 00:00:00.000000' WHERE next_at IS NOT NULL")
    news.hits.clear()
    govnews(real, "crawl", name)
    assert len(news.paths("/art/")) == 2


def test_dry_run_fetches_nothing(real: Bench, news: News) -> None:
    name = real.listing(news.url, article=ARTICLE)
    assert govnews(real, "crawl", name, "--dry-run").returncode == 0
    assert news.paths() == []


def test_crawl_without_contact_exits_with_code_2(bench: Bench) -> None:
    bench.listing("http://www.qinglan.test", allow_private="false")
    done = govnews(bench, "crawl", "qinglan_gov", GOVNEWS_CONTACT="")
    assert done.returncode == 2
    assert "GOVNEWS_CONTACT is not set" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_stopped_or_killed_command_leaves_no_crawl_process(
    real: Bench, news: News, how: signal.Signals
) -> None:
    name = real.listing(news.url, article=ARTICLE, delay=1)
    code = "from crawler.cli import main; main()"
    command = subprocess.Popen([sys.executable, "-c", code, "crawl", name], env=real.env(), cwd=real.folder)
    until = time.monotonic() + 60
    while not news.paths("/art/") and time.monotonic() < until:
        time.sleep(0.1)
    [crawl] = psutil.Process(command.pid).children()
    command.send_signal(how)
    command.wait(30)
    crawl.wait(10)
    again = govnews(real, "crawl", name)
    assert again.returncode == 0, again.stderr
    assert real.states() == {"stored": 6}


def test_limit_of_zero_is_an_error(real: Bench, news: News) -> None:
    done = govnews(real, "crawl", real.listing(news.url, article=ARTICLE), "--limit", "0")
    assert (done.returncode, news.paths()) == (2, [])
    assert "limit" in done.stderr


def test_dry_run_of_due_sources_leaves_them_due(real: Bench, news: News) -> None:
    name = real.listing(news.url, article=ARTICLE)
    for _ in range(2):
        dry = govnews(real, "crawl", "--due", "--dry-run", "--json")
        assert [one["source"] for one in json.loads(dry.stdout)] == [name]
    assert news.paths() == []
