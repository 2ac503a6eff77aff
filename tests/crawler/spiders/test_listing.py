"""List pages: paging, repeated crawls, windows, limits, broken lists."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.crawler.loopback_site import Answer, News, article, headline

if TYPE_CHECKING:
    from tests.crawler.crawling import Bench
    from tests.crawler.loopback_site import Hit


def test_second_run_finds_nothing_new(bench: Bench, news: News) -> None:
    source = bench.listing(news.url)
    first = bench.crawl(source)
    assert (first.code, bench.states()) == (0, {"stored": 6}), first.err[-2000:]
    assert bench.states("list") == {"listed": 2}
    assert bench.last_run()["walk_complete"] == 1
    news.hits.clear()
    second = bench.crawl(source)
    assert second.code == 0
    assert news.paths() == ["/list/1.html"]  # everything on it was known at the last completed walk
    assert len(bench.rows("SELECT * FROM article")) == 6
    run = bench.last_run()
    assert run["claimed"] == run["outcomes"] + run["returned"] == 1


def test_paging_ends_one_page_after_the_last_new_article(bench: Bench) -> None:
    with News(articles=12).serving() as news:
        source = bench.listing(news.url)
        bench.crawl(source)
        news.add(99)
        news.hits.clear()
        assert bench.crawl(source).code == 0
        assert news.paths() == ["/list/1.html", "/art/99.html", "/list/2.html"]


def test_list_entry_becomes_the_hint_of_its_article(bench: Bench, news: News) -> None:
    bench.crawl(bench.listing(news.url))
    row = bench.rows("SELECT hint, hint_date FROM page WHERE url LIKE '%/art/1.html'")[0]
    assert headline(1) in row["hint"].encode().decode("unicode_escape") or headline(1) in row["hint"]
    assert row["hint_date"] == "2026-10-27"


def test_articles_outside_the_window_are_left_for_another_run(bench: Bench, news: News) -> None:
    source = bench.listing(news.url)
    bench.crawl(source, since="2026-10-25", until="2026-10-26")
    assert bench.states() == {"stored": 2, "refused/outside_window": 4}
    assert len(news.paths("/art/")) == 2
    assert bench.last_run()["walk_complete"] == 0
    bench.crawl(source)
    assert bench.states() == {"stored": 6}


def test_limit_bounds_article_requests(bench: Bench, news: News) -> None:
    source = bench.listing(news.url)
    done = bench.crawl(source, limit=2)
    assert done.code == 0
    assert len(news.paths("/art/")) == 2
    assert bench.last_run()["reason"] == "limit"
    bench.crawl(source)
    assert bench.states() == {"stored": 6}


def _unless_unchanged(page: Answer, hit: Hit) -> Answer:
    """304 if the request names the page's ETag."""
    return Answer(b"", 304) if hit.headers.get("if-none-match") == page.headers["ETag"] else page


def test_recheck_is_conditional_and_stores_an_edit_as_a_version(bench: Bench, news: News) -> None:
    source = bench.listing(news.url)
    for number in news.numbers:
        page = Answer(article(number), 200, {"Content-Type": "text/html", "ETag": f'"{number}"'})
        news.pages[f"/art/{number}.html"] = partial(_unless_unchanged, page)
    bench.crawl(source)
    news.put("/art/2.html", article(2, version=1))
    news.hits.clear()
    done = bench.crawl(source, recheck=7)
    assert done.code == 0, done.err[-2000:]
    assert sorted(news.paths("/art/")) == [f"/art/{n}.html" for n in range(1, 7)]
    assert bench.last_run()["stats"]["store/revised"] == 1
    assert bench.states()["unchanged"] == 5
    assert [row["versions"] for row in bench.rows("SELECT versions FROM article WHERE versions > 1")] == [2]


def test_article_missing_at_two_rechecks_is_withdrawn(bench: Bench, news: News) -> None:
    source = bench.listing(news.url)
    bench.crawl(source)
    news.put("/art/3.html", "gone", 410)
    bench.crawl(source, recheck=7)
    assert bench.rows("SELECT state FROM article WHERE url LIKE '%/3.html'") == [{"state": "live"}]
    bench.crawl(source, recheck=7)
    assert bench.rows("SELECT state FROM article WHERE url LIKE '%/3.html'") == [{"state": "withdrawn"}]


def test_list_page_without_links_is_a_finding(bench: Bench, news: News) -> None:
    source = bench.listing(news.url)
    bench.crawl(source)
    news.put("/list/1.html", "<html><body><ul class=list></ul></body></html>")
    done = bench.crawl(source)
    assert done.code == 1
    assert "no article link" in done.last_line
    assert bench.findings() == ["no_links"]
    assert bench.states() == {"stored": 6}


def test_list_without_its_links_selector_is_a_finding(bench: Bench, news: News) -> None:
    source = bench.listing(news.url)
    news.put("/list/1.html", '<html><body><div class="new"><a href="/neu/1">x</a></div></body></html>')
    done = bench.crawl(source)
    assert (done.code, bench.findings()) == (1, ["no_links"])


def test_missing_start_page_is_a_finding(bench: Bench, news: News) -> None:
    done = bench.crawl(bench.listing(news.url, start=[f"{news.url}/nowhere.html"]))
    assert (done.code, bench.findings()) == (1, ["list_unread"])


def test_max_pages_ends_paging_without_a_finding(bench: Bench) -> None:
    with News(articles=12).serving() as news:
        source = bench.listing(news.url, list='{links: "ul.list a", next: "a.next", max_pages: 2}')
        assert bench.crawl(source).code == 0
        run = bench.last_run()
        assert (run["reason"], run["stats"]["list/beyond_max_pages"]) == ("max_pages", 1)
        assert bench.states("list") == {"listed": 2, "refused/beyond_max_pages": 1}
        bench.listing(news.url, list='{links: "ul.list a", next: "a.next", max_pages: 9}')
        bench.crawl(source)
        assert bench.states() == {"stored": 12}


def test_page_budget_ends_the_run_with_a_finding(bench: Bench) -> None:
    with News(articles=30).serving() as news:
        source = bench.listing(news.url, budget="{pages: 10}")
        assert bench.crawl(source).code == 1
        assert bench.findings() == ["budget"]
        assert len(news.paths()) == 10
        assert bench.last_run()["walk_complete"] == 0


def test_repeated_last_page_ends_paging(bench: Bench, news: News) -> None:
    for number in range(2, 9):
        news.put(f"/list/{number}.html", news.list_page(2, 99).replace("/list/3", f"/list/{number + 1}"))
    assert bench.crawl(bench.listing(news.url)).code == 0
    assert bench.last_run()["stats"]["list/repeated"] == 1
    assert news.paths("/list/") == [f"/list/{n}.html" for n in (1, 2, 3)]


def test_interrupted_walk_is_continued_past_known_articles(bench: Bench) -> None:
    """A first walk that broke off on page 2 must not let page 1, now known, end the second."""
    with News(articles=9).serving() as news:
        source = bench.listing(news.url)
        whole = news.pages["/list/2.html"]
        news.put("/list/2.html", "broken", 500)
        assert bench.crawl(source).code == 1
        news.pages["/list/2.html"] = whole
        assert bench.crawl(source).code == 0
        assert bench.states() == {"stored": 9}


def test_meta_refresh_of_a_list_page_is_followed(bench: Bench, news: News) -> None:
    moved = '<html><head><META HTTP-EQUIV="REFRESH" CONTENT="0; URL=list/1.html?v=1"></head></html>'
    news.put("/index.htm", moved)
    news.pages["/list/1.html?v=1"] = news.pages["/list/1.html"]
    assert bench.crawl(bench.listing(news.url, start=[f"{news.url}/index.htm"])).code == 0
    assert bench.states() == {"stored": 6}


def test_links_to_other_hosts_are_ignored(bench: Bench, news: News) -> None:
    rows = '<li><a href="http://other.test/art/77.html">x</a></li><li><a href="/art/1.html">y</a></li>'
    news.put("/list/1.html", f'<html><body><ul class="list">{rows}</ul></body></html>')
    bench.crawl(bench.listing(news.url))
    assert bench.states() == {"stored": 1}


def test_addresses_of_one_article_are_fetched_once(bench: Bench, news: News) -> None:
    rows = "".join(
        f'<li><a href="/art/1.html{tail}">y</a></li>' for tail in ("", "?utm_source=a", ";jsessionid=9#x")
    )
    news.put("/list/1.html", f'<html><body><ul class="list">{rows}</ul></body></html>')
    bench.crawl(bench.listing(news.url))
    assert bench.states() == {"stored": 1}


def test_endless_meta_refresh_is_stopped(bench: Bench, news: News) -> None:
    for number in range(20):
        refresh = f'<meta http-equiv=refresh content="0;url=/turn/{number + 1}.html">'
        news.put(f"/turn/{number}.html", f"<html><head>{refresh}</head></html>")
    done = bench.crawl(bench.listing(news.url, start=[f"{news.url}/turn/0.html"]))
    assert (done.code, bench.findings()) == (1, ["list_unread"])
    assert len(news.paths("/turn/")) == 6
