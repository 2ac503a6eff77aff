"""Finding the start pages of a source."""

from __future__ import annotations

from tests.crawler.probe.probed_pages import ARTS, HOST, dated_rows, explore, page


def test_root_that_forwards_to_a_column_is_a_home_page() -> None:
    home = page(
        f"<a href='/col/col41/index.html'>青岚要闻</a><a href='/col/col42/index.html'>部门动态</a><ul>{dated_rows(*ARTS)}</ul>"
    )
    column = page(
        f"<script type='text/xml'><datastore><recordset><record>{dated_rows(*ARTS)}</record></recordset></datastore></script>"
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


def test_feed_named_by_a_link_tag_is_found() -> None:
    home = page(
        "<div id='app'><a href='/about.html'>关于我们</a></div>",
        "<link rel=alternate type='application/rss+xml' href='/rss.xml'>",
    )
    feed = "<rss version='2.0'><channel><title>青岚</title></channel></rss>"
    found = explore("/", {"/": home, "/rss.xml": feed})
    assert (found.matches[0].family.name, found.start) == ("feed/rss", [f"{HOST}/rss.xml"])


def test_more_link_is_named_by_the_heading_beside_it() -> None:
    block = "<div><h3><span>{}</span><a href='/xw/{}/'>更多&gt;&gt;</a></h3><ul>{}</ul></div>"
    home = page(
        block.format("青岚要闻", "yw", dated_rows(*ARTS)) + block.format("领导信箱", "xx", dated_rows(*ARTS))
    )
    found = explore(
        "/", {"/": home, "/xw/yw/": page(f"<ul>{dated_rows(*ARTS)}</ul>"), "/xw/xx/": page("<form></form>")}
    )
    assert [(column.name, column.url) for column in found.columns] == [("青岚要闻", f"{HOST}/xw/yw/")]
    assert "青岚要闻" in found.why


def test_article_of_an_account_leads_to_the_account() -> None:
    body = "<h1 class='post_title'>水渠完工</h1><div class='post_info'>2026-09-24 来源：<a href='/dy/media/T77.html'>青岚发布</a></div>"
    text = f"<div class='post_body'>{'<p>河口镇的水渠修缮工程已经完成，群众出行更加方便。</p>' * 5}</div>"
    at = "/dy/article/ABCDEFGH01234567.html"
    account = page(f"<ul>{dated_rows(at, '/dy/article/ABCDEFGH01234568.html')}</ul>")
    found = explore(at, {at: page(body + text), "/dy/media/T77.html": account})
    assert (found.matches[0].family.name, found.start) == ("platform/netease", [f"{HOST}/dy/media/T77.html"])


TRS = [f"./yw/202609/t2026092{n}_{400 + n}.html" for n in range(6)]


def test_overview_of_several_lists_starts_at_those_lists() -> None:
    block = "<div><h3><a href='./{}/'>{}</a></h3><ul>{}</ul></div>"
    named = {"yw": "青岚要闻", "dt": "部门动态", "xz": "乡镇新闻"}
    parent = page("".join(block.format(at, name, dated_rows(*TRS)) for at, name in named.items()))
    lists = {f"/xw/{at}/": page(f"<ul>{dated_rows(*TRS)}</ul>") for at in named}
    found = explore("/xw/", {"/xw/": parent, **lists})
    assert (found.kind, found.start) == ("list", [f"{HOST}/xw/{at}/" for at in named])
    paged = parent.replace("</body>", "<a href='index_1.html'>下一页</a></body>")
    assert explore("/xw/", {"/xw/": paged, **lists}).start == [f"{HOST}/xw/"]  # it is a list of its own
