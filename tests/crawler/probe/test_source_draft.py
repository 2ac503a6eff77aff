"""Drafting a source file from findings."""

from __future__ import annotations

import yaml

from crawler.probe.family_match import FamilyMatch
from crawler.probe.site_region import SiteRegion
from crawler.probe.site_visit import SiteFindings
from crawler.probe.source_draft import GivenOptions, as_yaml, draft
from tests.crawler.probe.probed_pages import ARTS, FAMILIES, dated_rows, page, probed_page

REGION = SiteRegion("371525", "冠县", "--region")


def findings() -> SiteFindings:
    listing = probed_page(
        page(f"<ul class='lst'>{dated_rows(*ARTS)}</ul><a class='next' href='2.html'>下一页</a>")
    )
    return SiteFindings(
        listing.url,
        why="the page itself is a list",
        start=[listing.url],
        pages=[listing],
        groups=listing.groups,
    )


def test_draft_with_a_family_names_it() -> None:
    family = next(family for family in FAMILIES if family.name == "gov/hanweb_jcms")
    keys = draft(findings(), FamilyMatch(family, {"url": 1.0}, ["address fits"]), REGION, GivenOptions())
    assert list(keys) == ["name", "family", "region", "outlet", "start", "evidence"]
    assert (keys["name"], keys["family"], keys["region"]) == ("青岚市人民政府", "gov/hanweb_jcms", "371525")


def test_draft_without_a_family_proposes_selectors() -> None:
    keys = draft(findings(), None, REGION, GivenOptions(name="青岚纪事"))
    assert keys["shape"] == "listing"
    assert keys["list"] == {"links": "ul.lst > li a", "next": "a.next"}
    assert keys["article"] == {"url": r"/art/\d+/\d+/\d+/art_\d+_\d+\.html$"}


def test_given_options_are_written() -> None:
    keys = draft(
        findings(), None, REGION, GivenOptions(allow_private=True, delay=0.5, mirror_of="http://q.test/")
    )
    written = yaml.safe_load(as_yaml(keys))
    assert (written["allow_private"], written["delay"], written["mirror_of"]) == (True, 0.5, "http://q.test/")


def test_hosts_of_articles_are_added() -> None:
    found = findings()
    found.articles = ["http://news.qinglan.test/a/1.html"]
    assert draft(found, None, REGION, GivenOptions())["hosts"] == ["news.qinglan.test"]
