"""Crawl many sources in one process: real Scrapy, real stages, real storage; only the worker pool is left out."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import TYPE_CHECKING

from scrapy.crawler import CrawlerProcess
from scrapy.utils.project import get_project_settings

from pipelines.article_reader import understand
from pipelines.item_pipelines import UnderstandPipeline
from pipelines.items import Refused

if TYPE_CHECKING:
    from pipelines.items import Article, Page


AT_ONCE = 6  # more of them only wait for the one database


class InProcess:
    """Runs the page reader in this process: starting a worker for each source would cost more than the crawl."""

    async def run(self, page: Page) -> tuple[list[Article], str | None, str]:
        try:
            return await asyncio.to_thread(understand, page), None, ""
        except Refused as refused:
            return [], refused.reason, refused.detail

    def stop(self) -> None:
        pass


class UnderstandHere(UnderstandPipeline):
    def __init__(self, crawler: object) -> None:
        super().__init__(crawler)  # type: ignore[arg-type]
        self.workers = InProcess()  # type: ignore[assignment]


def main(arguments: list[str]) -> None:
    """Names of sources, and arguments of all their crawls as ``key=value``."""
    names = [one for one in arguments if "=" not in one]
    said = dict(one.split("=", 1) for one in arguments if "=" in one)
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    settings = get_project_settings()
    stages = dict(settings.getdict("ITEM_PIPELINES"))
    stages.pop("pipelines.item_pipelines.UnderstandPipeline")
    settings.set("ITEM_PIPELINES", {"tests.crawler.minisites.crawl.UnderstandHere": 100, **stages})
    settings.set("LOG_LEVEL", "WARNING")
    process = CrawlerProcess(settings)
    crawlers = {name: process.create_crawler(name) for name in names}
    waiting = list(crawlers.values())

    def another(_: object = None) -> None:
        if waiting:
            process.crawl(waiting.pop(0), **said).addBoth(another)

    for _ in range(AT_ONCE):
        another()
    process.start()
    ended = {name: getattr(crawler.spider, "result", None) for name, crawler in crawlers.items()}
    print(json.dumps({name: [e.exit_code, e.message] if e else None for name, e in ended.items()}))


if __name__ == "__main__":
    main(sys.argv[1:])
