"""Shapes of addresses, list addresses, and the numbers in their names."""

from __future__ import annotations

import pytest

from crawler.lists import list_addresses

HOST = "http://www.qinglan.test"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", True),
        ("/xw/", True),
        ("/xw/index_2.html", True),
        ("/xw/list.aspx", True),
        ("/col/col31131/index.html", True),
        ("/xw/more.html", True),
        ("/col/col31131/art/2026/art_7.html", False),
        ("/xw/202609/t20260924_8801.html", False),
    ],
)
def test_list_addresses_are_recognised_by_their_end(path: str, expected: bool) -> None:
    assert list_addresses.is_list(HOST + path) is expected


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/news/2026/905.html", "/news/##/#.html"),
        ("/xw/202609/t20260924_8801.html", "/xw/##/t@_##.html"),
        ("/art/2026/9/24/art_41_900.html", "/art/##/#/#/art_#_#.html"),
        ("/a/0a0b0c0d0e0f0a0b0c.html", "/a/H.html"),
        ("/pc/layout/202609/27/node_A01.html", "/pc/layout/@/node_#.html"),
        ("/show.aspx?id=88&b=1", "/show.aspx?b&id"),
    ],
)
def test_shape_replaces_dates_ids_and_numbers(path: str, shape: str) -> None:
    found = list_addresses.shape(HOST + path)
    assert found.removeprefix("www.qinglan.test") == shape


def test_only_numbers_behind_the_date_make_a_shape_numbered() -> None:
    assert list_addresses.is_numbered(list_addresses.shape(f"{HOST}/html/2026-09/27/node_1.htm"))
    assert not list_addresses.is_numbered(list_addresses.shape(f"{HOST}/html/2026-09/27/index.htm"))


def test_page_number_and_name_are_read_from_the_file_name() -> None:
    url = f"{HOST}/xw/index_3.html"
    assert (list_addresses.number_of(url), list_addresses.name_without_number(url)) == (3, "index")
    assert list_addresses.number_of(f"{HOST}/xw/index.html") is None
    assert list_addresses.file_name(f"{HOST}/xw/list_593.html") == "list_593"


def test_neighbours_keep_name_separator_and_extension() -> None:
    assert list_addresses.numbered(f"{HOST}/xw/list-2.shtml", 3) == f"{HOST}/xw/list-3.shtml"
    assert list_addresses.numbered(f"{HOST}/xw/", 1) == f"{HOST}/xw/index_1.html"
    assert list_addresses.numbered_in_folder(f"{HOST}/xw/tzgg.htm", 13) == f"{HOST}/xw/tzgg/13.htm"
    assert list_addresses.numbered_in_folder(f"{HOST}/xw/tzgg/13.htm", 12) == f"{HOST}/xw/tzgg/12.htm"
