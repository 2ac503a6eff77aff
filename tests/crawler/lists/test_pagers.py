"""The next page of a list, by every sign that pages give of it."""

from __future__ import annotations

import time

import pytest

from tests.crawler.lists.answers import HOST, ahead, answer, read

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
def test_the_next_page_is_found(pager: str, expected: str) -> None:
    assert ahead(read(page(pager))) == [expected]


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
def test_where_none_is_told_one_is_guessed_at_most(pager: str) -> None:
    onward = read(page(pager)).onward
    assert all(one.hint["probe"] for one in onward)
    assert {one.url for one in onward} <= {f"{HOST}/xw/index_1.html"}


def test_where_a_query_names_the_list_nothing_is_guessed() -> None:
    assert ahead(read(page(""), f"{HOST}/xw/list.aspx?id=3")) == []


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
def test_where_the_end_is_told_the_list_ends(pager: str, position: int) -> None:
    url = f"{HOST}/xw/index{f'_{position}' if position > 1 else ''}.html"
    assert ahead(read(page(pager), url, position=position)) == []


@pytest.mark.parametrize(
    ("url", "pager", "expected"),
    [
        ("/xw/index_1.html", 'createPageHTML(3, 1, "index", "html")', ["/xw/index_2.html"]),
        ("/xw/index_2.html", 'createPageHTML(3, 2, "index", "html")', []),
        ("/xw/index_2.html", 'createPageHTML(3, 1, "index", "html")', ["/xw/index_3.html"]),  # counted from 2
        ("/xw/index_3.html", 'createPageHTML(3, 2, "index", "html")', []),
    ],
)
def test_a_script_tells_whether_its_pages_are_counted_from_one_or_two(
    url: str, pager: str, expected: list[str]
) -> None:
    number = int(url[-6])
    reading = read(
        page(f"<script>{pager}</script>"), HOST + url, position=number + 1, number=number, told=True
    )
    assert ahead(reading) == expected


def test_the_first_number_is_a_guess_and_the_second_the_last_one() -> None:
    from crawler.lists.html_list import HtmlListReader

    [first] = read(page('<script>createPageHTML(3, 0, "index", "html");</script>')).onward
    assert first.hint["probe"] is True
    missing = answer("", first.url, position=2, **first.hint)
    [second] = HtmlListReader().instead(missing)
    assert (second.url, second.step) == (f"{HOST}/xw/index_2.html", 0)
    assert "probe" not in second.hint  # the script told of three pages: that it is missing must be told
    assert HtmlListReader().instead(answer("", second.url, position=2, **second.hint)) == []


def test_a_script_that_counts_from_one_asks_for_the_first_number_as_well() -> None:
    def told(at: str, current: int, position: int) -> list[str]:
        script = f'<script>createPageHTML("page_div",3, {current},"yw_list","shtml",41);</script>'
        return ahead(read(page(script), f"{HOST}/xw/{at}.shtml", position=position, like="要闻"))

    assert told("yw_list", 1, 1) == ["/xw/yw_list_1.shtml"]  # missing there: _2 is asked for next
    assert told("yw_list_2", 2, 2) == ["/xw/yw_list_3.shtml"]
    assert told("yw_list_3", 3, 3) == []


def test_a_column_whose_name_ends_in_a_number_is_not_taken_for_a_page() -> None:
    assert ahead(read(page("<p>共3页</p>"), f"{HOST}/xw/list_593.html")) == ["/xw/list_593_1.html"]
    assert ahead(read(page("<p>共3页</p>"), f"{HOST}/xw/list_593_1.html")) == ["/xw/list_593_2.html"]


@pytest.mark.parametrize(
    ("url", "told", "expected"),
    [
        ("/xw/tzgg.htm", "1/14", ["/xw/tzgg/13.htm"]),
        ("/xw/tzgg/13.htm", "2/14", ["/xw/tzgg/12.htm"]),
        ("/xw/tzgg/1.htm", "14/14", []),
    ],
)
def test_boda_counts_down(url: str, told: str, expected: list[str]) -> None:
    body = f"<ul><li><a href='/info/1/2.htm'>标题</a></li></ul><div id='fanye3'>{told}</div>"
    position = 1 if url.endswith("tzgg.htm") else 2
    assert ahead(read(body, HOST + url, family="gov/vsb", position=position)) == expected


def test_a_guessed_page_that_is_another_page_ends_the_list() -> None:
    reading = read(
        page("", title="门户首页"), f"{HOST}/xw/index_3.html", position=3, like="要闻", probe=True, number=3
    )
    assert (reading.found, reading.at_end) == ([], True)
    later = read(
        page("", title="要闻（第3页）"), f"{HOST}/xw/index_3.html", position=3, like="要闻", probe=True
    )
    assert len(later.found) == 1


def test_a_later_page_without_rows_is_the_end_unless_it_is_a_shell() -> None:
    empty = "<html><head><title>要闻 第4页</title></head><body><ul></ul></body></html>"
    assert read(empty, f"{HOST}/xw/index_4.html", position=4, like="要闻").at_end
    shell = "<html><head><title>请稍候</title></head><body><script>x()</script></body></html>"
    assert not read(shell, f"{HOST}/xw/index_4.html", position=4, like="要闻").at_end
    assert not read(shell, f"{HOST}/xw/index_4.html", position=4, like="").at_end
    assert not read(
        shell, f"{HOST}/xw/index_1.html", position=2, number=1, probe=True, told=True, like="要闻"
    ).at_end
    assert read(shell, f"{HOST}/xw/index_1.html", position=2, number=1, probe=True, like="要闻").at_end


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
def test_a_hostile_pager_costs_little(part: str) -> None:
    body = page("<div>" + part * 20_000 + "</div>")
    began = time.process_time()
    read(body)
    assert time.process_time() - began < 10
