"""Headings on pages that list a whole edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def test_articles_belong_to_the_page_heading_above_them() -> None:
    tree = "".join(
        f"<dl><dt><a href=page_0{n}.htm>第0{n}版：{name}</a></dt>"
        f"<dd><a href=page_0{n}_content_1.htm>{name}一</a></dd><dd><a href=page_0{n}_content_2.htm>{name}二</a></dd></dl>"
        for n, name in ((1, "要闻"), (2, "民生"))
    )
    index = read("joyhua", "/rb/20260927/html/index.htm", tree)
    assert not index.is_page
    places = [(one.title, (one.page_key or "").rpartition("/")[2], one.order) for one in index.articles]
    assert places == [
        ("要闻一", "page_01.htm", 1),
        ("要闻二", "page_01.htm", 2),
        ("民生一", "page_02.htm", 1),
        ("民生二", "page_02.htm", 2),
    ]
    own = read("joyhua", "/rb/20260927/html/page_01.htm", tree)
    assert [(one.title, one.page_key) for one in own.articles[:2]] == [("要闻一", None), ("要闻二", None)]
