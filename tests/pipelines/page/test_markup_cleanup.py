"""Markup that no honest page has is bounded before it reaches the parser."""

from __future__ import annotations

import pytest

from pipelines import Page, Refused, understand
from pipelines.page.markup_cleanup import MAX_TAG_WORDS, parser_bytes, prepare_markup
from pipelines.page.parsed_page import parse_markup

BODY = "青岚市水务局本周完成城东两处泵站的检修，沿线六个小区的供水压力恢复正常，维修期间没有停水。" * 4
PAGE = "<html><body><h1>城东泵站检修完成</h1>{}<div class='content'><p>{}</p></div></body></html>"


def test_tag_with_a_hundred_thousand_attributes_keeps_the_first() -> None:
    many = " ".join(f'a{number}="x"' for number in range(100_000))
    markup = PAGE.format(f"<p {many}>注意</p>", BODY)
    _, tree = parse_markup(markup)
    assert max(len(element.attrib) for element in tree.iter("p")) == MAX_TAG_WORDS - 1
    [article] = understand(Page(url="http://www.qinglan.test/1.html", body=markup.encode()))
    assert (article.title, article.body) == ("城东泵站检修完成", BODY)


@pytest.mark.parametrize("size", [10_000, 200_000])
def test_inline_picture_of_any_size_stays_whole(size: int) -> None:
    source = "data:image/png;base64," + "QUJD" * (size // 4)
    _, tree = parse_markup(PAGE.format(f'<img alt="泵站" src="{source}">', BODY))
    assert tree.xpath("string(//img/@src)") == source


def test_page_beyond_the_download_limit_is_refused() -> None:
    page = Page(url="http://www.qinglan.test/3.html", body=PAGE.format("", "水" * (11 * 2**20)).encode())
    with pytest.raises(Refused) as refused:
        understand(page)
    assert refused.value.reason == "too_large"


def test_scripts_and_styles_are_removed_and_comments_stay() -> None:
    markup = "<p>一</p><script>var a = '<p>二</p>'</script><style>p {}</style><!--enp--><p>三</p>"
    assert prepare_markup(markup) == "<p>一</p><!--enp--><p>三</p>"


def test_unclosed_script_loses_no_text() -> None:
    assert prepare_markup("<script>var a<p>正文</p>") == "var a<p>正文</p>"


def test_early_end_of_the_body_is_removed() -> None:
    assert prepare_markup("<body></body></html><p>正文</p>") == "<body><p>正文</p>"


def test_control_characters_become_spaces() -> None:
    assert parser_bytes("a\x01b\ufffec") == b"a b c"
