"""Decide whether two articles are one text: normal form, fingerprints that find candidates, comparison of a pair.

Works on the titles, bodies and dates of two articles alone. Knows no database: storage looks up candidates and keeps
the relations.

>>> from pipelines.dedup import compare          # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.dedup.comparison import Relation, compare
from pipelines.dedup.fingerprints import clause_hashes, content_sha, fingerprint
from pipelines.dedup.normalise import normal_form
from pipelines.dedup.thresholds import NORM_VERSION, RULE_VERSION

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from pipelines.items import PageItem

__all__ = [
    "NORM_VERSION",
    "RULE_VERSION",
    "DedupPipeline",
    "Relation",
    "clause_hashes",
    "compare",
    "content_sha",
    "fingerprint",
    "normal_form",
]


class DedupPipeline:
    """Compute normal form and fingerprints of every article of a page."""

    @classmethod
    def from_crawler(cls, _crawler: Crawler) -> Self:
        return cls()

    async def process_item(self, item: PageItem) -> PageItem:
        for article in item.articles:
            if article.norm_version != NORM_VERSION:  # the worker that understood the page did it already
                fingerprint(article)
        return item
