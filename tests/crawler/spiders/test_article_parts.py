"""Articles on several pages: one article with the text of all, whatever becomes of the further requests."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from crawler.net.outcomes import RequestOutcome
from crawler.spiders.article_parts import ends_claim
from storage.values import ArticleHint, Claimed
from tests.crawler.crawling import Bench
from tests.crawler.loopback_site import Answer, News, Page, headline, published

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PARAGRAPH = (
    "河口镇的乡亲们在新修的水渠旁边种下了苗木，镇里的农技员逐户讲解了第{}页上的管护要点，大家听得十分认真。"
)
HTML = {"Content-Type": "text/html; charset=utf-8"}
ARTICLE_RULES = '{url: "/art/"}'


def part(number: int, page: int, count: int = 3) -> Answer:
    """One page of article ``number``, with headline, stamp and pager as templates repeat them on each page."""
    names = [f"{number}.html", *(f"{number}_{i}.html" for i in range(2, count + 1))]
    pager = "".join(f'<a href="{name}">[{i}]</a> ' for i, name in enumerate(names, 1))
    if page < count:
        pager += f'<a href="{names[page]}">下一页</a>'
    head = headline(number)
    paragraphs = "".join(f"<p>{PARAGRAPH.format(page)}（{k}）</p>" for k in range(2))
    return Answer(
        f"<html><head><title>{head}</title></head><body><h1>{head}</h1>"
        f'<div class="info">来源：青岚日报 发布时间：{published(number)}</div>'
        f'<div class="article">{paragraphs}<div class="page">{pager}</div></div></body></html>',
        200,
        HTML,
    )


def put_parts(news: News, number: int, count: int = 3) -> None:
    for page in range(1, count + 1):
        news.pages[path(number, page)] = part(number, page, count)


def path(number: int, page: int) -> str:
    return f"/art/{number}.html" if page == 1 else f"/art/{number}_{page}.html"


def pages_in(body: str) -> list[int]:
    """The numbers of the pages whose paragraphs the body holds, in its order."""
    return [int(line.split("第")[1].split("页")[0]) for line in body.split("\n") if "农技员" in line]


@pytest.fixture
def news() -> Iterator[News]:
    with News(articles=2, per_page=5).serving() as site:
        put_parts(site, 1)
        yield site


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, plain=False)


def stored(bench: Bench, number: int = 1) -> dict[str, Any]:
    (row,) = bench.rows("SELECT * FROM article WHERE url LIKE ?", f"%/art/{number}.html")
    return row | {"evidence": json.loads(row["evidence"])}


def balanced(bench: Bench) -> bool:
    run = bench.last_run()
    return (
        bool(run["claimed"] == run["outcomes"] + run["returned"]) and "conservation" not in bench.findings()
    )


def test_pages_of_one_article_are_stored_as_one(bench: Bench, news: News) -> None:
    done = bench.crawl(bench.listing(news.url, article=ARTICLE_RULES))
    assert done.code == 0, done.err[-3000:]
    article = stored(bench)
    assert pages_in(article["body"]) == [1, 1, 2, 2, 3, 3]
    assert "下一页" not in article["body"]
    assert article["body"].count(headline(1)) == 0
    assert [entry["url"] for entry in article["evidence"]["parts"]] == [news.url + path(1, n) for n in (2, 3)]
    assert "gaps" not in article["evidence"]
    assert bench.states() == {"stored": 2}  # the further pages have no row of their own
    shas = {entry["raw_sha"] for entry in article["evidence"]["parts"]}
    assert {row["sha"] for row in bench.rows("SELECT sha FROM raw")} >= shas
    assert all(list(bench.home.rglob(f"{sha}.zst")) for sha in shas)
    assert balanced(bench)


def test_limit_counts_an_article_once(bench: Bench, news: News) -> None:
    news.numbers = [1]
    news.build()
    news.add(3)
    put_parts(news, 3)
    bench.crawl(bench.listing(news.url, article=ARTICLE_RULES), limit=1)
    (row,) = bench.rows("SELECT body FROM article")
    assert pages_in(row["body"]) == [1, 1, 2, 2, 3, 3]
    assert len(news.paths("/art/")) == 3


FOREVER_MISSING: dict[str, Page] = {
    "http_404": Answer("gone", 404),
    "http_418": Answer("teapot", 418),
    "offsite_redirect": Answer("", 302, {"Location": "http://elsewhere.test/x"}),
    "private_address": Answer("", 302, {"Location": "http://127.0.0.99:9/x"}),
    "redirect_home": Answer("", 302, {"Location": "/"}),
    "redirected": Answer("", 302, {"Location": "/art/1.html"}),
    "redirect_loop": Answer("", 302, {"Location": "/art/1_2.html"}),
}


@pytest.mark.parametrize("reason", FOREVER_MISSING)
def test_page_that_is_missing_for_good_is_a_gap(bench: Bench, news: News, reason: str) -> None:
    news.put("/", "<html><body>home</body></html>")
    news.pages[path(1, 2)] = FOREVER_MISSING[reason]
    bench.crawl(bench.listing(news.url, article=ARTICLE_RULES))
    article = stored(bench)
    assert pages_in(article["body"]) == [1, 1, 3, 3]
    assert article["evidence"]["gaps"] == ["page 2 of 3"]
    assert article["evidence"]["parts"][0] == {"url": news.url + path(1, 2), "missing": reason}
    assert bench.states() == {"stored": 2}
    assert balanced(bench)


def test_page_forbidden_by_robots_is_a_gap(bench: Bench, news: News) -> None:
    news.put("/robots.txt", "User-agent: *\nDisallow: /art/1_3.html\n")
    bench.crawl(bench.listing(news.url, article=ARTICLE_RULES))
    article = stored(bench)
    assert pages_in(article["body"]) == [1, 1, 2, 2]
    assert article["evidence"]["gaps"] == ["page 3 of 3"]
    assert news.paths("/art/1_3") == []


def test_page_without_article_text_is_a_gap(bench: Bench, news: News) -> None:
    news.pages[path(1, 2)] = Answer("<html><body><h1>404</h1>您访问的页面不存在</body></html>", 200, HTML)
    bench.crawl(bench.listing(news.url, article=ARTICLE_RULES))
    article = stored(bench)
    assert pages_in(article["body"]) == [1, 1, 3, 3]
    assert article["evidence"]["gaps"] == ["page 2 of 3"]


@pytest.mark.parametrize(
    "answer", [Answer("busy", 503), Answer(raw=b"")], ids=["http_503", "connection_lost"]
)
def test_temporary_failure_stores_nothing_and_is_retried(bench: Bench, news: News, answer: Answer) -> None:
    news.pages[path(1, 2)] = answer
    name = bench.listing(news.url, article=ARTICLE_RULES)
    bench.crawl(name)
    assert bench.rows("SELECT id FROM article WHERE url LIKE '%/art/1.html'") == []
    (page,) = bench.rows("SELECT state, next_at FROM page WHERE url LIKE '%/art/1.html'")
    assert page["state"] == "retry"
    assert page["next_at"] is not None
    assert balanced(bench)
    put_parts(news, 1)
    bench.crawl(name)
    assert pages_in(stored(bench)["body"]) == [1, 1, 2, 2, 3, 3]
    assert bench.states() == {"stored": 2}


def test_last_retry_stores_the_article_with_a_gap(bench: Bench, news: News) -> None:
    news.pages[path(1, 2)] = Answer("broken", 500)
    name = bench.listing(news.url, article=ARTICLE_RULES)
    bench.crawl(name)
    bench.execute("UPDATE page SET attempts = 5 WHERE url LIKE '%/art/1.html'")
    bench.crawl(name)
    article = stored(bench)
    assert article["evidence"]["gaps"] == ["page 2 of 3"]
    assert pages_in(article["body"]) == [1, 1, 3, 3]
    assert balanced(bench)


@pytest.mark.parametrize(
    ("state", "reason", "attempts", "article_id", "again"),
    [
        ("due", "host_paused", 9, None, True),
        ("retry", "http_503", 4, None, True),
        ("retry", "http_503", 5, None, False),
        ("retry", "http_503", 5, 1, True),  # the stored text stays
        ("blocked", "challenge:jsl", 0, None, True),
        ("blocked", "forbidden", 1, None, False),
        ("gone", "http_404", 0, 1, False),
        ("refused", "robots", 0, None, False),
    ],
)
def test_only_temporary_failures_end_the_claim(
    state: str, reason: str, attempts: int, article_id: int | None, again: bool
) -> None:
    claim = Claimed(
        id=1,
        url="http://qinglan.test/art/1.html",
        url_key="qinglan.test/art/1.html",
        kind="article",
        state="due",
        position=0,
        hint=ArticleHint(),
        parent_id=None,
        issue_id=None,
        attempts=attempts,
        etag=None,
        last_modified=None,
        not_modified=0,
        article_id=article_id,
        found_walk=1,
    )
    assert ends_claim(RequestOutcome(state, reason), claim) is again


def wait_for_request(news: News, wanted: str) -> None:
    while not news.paths(wanted):
        time.sleep(0.01)


def test_killed_crawl_stores_nothing_and_the_next_one_stores_one_article(bench: Bench, news: News) -> None:
    news.pages[path(1, 3)] = Answer("late", 200, HTML, wait=30)
    name = bench.listing(news.url, article=ARTICLE_RULES)
    process = bench.start("crawl", name)
    wait_for_request(news, path(1, 3))
    process.kill()
    process.communicate()
    assert bench.rows("SELECT id FROM article WHERE url LIKE '%/art/1.html'") == []
    put_parts(news, 1)
    assert bench.crawl(name).code == 0
    assert pages_in(stored(bench)["body"]) == [1, 1, 2, 2, 3, 3]
    assert bench.states() == {"stored": 2}
    assert balanced(bench)


def test_stopped_crawl_returns_the_claim(bench: Bench, news: News) -> None:
    news.pages[path(1, 2)] = Answer("late", 200, HTML, wait=30)
    name = bench.listing(news.url, article=ARTICLE_RULES)
    process = bench.start("crawl", name)
    wait_for_request(news, path(1, 2))
    process.terminate()
    process.communicate(timeout=60)
    assert bench.rows("SELECT state FROM page WHERE url LIKE '%/art/1.html'") == [{"state": "due"}]
    assert balanced(bench)


def test_reextraction_keeps_the_text_of_all_pages(bench: Bench, news: News) -> None:
    news.pages[path(1, 3)] = Answer("gone", 404)
    assert bench.crawl(bench.listing(news.url, article=ARTICLE_RULES)).code == 0
    before = stored(bench)
    bench.execute("UPDATE article SET extractor = 'older', body = body || char(10) || 'x', content_sha = 'x'")
    done = bench.govnews("reextract", "--json")
    assert done.returncode == 0, done.stderr
    after = stored(bench)
    assert after["body"] == before["body"]
    assert pages_in(after["body"]) == [1, 1, 2, 2]
    assert after["evidence"]["parts"] == before["evidence"]["parts"]
    assert after["evidence"]["gaps"] == ["page 3 of 3"]


def test_changed_page_makes_a_version_and_keeps_the_earlier_bodies(bench: Bench, news: News) -> None:
    name = bench.listing(news.url, article=ARTICLE_RULES)
    bench.crawl(name)
    first = stored(bench)["evidence"]["parts"]
    changed = part(1, 3)
    changed.body = changed.data.decode().replace("十分认真", "非常仔细，还提出了三个问题")
    news.pages[path(1, 3)] = changed
    bench.crawl(name, recheck=30)
    article = stored(bench)
    assert (article["versions"], pages_in(article["body"])) == (2, [1, 1, 2, 2, 3, 3])
    assert article["evidence"]["earlier_parts"] == [{"version": 1, "parts": first}]
    assert article["evidence"]["parts"][1] != first[1]
    done = bench.govnews("takedown", f"{news.url}/art/1.html", "--reason", "test")
    assert done.returncode == 0, done.stderr
    shas = {entry["raw_sha"] for entry in [*first, *article["evidence"]["parts"]]}
    assert not [sha for sha in shas if list(bench.home.rglob(f"{sha}.zst"))]


def test_unchanged_first_page_leaves_the_article_as_it_is(bench: Bench, news: News) -> None:
    whole = part(1, 1)
    whole.headers = HTML | {"ETag": '"1"'}
    news.pages[path(1, 1)] = lambda hit: Answer("", 304) if "if-none-match" in hit.headers else whole
    name = bench.listing(news.url, article=ARTICLE_RULES)
    bench.crawl(name)
    bench.crawl(name, recheck=30)
    assert len(news.paths(path(1, 2))) == 1
    article = stored(bench)
    assert (article["versions"], pages_in(article["body"])) == (1, [1, 1, 2, 2, 3, 3])


def test_at_most_twenty_further_pages_are_fetched(bench: Bench, news: News) -> None:
    put_parts(news, 1, 25)
    bench.crawl(bench.listing(news.url, article=ARTICLE_RULES))
    article = stored(bench)
    assert sorted(set(pages_in(article["body"]))) == list(range(1, 22))
    assert article["evidence"]["gaps"] == [f"page {n} of 25" for n in range(22, 26)]
    assert len(news.paths("/art/1")) == 21
