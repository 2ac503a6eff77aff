"""Where a source begins, found on pages that are handed over without a network."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from crawler.probe.prober import ProbeAnswer
from crawler.probe.site_explorer import explore as explore_site
from crawler.sources.family_files import by_rank

if TYPE_CHECKING:
    from crawler.probe.site_visit import SiteFindings

HOST = "http://www.qinglan.test"
FAMILIES = by_rank()


class Shelf:
    """The prober's part of an exploration, over pages that are at hand."""

    def __init__(self, pages: dict[str, str | bytes]) -> None:
        self.pages, self.asked = pages, dict[str, ProbeAnswer]()

    def begin(self) -> None:
        pass

    def keep_to(self, *urls: str) -> None:
        pass

    def robots_of(self, url: str) -> tuple[str, str]:
        return "none", ""

    async def ask(self, url: str) -> ProbeAnswer:
        body = self.pages.get(url.removeprefix(HOST).partition("#")[0])
        raw = body.encode() if isinstance(body, str) else body
        gone: dict[str, Any] = {} if raw is not None else {"state": "gone", "reason": "http_404"}
        answer = ProbeAnswer(url, url, 200 if raw is not None else 404, {}, raw or b"", **gone)
        self.asked[url] = answer
        return answer


def explore(url: str, pages: dict[str, str | bytes]) -> SiteFindings:
    shelf: Any = Shelf(pages)
    return asyncio.run(explore_site(shelf, HOST + url, FAMILIES))


def rows(*addresses: str) -> str:
    return "".join(
        f"<li><a href='{address}'>河口镇第{n}期水渠修缮工程完成验收</a><span>2026-09-{20 + n}</span></li>"
        for n, address in enumerate(addresses)
    )


def page(body: str, head: str = "") -> str:
    return f"<html><head><title>青岚市人民政府</title>{head}</head><body>{body}</body></html>"


ARTS = [f"/art/2026/9/{20 + n}/art_41_{900 + n}.html" for n in range(6)]


def test_a_root_that_moves_to_a_column_is_a_home_page() -> None:
    home = page(
        f"<a href='/col/col41/index.html'>青岚要闻</a><a href='/col/col42/index.html'>部门动态</a><ul>{rows(*ARTS)}</ul>"
    )
    column = page(
        f"<script type='text/xml'><datastore><recordset><record>{rows(*ARTS)}</record></recordset></datastore></script>"
    )
    moved = page("<script>window.location.href='/col/col1/index.html';</script>")
    found = explore(
        "/",
        {
            "/": moved,
            "/col/col1/index.html": home,
            "/col/col41/index.html": column,
            "/col/col42/index.html": column,
        },
    )
    assert (found.kind, found.matches[0].family.name) == ("home", "gov/hanweb_jcms")
    assert found.start == [f"{HOST}/col/col41/index.html", f"{HOST}/col/col42/index.html"]


def test_a_feed_that_only_a_link_tag_names_is_found() -> None:
    home = page(
        "<div id='app'><a href='/about.html'>关于我们</a></div>",
        "<link rel=alternate type='application/rss+xml' href='/rss.xml'>",
    )
    feed = "<rss version='2.0'><channel><title>青岚</title></channel></rss>"
    found = explore("/", {"/": home, "/rss.xml": feed})
    assert (found.matches[0].family.name, found.start) == ("feed/rss", [f"{HOST}/rss.xml"])


def test_a_governments_list_without_any_tag_is_generic() -> None:
    body = f"<table>{rows(*(f'Show.asp?id={n}' for n in range(6)))}</table>"
    foot = "<div class='footer'>主办：青岚市人民政府办公室 网站标识码1234000009</div>"
    site = {f"/Show.asp?id={n}": page(f"<h1>标题</h1><p>{n}</p>{foot}") for n in range(6)}
    found = explore("/List.asp", {"/List.asp": page(body + foot), **site})
    assert [match.family.name for match in found.matches] == ["gov/generic"]
    plain = "<html><head><title>青岚纪事</title></head><body>{}</body></html>"
    found = explore("/List.asp", {"/List.asp": plain.format(body)})
    assert found.matches == []


def test_a_file_and_an_error_in_disguise_are_no_pages() -> None:
    found = explore("/a.pdf", {"/a.pdf": b"%PDF-1.4\n1 0 obj"})
    assert (found.state, found.stopped) == ("refused", "not_html")
    found = explore("/gone", {"/gone": page("<p>抱歉，您访问的页面不存在</p>")})
    assert found.stopped == "soft_404"


def test_a_link_that_says_more_is_called_by_the_heading_beside_it() -> None:
    block = "<div><h3><span>{}</span><a href='/xw/{}/'>更多&gt;&gt;</a></h3><ul>{}</ul></div>"
    home = page(block.format("青岚要闻", "yw", rows(*ARTS)) + block.format("领导信箱", "xx", rows(*ARTS)))
    found = explore(
        "/", {"/": home, "/xw/yw/": page(f"<ul>{rows(*ARTS)}</ul>"), "/xw/xx/": page("<form></form>")}
    )
    assert [(column.name, column.url) for column in found.columns] == [("青岚要闻", f"{HOST}/xw/yw/")]
    assert "青岚要闻" in found.why


def test_an_article_of_an_account_leads_to_the_account() -> None:
    body = "<h1 class='post_title'>水渠完工</h1><div class='post_info'>2026-09-24 来源：<a href='/dy/media/T77.html'>青岚发布</a></div>"
    text = f"<div class='post_body'>{'<p>河口镇的水渠修缮工程已经完成，群众出行更加方便。</p>' * 5}</div>"
    at = "/dy/article/ABCDEFGH01234567.html"
    account = page(f"<ul>{rows(at, '/dy/article/ABCDEFGH01234568.html')}</ul>")
    found = explore(at, {at: page(body + text), "/dy/media/T77.html": account})
    assert (found.matches[0].family.name, found.start) == ("platform/netease", [f"{HOST}/dy/media/T77.html"])


TRS = [f"./yw/202609/t2026092{n}_{400 + n}.html" for n in range(6)]


def test_a_page_of_the_newest_of_several_lists_stands_for_those_lists() -> None:
    block = "<div><h3><a href='./{}/'>{}</a></h3><ul>{}</ul></div>"
    named = {"yw": "青岚要闻", "dt": "部门动态", "xz": "乡镇新闻"}
    parent = page("".join(block.format(at, name, rows(*TRS)) for at, name in named.items()))
    lists = {f"/xw/{at}/": page(f"<ul>{rows(*TRS)}</ul>") for at in named}
    found = explore("/xw/", {"/xw/": parent, **lists})
    assert (found.kind, found.start) == ("list", [f"{HOST}/xw/{at}/" for at in named])
    paged = parent.replace("</body>", "<a href='index_1.html'>下一页</a></body>")
    assert explore("/xw/", {"/xw/": paged, **lists}).start == [f"{HOST}/xw/"]  # it is a list of its own
