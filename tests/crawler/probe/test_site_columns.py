"""Columns of a site."""

from __future__ import annotations

import pytest

from crawler.probe import site_columns
from tests.crawler.probe.probed_pages import probed_page


@pytest.mark.parametrize(
    ("article", "column"),
    [
        ("/art/2026/9/24/art_452_1300.html", "/col/col452/index.html"),
        ("/n1403/n3839/c94278805/content.html", "/n1403/n3839/index.html"),
        ("/xw/001002/20260924/0a0b0c0d-1111-4222-8333-0123456789ab.html", "/xw/001002/moreinfo.html"),
        ("/a/b/1569655061443902902.html", "/a/b/index.html"),
    ],
)
def test_column_is_derived_from_the_address_of_an_article(article: str, column: str) -> None:
    page = probed_page("<html><body><p>正文</p></body></html>", f"http://www.qinglan.test{article}")
    assert f"http://www.qinglan.test{column}" in [
        one.url for one in site_columns.columns_of_article(page)[:5]
    ]
