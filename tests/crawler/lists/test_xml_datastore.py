"""Lists of Hanweb JCMS: XML data in the page and the proxy that continues it."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler.lists.readers import reader_of
from tests.crawler.lists.list_pages import HOST, next_paths, read, response, shown, source

COLUMN = f"{HOST}/col/col31131/index.html"


ROW = "<li><a href='/art/2026/9/24/art_31131_7.html'>水渠完工</a><b>2026-09-24</b></li>"


PROXY = "/module/web/jpage/dataproxy.jsp"


QUERY = "webid=130&amp;path=/&amp;columnid=31131&amp;unitid=66601&amp;webname=x&amp;permissiontype=0"


WAYS = {
    "next group": f"<datastore><nextgroup><![CDATA[<a href='{PROXY}?page=1&{QUERY}'></a>]]></nextgroup></datastore>",
    "fields": "<form id='jpageform_66601'><input value='130' name='webid'><input name='columnid' value='31131'></form>",
    "script": "<script>var path='/img';$('#66601').jpage({ajaxParam:{\"webid\":130,'columnid':'31131',unitid:\"66601\"}})</script>",
}


def query_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


@pytest.mark.parametrize("markup", WAYS.values(), ids=WAYS)
def test_proxy_parameters_are_read_from_links_fields_and_scripts(markup: str) -> None:
    [one] = read(f"<ul>{ROW}</ul>{markup}", COLUMN, family="gov/hanweb_jcms").next_pages
    sent = query_of(one.url)
    assert (sent["webid"], sent["columnid"], sent["unitid"]) == ("130", "31131", "66601")
    assert (sent["page"], sent["startrecord"], one.advance) == ("1", "1", 0)
    assert one.hint.referer == COLUMN


@pytest.mark.parametrize(
    "record",
    [
        f"<record><![CDATA[{ROW}]]></record>",
        f"<record>{ROW.replace('<', '&lt;')}</record>",
        f"<RECORD>\n<![CDATA[ {ROW} ]]></RECORD>",
    ],
)
def test_records_are_read_from_cdata_and_from_escaped_markup(record: str) -> None:
    reading = read(
        f"<script type='text/xml'><datastore><recordset>{record}</recordset></datastore></script>",
        COLUMN,
        family="gov/hanweb_jcms",
    )
    assert [(one.title, one.published_raw) for one in reading.articles] == [("水渠完工", "2026-09-24")]


def test_data_with_all_records_has_no_next_page() -> None:
    body = f"<datastore><totalrecord>1</totalrecord><recordset><record><![CDATA[{ROW}]]></record></recordset></datastore>"
    assert next_paths(read(f"{body}<script>unitid='66601'</script>", COLUMN, family="gov/hanweb_jcms")) == []
    counted = (
        body.replace("<totalrecord>1</totalrecord>", "")
        + "<script>jpage({unitid:66601,totalRecord:%s})</script>"
    )
    assert next_paths(read(counted % 1, COLUMN, family="gov/hanweb_jcms")) == []
    assert len(next_paths(read(counted % 2, COLUMN, family="gov/hanweb_jcms"))) == 1


def test_missing_proxy_is_tried_by_post_and_at_the_older_path() -> None:
    [one] = read(f"<ul>{ROW}</ul>{WAYS['script']}", COLUMN, family="gov/hanweb_jcms").next_pages
    tried = [(one.url.partition("?")[0].rpartition("/module")[2], one.hint.form)]
    mechanism = reader_of(source("gov/hanweb_jcms"))
    while more := mechanism.alternatives(
        response("", one.url, family="gov/hanweb_jcms", position=2, **shown(one.hint))
    ):
        [one] = more
        tried.append((one.url.partition("?")[0].rpartition("/module")[2], one.hint.form))
    assert [path for path, _ in tried] == ["/web/jpage/dataproxy.jsp"] * 2 + [
        "/jslib/jquery/jpage/dataproxy.jsp"
    ] * 2
    assert [form is not None and "unitid=66601" in form for _, form in tried] == [False, True, False, True]
    assert not one.hint.speculative  # the last way: if it is missing too, that must be reported


def test_post_requests_of_two_columns_have_different_keys() -> None:
    keys = set()
    for column in ("31131", "31132"):
        url = f"{HOST}/col/col{column}/index.html"
        [one] = read(f"<ul>{ROW}</ul>{WAYS['script']}", url, family="gov/hanweb_jcms").next_pages
        [post] = reader_of(source("gov/hanweb_jcms")).alternatives(
            response("", one.url, family="gov/hanweb_jcms", position=2, **shown(one.hint))
        )
        keys.add(post.key)
    assert len(keys) == 2
