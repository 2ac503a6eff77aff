"""The three Scrapy item pipelines, in their order: understand a page, store its articles, relate them to others."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from pipelines.article_reader import understand
from pipelines.workers import Workers

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

    from pipelines.items import PageItem

NEW_TEXT = ("inserted", "revised")  # results of storing after which an article has to be compared with others


class RunServices(Protocol):
    """What the pipelines need from the crawl that runs them: to write results to the database."""

    async def save(self, item: PageItem) -> list[tuple[int, str]]:
        """Store the item's articles and the outcome of its page in one transaction.

        Returns (article id, "inserted" | "revised" | "unchanged" | "duplicate") for each stored article.
        """
        ...

    async def refuse(self, item: PageItem, reason: str, detail: str = "") -> None:
        """Write the outcome of a page without articles; ``reason`` is one of the names of ``pipelines.Refused``."""
        ...

    async def link(self, article_id: int) -> str:
        """Compare a stored article with similar ones and store their relations.

        Returns "duplicate", "reprint", "excerpt_of", "variant" or "alone".
        """
        ...


@runtime_checkable
class SpiderWithRun(Protocol):
    """A spider that offers the services of its run."""

    run: RunServices


def run_services(crawler: Crawler) -> RunServices:
    """Return the services of the crawler's spider. Raises TypeError if the spider has none."""
    spider = crawler.spider
    if not isinstance(spider, SpiderWithRun):
        raise TypeError(f"{type(spider).__name__} has no run services: these pipelines need a govnews spider")
    return spider.run


class _Pipeline:
    """Keeps the crawler, whose spider is known only once it was opened, and its stats."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def stats(self) -> StatsCollector:
        if self.crawler.stats is None:
            raise RuntimeError("the crawler has no stats collector")
        return self.crawler.stats


class UnderstandPipeline(_Pipeline):
    """Extract the articles of a page in a worker process, or note why it holds none.

    Stats: ``understand/article``, ``understand/refused/REASON``, ``date/RULE`` (the rule that found the date),
    ``body/PATH`` (how the body was found, see ``pipelines.body.span``).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.workers = Workers(understand)

    async def close_spider(self) -> None:
        await asyncio.to_thread(self.workers.stop)

    async def process_item(self, item: PageItem) -> PageItem:
        articles, reason, detail = await self.workers.run(item.page)
        if reason is not None:
            self._refused(item, reason, detail)
        for article in articles:
            for word in article.evidence.get("split", {}).get("refused", ()):
                self._refused(item, word, "an article of a page with several")
            self.stats.inc_value("understand/article")
            self.stats.inc_value(f"body/{article.evidence['body']['path']}")
            self.stats.inc_value(f"date/{article.published_from or 'missing'}")
        item.articles = articles
        return item

    def _refused(self, item: PageItem, reason: str, detail: str) -> None:
        item.refused.append((reason, detail))
        self.stats.inc_value(f"understand/refused/{reason}")


class StorePipeline(_Pipeline):
    """Store the articles of a page, or the reason why it has none. Stats: ``store/RESULT`` for each article."""

    async def process_item(self, item: PageItem) -> PageItem:
        run = run_services(self.crawler)
        if not item.articles:
            reason, detail = item.refused[0] if item.refused else ("no_body", "")
            await run.refuse(item, reason, detail)
            return item
        item.saved = await run.save(item)
        for _, result in item.saved:
            self.stats.inc_value(f"store/{result}")
        return item


class DedupPipeline(_Pipeline):
    """Relate each new text to reprints, excerpts and variants of it, after it was committed.

    Comparing after the commit means that of two crawls that store twins at the same time, one finds the other.
    Stats: ``link/RELATION`` for each article that was compared.
    """

    async def process_item(self, item: PageItem) -> PageItem:
        run = run_services(self.crawler)
        for article_id, result in item.saved:
            if result in NEW_TEXT:
                relation = await run.link(article_id)
                self.stats.inc_value(f"link/{relation}")
        return item
