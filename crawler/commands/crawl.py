"""``scrapy crawl SOURCE``: check the source before the start, and exit with the result of the run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from crawler.home import source_folders
from crawler.run import preflight
from crawler.run.process import die_with_parent
from crawler.sources.load import load_one

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCrawl):
    """Exits with 1 if a problem was found and 2 for a usage error; Scrapy's own command exits with 0 (measured)."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        if len(args) != 1:
            raise UsageError("name one source: scrapy crawl SOURCE", print_help=False)
        # before Scrapy starts to log, so that the error is the only line printed
        if problem := preflight.problem(load_one(source_folders(), args[0]), args[0], opts.spargs):
            print(problem, file=sys.stderr)
            sys.exit(2)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        die_with_parent()
        if self.crawler_process is None:
            raise RuntimeError("Scrapy started the command without a crawler process")
        crawler = self._create_crawler(args[0])
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        from crawler.spiders.base import GovSpider  # imports SQLAlchemy: not for ``scrapy --help``

        result = crawler.spider.result if isinstance(crawler.spider, GovSpider) else None
        if result is None:
            print(f"{args[0]}: the crawl did not start; see the log", file=sys.stderr)
        elif result.message:
            print(f"{args[0]}: {result.message}", file=sys.stderr)
        self.exitcode = result.exit_code if result else 1
