"""Pagers that submit a form."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from tests.crawler.lists.list_pages import HOST, next_paths, read

URL = f"{HOST}/xw/list.aspx?cid=3"


ROW = "<ul><li><a href='show.aspx?id=8801'>河口镇的水渠修缮工程完成验收</a><span>2026-09-24</span></li></ul>"


def page(pager: str, *, form: str = "method=post action='list.aspx?cid=3'", script: str = "") -> str:
    fields = (
        "<input type=hidden name=__VIEWSTATE value='a+b/c='><input type=hidden name=__EVENTTARGET value=''>"
        "<input type=submit name=find value=搜索><input type=checkbox name=top value=1>"
        "<select name=year><option value=2025>2025</option><option value=2026 selected>2026</option></select>"
    )
    return f"<html><head><title>要闻</title></head><body><form {form}>{fields}{ROW}{pager}</form>{script}</body></html>"


@pytest.mark.parametrize(
    ("pager", "target", "argument"),
    [
        ("<a href=\"javascript:__doPostBack('P$Pager','2')\">下一页</a>", "P$Pager", "2"),
        ("<a href=\"javascript:__doPostBack('GridView1','Page$2')\">2</a>", "GridView1", "Page$2"),
        ("<a href=\"javascript:__doPostBack('D$ctl14$ctl01','')\">2</a>", "D$ctl14$ctl01", ""),
        ("<a href=\"javascript:__doPostBack('GridView1','Page$2')\">...</a>", "GridView1", "Page$2"),
        ("<a href='#' onclick=\"__doPostBack('lbNext','')\">下页</a>", "lbNext", ""),
        (
            "<a href=\"javascript:__doPostBack('P','1')\">首页</a><a href=\"javascript:__doPostBack('P','3')\">3</a>"
            "<a href=\"javascript:__doPostBack('P','2')\">2</a>",
            "P",
            "2",
        ),
    ],
)
def test_postback_submits_the_fields_a_browser_would(pager: str, target: str, argument: str) -> None:
    [one] = read(page(pager), URL).next_pages
    sent = parse_qs(str(one.hint.form), keep_blank_values=True)
    assert (one.url, sent["__EVENTTARGET"], sent["__EVENTARGUMENT"]) == (URL, [target], [argument])
    assert (sent["__VIEWSTATE"], sent["year"]) == (["a+b/c="], ["2026"])
    assert not sent.keys() & {"find", "top"}


def test_pages_with_one_address_have_different_keys() -> None:
    pager = "<a href=\"javascript:__doPostBack('lbNext','')\">下一页</a>"
    keys = [read(page(pager), URL, position=position).next_pages[0].key for position in (1, 2, 3)]
    assert len(set(keys)) == 3
    assert keys == [read(page(pager), URL, position=position).next_pages[0].key for position in (1, 2, 3)]


@pytest.mark.parametrize(
    "pager",
    [
        "<a disabled='disabled'>下一页</a>",
        "<a disabled='disabled' href=\"javascript:__doPostBack('P','2')\">下一页</a>",
        "<a href=\"javascript:__doPostBack('P','1')\">上一页</a>",
        "<a href=\"javascript:__doPostBack('P','1')\">1</a>",
    ],
)
def test_last_page_has_no_next_page(pager: str) -> None:
    assert next_paths(read(page(pager), URL, position=2, list_title="要闻")) == []


def test_form_to_another_host_is_ignored() -> None:
    pager = "<a href=\"javascript:__doPostBack('P','2')\">下一页</a>"
    assert read(page(pager, form="method=post action='http://other.test/x.aspx'"), URL).next_pages == ()


def test_form_that_is_too_large_is_counted_as_bad() -> None:
    pager = f"<input type=hidden name=v value='{'x' * 300_000}'><a href=\"javascript:__doPostBack('P','2')\">下一页</a>"
    reading = read(page(pager), URL)
    assert (reading.next_pages, reading.bad_addresses) == ((), 1)


SCRIPT = "<script>function go(n){ document.f.pageNo.value = n; document.f.submit(); }</script>"


def test_script_that_sets_a_page_number_is_followed() -> None:
    pager = "<input type=hidden name=pageNo value=1><a href='javascript:go(2)'>下一页</a>"
    [post] = read(page(pager, script=SCRIPT), URL).next_pages
    assert parse_qs(str(post.hint.form))["pageNo"] == ["2"]
    assert post.hint.speculative  # the number of pages is not stated
    [get] = read(page(pager, form="action='list.aspx'", script=SCRIPT), URL).next_pages
    assert get.hint.form is None
    assert "pageNo=2" in get.url
    stated = f"{pager}<div class='page'>共3页</div>"
    assert not read(page(stated, script=SCRIPT), URL).next_pages[0].hint.speculative
    assert read(page(stated, script=SCRIPT), URL, position=3, list_title="要闻").next_pages == ()


def test_search_form_is_not_a_pager() -> None:
    script = "<script>function find(){ document.f.submit(); }</script>"
    pager = "<input type=hidden name=pageNo value=1><a href='index.html'>首页</a>"
    assert read(page(pager, script=script), URL).next_pages == ()
