"""After the commit: relate the saved articles to their twins."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, Self

    from scrapy.crawler import Crawler

    from pipelines.items import PageItem


class LinkPipeline:
    """Link every article that is new or has a new text; count each word."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: PageItem) -> PageItem:
        spider: Any = self.crawler.spider
        for article_id, word in item.saved:
            if word not in ("inserted", "revised"):
                continue
            found = await spider.frontier.link(article_id)
            if self.crawler.stats is not None:
                self.crawler.stats.inc_value(f"link/{found}")
        return item
