"""Reading edition pages of any system."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.lists import webpage
from crawler.newspapers import edition_page
from crawler.sources import family_files
from crawler.sources.model import Source

if TYPE_CHECKING:
    from crawler.newspapers.edition_page import EditionPage


HOST = "http://epaper.qinglan.test"


def read(family: str, path: str, markup: str) -> EditionPage:
    preset = family_files.families()[f"newspaper/{family}"].preset
    known = {"id": "q", "name": "青岚日报", "region": "371525", "start": (HOST + path,)}
    source = Source.model_validate({**known, **preset})
    return edition_page.read(webpage.parse(markup.encode(), HOST + path, {}, None), source)


def pages(edition: EditionPage) -> list[tuple[str | None, str | None, str]]:
    return [(one.number, one.name, one.url.rpartition("/")[2]) for one in edition.pages]


def articles(edition: EditionPage) -> list[tuple[str | None, str]]:
    return [(one.title, one.url.rpartition("/")[2]) for one in edition.articles]


def test_pages_are_read_from_a_menu_and_articles_in_list_order() -> None:
    edition = read(
        "founder",
        "/rb/pc/layout/202609/27/node_01.html",
        """<select><option value="node_01.html">第01版：要闻</option><option value="node_02.html">第02版：民生</option></select>
        <a href="../../../layout/202609/26/node_01.html">上一期</a><a href="node_02.html">下一版</a>
        <map><area coords="1,2,3,4" href="../../../con/202609/27/content_11.html">
        <area coords="1,9,3,14" href="../../../con/202609/27/content_12.html">
        <area coords="1,5,3,8" href="../../../con/202609/27/content_13.html"></map>
        <ul><li><a href="../../../con/202609/27/content_12.html">甲</a></li></ul>""",
    )
    assert {("01", "要闻", "node_01.html"), ("02", "民生", "node_02.html")} <= set(pages(edition))
    assert articles(edition) == [
        ("甲", "content_12.html"),
        (None, "content_11.html"),
        (None, "content_13.html"),
    ]
    assert (edition.number, edition.name) == ("01", "要闻")


def test_page_number_beside_its_link_is_read() -> None:
    edition = read(
        "founder_classic",
        "/html/2026-09/27/node_2.htm",
        """<table><tr><td>第01版：<a href=node_2.htm>要闻</a></td><td><a href="/p/2026-09-27/01/a.pdf">pdf</a></td></tr>
        <tr><td>第02版：<a href=node_9.htm>国内</a></td><td><a href="/p/2026-09-27/02/b.pdf">pdf</a></td></tr></table>
        <a href="content_111.htm?div=-1">甲</a><a href="content_111.htm">甲</a><a href="content_112.htm">整版广告</a>
        <a href="content_113.htm">虚假广告整治月启动</a>""",
    )
    assert pages(edition) == [("01", "要闻", "node_2.htm"), ("02", "国内", "node_9.htm")]
    assert [one.pdf for one in edition.pages] == [
        f"{HOST}/p/2026-09-27/01/a.pdf",
        f"{HOST}/p/2026-09-27/02/b.pdf",
    ]
    assert articles(edition) == [("甲", "content_111.htm?div=-1"), ("虚假广告整治月启动", "content_113.htm")]
    assert edition.advertisements == 1


def test_pages_that_exist_only_as_pdf_are_returned() -> None:
    edition = read(
        "generic",
        "/20260927/index.html",
        "<ul><li><a href=a.pdf>第01版：要闻</a></li><li><a href=b.pdf>第02版：民生</a></li></ul>",
    )
    assert [(one.number, one.name, one.pdf) for one in edition.pdf_pages] == [
        ("01", "要闻", f"{HOST}/20260927/a.pdf"),
        ("02", "民生", f"{HOST}/20260927/b.pdf"),
    ]


@pytest.mark.parametrize(
    ("path", "page", "article"),
    [
        ("/col/202609/27/col01.htm", "col02.htm", "../../../content/202609/27/c4711{}.html"),
        (
            "/html/2026-09/27/nbs.D110000qlb_01.htm",
            "nbs.D110000qlb_02.htm",
            "nw.D110000qlb_20260927_{}-01.htm",
        ),
        ("/Html/szbz/20260927/szbzA1.Html", "szbzA2.Html", "szbz88123{}.Html"),
        ("/Html/2026-09-27/Qpaper.html", "Qpaper_2.html", "8123{}.html"),
        ("/uniflows/html/2026/09/27/01/default.htm", "../02/default.htm", "01_{}.htm"),
        ("/html/qlrb/20260927/qlrb01.html", "qlrb02.html", "qlrb33120{}.html"),
    ],
)
def test_unknown_systems_are_read_by_address_shapes(path: str, page: str, article: str) -> None:
    rows = "".join(f"<li><a href='{article.format(n)}'>渡口通航第{n}班</a></li>" for n in (1, 2))
    markup = (
        f"<a href=/>首页</a><a href=/about.html>关于我们</a><a href='{page}'>第02版：民生</a><ul>{rows}</ul>"
    )
    edition = read("generic", path, markup)
    assert [(one.number, one.name) for one in edition.pages] == [("02", "民生")]
    assert [one.title for one in edition.articles] == ["渡口通航第1班", "渡口通航第2班"]


@pytest.mark.parametrize(
    ("markup", "image"),
    [
        ('<a href="1.pdf"><img src="/2026-11/20/pdf.gif"></a><img src="/2026-11/20/p1.jpg">', "p1.jpg"),
        ('<img src="/2026-11/20/open.gif" width="16"><img src="/2026-11/20/p1.jpg" usemap="#m">', "p1.jpg"),
        ('<a href="1.pdf"><img src="/2026-11/20/p1.jpg"></a>', "p1.jpg"),
        ('<a href="1.pdf"><img src="/2026-11/20/open.gif"></a>', None),
    ],
)
def test_picture_of_the_page_is_distinguished_from_buttons(markup: str, image: str | None) -> None:
    edition = read("generic", "/2026-11/20/node_1.htm", f"<html><body>{markup}</body></html>")
    assert (edition.image.rpartition("/")[2] if edition.image else None) == image
