"""Proposed selectors and address patterns."""

from __future__ import annotations

import pytest

from crawler.probe import list_selectors
from tests.crawler.probe.probed_pages import NAV, column_rows, probed_page


def test_proposed_selector_matches_the_rows_it_was_made_from() -> None:
    from crawler.lists import article_links
    from pipelines.page import select

    html = f'<html><body><ul>{NAV}</ul><div class="box on"><ul class="lst">{column_rows()}</ul></div></body></html>'
    page = probed_page(html)
    best = page.groups[0]
    selector = list_selectors.links_selector(best)
    assert select.problem(selector) is None
    taken = {page.document.address(href)[0] for _, href in article_links.links(page.document, selector)}  # type: ignore[index]
    assert {one.url for one in best.articles} <= taken
    assert not any("/c1/" in url for url in taken)


def test_address_pattern_fits_articles_and_no_column() -> None:
    import re

    pattern = list_selectors.url_pattern(tuple(f"http://a.test/news/2026/{n}.html" for n in range(900, 906)))
    assert pattern == r"/news/\d+/\d+\.html$"
    assert re.search(pattern, "http://a.test/news/2026/12.html")
    assert not re.search(pattern, "http://a.test/news/index.html")
    hexed = list_selectors.url_pattern(
        tuple(f"http://a.test/a/{n:032x}.html" for n in range(10**30, 10**30 + 9))
    )
    assert hexed == "/a/[0-9a-f]+\\.html$"


@pytest.mark.parametrize(
    ("link", "selector"),
    [
        ('<a class="pg next" href="l2.html">下一页</a>', "a.next"),
        ('<a href="l2.html">下一页&gt;</a>', '//a[starts-with(normalize-space(.), "下一页")]'),
        ('<a href="#">下一页</a>', None),
    ],
)
def test_next_page_selector_uses_class_or_text(link: str, selector: str | None) -> None:
    assert list_selectors.next_selector(probed_page(f"<html><body>{link}</body></html>").document) == selector
