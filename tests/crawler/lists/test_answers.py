"""What proxies, units and JSON lists answer, and what pages tell of their parameters."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.lists import embedded_articles, loose_json, mechanism_of
from crawler.lists.jpaas_units import literal
from tests.crawler.lists.answers import HOST, ahead, answer, found, read, source

COLUMN = f"{HOST}/col/col31131/index.html"
ROW = "<li><a href='/art/2026/9/24/art_31131_7.html'>水渠完工</a><b>2026-09-24</b></li>"
PROXY = "/module/web/jpage/dataproxy.jsp"
QUERY = "webid=130&amp;path=/&amp;columnid=31131&amp;unitid=66601&amp;webname=x&amp;permissiontype=0"
WAYS = {
    "next group": f"<datastore><nextgroup><![CDATA[<a href='{PROXY}?page=1&{QUERY}'></a>]]></nextgroup></datastore>",
    "fields": "<form id='jpageform_66601'><input value='130' name='webid'><input name='columnid' value='31131'></form>",
    "script": "<script>var path='/img';$('#66601').jpage({ajaxParam:{\"webid\":130,'columnid':'31131',unitid:\"66601\"}})</script>",
}


def asked(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


@pytest.mark.parametrize("markup", WAYS.values(), ids=WAYS)
def test_a_page_tells_the_proxys_parameters(markup: str) -> None:
    [one] = read(f"<ul>{ROW}</ul>{markup}", COLUMN, family="gov/hanweb_jcms").onward
    sent = asked(one.url)
    assert (sent["webid"], sent["columnid"], sent["unitid"]) == ("130", "31131", "66601")
    assert (sent["page"], sent["startrecord"], one.step) == ("1", "1", 0)
    assert one.hint["referer"] == COLUMN


@pytest.mark.parametrize(
    "record",
    [
        f"<record><![CDATA[{ROW}]]></record>",
        f"<record>{ROW.replace('<', '&lt;')}</record>",
        f"<RECORD>\n<![CDATA[ {ROW} ]]></RECORD>",
    ],
)
def test_records_are_read_however_they_are_wrapped(record: str) -> None:
    reading = read(
        f"<script type='text/xml'><datastore><recordset>{record}</recordset></datastore></script>",
        COLUMN,
        family="gov/hanweb_jcms",
    )
    assert [(one.title, one.published_raw) for one in reading.found] == [("水渠完工", "2026-09-24")]


def test_an_island_that_holds_everything_needs_no_proxy() -> None:
    body = f"<datastore><totalrecord>1</totalrecord><recordset><record><![CDATA[{ROW}]]></record></recordset></datastore>"
    assert ahead(read(f"{body}<script>unitid='66601'</script>", COLUMN, family="gov/hanweb_jcms")) == []
    told = (
        body.replace("<totalrecord>1</totalrecord>", "")
        + "<script>jpage({unitid:66601,totalRecord:%s})</script>"
    )
    assert ahead(read(told % 1, COLUMN, family="gov/hanweb_jcms")) == []
    assert len(ahead(read(told % 2, COLUMN, family="gov/hanweb_jcms"))) == 1


def test_a_proxy_that_is_missing_is_asked_by_post_and_at_its_older_path() -> None:
    [one] = read(f"<ul>{ROW}</ul>{WAYS['script']}", COLUMN, family="gov/hanweb_jcms").onward
    tried = [(one.url.partition("?")[0].rpartition("/module")[2], one.hint.get("form"))]
    mechanism = mechanism_of(source("gov/hanweb_jcms"))
    while more := mechanism.instead(answer("", one.url, family="gov/hanweb_jcms", position=2, **one.hint)):
        [one] = more
        tried.append((one.url.partition("?")[0].rpartition("/module")[2], one.hint.get("form")))
    assert [path for path, _ in tried] == ["/web/jpage/dataproxy.jsp"] * 2 + [
        "/jslib/jquery/jpage/dataproxy.jsp"
    ] * 2
    assert [form is not None and "unitid=66601" in form for _, form in tried] == [False, True, False, True]
    assert "probe" not in one.hint  # the last way: that it is missing, too, must be told


def test_two_columns_asked_by_post_are_two_pages() -> None:
    keys = set()
    for column in ("31131", "31132"):
        url = f"{HOST}/col/col{column}/index.html"
        [one] = read(f"<ul>{ROW}</ul>{WAYS['script']}", url, family="gov/hanweb_jcms").onward
        [post] = mechanism_of(source("gov/hanweb_jcms")).instead(
            answer("", one.url, family="gov/hanweb_jcms", position=2, **one.hint)
        )
        keys.add(post.key)
    assert len(keys) == 2


@pytest.mark.parametrize(
    "text",
    [
        "{'webId':'w1','tagId':'列表','pageId':'p1'}",
        '{"webId":"w1","tagId":"列表","pageId":"p1"}',
        "{&#39;webId&#39;:&#39;w1&#39;,&quot;tagId&quot;:&quot;列表&quot;,&#39;pageId&#39;:&#39;p1&#39;}",
        "{webId:'w1', tagId:'列表', pageId:'p1', x: y}",
    ],
)
def test_the_ids_of_a_unit_are_read_in_every_spelling(text: str) -> None:
    assert literal(text) == {"webId": "w1", "tagId": "列表", "pageId": "p1"}


def test_the_unit_of_the_list_is_preferred_and_asked_as_its_page_would() -> None:
    attributes = "".join(
        f"<script queryData=\"{{'webId':'w','tagId':'{tag}','pageId':'p'}}\"></script>"
        for tag in ("导航", "栏目列表")
    )
    [one] = read(attributes, COLUMN, family="gov/hanweb_jpaas").onward
    sent = asked(one.url)
    assert (sent["tagId"], sent["parseType"]) == ("栏目列表", "bulidstatic")
    assert json.loads(sent["paramJson"])["pageNo"] == 1
    assert one.hint["referer"] == COLUMN


@pytest.mark.parametrize("body", ["<html>请登录</html>", "[1]", "{", '{"data": {"html": ["x"]}}'])
def test_a_unit_that_answers_with_something_else_is_broken(body: str) -> None:
    reading = read(
        body, f"{HOST}/unit", family="gov/hanweb_jpaas", position=2, unit="x", number=2, referer=COLUMN
    )
    assert (reading.broken, reading.found) == ("not_json", [])


def test_a_unit_that_reports_an_error_is_no_end_of_the_list() -> None:
    body = '{"success": false, "code": 500, "message": "参数错误"}'
    reading = read(
        body, f"{HOST}/unit", family="gov/hanweb_jpaas", position=2, unit="x", number=2, referer=COLUMN
    )
    assert not reading.at_end
    assert "500 参数错误" in reading.why_empty


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


def test_entries_of_a_json_list_become_articles_with_title_and_day() -> None:
    [one] = ucap([ITEM], 1).found
    assert (one.url, one.title, str(one.day)) == (f"{HOST}/c1/content.shtml", "水渠完工", "2026-09-24")


def test_a_json_list_ends_where_as_many_were_seen_as_it_has() -> None:
    assert ahead(ucap([ITEM], 1)) == []
    assert ahead(ucap([ITEM], 9)) == ["/common/search/ab?page=2"]
    assert ucap([ITEM], None).onward[0].hint["probe"] is True


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
def test_json_without_its_list_is_broken(body: str) -> None:
    reading = read(
        body,
        f"{HOST}/common/search/ab?page=2",
        family="gov/ucap",
        position=3,
        number=2,
        template="/common/search/ab?page={page}",
    )
    assert reading.broken == "not_json"


@pytest.mark.parametrize("text", ['\ufeff{"a": 1}', 'back({"a": 1});', ' jQuery1_2( {"a": 1} ) ', '{"a": 1}'])
def test_json_is_read_as_servers_send_it(text: str) -> None:
    assert loose_json.parsed(text) == {"a": 1}


def test_the_address_of_a_json_list_is_the_one_its_page_names() -> None:
    ident = "ab" * 16
    assert ahead(read(f"<meta content='{ident}' name='ChannelId'>", family="gov/ucap"))[0].startswith(
        f"/common/search/{ident}?"
    )
    assert ahead(read(f"<script>u='/searchList/{ident}'</script>", family="gov/ucap"))[0].startswith(
        f"/searchList/{ident}?"
    )


def test_a_column_with_rows_and_a_pager_of_its_own_needs_no_json() -> None:
    ident = f"<meta name='channelid' content='{'ab' * 16}'>"
    row = "<ul><li><a href='/yw/202609/1.html'>河口镇的水渠修缮工程完成验收</a><span>2026-09-24</span></li></ul>"
    pager = '<script>createPageHTML("p",3, 1,"list","shtml",41);</script>'
    named = f"<script>var url = '/searchList/{'ab' * 16}?page='</script>"
    at = f"{HOST}/yw/list.shtml"
    assert ahead(read(ident + row + pager, at, family="gov/ucap")) == ["/yw/list_1.shtml"]
    assert ahead(read(ident + row + pager + named, at, family="gov/ucap"))[0].startswith("/searchList/")
    [guess] = read(ident + row, at, family="gov/ucap").onward  # rows without a pager: the data may hold more
    assert guess.hint["probe"] is True
    wrong = read(
        "<html>系统维护中</html>", guess.url, family="gov/ucap", position=1, **{**guess.hint, "other": []}
    )
    assert (wrong.broken, wrong.at_end) == (None, True)
    later = read(ident + row, f"{HOST}/yw/list_3.shtml", family="gov/ucap", position=3, number=3, start=at)
    assert later.onward == []


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
def test_a_category_is_the_number_behind_the_sign_or_in_a_script(
    start: str, markup: str, expected: str
) -> None:
    url = f"{HOST}{start}"
    asked = answer(markup, url.partition("#")[0], family="gov/gkmlpt", start=url)
    assert ahead(mechanism_of(asked.source).read(asked)) == [expected]


def test_an_entry_that_holds_its_article_can_be_read_again() -> None:
    rules = source("gov/ucap").list.api
    assert rules
    packed = embedded_articles.pack(ITEM | {"contentHtml": "<p>甲</p>#PAGE_BREAK#<p>乙</p></script>"}, rules)
    page = (embedded_articles.unpack(packed) or b"").decode()
    assert '<div id="UCAP-CONTENT"><p>甲</p><p>乙</p>' in page
    assert page.count("</script>") == 2  # the entry's own end of a script stays inside the entry
    assert embedded_articles.pack(ITEM, rules) is None


@given(st.text(max_size=60))
def test_what_was_not_packed_is_not_unpacked(text: str) -> None:
    assert embedded_articles.unpack(text) is None


@pytest.mark.parametrize(
    ("part", "family"),
    [
        ("<record>", "gov/hanweb_jcms"),
        ("unitid=1 jpage webid:'", "gov/hanweb_jcms"),
        ("queryData={'a':'", "gov/hanweb_jpaas"),
        ("f(   )", "gov/ucap"),
    ],
)
def test_a_hostile_answer_costs_little(part: str, family: str) -> None:
    began = time.process_time()
    read(part * 30_000, family=family)
    assert time.process_time() - began < 10
    assert found(read("", family=family)) == []
