"""Host names with and without www."""

from __future__ import annotations

import pytest

from crawler.lists.article_links import article_test
from crawler.net.hostnames import HostSet
from tests.crawler.lists.list_pages import source


@pytest.mark.parametrize(
    ("named", "asked", "own"),
    [
        ("www.qinglan.test", "qinglan.test", True),
        ("qinglan.test", "www.qinglan.test", True),
        ("qinglan.test", "qinglan.test", True),
        ("www.qinglan.test", "m.qinglan.test", False),
        ("www.qinglan.test", "www.www.qinglan.test", False),
        ("www.test", "test", False),
        ("qinglan.test", "notqinglan.test", False),
    ],
)
def test_host_set_ignores_a_leading_www(named: str, asked: str, own: bool) -> None:
    assert (asked in HostSet([named])) is own


def test_articles_on_either_host_name_belong_to_the_source() -> None:
    belongs = article_test(source(start="http://www.qinglan.test/xw/"))
    assert belongs("http://qinglan.test/xw/1.html")
    assert belongs("https://www.qinglan.test./xw/1.html")
    assert not belongs("http://xw.qinglan.test/xw/1.html")
