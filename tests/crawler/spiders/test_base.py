"""Every way a request can end has exactly one outcome, and the counts of a run add up."""

from __future__ import annotations

import gzip
import signal
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

from tests.crawler.loopback_site import Answer, News, Page, article

if TYPE_CHECKING:
    from tests.crawler.crawling import Bench


def balanced(bench: Bench) -> bool:
    run = bench.last_run()
    return (
        bool(run["claimed"] == run["outcomes"] + run["returned"]) and "conservation" not in bench.findings()
    )


def test_each_fault_has_its_own_outcome(bench: Bench) -> None:
    html = {"Content-Type": "text/html"}
    packed = html | {"Content-Encoding": "gzip"}
    faults = {
        1: (Answer("gone", 404), "gone/http_404"),
        2: (Answer("later", 500), "retry/http_500"),
        3: (Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n<p>cut"), "retry/data_loss"),
        4: (
            Answer(gzip.compress(article(4).encode())[:90], 200, packed),
            "retry/data_loss",
        ),
        5: (Answer(raw=b"\x00\xff nonsense\r\n\r\n"), "retry/bad_response"),
        6: (Answer("", 302, {"Location": "http://127.0.0.99:9/x"}), "refused/private_address"),
        7: (Answer("", 302, {"Location": "http://elsewhere.test/x"}), "refused/offsite_redirect"),
        8: (Answer("", 302, {"Location": "file:///etc/passwd"}), "refused/scheme"),
        9: (Answer("", 302, {"Location": "/art/9.html"}), "failed/redirect_loop"),
        10: (Answer("", 302), "failed/redirect_without_target"),
        11: (Answer("", 304), "failed/unexpected_304"),
        12: (Answer("<script>__jsl_clearance=1</script>", 521), "blocked/challenge:jsl"),
        13: (Answer("<script>$_ts={}</script>", 412), "blocked/challenge:rs"),
        14: (Answer("<h1>RAISE</h1><p>x</p>", 200, html), "retry/item_error:RuntimeError"),
        15: (Answer("<html><body>nothing</body></html>", 200, html), "refused/no_body"),
        16: (Answer(b"x" * 11_000_000, 200, html), "refused/too_large"),
        17: (
            Answer(gzip.compress(b" " * 11_000_000), 200, packed),
            "refused/too_large",
        ),
        18: (Answer("x", 200, html | {"Content-Encoding": "zstd-9000"}), "refused/unknown_encoding"),
        19: (Answer("teapot", 418), "failed/http_418"),
        20: (Answer("", 200, html), "retry/empty"),
        21: (Answer(raw=b""), "retry/connection_lost"),
        22: (Answer("", 302, {"Location": "/"}), "gone/redirect_home"),
        23: (Answer("", 302, {"Location": "/list/1.html"}), "refused/redirected"),
        24: (Answer("", 302, {"Location": "/error.html"}), "refused/redirected"),
    }
    with News(articles=27, per_page=30).serving() as news:
        news.put("/", article(99))
        news.put("/error.html", article(98))
        for number, (answer, _) in faults.items():
            news.pages[f"/art/{number}.html"] = answer
        done = bench.crawl(bench.listing(news.url))
    found = {
        row["url"]: row for row in bench.rows("SELECT url, state, reason FROM page WHERE kind = 'article'")
    }
    for number, (_, expected) in faults.items():
        row = found[f"{news.url}/art/{number}.html"]
        assert f"{row['state']}/{row['reason']}" == expected, number
    assert bench.states()["stored"] == 3
    assert balanced(bench)
    assert done.code == 1  # a pipeline that raises is a finding
    assert bench.findings() == ["error"]


def test_article_redirected_to_an_article_url_is_stored(bench: Bench, news: News) -> None:
    news.pages["/art/77.html"] = news.pages["/art/1.html"]
    news.pages["/art/1.html"] = Answer("", 301, {"Location": "/art/77.html"})
    assert bench.crawl(bench.listing(news.url)).code == 0
    assert bench.states()["stored"] == 6


def test_missing_article_is_fetched_again_once(bench: Bench, news: News) -> None:
    name = bench.listing(news.url)
    page, news.pages["/art/1.html"] = news.pages["/art/1.html"], Answer("soon", 404)
    bench.crawl(name)
    assert bench.states() == {"gone/http_404": 1, "stored": 5}
    news.pages["/art/1.html"] = page
    with closing(sqlite3.connect(bench.home / "govnews.db")) as connection, connection:
        asked = connection.execute("UPDATE page SET next_at = '2026-01-01 00:00:00' WHERE state = 'gone'")
        assert asked.rowcount == 1
    bench.crawl(name)
    assert bench.states() == {"stored": 6}


def test_temporary_failure_is_retried_within_the_run(bench: Bench, news: News) -> None:
    answers = [Answer("busy", 503), Answer(raw=b"")]
    page = news.pages["/art/1.html"]
    news.pages["/art/1.html"] = lambda _: answers.pop(0) if len(answers) > 1 else page
    assert bench.crawl(bench.listing(news.url)).code == 0
    assert bench.states() == {"stored": 6}
    first, second = (hit.at for hit in news.hits if hit.path == "/art/1.html")
    assert second - first >= 5


def test_host_that_is_down_is_skipped_and_reported(bench: Bench) -> None:
    with News(articles=20, per_page=30).serving() as news:
        for number in range(1, 21):
            news.pages[f"/art/{number}.html"] = Answer(raw=b"")
        done = bench.crawl(bench.listing(news.url))
        assert len(news.paths("/art/")) == 5
    assert done.code == 1
    assert "host_down" in bench.findings()
    assert bench.states() == {"retry/connection_lost": 5, "due": 15}
    assert balanced(bench)


def test_refused_connection_is_reported(bench: Bench) -> None:
    done = bench.crawl(bench.listing("http://127.0.0.1:1"))
    assert done.code == 1
    assert "unreachable" in bench.findings() or bench.states("list") == {
        "blocked/robots_connection_refused": 1
    }
    assert balanced(bench)


def test_short_retry_after_pauses_the_host_within_the_run(bench: Bench, news: News) -> None:
    until: list[float] = []

    def limited(hit: object) -> Page:
        if not until:
            until.append(time.monotonic() + 3)
        return Answer("slow down", 429, {"Retry-After": "3"}) if time.monotonic() < until[0] else page

    page = news.pages["/art/2.html"]
    news.pages["/art/2.html"] = limited
    assert bench.crawl(bench.listing(news.url)).code == 0
    assert bench.states() == {"stored": 6}
    stopped = next(i for i, hit in enumerate(news.hits) if hit.path == "/art/2.html")
    assert all(hit.at >= until[0] for hit in news.hits[stopped + 1 :])


def test_long_retry_after_ends_the_run_and_binds_the_next(bench: Bench, news: News) -> None:
    news.pages["/art/1.html"] = Answer("busy", 503, {"Retry-After": "99999999"})
    source = bench.listing(news.url)
    assert bench.crawl(source).code == 1
    assert bench.findings() == ["host_paused"]
    news.hits.clear()
    assert bench.crawl(source).code == 1
    assert news.hits == []
    assert balanced(bench)


def test_sigterm_interrupts_the_run_and_returns_its_claims(bench: Bench) -> None:
    with News(articles=60, per_page=60).serving() as news:
        for number in range(1, 61):
            page = news.pages[f"/art/{number}.html"]
            assert isinstance(page, Answer)
            page.wait = 0.2
        news.pages["/art/20.html"] = Answer("never", wait=900)
        source = bench.listing(news.url)
        process = bench.start("crawl", source)
        while len(news.paths("/art/")) < 20:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=300)
        run = bench.last_run()
        assert (run["state"], run["reason"], process.returncode) == ("interrupted", "shutdown", 1)
        assert balanced(bench)
        assert bench.rows("SELECT id FROM page WHERE claim_run_id IS NOT NULL") == []
        news.put("/art/20.html", article(20))
        assert bench.crawl(source).code == 0
        assert bench.states() == {"stored": 60}


def test_second_process_names_the_holder_or_waits(bench: Bench) -> None:
    with News(articles=30, per_page=30).serving() as news:
        for page in news.pages.values():
            if isinstance(page, Answer):
                page.wait = 0.3
        source = bench.listing(news.url)
        first = bench.start("crawl", source)
        while not news.paths():
            time.sleep(0.05)
        second = bench.crawl(source)
        assert second.code == 1
        assert f"process {first.pid}" in second.last_line
        waiting = bench.start("crawl", source, "-a", "wait=1")
        first.communicate(timeout=300)
        waiting.communicate(timeout=300)
        assert (first.returncode, waiting.returncode) == (0, 0)
        assert len(news.paths("/art/")) == 30


def test_damaged_database_is_reported_and_not_changed(bench: Bench, news: News) -> None:
    (bench.home / "govnews.db").write_bytes(b"this is no database" * 100)
    done = bench.crawl(bench.listing(news.url))
    assert done.code == 2
    assert "govnews.db" in done.last_line
    assert "not an SQLite database" in done.last_line
    assert news.hits == []
    assert (bench.home / "govnews.db").read_bytes() == b"this is no database" * 100


def test_database_locked_for_seconds_loses_nothing(bench: Bench, news: News) -> None:
    source = bench.listing(news.url)
    bench.crawl(source, limit=1)
    with closing(sqlite3.connect(bench.home / "govnews.db", isolation_level=None)) as other:
        process = bench.start("crawl", source)
        while not news.paths("/list/2"):
            time.sleep(0.01)
        other.execute("BEGIN IMMEDIATE")
        time.sleep(4)
        other.execute("COMMIT")
    process.communicate(timeout=300)
    assert process.returncode == 0
    assert bench.states() == {"stored": 6}
    assert balanced(bench)
