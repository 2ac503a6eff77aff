"""The spider loader of Scrapy: each source file is a spider, for ``scrapy list`` and ``scrapy crawl SOURCE``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.home import source_folders
from crawler.sources.load import SourceSet, load_all, load_one

if TYPE_CHECKING:
    import builtins
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Self

    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings

    from crawler.sources.model import Source


class SourceLoader:
    """Scrapy's spider loader over YAML. BadResponse files are left out here and reported by our commands."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        return cls(source_folders())

    @cached_property
    def found(self) -> SourceSet:
        return load_all(self.folders)

    def load(self, spider_name: str) -> type[Spider]:
        found = load_one(self.folders, spider_name)
        if source := found.sources.get(spider_name):
            return spider_of(source)
        broken = found.errors_of(spider_name)
        raise KeyError("\n".join(map(str, broken)) if broken else found.unknown(spider_name))

    def list(self) -> builtins.list[str]:
        return sorted(self.found.sources)

    def find_by_request(self, request: Request) -> builtins.list[str]:
        host = urlsplit(request.url).hostname or ""
        return [id_ for id_, source in self.found.sources.items() if host in source.own_hosts]


def spider_of(source: Source) -> type[Spider]:
    """Return the spider class of a source: that of its shape, with the source as a class attribute."""
    from crawler.spiders.listing import ListingSpider
    from crawler.spiders.newspaper import NewspaperSpider

    # the shapes listing, feed and api use the same spider with different list readers
    shape = NewspaperSpider if source.shape == "newspaper" else ListingSpider
    return type(f"{shape.__name__}_{source.id}", (shape,), {"name": source.id, "source": source})
