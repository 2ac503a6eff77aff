"""Choosing a region and trying drafts."""

from __future__ import annotations

from crawler.probe import source_proposals as adding
from crawler.probe.site_visit import SiteFindings
from tests.crawler.probe.probed_pages import head, probed_page


def test_region_that_contradicts_the_given_one_is_returned() -> None:
    found = SiteFindings("http://www.qinglan.test/", pages=[probed_page(head("3715250001", "冠县人民政府"))])
    place, against = adding.choose_region(found, "370700")
    assert (place.code if place else None, [one.code for one in against]) == ("370700", ["371525"])
    for agreed in ("371525", "371500", "370000"):  # the county's city and its province hold it
        assert adding.choose_region(found, agreed)[1] == []
