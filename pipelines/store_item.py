"""Hand a page with its articles to the archive: one transaction, or nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xxhash

from pipelines import urls
from pipelines.text.folding import fold

if TYPE_CHECKING:
    from typing import Any, Self

    from scrapy.crawler import Crawler

    from pipelines.items import Article, PageItem


def identity(article: Article, *, split: bool) -> str:
    """The key by which an article is known: its canonical address, plus its headline where a page holds several."""
    key = urls.key(article.url)
    if not split:
        return key
    return f"{key}#{xxhash.xxh3_64_hexdigest(fold(article.title or article.body or '').encode())}"


class StorePipeline:
    """Save articles through the run's frontier, or write why the page was refused; count each word."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: PageItem) -> PageItem:
        spider: Any = self.crawler.spider
        if not item.articles:
            reason, detail = item.refused[0] if item.refused else ("no_body", "")
            await spider.frontier.refuse(item, reason, detail)
            return item
        item.saved = await spider.frontier.save(item)
        for _, word in item.saved:
            if self.crawler.stats is not None:
                self.crawler.stats.inc_value(f"store/{word}")
        return item
