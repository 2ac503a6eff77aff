"""robots.txt: closed hosts, stored rules, disallowed pages, proxies."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from protego import Protego

from crawler.net.robots import MAX_PARSED_BYTES
from tests.crawler.loopback_site import Answer, News, Site

if TYPE_CHECKING:
    from tests.crawler.crawling import Bench

GZIP = {"Content-Encoding": "gzip"}


BROKEN = {
    "forbidden": (Answer("no", 403), "http_403"),
    "unauthorized": (Answer("no", 401), "http_401"),
    "limited": (Answer("no", 429), "http_429"),
    "error": (Answer("no", 500), "http_500"),
    "lost": (Answer(raw=b""), "connection_lost"),
    "cut": (Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nUser"), "data_loss"),
    "loop": (Answer("", 302, {"Location": "/robots.txt"}), "redirect_loop"),
    "inside": (Answer("", 302, {"Location": "http://127.0.0.99:9/robots.txt"}), "private_address"),
    "bomb": (Answer(gzip.compress(b" " * 11_000_000), 200, GZIP), "too_large"),
}


def test_unreadable_robots_txt_blocks_its_host(bench: Bench) -> None:
    """Nine hosts behind one proxy, each with a robots.txt of its own."""
    with Site().serving() as proxy:
        for name, (answer, _) in BROKEN.items():
            proxy.pages[f"{name}.test/robots.txt"] = answer
        source = bench.listing("", start=[f"http://{name}.test/list.html" for name in BROKEN])
        bench.run("crawl", source, http_proxy=proxy.url, GOVNEWS_CONTACT="desk@qinglan.test")
        assert {hit.path for hit in proxy.hits} == {"/robots.txt"}
    rows = bench.rows("SELECT url, state, reason FROM page")
    found = {
        row["url"].split("/")[2].removesuffix(".test"): f"{row['state']}/{row['reason']}" for row in rows
    }
    assert found == {name: f"blocked/robots_{reason}" for name, (_, reason) in BROKEN.items()}


def test_stored_error_counts_for_scheduled_runs_only(bench: Bench, news: News) -> None:
    rules = news.pages["/robots.txt"]
    news.put("/robots.txt", "down", 503)
    source = bench.listing(news.url)
    assert bench.crawl(source).code == 0  # blocked alone is no problem of ours
    assert (bench.last_run()["reason"], bench.findings()) == ("lists_blocked", [])
    news.pages["/robots.txt"] = rules
    news.hits.clear()
    bench.crawl(source, scheduled=1)
    assert news.hits == []
    bench.crawl(source)
    assert bench.states() == {"stored": 6}


def test_missing_robots_txt_allows_and_is_stored_for_a_day(bench: Bench, news: News) -> None:
    del news.pages["/robots.txt"]
    source = bench.listing(news.url)
    assert bench.crawl(source, limit=1).code == 0
    news.put("/robots.txt", "User-agent: *\nDisallow: /art/3\nDisallow: /art/4\n")
    bench.rows("SELECT 1")
    assert bench.crawl(source).code == 0  # the answer of the first run is kept for a day
    assert bench.states() == {"stored": 6}
    assert [hit.path for hit in news.hits].count("/robots.txt") == 1


def test_disallowed_page_is_refused(bench: Bench, news: News) -> None:
    news.put(
        "/robots.txt",
        b"\xef\xbb\xbfUser-agent: *\r\nDis\0allow: /art/3\nUser-agent: govnews\nDisallow: /art/4\n",
    )
    bench.crawl(bench.listing(news.url))
    assert bench.states() == {"stored": 5, "refused/robots": 1}
    assert "/art/4.html" not in news.paths()


def test_ignored_robots_txt_is_recorded_with_its_evidence(bench: Bench, news: News) -> None:
    news.put("/robots.txt", "User-agent: *\nDisallow: /\n")
    source = bench.listing(news.url, robots="ignore", evidence="agreed with the office in writing")
    bench.crawl(source)
    assert bench.states() == {"stored": 6}
    assert bench.last_run()["params"]["robots"] == "ignore"
    assert "agreed" in bench.last_run()["params"]["evidence"]
    assert bench.last_run()["stats"]["robots/ignored"] == 8


def test_hostile_robots_txt_is_cut_before_it_is_parsed() -> None:
    text = ("User-agent: *\n" + "Disallow: /" + "a*" * 40 + "b$\n") * 9000
    rules = Protego.parse(text.encode()[:MAX_PARSED_BYTES].decode())
    rules.can_fetch("http://www.qinglan.test/" + "a" * 200, "govnews")


def test_robots_txt_is_fetched_through_the_proxy(bench: Bench) -> None:
    with Site().serving() as proxy:
        proxy.put("www.qinglan.test/robots.txt", "User-agent: *\nDisallow: /\n")
        source = bench.listing("http://www.qinglan.test", allow_private=None)
        bench.run("crawl", source, http_proxy=proxy.url, GOVNEWS_CONTACT="desk@qinglan.test")
        assert [(hit.host, hit.path) for hit in proxy.hits] == [("www.qinglan.test", "/robots.txt")]
        assert bench.states("list") == {"refused/robots": 1}


def test_private_target_is_refused_through_a_proxy(bench: Bench) -> None:
    with News(articles=3).serving() as proxy:
        proxy.put(
            "/list/1.html",
            proxy.list_page(1, 1).replace("</ul>", '<li><a href="http://10.0.0.1/art/9">x</a></ul>'),
        )
        source = bench.listing("http://www.qinglan.test", allow_private=None, hosts='["10.0.0.1"]')
        bench.run("crawl", source, http_proxy=proxy.url, GOVNEWS_CONTACT="desk@qinglan.test")
        assert bench.states() == {"stored": 3, "refused/private_address": 1}
        assert {hit.host for hit in proxy.hits} == {"www.qinglan.test"}
