"""The next page of an HTML list, by all rules together."""

from __future__ import annotations

import pytest

from tests.crawler.lists.list_pages import HOST, next_paths, read

ROW = (
    "<ul><li><a href='/xw/202609/8801.html'>河口镇的水渠修缮工程完成验收</a><span>2026-09-24</span></li></ul>"
)


def page(pager: str, *, title: str = "要闻") -> str:
    return f"<html><head><title>{title}</title></head><body>{ROW}{pager}</body></html>"


@pytest.mark.parametrize(
    ("pager", "expected"),
    [
        ("<a href='index_2.html'>下一页</a>", "/xw/index_2.html"),
        ("<a href='index_2.html'>【下页】</a>", "/xw/index_2.html"),
        ("<a href='index_2.html'>后一页&gt;&gt;</a>", "/xw/index_2.html"),
        ("<a href='index_2.html'><img src='n.gif' alt='下一页'></a>", "/xw/index_2.html"),
        ("<a href='index_2.html' title='下一页'>&gt;</a>", "/xw/index_2.html"),
        ("<A HREF=index_2.html>Next</A>", "/xw/index_2.html"),
        ("<a href='?page=2'>下一页</a>", "/xw/index.html?page=2"),
        ("<a href='javascript:;' onclick=\"location.href='index_2.html'\">下一页</a>", "/xw/index_2.html"),
        ("<a href=\"javascript:go('/xw/index_2.html')\">下一页</a>", "/xw/index_2.html"),
        ("<span onclick=\"go('./index_2.html')\">下一页</span>", "/xw/index_2.html"),
        ("<link rel='next' href='index_2.html'>", "/xw/index_2.html"),
        ("<div><b>1</b><a href='index_2.html'>2</a><a href='index_3.html'>3</a></div>", "/xw/index_2.html"),
        (
            "<div><a href='index_2.html'>&gt;</a><a href='x.html'>1</a><a href='index_2.html'>2</a></div>",
            "/xw/index_2.html",
        ),
        ("<div class='pager'><a class='next' href='index_2.html'><i></i></a></div>", "/xw/index_2.html"),
        (
            "<select><option value='index.html'>1</option><option value='index_2.html'>2</option></select>",
            "/xw/index_2.html",
        ),
        ('<script>createPageHTML(3, 0, "index", "html");</script>', "/xw/index_1.html"),
        (
            "<script>createPageHTML( 'page_div' , 3 , 0 , 'index' , 'shtml' , 84 )</script>",
            "/xw/index_1.shtml",
        ),
        ("<script>createPageHTML('3','0','index_7012','htm')</script>", "/xw/index_7012_1.htm"),
        ("<script>var countPage = 3; var currentPage = 0;</script>", "/xw/index_1.html"),
        ("<script>function go(n){ location = 'index_' + n + '.html' }</script>", "/xw/index_1.html"),
        (
            "<script>function go(n){ location = 'list.aspx?id=3&page=' + n }</script>",
            "/xw/list.aspx?id=3&page=2",
        ),
        ("<div class='page'>共7条 第1/3页</div>", "/xw/index_1.html"),
        ("<p>共3页</p>", "/xw/index_1.html"),
    ],
)
def test_next_page_is_found_by_every_kind_of_pager(pager: str, expected: str) -> None:
    assert next_paths(read(page(pager))) == [expected]


@pytest.mark.parametrize(
    "pager",
    [
        "",
        "<a href='#'>下一页</a>",
        "<a href='index.html'>下一页</a>",
        "<a href='http://elsewhere.test/index_2.html'>下一页</a>",
        "<a href='/a/'>首页</a> <a href='/xw/'>&gt;</a>",
        "<!-- <a href='index_2.html'>下一页</a> -->",
        "<script>var u = '/count/click?id=' + n; var v = '/art/' + n + '.html';</script>",
        "<p>会议从9/24开到9/28</p>",
    ],
)
def test_page_without_pager_has_one_speculative_next_page_at_most(pager: str) -> None:
    onward = read(page(pager)).next_pages
    assert all(one.hint.speculative for one in onward)
    assert {one.url for one in onward} <= {f"{HOST}/xw/index_1.html"}


def test_address_with_a_query_has_no_speculative_next_page() -> None:
    assert next_paths(read(page(""), f"{HOST}/xw/list.aspx?id=3")) == []


@pytest.mark.parametrize(
    ("pager", "position"),
    [
        ('<script>createPageHTML(1, 0, "index", "html");</script>', 1),
        ("<p>共1页</p>", 1),
        ("<a href='#'>下一页</a>", 3),
        ("<a href='javascript:void(0);'>下一页</a>", 3),
        ("<span>下一页</span>", 3),
        ("<a href='index_3.html'>下一页</a>", 3),
        ("<p>共3页</p>", 3),
    ],
)
def test_stated_end_has_no_next_page(pager: str, position: int) -> None:
    url = f"{HOST}/xw/index{f'_{position}' if position > 1 else ''}.html"
    assert next_paths(read(page(pager), url, position=position)) == []


@pytest.mark.parametrize(
    "part",
    [
        "<a class='next' href='#'>2</a>",
        "<span>1/2 </span>",
        "<a title='下一页'>&gt;</a>",
        "<script>'_' + a + ",
        "共 1 ",
        "<li class=page>",
    ],
)
def test_repeated_pager_is_read_in_linear_time(part: str) -> None:
    body = page("<div>" + part * 20_000 + "</div>")
    read(body)  # quadratic work would take minutes
