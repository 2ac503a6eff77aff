"""Delays of real crawls, measured by the site."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tests.crawler.loopback_site import News

if TYPE_CHECKING:
    from tests.crawler.crawling import Bench


def _gaps(news: News) -> list[float]:
    times = [hit.at for hit in news.hits if hit.path != "/robots.txt"]
    return [later - earlier for earlier, later in itertools.pairwise(times)]


def test_crawl_keeps_its_delay_and_sends_one_request_at_a_time(bench: Bench) -> None:
    with News(articles=8, per_page=8).serving() as news:
        bench.crawl(bench.listing(news.url, delay=0.4))
        assert min(_gaps(news)) >= 0.4 * 0.95
        assert news.peak == 1


def test_crawl_delay_of_robots_txt_is_obeyed(bench: Bench, news: News) -> None:
    news.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.5\n")
    bench.crawl(bench.listing(news.url))
    assert min(_gaps(news)) >= 0.45


def test_user_agent_contains_the_contact(bench: Bench, news: News) -> None:
    bench.run("crawl", bench.listing(news.url), GOVNEWS_CONTACT="desk@qinglan.test")
    agents = {hit.headers["user-agent"] for hit in news.hits}
    assert len(agents) == 1
    assert agents.pop().endswith("(+desk@qinglan.test)")
