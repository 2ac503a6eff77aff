"""Matching pages against the fingerprints of families."""

from __future__ import annotations

from crawler.probe.family_match import FamilyMatcher
from tests.crawler.probe.probed_pages import FAMILIES, HOST, dated_rows, page, probed_page

TRS_LINKS = [f"/xw/202609/t2026092{n}_{400 + n}.html" for n in range(6)]


def names(*markups: str) -> list[str]:
    matcher = FamilyMatcher(FAMILIES)
    return [match.family.name for match in matcher.match([probed_page(markup) for markup in markups])]


def test_family_is_recognised_by_its_article_links() -> None:
    assert names(page(f"<ul>{dated_rows(*TRS_LINKS)}</ul>"))[0] == "gov/trs_wcm"


def test_links_to_other_hosts_are_no_sign() -> None:
    foreign = [f"http://other.test{path}" for path in TRS_LINKS]
    assert "gov/trs_wcm" not in names(page(f"<ul>{dated_rows(*foreign)}</ul>"))


def test_word_in_the_markup_of_a_neighbours_address_is_no_sign() -> None:
    link = "<a href='http://other.test/module/web/jpage/dataproxy.jsp'>友情链接</a>"
    assert "gov/hanweb_jcms" not in names(page(link))


def test_signs_of_several_pages_are_added() -> None:
    first = page("<div class='TRS_Editor'></div>")
    second = page("<script>createPageHTML(3, 0, 'index', 'html')</script>")
    matcher = FamilyMatcher(FAMILIES)
    one = matcher.match([probed_page(first)])[0].score
    both = matcher.match([probed_page(first), probed_page(second)])[0].score
    assert both > one


def test_catch_all_families_come_last() -> None:
    matches = FamilyMatcher(FAMILIES).match(
        [probed_page(page(f"<ul>{dated_rows(*TRS_LINKS)}</ul>"), f"{HOST}/")]
    )
    assert [match.family.name for match in matches][-1] == "gov/generic"
