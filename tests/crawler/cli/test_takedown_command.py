"""``govnews takedown`` and what later crawls and exports make of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.crawler.cli.run_govnews import ARTICLE, govnews

if TYPE_CHECKING:
    from tests.crawler.crawling import Bench
    from tests.crawler.loopback_site import News


def test_takedown_survives_the_next_crawl_and_appears_in_exports(real: Bench, news: News) -> None:
    name = real.listing(news.url, article=ARTICLE)
    govnews(real, "crawl", name)
    done = govnews(real, "takedown", f"{news.url}/art/2.html", "--reason", "asked by the author")
    assert done.returncode == 0, done.stderr
    govnews(real, "crawl", name, "--recheck", "30")
    records = [json.loads(line) for line in govnews(real, "export").stdout.splitlines()]
    [gone] = [record for record in records if record["state"] == "taken_down"]
    kept = {key for key, value in gone.items() if value not in (None, [])}
    assert kept == {"id", "url", "source", "state", "change_seq"}
    assert govnews(real, "db", "check").returncode == 0
