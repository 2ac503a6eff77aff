"""Worker processes: articles, refusals, and workers that are lost."""

from __future__ import annotations

import asyncio
import os
import time
from typing import TYPE_CHECKING

import pytest

from pipelines import Article, Page, Refused
from pipelines.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipelines.workers import Result

PAGE = Page(url="http://www.lanshan.test/1.html", body=b"x")


def read(_page: Page) -> list[Article]:
    return [Article(title="签约")]


def refuse(_page: Page) -> list[Article]:
    raise Refused("empty", "nothing")


def crash(_page: Page) -> list[Article]:
    os._exit(3)


def hang(_page: Page) -> list[Article]:
    time.sleep(600)
    return []


def exhaust(_page: Page) -> list[Article]:
    raise MemoryError


def run(work: Callable[[Page], list[Article]], timeout_s: float = 60) -> Result:
    """The result of one page in a pool of one worker, which is stopped afterwards."""
    workers = Workers(work, count=1, timeout_s=timeout_s)
    try:
        return asyncio.run(workers.run(PAGE))
    finally:
        workers.stop()


def test_articles_come_back_from_the_worker() -> None:
    articles, reason, detail = run(read)
    assert [one.title for one in articles] == ["签约"]
    assert (reason, detail) == (None, "")


def test_refusal_comes_back_as_a_value() -> None:
    assert run(refuse) == ([], "empty", "nothing")


@pytest.mark.parametrize(("work", "reason"), [(crash, "extract_crash"), (exhaust, "extract_memory")])
def test_lost_worker_is_a_named_reason(work: Callable[[Page], list[Article]], reason: str) -> None:
    assert run(work)[:2] == ([], reason)


def test_page_beyond_the_time_limit_is_ended() -> None:
    assert run(hang, timeout_s=0.2)[:2] == ([], "extract_timeout")
