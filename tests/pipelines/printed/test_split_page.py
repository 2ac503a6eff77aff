"""Printed pages that are split into articles."""

from __future__ import annotations

import pytest

from pipelines import Newspaper, Page, Refused, Rules, understand
from tests.pipelines.printed import printed_sheets
from tests.pipelines.printed.text.test_story_split import CANTEEN, FERRY, LIGHTS

PAPER = Rules(id="qinglan_daily", name="青岚日报", kind="newspaper", outlet="青岚日报")


def page(body: str, **more: object) -> Page:
    return Page(url="http://epaper.qinglan.test/html/2026-09/27/node_3.htm", body=body.encode(), **more)  # type: ignore[arg-type]


def test_stories_of_a_text_become_articles_with_order_and_evidence() -> None:
    page_edge = ["2026年9月27日 星期日"]
    found = understand(
        page(
            "\n\n".join([*page_edge, *FERRY, *LIGHTS, *CANTEEN]),
            rules=PAPER,
            newspaper=Newspaper(page_no="03"),
        )
    )
    assert [article.newspaper.order for article in found if article.newspaper] == [1, 2, 3]
    ferry, _, canteen = found
    assert [(b.role, b.name) for b in ferry.bylines] == [("reporter", "钟离雪"), ("correspondent", "公西华")]
    assert ("photographer", "公西华") in [(b.role, b.name) for b in canteen.bylines]
    assert ferry.evidence["split"]["of"] == 3
    assert ferry.evidence["split"]["left"] == page_edge[0]
    assert canteen.evidence["split"]["captions"] == CANTEEN[3:5]
    assert str(ferry.published_date) == "2026-09-27"


def test_markup_is_split_but_not_an_article_with_a_box() -> None:
    lines = "".join(f"<p>{line}</p>" for line in [*FERRY, *CANTEEN])
    assert len(understand(page(f"<title>青岚日报</title>{lines}", rules=PAPER))) == 2
    box = f"<h1>{FERRY[1]}</h1>" + "".join(f"<p>{line}</p>" for line in [*FERRY[2:], *CANTEEN])
    assert len(understand(page(f"<title>{FERRY[1]}</title>{box}", rules=PAPER))) == 1


def test_page_of_a_government_source_is_not_split() -> None:
    office = Rules(id="qinglan_gov", name="青岚市人民政府", kind="government")
    with pytest.raises(Refused, match="not_html"):
        understand(page("\n".join([*FERRY, *CANTEEN]), rules=office))


def test_refused_story_is_recorded_and_the_others_are_kept() -> None:
    found = understand(page("\n".join([*FERRY, "广告一则", "□钟离雪", "售罄。", *CANTEEN]), rules=PAPER))
    assert len(found) == 2
    assert found[0].evidence["split"]["refused"] == ["too_short"]


def test_stories_of_a_pdf_become_articles_in_order() -> None:
    body, gold = printed_sheets.full_width_above_two()
    paper = Newspaper(page_no="03", page_pdf="http://epaper.qinglan.test/03.pdf")
    url = "http://epaper.qinglan.test/resfile/2026-09-27/03.pdf"
    found = understand(Page(url=url, body=body, rules=PAPER, newspaper=paper))
    assert [article.title for article in found] == [one.title for one in gold]
    assert [article.body for article in found] == ["\n".join(one.body) for one in gold]
    assert [article.newspaper.order for article in found if article.newspaper] == [1, 2, 3]
    assert {str(article.published_date) for article in found} == {"2026-09-27"}
    assert {article.url for article in found} == {url}
    assert [(b.role, b.name) for b in found[0].bylines] == [
        ("reporter", "钟离雪"),
        ("correspondent", "公西华"),
    ]
    assert [(b.role, b.name) for b in found[2].bylines] == [("photographer", "钟离雪")]
    assert found[2].evidence["split"]["captions"] == [gold[2].caption]
    assert "责任编辑" in found[0].evidence["split"]["left"]
