"""Markup that no honest page has is bounded before it reaches the parser."""

from __future__ import annotations

import pytest

from pipelines import Page, Refused, understand
from pipelines.page.parse import MAX_WORDS, parse

BODY = "青岚市水务局本周完成城东两处泵站的检修，沿线六个小区的供水压力恢复正常，维修期间没有停水。" * 4
PAGE = "<html><body><h1>城东泵站检修完成</h1>{}<div class='content'><p>{}</p></div></body></html>"


def test_a_tag_of_a_hundred_thousand_attributes_costs_no_more_than_its_first() -> None:
    many = " ".join(f'a{number}="x"' for number in range(100_000))
    markup = PAGE.format(f"<p {many}>注意</p>", BODY)
    tree = parse(Page(url="http://www.qinglan.test/1.html", body=b""), markup).tree
    assert max(len(element.attrib) for element in tree.iter("p")) == MAX_WORDS - 1
    [article] = understand(Page(url="http://www.qinglan.test/1.html", body=markup.encode()))
    assert (article.title, article.body) == ("城东泵站检修完成", BODY)


@pytest.mark.parametrize("size", [10_000, 200_000])
def test_an_inline_picture_stays_whole_however_long(size: int) -> None:
    source = "data:image/png;base64," + "QUJD" * (size // 4)
    markup = PAGE.format(f'<img alt="泵站" src="{source}">', BODY)
    tree = parse(Page(url="http://www.qinglan.test/2.html", body=b""), markup).tree
    assert tree.xpath("string(//img/@src)") == source


def test_a_page_beyond_the_download_limit_is_refused_by_name() -> None:
    page = Page(url="http://www.qinglan.test/3.html", body=PAGE.format("", "水" * (11 * 2**20)).encode())
    with pytest.raises(Refused) as refused:
        understand(page)
    assert refused.value.reason == "too_large"
