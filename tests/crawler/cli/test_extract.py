"""``govnews extract`` on a saved page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.crawler.cli.run_govnews import govnews
from tests.crawler.loopback_site import article, headline

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawler.crawling import Bench


def test_extract_prints_the_record_or_the_reason_of_refusal(bench: Bench, tmp_path: Path) -> None:

    page = tmp_path / "page.html"
    page.write_text(article(3), "utf-8")
    done = govnews(bench, "extract", str(page), "--url", "http://www.qinglan.test/art/3.html")
    assert json.loads(done.stdout)["title"] == headline(3)
    page.write_text("<html><body><h1>404</h1><p>页面不存在</p></body></html>", "utf-8")
    refused = govnews(bench, "extract", str(page), "--url", "http://www.qinglan.test/art/3.html")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "soft_404" in refused.stderr
