"""The item pipelines that store and relate articles, with a run that only notes what it was asked."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from scrapy.utils.test import get_crawler

from pipelines.item_pipelines import DedupPipeline, StorePipeline, run_services
from pipelines.items import Article, Page, PageItem

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

URL = "http://www.qinglan.test/art/1.html"


class NotingRun:
    """Implements RunServices."""

    def __init__(self) -> None:
        self.refused: list[tuple[str, str]] = []
        self.linked: list[int] = []

    async def save(self, item: PageItem) -> list[tuple[int, str]]:
        return [(1, "inserted"), (2, "unchanged")]

    async def refuse(self, item: PageItem, reason: str, detail: str = "") -> None:
        self.refused.append((reason, detail))

    async def link(self, article_id: int) -> str:
        self.linked.append(article_id)
        return "reprint"


@pytest.fixture
def run() -> NotingRun:
    return NotingRun()


@pytest.fixture
def crawler(run: NotingRun) -> Crawler:
    crawler = get_crawler()
    crawler.spider = SimpleNamespace(run=run)  # type: ignore[assignment]
    return crawler


def item(*articles: Article) -> PageItem:
    return PageItem(page=Page(url=URL, body=b"x"), page_id=1, articles=list(articles))


def test_articles_are_stored_and_counted(crawler: Crawler) -> None:
    stored = asyncio.run(StorePipeline.from_crawler(crawler).process_item(item(Article(url=URL))))
    assert stored.saved == [(1, "inserted"), (2, "unchanged")]
    assert crawler.stats is not None
    assert crawler.stats.get_value("store/inserted") == 1


def test_page_without_articles_is_refused_with_its_first_reason(crawler: Crawler, run: NotingRun) -> None:
    refused = item()
    refused.refused.append(("soft_404", "页面不存在"))
    asyncio.run(StorePipeline.from_crawler(crawler).process_item(refused))
    asyncio.run(StorePipeline.from_crawler(crawler).process_item(item()))
    assert run.refused == [("soft_404", "页面不存在"), ("no_body", "")]


def test_only_new_texts_are_compared(crawler: Crawler, run: NotingRun) -> None:
    stored = item(Article(url=URL))
    stored.saved = [(1, "inserted"), (2, "unchanged"), (3, "revised"), (4, "duplicate")]
    asyncio.run(DedupPipeline.from_crawler(crawler).process_item(stored))
    assert run.linked == [1, 3]
    assert crawler.stats is not None
    assert crawler.stats.get_value("link/reprint") == 2


def test_spider_without_run_services_is_an_error() -> None:
    crawler = get_crawler()
    with pytest.raises(TypeError, match="no run services"):
        run_services(crawler)
