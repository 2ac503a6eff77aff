"""Invented pages with the addresses and containers of platforms and portals."""

from __future__ import annotations

import json

from tests.crawler.minisites.gov import plain, published, put, trs
from tests.crawler.minisites.pieces import MiniSite, list_page


def thepaper(name: str) -> MiniSite:
    """Rows only in the JSON that the page contains for its scripts."""
    site = MiniSite(name, "platform/thepaper", f"http://www.{name}.test/list_25434")
    links = published(
        site,
        lambda p, n: f"/newsDetail_forward_{2901000 + n}",
        "<div class='index_cententWrap__Jv8jK'>{}</div>",
    )
    entries = [
        {
            "contId": href.rpartition("_")[2],
            "name": piece.title,
            "pubTimeLong": int(f"{piece.day:%s}000") + 30_000_000,
        }
        for href, piece in links
    ]
    data = {"props": {"pageProps": {"data": {"hasNext": False, "list": entries}}}}
    script = f"<script id='__NEXT_DATA__' type='application/json'>{json.dumps(data)}</script>"
    put(site, "/list_25434", list_page("<div id='__next'></div>", tail=script))
    return site


def dzwww() -> MiniSite:
    site = trs("dzwww")
    site.family = "platform/dzwww"
    return site


SITES = [
    dzwww(),
    thepaper("thepaper"),
    plain(
        "netease",
        "platform/netease",
        "/dy/media/T1600000000000.html",
        lambda p, n: f"/dy/article/GT0ABCDE0550TY{n:02d}.html",
        "<div class='post_body'>{}</div>",
        "/dy/media/T1600000000000_{}.html",
    ),
    plain(
        "destoon",
        "platform/destoon",
        "/news/list-5.html",
        lambda p, n: f"/news/show-{1200 + n}.html",
        "<div id='content'><div class='content' id='article'>{}</div></div>",
        "/news/list-5-{}.html",
    ),
]
