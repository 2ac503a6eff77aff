"""Deciding whether a page is a list."""

from __future__ import annotations

import pytest

from crawler.probe import list_check
from tests.crawler.probe.probed_pages import ARTS, FAMILIES, dated_rows, page, probed_page

JCMS = next(family for family in FAMILIES if family.name == "gov/hanweb_jcms")
PAPER = next(family for family in FAMILIES if family.name == "newspaper/founder")


def test_page_of_dated_headlines_is_a_list() -> None:
    listing = probed_page(page(f"<ul>{dated_rows(*ARTS)}</ul>"))
    assert list_check.has_rows(listing)
    assert list_check.is_list(listing, listing.url, None)
    assert list_check.listed_articles(listing, None) == [f"http://www.qinglan.test{path}" for path in ARTS]


@pytest.mark.parametrize("body", ["", "<p>正文</p>", "<a href='/c1/'>栏目</a>" * 5])
def test_page_without_headlines_is_no_list(body: str) -> None:
    other = probed_page(page(body))
    assert not list_check.is_list(other, other.url, None)


def test_next_page_is_stated_by_a_link() -> None:
    assert list_check.has_next_page(probed_page(page("<a href='index_2.html'>下一页</a>")), None)
    assert not list_check.has_next_page(probed_page(page("<a href='/'>首页</a>")), None)


def test_page_is_read_by_the_reader_of_a_family() -> None:
    listing = probed_page(page(f"<ul>{dated_rows(*ARTS)}</ul>"))
    assert list_check.is_list_of(listing, JCMS)
    assert list_check.read_as(listing, PAPER) is None
