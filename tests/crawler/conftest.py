"""Fixtures of the crawl tests: folders and commands to crawl with, and a news site to crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawler.crawling import Bench
from tests.crawler.loopback_site import News

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def news() -> Iterator[News]:
    with News().serving() as site:
        yield site
