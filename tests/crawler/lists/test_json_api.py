"""Lists that come as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.lists.readers import reader_of
from tests.crawler.lists.list_pages import HOST, next_paths, read, response, shown


def ucap(items: list[dict[str, Any]], total: int | None, **hint: Any) -> Any:
    data = {"data": {"results": items} | ({} if total is None else {"total": total})}
    return read(
        json.dumps(data),
        f"{HOST}/common/search/ab?page=1",
        family="gov/ucap",
        position=2,
        number=1,
        template="/common/search/ab?page={page}",
        **hint,
    )


ITEM = {
    "title": "水渠完工",
    "url": "//www.qinglan.test/c1/content.shtml",
    "publishedTimeStr": "2026-09-24 09:00:00",
}


def test_entries_become_articles_with_title_and_day() -> None:
    [one] = ucap([ITEM], 1).articles
    assert (one.url, one.title, str(one.day)) == (f"{HOST}/c1/content.shtml", "水渠完工", "2026-09-24")


def test_list_ends_when_the_stated_total_was_seen() -> None:
    assert next_paths(ucap([ITEM], 1)) == []
    assert next_paths(ucap([ITEM], 9)) == ["/common/search/ab?page=2"]
    assert ucap([ITEM], None).next_pages[0].hint.speculative


@pytest.mark.parametrize(
    "body",
    [
        '{"data": {"code": 1}}',
        '{"error": "x"}',
        "null",
        "<html></html>",
        "[" * 200_000,
        '{"data": {"results": {"a": 1}}}',
    ],
)
def test_json_without_a_list_is_broken(body: str) -> None:
    reading = read(
        body,
        f"{HOST}/common/search/ab?page=2",
        family="gov/ucap",
        position=3,
        number=2,
        template="/common/search/ab?page={page}",
    )
    assert reading.broken == "not_json"


def test_address_named_in_the_page_comes_first() -> None:
    ident = "ab" * 16
    assert next_paths(read(f"<meta content='{ident}' name='ChannelId'>", family="gov/ucap"))[0].startswith(
        f"/common/search/{ident}?"
    )
    assert next_paths(read(f"<script>u='/searchList/{ident}'</script>", family="gov/ucap"))[0].startswith(
        f"/searchList/{ident}?"
    )


def test_column_with_rows_and_pager_is_read_without_json() -> None:
    ident = f"<meta name='channelid' content='{'ab' * 16}'>"
    row = "<ul><li><a href='/yw/202609/1.html'>河口镇的水渠修缮工程完成验收</a><span>2026-09-24</span></li></ul>"
    pager = '<script>createPageHTML("p",3, 1,"list","shtml",41);</script>'
    named = f"<script>var url = '/searchList/{'ab' * 16}?page='</script>"
    at = f"{HOST}/yw/list.shtml"
    assert next_paths(read(ident + row + pager, at, family="gov/ucap")) == ["/yw/list_1.shtml"]
    assert next_paths(read(ident + row + pager + named, at, family="gov/ucap"))[0].startswith("/searchList/")
    [guess] = read(
        ident + row, at, family="gov/ucap"
    ).next_pages  # rows without a pager: the data may hold more
    assert guess.hint.speculative
    wrong = read(
        "<html>系统维护中</html>",
        guess.url,
        family="gov/ucap",
        position=1,
        **{**shown(guess.hint), "other_templates": ()},
    )
    assert (wrong.broken, wrong.at_end) == (None, True)
    later = read(ident + row, f"{HOST}/yw/list_3.shtml", family="gov/ucap", position=3, number=3, start=at)
    assert later.next_pages == ()


@pytest.mark.parametrize(
    ("start", "markup", "expected"),
    [
        (
            "/gkmlpt/index#2031",
            "<style>a{color:#333333}</style><script>SID: '22'</script>",
            "/gkmlpt/api/all/2031?page=1&sid=22",
        ),
        ("/gkmlpt/index", "<script>cfg={SID: '22', cat: 77}</script>", "/gkmlpt/api/all/77?page=1&sid=22"),
        (
            "/gkmlpt/index",
            '<style>a{color:#333333}</style><script>var SID = "22"</script>',
            "/gkmlpt/api/all/0?page=1&sid=22",
        ),
        ("/nan/gkmlpt/index#5", "<script>SID: '22'</script>", "/nan/gkmlpt/api/all/5?page=1&sid=22"),
    ],
)
def test_category_is_read_from_the_fragment_or_a_script(start: str, markup: str, expected: str) -> None:
    url = f"{HOST}{start}"
    asked = response(markup, url.partition("#")[0], family="gov/gkmlpt", start=url)
    assert next_paths(reader_of(asked.source).read(asked)) == [expected]
