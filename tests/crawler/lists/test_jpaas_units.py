"""Lists of Hanweb jpaas: HTML rows inside JSON."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler.lists.jpaas_units import unit_parameters
from tests.crawler.lists.list_pages import HOST, read

COLUMN = f"{HOST}/col/col31131/index.html"


def query_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


@pytest.mark.parametrize(
    "text",
    [
        "{'webId':'w1','tagId':'列表','pageId':'p1'}",
        '{"webId":"w1","tagId":"列表","pageId":"p1"}',
        "{&#39;webId&#39;:&#39;w1&#39;,&quot;tagId&quot;:&quot;列表&quot;,&#39;pageId&#39;:&#39;p1&#39;}",
        "{webId:'w1', tagId:'列表', pageId:'p1', x: y}",
    ],
)
def test_unit_parameters_are_read_from_python_json_and_escaped_literals(text: str) -> None:
    assert unit_parameters(text) == {"webId": "w1", "tagId": "列表", "pageId": "p1"}


def test_unit_named_as_a_list_is_preferred() -> None:
    attributes = "".join(
        f"<script queryData=\"{{'webId':'w','tagId':'{tag}','pageId':'p'}}\"></script>"
        for tag in ("导航", "栏目列表")
    )
    [one] = read(attributes, COLUMN, family="gov/hanweb_jpaas").next_pages
    sent = query_of(one.url)
    assert (sent["tagId"], sent["parseType"]) == ("栏目列表", "bulidstatic")
    assert json.loads(sent["paramJson"])["pageNo"] == 1
    assert one.hint.referer == COLUMN


@pytest.mark.parametrize("body", ["<html>请登录</html>", "[1]", "{", '{"data": {"html": ["x"]}}'])
def test_answer_without_json_rows_is_broken(body: str) -> None:
    reading = read(
        body, f"{HOST}/unit", family="gov/hanweb_jpaas", position=2, unit="x", number=2, referer=COLUMN
    )
    assert (reading.broken, reading.articles) == ("not_json", ())


def test_error_message_of_a_unit_does_not_end_the_list() -> None:
    body = '{"success": false, "code": 500, "message": "参数错误"}'
    reading = read(
        body, f"{HOST}/unit", family="gov/hanweb_jpaas", position=2, unit="x", number=2, referer=COLUMN
    )
    assert not reading.at_end
    assert "500 参数错误" in reading.why_empty
