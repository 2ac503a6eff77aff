"""What is read from one fetched page."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.cli.source.advice import explain
from crawler.probe import list_selectors
from crawler.probe.probed_page import MAX_LINKS, read_page
from crawler.probe.prober import ProbeAnswer
from tests.crawler.probe.probed_pages import NAV, column_rows, probed_page


@pytest.mark.parametrize(
    "markup",
    [
        f'<ul class="lst">{column_rows()}</ul>',
        f'<div id="main"><div class="lst">{column_rows(tag="p")}</div></div>',
        f'<div class="lst">{column_rows(tag="dd")}</div>',
        f'<table class="lst"><tbody>{column_rows(tag="tr")}</tbody></table>',
        f'<ul class="lst">{column_rows(3)}</ul><ul class="lst">{column_rows(6)}</ul>',
        f'<ul class="lst">{column_rows(date="[09-{:02d}]")}</ul>',
    ],
)
def test_list_of_dated_headlines_ranks_above_the_navigation(markup: str) -> None:
    page = probed_page(f'<html><body><div class="nav"><ul>{NAV}</ul></div>{markup}</body></html>')
    best = page.groups[0]
    assert len(best.articles) == 6
    assert list_selectors.summarise(best).shape == "www.qinglan.test/news/##/#.html"
    assert best.dated_share == 1.0
    assert best.articles[0].title == "青岚市第0号水渠修缮工程完工"


@given(st.text(alphabet='<>/ab="ul i\n', max_size=300))
def test_groups_of_any_markup_are_found_without_error(html: str) -> None:
    assert isinstance(probed_page(html + "x").groups, list)


def test_compressed_sitemap_is_unpacked() -> None:
    markup = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>http://q.test/1</loc></url></urlset>"
    packed = gzip.compress(markup.encode())
    url = "http://www.qinglan.test/sitemap.xml.gz"
    assert read_page(ProbeAnswer(url, url, 200, {}, packed)).xml_family == "feed/sitemap"
    assert read_page(ProbeAnswer(url, url, 200, {}, packed[:-9])).xml_family is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"%PDF-1.4\n1 0 obj", "not_html"),
        ("<html><title>404</title><body>抱歉，您访问的页面不存在</body></html>".encode(), "soft_404"),
        ("<html><title>404</title><body>您访问的页面已删除</body></html>".encode(), "removal_notice"),
        ("<html><title>用户登录</title><form>用户登录 密码<input></form></html>".encode(), "login_wall"),
    ],
)
def test_refusal_of_other_pages_is_explained_in_both_languages(
    body: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "http://www.qinglan.test/a"
    assert read_page(ProbeAnswer(url, url, 200, {}, body)).refusal == reason
    explanations = set()
    for language in ("en", "zh"):
        monkeypatch.setenv("GOVNEWS_LANG", language)
        explanations.add(explain(reason))
    assert len(explanations) == 2
    assert reason not in explanations


def test_links_beyond_the_limit_are_cut_off() -> None:
    links = "".join(f"<a href='/news/{n}.html'>青岚市第{n}号水渠</a>" for n in range(MAX_LINKS + 100))
    page = probed_page(f"<html><body>{links}</body></html>")
    assert page.is_cut
    assert len(page.anchors) == MAX_LINKS
    assert not probed_page("<html><body><a href='/1.html'>x</a></body></html>").is_cut
