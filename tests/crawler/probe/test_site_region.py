"""The division of a site."""

from __future__ import annotations

import pytest

from crawler.probe import site_region
from tests.crawler.probe.probed_pages import head, probed_page


@pytest.mark.parametrize(
    ("html", "code"),
    [
        (head("3715250001", "冠县人民政府", "www.qinglan.test"), "371525"),
        (head("3715250001", "青岚县人民政府"), "371525"),
        (head("3715230001", "茌平区人民政府"), "371503"),  # an old code of a renamed county
        (head("", "", "", "工作动态_冠县人民政府"), "371525"),
        (head("", "", "", "聊城日报数字报"), "371500"),
        (head("", "山东省人民政府"), "370000"),
        (head("3715000001", "冠县人民政府"), "371525"),  # the city's code on its county's site
        (head("3715250001", "潍坊市人民政府"), None),  # a copied template
        (head("3715250001", "", "www.other.test"), None),
        (head("政府网站标识码", "网站名称"), None),
        (head("", "青岚市人民政府"), None),
        (head("", "市中区人民政府"), None),  # four districts are called so
    ],
)
def test_region_is_decided_only_if_certain(html: str, code: str | None) -> None:
    place, _ = site_region.decide_region([probed_page(html)])
    assert (place.code if place else None) == code


def test_contradicting_regions_are_proposed() -> None:
    place, proposals = site_region.decide_region([probed_page(head("3715250001", "潍坊市人民政府"))])
    assert place is None
    assert {one.code for one in proposals} == {"371525", "370700"}
