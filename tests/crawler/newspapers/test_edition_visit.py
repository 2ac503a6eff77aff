"""Links for the frontier from an edition page."""

from __future__ import annotations

from datetime import date, timedelta

from crawler import params
from crawler.lists import webpage
from crawler.newspapers import edition_page
from crawler.newspapers.edition_visit import EditionVisit, edition_link, today
from crawler.sources.family_files import families
from crawler.sources.model import Source
from pipelines import urls
from storage.values import ArticleHint, Claimed, EditionHint

HOST = "http://epaper.qinglan.test"
DAY = date(2026, 9, 27)
PAGE = "/rb/20260927/html/page_01.htm"
MARKUP = """<map><area coords="1,2,3,4" href="page_01_content_11.htm"></map>
<ul><li><a href="page_01.htm">第01版：要闻</a></li><li><a href="page_02.htm">第02版：民生</a></li></ul>
<ol><li><a href="page_01_content_11.htm">渡口通航</a></li><li><a href="page_01_content_12.htm">步道开建</a></li></ol>"""


def claim(path: str, hint: EditionHint) -> Claimed:
    url = HOST + path
    return Claimed(
        id=1,
        url=url,
        url_key=urls.key(url),
        kind="edition",
        state="due",
        position=0,
        hint=hint,
        parent_id=None,
        issue_id=None,
        attempts=0,
        etag=None,
        last_modified=None,
        not_modified=0,
        article_id=None,
        found_walk=1,
    )


def visit(
    path: str, markup: str, *, hint: EditionHint | None = None, day: date | None = DAY, **arguments: str
) -> EditionVisit:
    known = {"id": "q", "name": "青岚日报", "region": "371525", "start": (HOST + path,)}
    source = Source.model_validate({**known, **families()["newspaper/joyhua"].preset})
    page = webpage.parse(markup.encode(), HOST + path, {}, None)
    edition = edition_page.read(page, source)
    return EditionVisit(
        claim(path, hint or EditionHint()), edition, params.parse(arguments), day, HOST + path
    )


def test_articles_have_their_place_in_print() -> None:
    first, second = visit(PAGE, MARKUP).article_links()
    assert isinstance(first.hint, ArticleHint)
    place = first.hint.newspaper
    assert place is not None
    assert (place.issue_date, place.page_no, place.page_name, place.order) == (DAY, "01", "要闻", 1)
    assert (first.hint.title, first.position, second.position) == ("渡口通航", 1, 2)
    assert (first.state, first.issue_date) == ("due", DAY)


def test_articles_outside_the_window_are_refused() -> None:
    links = visit(PAGE, MARKUP, since="2026-09-28", until="2026-09-30").article_links()
    assert {(link.state, link.reason) for link in links} == {("refused", "outside_window")}


def test_other_pages_of_an_old_edition_are_not_read_again() -> None:
    [link] = visit(PAGE, MARKUP).page_links()
    assert (link.url, link.kind, link.refresh) == (f"{HOST}/rb/20260927/html/page_02.htm", "edition", False)
    assert link.hint == EditionHint(page_no="02", page_name="民生", issue_date=DAY)


def test_pages_of_today_are_read_again() -> None:
    path = f"/rb/{today():%Y%m%d}/html/page_01.htm"
    [link] = visit(path, MARKUP, day=today()).page_links()
    assert link.refresh


def test_index_of_many_editions_leads_to_the_newest() -> None:
    days = [today() - timedelta(days=n) for n in (0, 1, 2)]
    rows = "".join(f"<a href='/rb/{day:%Y%m%d}/html/page_01.htm'>第01版：要闻</a>" for day in days)
    found = visit("/rb/", rows, hint=EditionHint(is_start=True), day=None).page_links()
    assert [link.hint_date for link in found] == [today()]
    assert isinstance(found[0].hint, EditionHint)
    assert found[0].hint.is_start


def test_page_without_articles_is_read_as_its_pdf() -> None:
    markup = "<ul><li><a href='page_01.htm'>第01版：要闻</a><a href='01.pdf'>PDF</a></li></ul>"
    [link] = visit(PAGE, markup).article_links()
    assert link.url == f"{HOST}/rb/20260927/html/01.pdf"


def test_second_reading_of_an_index_has_a_key_of_its_own() -> None:
    link = visit("/rb/20260927/html/index.htm", MARKUP).second_reading()
    assert link.url_key.endswith("#rest")
    assert link.hint == EditionHint(is_second_reading=True, issue_date=DAY)


def test_edition_links_are_read_in_every_walk() -> None:
    assert edition_link(f"{HOST}/rb/", None, EditionHint(is_start=True)).refresh
