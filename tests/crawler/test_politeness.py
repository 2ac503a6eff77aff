"""One request per host at a time, the gap between them, and what hosts ask for."""

from __future__ import annotations

import asyncio
import itertools
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from crawler.net.headers import retry_after
from crawler.net.outcomes import RequestReturned
from crawler.net.pace import BREAKER, Pace
from tests.crawler.loopback_site import News

if TYPE_CHECKING:
    from tests.crawler.crawling import Bench

NOW = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "120"}, 120),
        ({"retry-after": "99999999"}, 86400),
        ({"retry-after": "9" * 400}, 86400),
        ({"retry-after": "0"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Mon, 05 Oct 2026 12:01:00 GMT"}, 60),
        ({"retry-after": "Mon, 05 Oct 2026 12:01:00 GMT", "date": "Mon, 05 Oct 2026 12:00:30 GMT"}, 30),
        ({"retry-after": "Mon, 05 Oct 2020 12:01:00 GMT"}, None),
        ({"retry-after": "Mon, 05 Oct 9999 12:01:00 GMT"}, 86400),
        ({}, None),
    ],
)
def test_retry_after_is_read_and_capped(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


def test_turns_keep_the_delay_and_one_request_at_a_time() -> None:
    async def ask() -> tuple[list[float], int]:
        pace, times, live, peak = Pace(0.1), [], 0, 0

        async def one() -> None:
            nonlocal live, peak
            await pace.wait_for_turn("a.test")
            times.append(time.monotonic())
            live += 1
            peak = max(peak, live)
            await asyncio.sleep(0.02)
            live -= 1
            pace.end_turn("a.test")

        await asyncio.gather(*(one() for _ in range(5)))
        return times, peak

    times, peak = asyncio.run(ask())
    assert peak == 1
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.1


def test_the_gap_to_another_process_counts() -> None:
    async def ask() -> float:
        pace = Pace(0.3)
        pace.asked_before("a.test", 0.1)
        started = time.monotonic()
        await pace.wait_for_turn("a.test")
        return time.monotonic() - started

    assert asyncio.run(ask()) >= 0.2


def test_a_shutdown_ends_all_waiting_at_once() -> None:
    async def ask() -> None:
        pace = Pace(60)
        await pace.wait_for_turn("a.test")
        waiting = [asyncio.ensure_future(pace.wait_for_turn("a.test")) for _ in range(3)]
        await asyncio.sleep(0)
        pace.stop("shutdown")
        results = await asyncio.gather(*waiting, return_exceptions=True)
        assert [str(result) for result in results] == ["shutdown"] * 3

    asyncio.run(asyncio.wait_for(ask(), 50))


def test_a_paused_host_hands_requests_back() -> None:
    async def ask() -> None:
        pace = Pace(0)
        pace.pause("a.test", 30)
        with pytest.raises(RequestReturned, match="host_paused"):
            await pace.wait_for_turn("a.test")
        await pace.wait_for_turn("b.test")
        assert 29 < pace.unavailable()["a.test"] <= 30

    asyncio.run(ask())


def test_failures_in_a_row_open_the_breaker_and_a_success_between_does_not() -> None:
    pace = Pace(0)
    for _ in range(BREAKER - 1):
        pace.failed("a.test", "timeout")
    pace.answered("a.test")
    pace.failed("a.test", "timeout")
    assert pace.unavailable() == {}
    for _ in range(BREAKER):
        pace.blocked("b.test", "challenge:jsl")
        pace.answered("b.test")
    assert set(pace.unavailable()) == {"b.test"}


def test_crawl_delay_lengthens_the_gap_up_to_a_cap() -> None:
    pace = Pace(1)
    pace.crawl_delay("a.test", 3600)
    pace.crawl_delay("b.test", 0.2)
    assert (pace.host("a.test").delay, pace.host("b.test").delay) == (30, 1)
    assert pace.capped == {"a.test": 3600}


def test_a_crawl_keeps_its_delay_on_the_wire(bench: Bench) -> None:
    with News(articles=8, per_page=8).serving() as news:
        bench.crawl(bench.listing(news.url, delay=0.4))
        times = [hit.at for hit in news.hits if hit.path != "/robots.txt"]
        assert min(b - a for a, b in itertools.pairwise(times)) >= 0.4 * 0.95
        assert news.peak == 1
        wall = times[-1] - times[0]
        assert wall <= 0.4 * (len(times) - 1) * 1.15  # 1.05 on a machine of its own


def test_crawl_delay_of_robots_is_obeyed(bench: Bench, news: News) -> None:
    news.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.5\n")
    bench.crawl(bench.listing(news.url))
    times = [hit.at for hit in news.hits if hit.path != "/robots.txt"]
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.45


def test_the_user_agent_carries_the_contact(bench: Bench, news: News) -> None:
    bench.run("crawl", bench.listing(news.url), GOVNEWS_CONTACT="desk@qinglan.test")
    agents = {hit.headers["user-agent"] for hit in news.hits}
    assert len(agents) == 1
    assert agents.pop().endswith("(+desk@qinglan.test)")
