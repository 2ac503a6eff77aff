"""``scrapy crawl SOURCE``: refuse what cannot run before it runs, and end with what the run was worth."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from crawler.home import source_folders
from crawler.run import preflight
from crawler.run.tie import tie
from crawler.sources.load import load_one

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCrawl):
    """Scrapy's exit code is 0 after any failure (measured): this one is 1 for a problem, 2 for wrong use."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        if len(args) != 1:
            raise UsageError("name one source: scrapy crawl SOURCE", print_help=False)
        # here, before Scrapy begins to log: an error is one line on an empty screen
        if problem := preflight.problem(load_one(source_folders(), args[0]), args[0], opts.spargs):
            print(problem, file=sys.stderr)
            sys.exit(2)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        tie()
        assert self.crawler_process is not None
        crawler = self._create_crawler(args[0])
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        ended = getattr(crawler.spider, "verdict", None)
        if ended is None:
            print(f"{args[0]}: the crawl did not start; see the log", file=sys.stderr)
        elif ended.message:
            print(f"{args[0]}: {ended.message}", file=sys.stderr)
        self.exitcode = ended.exit_code if ended else 1
