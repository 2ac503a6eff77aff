"""Pagers drawn by scripts, and page counts."""

from __future__ import annotations

import pytest

from tests.crawler.lists.list_pages import HOST, next_paths, read

ROW = (
    "<ul><li><a href='/xw/202609/8801.html'>河口镇的水渠修缮工程完成验收</a><span>2026-09-24</span></li></ul>"
)


def page(pager: str, *, title: str = "要闻") -> str:
    return f"<html><head><title>{title}</title></head><body>{ROW}{pager}</body></html>"


@pytest.mark.parametrize(
    ("url", "pager", "expected"),
    [
        ("/xw/index_1.html", 'createPageHTML(3, 1, "index", "html")', ["/xw/index_2.html"]),
        ("/xw/index_2.html", 'createPageHTML(3, 2, "index", "html")', []),
        ("/xw/index_2.html", 'createPageHTML(3, 1, "index", "html")', ["/xw/index_3.html"]),  # counted from 2
        ("/xw/index_3.html", 'createPageHTML(3, 2, "index", "html")', []),
    ],
)
def test_numbering_from_one_or_two_is_recognised(url: str, pager: str, expected: list[str]) -> None:
    number = int(url[-6])
    reading = read(
        page(f"<script>{pager}</script>"), HOST + url, position=number + 1, number=number, more_promised=True
    )
    assert next_paths(reading) == expected


def test_script_that_counts_from_one_requests_number_one() -> None:
    def next_of(at: str, current: int, position: int) -> list[str]:
        script = f'<script>createPageHTML("page_div",3, {current},"yw_list","shtml",41);</script>'
        return next_paths(read(page(script), f"{HOST}/xw/{at}.shtml", position=position, list_title="要闻"))

    assert next_of("yw_list", 1, 1) == ["/xw/yw_list_1.shtml"]  # missing there: _2 is requested next
    assert next_of("yw_list_2", 2, 2) == ["/xw/yw_list_3.shtml"]
    assert next_of("yw_list_3", 3, 3) == []


def test_number_in_the_name_of_a_column_is_not_a_page_number() -> None:
    assert next_paths(read(page("<p>共3页</p>"), f"{HOST}/xw/list_593.html")) == ["/xw/list_593_1.html"]
    assert next_paths(read(page("<p>共3页</p>"), f"{HOST}/xw/list_593_1.html")) == ["/xw/list_593_2.html"]


@pytest.mark.parametrize(
    ("url", "counter", "expected"),
    [
        ("/xw/tzgg.htm", "1/14", ["/xw/tzgg/13.htm"]),
        ("/xw/tzgg/13.htm", "2/14", ["/xw/tzgg/12.htm"]),
        ("/xw/tzgg/1.htm", "14/14", []),
    ],
)
def test_numbering_down_starts_at_the_page_count(url: str, counter: str, expected: list[str]) -> None:
    body = f"<ul><li><a href='/info/1/2.htm'>标题</a></li></ul><div id='fanye3'>{counter}</div>"
    position = 1 if url.endswith("tzgg.htm") else 2
    assert next_paths(read(body, HOST + url, family="gov/vsb", position=position)) == expected
