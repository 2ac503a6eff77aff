"""``scrapy list``: print the sources that load; errors in the others are printed to standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.commands.list import Command as ScrapyList
from scrapy.spiderloader import get_spider_loader

if TYPE_CHECKING:
    import argparse


class Command(ScrapyList):
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        loader = get_spider_loader(self.settings)  # type: ignore[arg-type]
        for source_id in loader.list():
            print(source_id)
        found = loader.found  # type: ignore[attr-defined]
        for problem in (*found.warnings, *found.errors):
            print(problem, file=sys.stderr)
        self.exitcode = 2 if found.errors else 0
