"""Newspapers: editions, pages, places of articles, days without an edition."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from crawler.newspapers.edition_visit import today
from tests.crawler.loopback_site import Site, article
from tests.pipelines.printed.printed_sheets import full_width_above_two

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.crawler.crawling import Bench


class Paper(Site):
    """An invented daily with pages and articles; the address contains the day."""

    def issue(self, day: date, pages: int = 2, articles: int = 2) -> None:
        folder = f"/html/{day:%Y-%m/%d}"
        labels = {
            number: f"第{number:02d}版：{name}" for number, name in ((1, "要闻"), (2, "民生"), (3, "副刊"))
        }
        listed = "".join(
            f'<li><a id=pageLink href="node_{n}.htm">{labels[n]}</a>'
            f'<a href="/pdf/{day:%Y%m%d}{n:02d}.pdf">pdf</a></li>'
            for n in range(1, pages + 1)
        )
        for page in range(1, pages + 1):
            numbers = [page * 10 + k for k in range(1, articles + 1)]
            rows = "".join(
                f'<li><a href="content_{day:%d}{n}.htm">{day:%d}日第{n}条</a></li>' for n in numbers
            )
            map_ = "".join(
                f'<area coords="0,{i * 9},5,9" href="content_{day:%d}{n}.htm">' for i, n in enumerate(numbers)
            )
            self.put(
                f"{folder}/node_{page}.htm",
                f'<html><body><img usemap="#m" src="p{page}.jpg"><map name=m>{map_}</map>{listed}'
                f'<ul id=newslist>{rows}<li><a href="content_{day:%d}0.htm">广告</a></li></ul></body></html>',
            )
            for n in numbers:
                self.put(f"{folder}/content_{day:%d}{n}.htm", article(n, title=f"{day:%d}日第{n}条"))
        self.put(
            "/index.htm", f'<META HTTP-EQUIV=REFRESH CONTENT="0; URL=html/{day:%Y-%m/%d}/node_1.htm?v=1">'
        )


@pytest.fixture
def paper() -> Iterator[Paper]:
    with Paper().serving() as site:
        yield site


def source(bench: Bench, start: str, **keys: str) -> str:
    return bench.listing(
        "",
        "qinglan_daily",
        kind="newspaper",
        shape="newspaper",
        start=[start],
        list=None,
        article='{url: "content_"}',
        newspaper='{pages: "a#pageLink", articles: "#newslist a, area"}',
        **keys,
    )


def stored(bench: Bench) -> dict[str, dict[str, object]]:
    rows = bench.rows("SELECT title, newspaper FROM article")
    return {row["title"]: json.loads(row["newspaper"]) for row in rows}


def test_index_leads_to_the_edition_and_articles_get_their_place(bench: Bench, paper: Paper) -> None:
    paper.issue(date(2026, 9, 27))
    done = bench.crawl(source(bench, f"{paper.url}/index.htm"))
    assert (done.code, bench.states()) == (0, {"stored": 4}), done.err[-2000:]
    assert stored(bench)["27日第22条"] == {
        "issue_date": "2026-09-27",
        "page_no": "02",
        "page_name": "民生",
        "order": 2,
        "page_pdf": f"{paper.url}/pdf/2026092702.pdf",
        "page_image": f"{paper.url}/html/2026-09/27/p2.jpg",
    }
    assert bench.last_run()["stats"]["newspaper/advertisements"] == 2


def test_old_edition_is_not_fetched_again(bench: Bench, paper: Paper) -> None:
    paper.issue(date(2026, 9, 27), pages=3)
    name = source(bench, f"{paper.url}/index.htm")
    bench.crawl(name)
    paper.hits.clear()
    assert bench.crawl(name).code == 0
    assert paper.paths() == ["/index.htm", "/html/2026-09/27/node_1.htm?v=1"]


def test_backfill_fetches_each_day_and_accepts_days_without_an_edition(bench: Bench, paper: Paper) -> None:
    for day in (24, 25, 27):
        paper.issue(date(2026, 9, day), pages=1, articles=1)
    name = source(bench, f"{paper.url}/html/{{date:%Y-%m/%d}}/node_1.htm")
    done = bench.crawl(name, since="2026-09-25", until="2026-09-27")
    assert (done.code, set(stored(bench))) == (0, {"25日第11条", "27日第11条"}), done.err[-1500:]
    assert bench.findings() == []
    assert bench.last_run()["stats"]["newspaper/no_issue"] == 1


@pytest.mark.parametrize("start", ["/index.htm", "/html/2026-09/27/node_1.htm"])
def test_backfill_derives_the_url_template_from_an_edition(bench: Bench, paper: Paper, start: str) -> None:
    for day in (25, 26, 27):
        paper.issue(date(2026, 9, day), pages=1, articles=1)
    bench.crawl(source(bench, paper.url + start), since="2026-09-26", until="2026-09-27")
    assert set(stored(bench)) == {"26日第11条", "27日第11条"}


def test_template_without_window_finds_the_latest_edition(bench: Bench, paper: Paper) -> None:
    day = today() - timedelta(days=2)
    paper.issue(day, pages=1, articles=1)
    paper.issue(day - timedelta(days=1), pages=1, articles=1)
    done = bench.crawl(source(bench, f"{paper.url}/html/{{date:%Y-%m/%d}}/node_1.htm"))
    assert (done.code, set(stored(bench))) == (0, {f"{day:%d}日第11条"}), done.err[-1500:]


def test_article_on_two_pages_belongs_to_the_first(bench: Bench, paper: Paper) -> None:
    paper.issue(date(2026, 9, 27))
    second = paper.pages["/html/2026-09/27/node_2.htm"]
    text = second.data.decode().replace("content_2721", "content_2711")  # type: ignore[union-attr]
    paper.put("/html/2026-09/27/node_2.htm", text)
    bench.crawl(source(bench, f"{paper.url}/index.htm"))
    assert len(stored(bench)) == 3
    assert stored(bench)["27日第11条"]["page_no"] == "01"


def test_edition_page_without_articles_is_listed(bench: Bench, paper: Paper) -> None:
    paper.issue(date(2026, 9, 27))
    paper.put("/html/2026-09/27/node_2.htm", "<html><body><img src=x.jpg></body></html>")
    assert bench.crawl(source(bench, f"{paper.url}/index.htm")).code == 0
    assert bench.states("edition") == {"listed": 3}


def test_edition_without_pages_and_articles_is_a_finding(bench: Bench, paper: Paper) -> None:
    paper.put("/index.htm", "<html><body><div id=app></div><script src=app.js></script></body></html>")
    done = bench.crawl(source(bench, f"{paper.url}/index.htm"))
    assert (done.code, bench.findings()) == (1, ["no_links"])


def test_page_without_articles_is_fetched_as_pdf(bench: Bench, paper: Paper) -> None:
    paper.issue(date(2026, 9, 27))
    second = '<a id=pageLink href="node_1.htm">第01版：要闻</a> <a href="/pdf/2026092702.pdf">PDF</a>'
    paper.put("/html/2026-09/27/node_2.htm", f"<html><body>{second}</body></html>")
    body, gold = full_width_above_two()
    paper.put("/pdf/2026092702.pdf", body, Content_Type="application/pdf")
    bench.plain = False
    done = bench.crawl(source(bench, f"{paper.url}/index.htm"))
    assert (done.code, bench.states()) == (0, {"stored": 3}), done.err[-2000:]
    found = stored(bench)
    assert set(found) == {"27日第11条", "27日第12条", *(one.title for one in gold)}
    assert found[gold[1].title] == {
        "issue_date": "2026-09-27",
        "page_no": "02",
        "page_name": "民生",
        "order": 2,
        "page_pdf": f"{paper.url}/pdf/2026092702.pdf",
        "page_image": None,
    }
    [evidence] = bench.rows("SELECT evidence FROM article WHERE title = ?", gold[1].title)
    assert json.loads(evidence["evidence"])["split"]["of"] == 3
    assert bench.crawl(source(bench, f"{paper.url}/index.htm")).code == 0
    assert len(bench.rows("SELECT id FROM article")) == 5


def test_an_article_as_start_leads_to_the_pages_of_its_edition(bench: Bench, paper: Paper) -> None:
    paper.issue(date(2026, 9, 27))
    link = '<a href="node_2.htm">返回版面</a> <a href="content_2722.htm">下一篇</a>'
    name = bench.listing(
        "",
        "qinglan_daily",
        family="newspaper/founder_classic",
        kind=None,
        list=None,
        article=None,
        shape=None,
        start=[f"{paper.url}/html/2026-09/27/content_27001.htm"],
    )
    paper.put("/html/2026-09/27/content_27001.htm", f"<html><body><h1>旧闻</h1>{link}</body></html>")
    assert bench.crawl(name).code == 0
    places = stored(bench)
    assert (places["27日第22条"]["page_no"], places["27日第22条"]["order"]) == ("02", 2)
    assert len(places) == 4


def test_links_to_another_day_are_counted_and_ignored(bench: Bench, paper: Paper) -> None:
    paper.issue(date(2026, 9, 27), pages=1, articles=1)
    page = paper.pages["/html/2026-09/27/node_1.htm"]
    old = '<ul id=newslist><li><a href="/html/2026-09/20/content_2011.htm">上周要闻</a></li>'
    paper.put("/html/2026-09/27/node_1.htm", page.data.decode().replace("<ul id=newslist>", old))  # type: ignore[union-attr]
    assert bench.crawl(source(bench, f"{paper.url}/index.htm")).code == 0
    assert stored(bench)["27日第11条"]["order"] == 1
    assert bench.last_run()["stats"]["newspaper/other_day"] == 1
    assert len(stored(bench)) == 1


@pytest.mark.parametrize("answer", ["redirected", "repeated"])
def test_response_with_another_edition_counts_as_no_issue(bench: Bench, paper: Paper, answer: str) -> None:
    paper.issue(date(2026, 9, 27), pages=1, articles=1)
    missing = "/html/2026-09/26/node_1.htm"
    if answer == "redirected":
        paper.put(missing, "", 302, Location="/index.htm")
    else:
        page = paper.pages["/html/2026-09/27/node_1.htm"]
        text = page.data.decode()  # type: ignore[union-attr]
        for name in ("content_", "node_"):
            text = text.replace(f'href="{name}', f'href="/html/2026-09/27/{name}')
        paper.put(missing, text)
    name = source(bench, f"{paper.url}/html/{{date:%Y-%m/%d}}/node_1.htm")
    assert bench.crawl(name, since="2026-09-26", until="2026-09-27").code == 0
    assert set(stored(bench)) == {"27日第11条"}
    assert bench.last_run()["stats"]["newspaper/no_issue"] == 1
