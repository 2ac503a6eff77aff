"""Machine-readable values of a page: meta tags, embedded JSON, the comment of newspaper systems."""

from __future__ import annotations

from lxml import html

from pipelines.page import data


def test_last_meta_value_that_is_not_empty_wins() -> None:
    tree = html.fromstring(
        "<html><head><meta name='PubDate' content='1'><meta property='PUBDATE' content='2'>"
        "<meta name='pubdate' content=' '></head><body></body></html>"
    )
    assert data.meta_tags(tree) == {"pubdate": "2"}


def test_embedded_json_is_read_in_page_order_and_broken_json_is_left_out() -> None:
    source = (
        "<script type='application/ld+json'>{\"a\": 1}</script><script>var x = 1</script>"
        "<script type='application/ld+json'>{broken</script><script id='__NEXT_DATA__'>{\"b\": 2}</script>"
    )
    assert data.embedded_json(source) == [{"a": 1}, {"b": 2}]


def test_json_nested_too_deep_is_left_out() -> None:
    deep = "[" * 100 + "]" * 100
    assert data.embedded_json(f"<script id='__NEXT_DATA__'>{deep}</script>") == []


def test_json_values_are_found_breadth_first() -> None:
    nested = [{"inner": {"time": "deep"}}, {"time": "near"}, {"time": None}]
    assert list(data.json_values(nested, ("time",))) == [("time", "near"), ("time", "deep")]


def test_newspaper_comment_properties_are_read_without_tags() -> None:
    source = "<!--enpproperty <title>渡口<br>通航</title><author>周文远</author>/enpproperty-->"
    assert data.newspaper_properties(source) == {"title": "渡口 通航", "author": "周文远"}
    assert data.newspaper_properties("<p>x</p>") == {}


def test_declared_language_must_be_a_language_tag() -> None:
    assert data.language(html.fromstring("<html lang='en-GB'><body></body></html>")) == "en-GB"
    assert data.language(html.fromstring("<html lang='1'><body></body></html>")) is None


def test_outlet_of_the_page_is_the_first_known_tag() -> None:
    assert data.PageData(meta={"contentsource": "澜山日报"}).outlet == "澜山日报"
    assert data.PageData().outlet is None
