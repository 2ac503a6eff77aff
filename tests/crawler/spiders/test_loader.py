"""Source files as Scrapy spiders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from scrapy import Request

from crawler.spiders.listing import ListingSpider
from crawler.spiders.loader import SourceLoader, spider_of
from crawler.spiders.newspaper import NewspaperSpider
from tests.crawler.sources_in_memory import listing_source

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """\
name: 青岚市人民政府
shape: listing
region: "371525"
start: [http://www.qinglan.test/list/]
list: {links: "ul a"}
article: {url: /art/}
"""


@pytest.fixture
def loader(tmp_path: Path) -> SourceLoader:
    (tmp_path / "qinglan_gov.yml").write_text(SOURCE, "utf-8")
    (tmp_path / "broken.yml").write_text("name: [", "utf-8")
    return SourceLoader([tmp_path])


def test_files_without_errors_are_listed(loader: SourceLoader) -> None:
    assert loader.list() == ["qinglan_gov"]


def test_spider_is_named_after_its_source(loader: SourceLoader) -> None:
    spider = loader.load("qinglan_gov")
    assert issubclass(spider, ListingSpider)
    assert (spider.name, spider.source.name) == ("qinglan_gov", "青岚市人民政府")


@pytest.mark.parametrize("name", ["broken", "nowhere"])
def test_missing_or_invalid_source_raises_key_error_with_its_name(loader: SourceLoader, name: str) -> None:
    with pytest.raises(KeyError, match=name):
        loader.load(name)


def test_spider_is_found_by_the_host_of_a_request(loader: SourceLoader) -> None:
    assert loader.find_by_request(Request("http://qinglan.test/art/1.html")) == ["qinglan_gov"]
    assert loader.find_by_request(Request("http://elsewhere.test/")) == []


def test_shape_decides_the_spider() -> None:
    assert issubclass(spider_of(listing_source()), ListingSpider)
    paper = listing_source(shape="newspaper", kind="newspaper", list={}, newspaper={"pages": "a"})
    assert issubclass(spider_of(paper), NewspaperSpider)
