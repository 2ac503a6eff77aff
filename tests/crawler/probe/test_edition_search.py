"""Finding where reading a newspaper starts."""

from __future__ import annotations

import asyncio
from typing import Any

from crawler.probe import edition_search
from crawler.probe.probed_page import read_page
from tests.crawler.probe.probed_pages import FAMILIES, HOST, PagesAtHand, page

FOUNDER = next(family for family in FAMILIES if family.name == "newspaper/founder_classic")
EDITION = "/html/2026-09/27/node_2.htm"
PAGES = page("<a href='node_2.htm'>第01版：要闻</a><a href='node_3.htm'>第02版：民生</a>")


def start(pages: dict[str, str | bytes]) -> tuple[str, str]:
    prober: Any = PagesAtHand({EDITION: PAGES, **pages})

    async def search() -> tuple[str, str]:
        edition = read_page(await prober.ask(HOST + EDITION))
        return await edition_search.start_of(prober, edition, [], FOUNDER)

    return asyncio.run(search())


def test_index_above_the_day_is_preferred() -> None:
    index = "<meta http-equiv=refresh content='0;url=html/2026-09/27/node_2.htm'>"
    found, why = start({"/paperindex.htm": page("", index)})
    assert found == f"{HOST}/paperindex.htm"
    assert why.startswith("this index leads to an edition")


def test_old_edition_without_an_index_is_the_start_itself() -> None:
    found, why = start({})
    if edition_search.today().isoformat() > "2026-10-10":
        assert found == HOST + EDITION
        assert "this edition alone" in why
    else:
        assert "{date:" in found


def test_pages_are_recognised_by_labels_and_image_maps() -> None:
    prober: Any = PagesAtHand(
        {EDITION: PAGES, "/a.htm": page("<map><area href=1><area href=2></map>"), "/b.htm": page("")}
    )
    answers = [asyncio.run(prober.ask(HOST + path)) for path in (EDITION, "/a.htm", "/b.htm")]
    assert [edition_search.has_pages(read_page(answer)) for answer in answers] == [True, True, False]


def test_rules_of_a_family_classify_addresses() -> None:
    assert edition_search.is_newspaper(FOUNDER)
    assert edition_search.page_test(FOUNDER)(HOST + EDITION)
    assert edition_search.article_test(FOUNDER)(f"{HOST}/html/2026-09/27/content_11.htm")
