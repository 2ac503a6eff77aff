"""Names and ids of sources."""

from __future__ import annotations

import pytest

from crawler.probe import site_naming
from tests.crawler.probe.probed_pages import probed_page


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://www.qinglan.gov.cn/", "qinglan_gov"),
        ("http://www.qinglan.test/xw/", "qinglan"),
        ("https://szb.qlnews.com.cn:8080/", "szb_qlnews"),
        ("http://127.0.0.1:8000/", "site_127_0_0_1"),
        ("http://青岚.test/", "site"),
    ],
)
def test_source_id_is_made_from_the_host_and_unique(url: str, expected: str) -> None:
    from crawler.sources.model import ID

    assert site_naming.source_id(url, ()) == expected
    assert site_naming.source_id(url, {expected}) == f"{expected}_2"
    assert ID.match(expected)


def test_host_name_is_never_used_as_outlet() -> None:
    page = probed_page("<html><head><title></title></head><body></body></html>")
    assert site_naming.site_name([page]) == "www.qinglan.test"
    assert site_naming.default_outlet("www.qinglan.test", "newspaper", is_given=False) is None
    assert site_naming.default_outlet("www.qinglan.test", "government", is_given=False) is None
