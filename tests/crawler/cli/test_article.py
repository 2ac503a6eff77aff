"""``govnews article show``: versions and differences."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.crawler.cli.run_govnews import ARTICLE, govnews
from tests.crawler.loopback_site import article

if TYPE_CHECKING:
    from tests.crawler.crawling import Bench
    from tests.crawler.loopback_site import News


def test_changed_text_is_a_new_version_with_a_diff(real: Bench, news: News) -> None:
    name = real.listing(news.url, article=ARTICLE)
    govnews(real, "crawl", name)
    news.put("/art/1.html", article(1, version=2))
    assert "1 revised" in govnews(real, "crawl", name, "--recheck", "30").stdout
    diff = govnews(real, "article", "show", f"{news.url}/art/1.html", "--diff", "1", "2")
    assert "+本文已更正" in diff.stdout
    versions = json.loads(
        govnews(real, "article", "show", f"{news.url}/art/1.html", "--versions", "--json").stdout
    )
    assert [(row["number"], row["cause"]) for row in versions] == [(1, "publisher"), (2, "publisher")]
