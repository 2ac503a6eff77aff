"""Canonical addresses and keys: what is dropped, which addresses are one page, which are not."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import urls

PATHS = st.sampled_from(
    [
        "/art/2026/8/31/art_51912_{n}.html",
        "/col/col4103/art/2026/art_{h}.html",
        "/xwzx/202608/t20260831_{n}.shtml",
        "/zwdt/{h}.shtml",
        "/info/1003/{n}.htm",
        "/news/post_{n}.html",
        "/channel_6954999f55780b9e3bac7e11/doc_{h24}.html",
        "/pc/content/202608/31/content_{n}.html",
        "/news/show-{n}.html",
        "/news/show.php?itemid={n}",
        "/view.asp?id={n}",
        "/read.php?sid={n}",
        "/list.jsp?t={n}",
    ]
)
NUMBERS = st.integers(min_value=100_000, max_value=99_999_999)
HOSTS = st.sampled_from(["www.qinglan.test", "m.qinglan.test", "3g.qinglan.test", "qinglan.test", "163.com"])
NOISE = st.lists(
    st.sampled_from(
        [
            ("utm_source", "weixin"),
            ("spm", "0.0.0.0.x"),
            ("from", "timeline"),
            ("isappinstalled", "0"),
            ("share_token", "aa11"),
            ("PHPSESSID", "0123456789abcdef01"),
            ("sid", "9f8e7d6c5b4a39281706"),
            ("_t", "77"),
            ("t", "1764068400123"),
            ("_", "1764068400"),
            ("r", "0.5731"),
        ]
    ),
    max_size=4,
)


def _path(shape: str, number: int) -> str:
    return shape.format(n=number, h=f"{number:032x}", h24=f"{number:024x}")


@given(HOSTS, PATHS, NUMBERS, NUMBERS)
def test_different_articles_have_different_keys(host: str, shape: str, one: int, other: int) -> None:
    keys = {urls.key(f"http://{host}{_path(shape, number)}") for number in (one, other)}
    assert len(keys) == len({one, other})


@given(HOSTS, PATHS, NUMBERS, NOISE, st.booleans())
def test_tracking_parameters_do_not_change_the_key(
    host: str, shape: str, number: int, noise: list[tuple[str, str]], secure: bool
) -> None:
    plain = f"http://{host}{_path(shape, number)}"
    noisy = f"{'https' if secure else 'http'}://{host.upper()}{_path(shape, number)}"
    noisy += ("&" if "?" in noisy else "?") + urlencode(noise) + "#top"
    assert urls.key(noisy) == urls.key(plain)


@given(st.text(max_size=60), st.sampled_from(["http://qinglan.test/", "https://www.163.com/dy/article/"]))
def test_canonical_address_is_stable(tail: str, start: str) -> None:
    try:
        once = urls.canonical(start + tail)
    except ValueError:
        return
    assert urls.canonical(once) == once
    assert urls.key(once) == urls.key(start + tail)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.test/x/index.html", "https://a.test:443/x/"),
        ("http://a.test/x?b=2&a=1", "http://a.test/x?a=1&b=2"),
        ("http://a.test/art/7.html;jsessionid=9ab1?from=list", "http://a.test/art/7.html"),
        ("http://a.test/%e6%96%b0/1.html", "http://a.test/新/1.html"),
        ("http://m.a.test/art/2026/9/1/art_4_55.html", "http://www.a.test/art/2026/9/1/art_4_55.html"),
        ("http://3g.a.test/xw/202609/t20260901_55.html", "http://www.a.test/xw/202609/t20260901_55.html"),
        ("http://a.test/xw/t20260901_55_wap.html", "http://a.test/xw/t20260901_55.html"),
        ("http://a.test/xw/mpost_55.html", "http://a.test/xw/post_55.html"),
        ("http://a.test/rb/node_2.htm?v=1", "http://a.test/rb/node_2.htm"),
        ("http://a.test/news/show.php?itemid=31", "http://a.test/news/show-31.html"),
        (
            "https://c.m.163.com/news/a/ABCDEF1234567890.html?spss=newsapp",
            "http://dy.163.com/v2/article/detail/ABCDEF1234567890.html",
        ),
        (
            "https://3g.163.com/dy/article/ABCDEF1234567890.html",
            "https://www.163.com/news/article/ABCDEF1234567890.html",
        ),
        (
            "https://m.thepaper.cn/detail/12345678",
            "https://www.thepaper.cn/newsDetail_forward_12345678?commTag=1",
        ),
    ],
)
def test_addresses_of_one_page_share_a_key(one: str, other: str) -> None:
    assert urls.key(one) == urls.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.test/a%2Fb.html", "http://a.test/a/b.html"),
        ("http://a.test/read?sid=11", "http://a.test/read?sid=12"),
        ("http://a.test/x?t=5", "http://a.test/x?t=6"),
        ("http://a.test/x?v=5", "http://a.test/x?v=6"),
        ("http://a.test/x?a=1&a=2", "http://a.test/x?a=2&a=1"),
        (
            "http://m.a.test/news/5.html",
            "http://www.a.test/news/5.html",
        ),  # the number may mean another article
        ("http://m.test/art/2026/9/1/art_4_55.html", "http://www.test/art/2026/9/1/art_4_55.html"),
        ("http://a.test/news/show-31.html", "http://a.test/sell/show-31.html"),
        ("http://a.test:8080/x", "http://a.test/x"),
        (
            "https://www.163.com/dy/article/ABCDEF1234567890.html",
            "https://www.163.test/dy/article/ABCDEF1234567890.html",
        ),
        ("https://www.thepaper.cn/detail/1", "https://www.thepaper.cn/list_1"),
    ],
)
def test_similar_addresses_of_different_pages_have_different_keys(one: str, other: str) -> None:
    assert urls.key(one) != urls.key(other)


def test_platform_articles_have_one_key_and_address() -> None:
    netease = "https://3g.163.com/news/article/ABCDEF1234567890.html?from=x"
    assert urls.key(netease) == "163:ABCDEF1234567890"
    assert urls.canonical(netease) == "https://www.163.com/dy/article/ABCDEF1234567890.html"
    assert urls.key("http://m.thepaper.cn/newsDetail_forward_42") == "thepaper:42"
    assert urls.canonical("http://m.thepaper.cn/detail/42") == "https://www.thepaper.cn/newsDetail_forward_42"


@given(PATHS, NUMBERS)
def test_host_with_and_without_www_has_one_key(shape: str, number: int) -> None:
    path = _path(shape, number)
    assert urls.key(f"http://www.qinglan.test{path}") == urls.key(f"https://qinglan.test{path}")
    assert urls.key(f"http://xw.qinglan.test{path}") != urls.key(f"http://qinglan.test{path}")
    assert urls.key(f"http://www.test{path}") != urls.key(f"http://test{path}")


def test_index_program_with_parameters_keeps_its_name() -> None:
    assert (
        urls.canonical("http://qinglan.test/index.php?a=show&id=3")
        == "http://qinglan.test/index.php?a=show&id=3"
    )
    assert urls.canonical("http://qinglan.test/xw/index.php?utm_source=x") == "http://qinglan.test/xw/"
    assert urls.canonical("http://qinglan.test/xw/index.html?page=2") == "http://qinglan.test/xw/?page=2"


@pytest.mark.parametrize(
    "spelling", ["show.php?itemid=12", "show-12.html", "show-htm-itemid-12.html", "show/12/"]
)
def test_spellings_of_a_destoon_item_share_a_key(spelling: str) -> None:
    assert urls.key(f"http://www.qinglan.test/news/{spelling}") == "qinglan.test/news/show-12.html"


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("xw.qinglan.gov.cn", "qinglan.gov.cn"),
        ("www.qinglan.gov.cn", "qinglan.gov.cn"),
        ("news.qinglan.com", "qinglan.com"),
        ("www.qinglan.sd.cn", "qinglan.sd.cn"),
        ("www.lanshan.sd.cn", "lanshan.sd.cn"),
        ("a.b.mil.cn", "b.mil.cn"),
        ("www.qinglan.co.jp", "qinglan.co.jp"),
        ("sd.cn", "sd.cn"),
        ("epaper.qinglan.test", "qinglan.test"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
    ],
)
def test_registrable_domain_follows_the_public_suffix_list(host: str, domain: str) -> None:
    assert urls.registrable_domain(host) == domain


@pytest.mark.parametrize(
    "url",
    [
        "http://m.qinglan.test/art/2026/9/1/art_4_55.html",
        "http://wap.qinglan.test/xw/202609/t20260901_55.html",
        "http://3g.qinglan.test/info/1003/55.htm",
        "http://qinglan.test/xw/t20260901_55_wap.html",
        "http://qinglan.test/xw/mpost_55.html",
        "http://qinglan.test/xw/1.html",
    ],
)
def test_canonical_address_keeps_the_host_and_file_that_were_seen(url: str) -> None:
    assert urls.canonical(url) == url


def test_desktop_address_of_a_mobile_page_shares_its_key() -> None:
    mobile = "http://m.qinglan.test/art/2026/9/1/art_4_55.html"
    assert urls.desktop(mobile) == "http://www.qinglan.test/art/2026/9/1/art_4_55.html"
    assert urls.key(mobile) == urls.key(urls.desktop(mobile)) == "qinglan.test/art/2026/9/1/art_4_55.html"
    assert urls.desktop("http://m.qinglan.test/news/5.html") == "http://m.qinglan.test/news/5.html"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (
            "http://www.qinglan.test/xw/202609/t20260901_55.shtml?from=x#a",
            "qinglan.test/xw/202609/t20260901_55.shtml",
        ),
        ("https://m.qinglan.test/xw/202609/t20260901_55.shtml", "qinglan.test/xw/202609/t20260901_55.shtml"),
        ("http://qinglan.test/xw/t20260901_55_wap.html", "qinglan.test/xw/t20260901_55.html"),
        ("http://qinglan.test/xw/mpost_55.html", "qinglan.test/xw/post_55.html"),
        ("http://m.qinglan.test/news/5.html", "m.qinglan.test/news/5.html"),
        ("http://qinglan.test/news/show.php?itemid=12", "qinglan.test/news/show-12.html"),
        ("http://qinglan.test/list.jsp?b=2&a=1", "qinglan.test/list.jsp?a=1&b=2"),
        ("http://c.m.163.com/news/a/ABCDEF1234567890.html", "163:ABCDEF1234567890"),
    ],
)
def test_keys_of_stored_rows_do_not_change(url: str, key: str) -> None:
    assert urls.key(url) == key
