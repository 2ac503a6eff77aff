"""An item pipeline for tests of the crawl: takes heading and paragraphs from the HTML and stores them, without extraction."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import DropItem

from crawler.spiders.base import GovSpider
from pipelines import urls
from pipelines.items import Article

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from pipelines.items import PageItem


class PlainPipeline:
    """Replaces the three real pipelines. A page that contains RAISE makes it raise ``RuntimeError``."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: PageItem) -> PageItem:
        spider = self.crawler.spider
        assert isinstance(spider, GovSpider)
        run = spider.run
        text = item.page.body.decode("utf-8", "replace")
        if "RAISE" in text:
            raise RuntimeError("the page contains RAISE")
        heading = re.search(r"<h1>(.*?)</h1>", text)
        paragraphs = re.findall(r"<p>(.*?)</p>", text)
        if not heading or not paragraphs:
            await run.refuse(item, "no_body")
            raise DropItem("no_body")
        body = "\n".join(paragraphs)
        item.articles = [
            Article(
                url=urls.canonical(item.page.url),
                title=heading[1],
                body=body,
                source=spider.name,
                newspaper=item.page.newspaper,
                published_raw=item.page.hint.published_raw if item.page.hint else None,
                content_sha=hashlib.sha256(body.encode()).hexdigest(),
                folded=body,
                norm_version=1,
            )
        ]
        item.saved = await run.save(item)
        for article_id, word in item.saved:
            self.crawler.stats.inc_value(f"store/{word}")
            self.crawler.stats.inc_value(f"link/{await run.link(article_id)}")
        return item
