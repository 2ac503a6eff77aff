"""The turns of hosts: one request at a time, delays, pauses, and hosts that are down."""

from __future__ import annotations

import asyncio
import itertools
import time

import pytest

from crawler.net.outcomes import RequestReturned
from crawler.net.pace import BREAKER, Pace


def test_turns_are_exclusive_and_keep_the_delay() -> None:
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


def test_delay_after_a_request_of_another_process_is_kept() -> None:
    async def ask() -> float:
        pace = Pace(0.3)
        pace.asked_before("a.test", 0.1)
        started = time.monotonic()
        await pace.wait_for_turn("a.test")
        return time.monotonic() - started

    assert asyncio.run(ask()) >= 0.2


def test_stop_returns_all_waiting_requests() -> None:
    async def ask() -> None:
        pace = Pace(3600)
        await pace.wait_for_turn("a.test")
        waiting = [asyncio.ensure_future(pace.wait_for_turn("a.test")) for _ in range(3)]
        await asyncio.sleep(0)
        pace.stop("shutdown")
        results = await asyncio.gather(*waiting, return_exceptions=True)
        assert [str(result) for result in results] == ["shutdown"] * 3

    asyncio.run(asyncio.wait_for(ask(), 600))


def test_request_to_a_paused_host_is_returned() -> None:
    async def ask() -> None:
        pace = Pace(0)
        pace.pause("a.test", 3600)
        with pytest.raises(RequestReturned, match="host_paused"):
            await pace.wait_for_turn("a.test")
        await pace.wait_for_turn("b.test")
        assert 0 < pace.unavailable()["a.test"] <= 3600

    asyncio.run(ask())


def test_shorter_pause_does_not_replace_a_longer_one() -> None:
    pace = Pace(0)
    pace.pause("a.test", 3600)
    pace.pause("a.test", 1)
    assert pace.unavailable()["a.test"] > 1


def test_failures_in_a_row_take_a_host_out_of_the_run() -> None:
    pace = Pace(0)
    for _ in range(BREAKER - 1):
        pace.failed("a.test", "timeout")
    pace.answered("a.test")  # the count starts anew
    pace.failed("a.test", "timeout")
    assert pace.unavailable() == {}
    for _ in range(BREAKER - 1):
        pace.failed("a.test", "timeout")
    assert set(pace.unavailable()) == {"a.test"}


def test_challenges_in_a_row_take_a_host_out_although_it_answers() -> None:
    pace = Pace(0)
    for _ in range(BREAKER):
        pace.blocked("a.test", "challenge:jsl")
        pace.answered("a.test")
    assert set(pace.unavailable()) == {"a.test"}


def test_failure_of_a_retried_page_does_not_count_for_a_host_that_answers() -> None:
    pace = Pace(0)
    pace.answered("a.test")
    for _ in range(2 * BREAKER):
        pace.failed("a.test", "timeout", retried=True)
    assert pace.unavailable() == {}


def test_crawl_delay_lengthens_the_delay_up_to_the_cap() -> None:
    pace = Pace(1)
    assert pace.crawl_delay("a.test", 3600)
    assert not pace.crawl_delay("a.test", 3600)  # reported once
    assert not pace.crawl_delay("b.test", 0.2)
    assert (pace.host("a.test").delay, pace.host("b.test").delay) == (30, 1)
    assert pace.capped == {"a.test": 3600}
