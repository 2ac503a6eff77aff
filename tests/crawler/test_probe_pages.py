"""What is read off one page: challenges by their kind, lists by their shape, places by their evidence."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.cli.source.advice import explain
from crawler.net.challenges import detect_challenge
from crawler.probe import list_selectors, mirror_sites, site_columns, site_naming, site_region
from crawler.probe import source_proposals as adding
from crawler.probe.probed_page import ProbedPage, read_page
from crawler.probe.prober import ProbeAnswer
from crawler.probe.site_visit import SiteFindings

JSL = b"<html><script>document.cookie=('__jsl_clearance_s=1.2');location.reload()</script></html>"
RS = b"<html><head><script>$_ts=window['$_ts'];$_ts.cd='qq';</script></head><body></body></html>"
SLIDER = "<html><title>安全验证</title><body><div>请拖动滑块完成拼图</div></body></html>".encode()
WALL = "<html><title>访问被拦截</title><body>您的请求被云防护拦截</body></html>".encode()
SHELL = b"<html><head><script src='/a1.js'></script></head><body><script>r(9)</script></body></html>"


def seen(html: str, url: str = "http://www.qinglan.test/xw/index.html", charset: str = "utf-8") -> ProbedPage:
    return read_page(ProbeAnswer(url, url, 200, {}, html.encode(charset)))


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind"),
    [
        (521, {"set-cookie": "__jsluid_s=ab"}, b"<script>x()</script>", "challenge:jsl"),
        (521, {}, JSL, "challenge:jsl"),
        (200, {}, JSL, "challenge:jsl"),
        (412, {}, b"", "challenge:rs"),
        (202, {}, RS, "challenge:rs"),
        (403, {}, RS, "challenge:rs"),
        (200, {}, SLIDER, "challenge:captcha"),
        (403, {}, SLIDER, "challenge:captcha"),
        (200, {}, SLIDER.decode().encode("gb18030"), "challenge:captcha"),
        (405, {}, WALL, "challenge:waf"),
        (200, {}, SHELL, "challenge:shell"),
        (200, {}, SHELL.replace(b"<body>", b"<body><div id='app'></div>"), "layout:scripts"),
        (521, {}, b"web server is down", None),
        (403, {}, b"<h1>403 Forbidden</h1>", None),
        (404, {}, b"<h1>404</h1>", None),
        (200, {}, b"<html><script>window.location.href='/index.html'</script></html>", None),
        (200, {}, b"<html><script>a()</script><frameset><frame src='a.html'></frameset></html>", None),
    ],
)
def test_a_challenge_is_named_by_its_kind(
    status: int, headers: dict[str, str], body: bytes, kind: str | None
) -> None:
    assert detect_challenge(status, headers, body) == kind
    if kind:
        assert explain(kind) != kind


def test_a_story_about_sliders_and_cookies_is_a_story() -> None:
    text = "记者了解到，滑块验证码成为不少老人上网的难题。" * 30
    assert (
        detect_challenge(200, {}, f"<html><body><p>{text}</p><a href='/'>首页</a></body></html>".encode())
        is None
    )


@given(st.integers(100, 599), st.binary(max_size=3000))
def test_any_answer_is_judged_without_an_error(status: int, body: bytes) -> None:
    assert detect_challenge(status, {}, body) is None or isinstance(detect_challenge(status, {}, body), str)


def test_thousands_of_opened_scripts_are_read_in_one_pass() -> None:
    assert detect_challenge(200, {}, b"<script>" * 8000) is None
    assert seen("<script>" * 2000).groups == []


# ------------------------------------------------------------------ lists by their shape

NAV = "".join(f'<li><a href="/c{n}/index.html">栏目{n}</a></li>' for n in range(9))


def rows(count: int = 6, tag: str = "li", date: str = "2026-09-{:02d}") -> str:
    return "".join(
        f'<{tag}><em><a href="/tag/{n}.html">要闻</a></em><a href="/news/2026/{900 + n}.html">青岚市第{n}号水渠修缮工程完工</a>'
        f"<span>{date.format(n + 1)}</span></{tag}>"
        for n in range(count)
    )


@pytest.mark.parametrize(
    "markup",
    [
        f'<ul class="lst">{rows()}</ul>',
        f'<div id="main"><div class="lst">{rows(tag="p")}</div></div>',
        f'<div class="lst">{rows(tag="dd")}</div>',
        f'<table class="lst"><tbody>{rows(tag="tr")}</tbody></table>',
        f'<ul class="lst">{rows(3)}</ul><ul class="lst">{rows(6)}</ul>',
        f'<ul class="lst">{rows(date="[09-{:02d}]")}</ul>',
    ],
)
def test_the_list_of_dated_headlines_wins_over_the_navigation(markup: str) -> None:
    page = seen(f'<html><body><div class="nav"><ul>{NAV}</ul></div>{markup}</body></html>')
    best = page.groups[0]
    assert len(best.articles) == 6
    assert list_selectors.summarise(best).shape == "www.qinglan.test/news/##/#.html"
    assert best.dated_share == 1.0
    assert best.articles[0].title == "青岚市第0号水渠修缮工程完工"


def test_a_proposed_selector_takes_the_rows_it_was_made_from() -> None:
    from crawler.lists import article_links
    from pipelines.page import select

    html = f'<html><body><ul>{NAV}</ul><div class="box on"><ul class="lst">{rows()}</ul></div></body></html>'
    page = seen(html)
    best = page.groups[0]
    selector = list_selectors.links_selector(best)
    assert select.problem(selector) is None
    links = article_links.links(page.document, selector)
    taken = {address[0] for _, href in links if (address := page.document.address(href))}
    assert {one.url for one in best.articles} <= taken
    assert not any("/c1/" in url for url in taken)


def test_a_pattern_fits_all_addresses_of_the_list_and_no_column() -> None:
    import re

    pattern = list_selectors.url_pattern(tuple(f"http://a.test/news/2026/{n}.html" for n in range(900, 906)))
    assert pattern == r"/news/\d+/\d+\.html$"
    assert re.search(pattern, "http://a.test/news/2026/12.html")
    assert not re.search(pattern, "http://a.test/news/index.html")
    hexed = list_selectors.url_pattern(
        tuple(f"http://a.test/a/{n:032x}.html" for n in range(10**30, 10**30 + 9))
    )
    assert hexed == "/a/[0-9a-f]+\\.html$"


@pytest.mark.parametrize(
    ("link", "selector"),
    [
        ('<a class="pg next" href="l2.html">下一页</a>', "a.next"),
        ('<a href="l2.html">下一页&gt;</a>', '//a[starts-with(normalize-space(.), "下一页")]'),
        ('<a href="#">下一页</a>', None),
    ],
)
def test_the_next_page_is_found_by_class_or_words(link: str, selector: str | None) -> None:
    assert list_selectors.next_selector(seen(f"<html><body>{link}</body></html>").document) == selector


@given(st.text(alphabet='<>/ab="ul i\n', max_size=300))
def test_any_markup_gives_groups_without_an_error(html: str) -> None:
    assert isinstance(seen(html + "x").groups, list)


# ------------------------------------------------------------------ places


def head(code: str = "", name: str = "", domain: str = "", title: str = "") -> str:
    metas = {"SiteIDCode": code, "SiteName": name, "SiteDomain": domain}
    tags = "".join(f'<meta name="{key}" content="{value}">' for key, value in metas.items())
    return f"<html><head>{tags}<title>{title}</title></head><body></body></html>"


@pytest.mark.parametrize(
    ("html", "code"),
    [
        (head("3715250001", "冠县人民政府", "www.qinglan.test"), "371525"),
        (head("3715250001", "青岚县人民政府"), "371525"),
        (head("3715230001", "茌平区人民政府"), "371503"),  # an old code of a renamed county
        (head("", "", "", "工作动态_冠县人民政府"), "371525"),
        (head("", "", "", "聊城日报数字报"), "371500"),
        (head("", "山东省人民政府"), "370000"),
        (head("3715000001", "冠县人民政府"), "371525"),  # the city's code on its county's site
        (head("3715250001", "潍坊市人民政府"), None),  # a copied template
        (head("3715250001", "", "www.other.test"), None),
        (head("政府网站标识码", "网站名称"), None),
        (head("", "青岚市人民政府"), None),
        (head("", "市中区人民政府"), None),  # four districts are called so
    ],
)
def test_a_region_is_taken_only_where_it_is_certain(html: str, code: str | None) -> None:
    place, _ = site_region.decide_region([seen(html)])
    assert (place.code if place else None) == code


def test_a_contradiction_is_proposed_not_decided() -> None:
    place, proposals = site_region.decide_region([seen(head("3715250001", "潍坊市人民政府"))])
    assert place is None
    assert {one.code for one in proposals} == {"371525", "370700"}


def test_what_a_site_says_against_the_region_named_is_told() -> None:
    found = SiteFindings("http://www.qinglan.test/", pages=[seen(head("3715250001", "冠县人民政府"))])
    place, against = adding.choose_region(found, "370700")
    assert (place.code if place else None, [one.code for one in against]) == ("370700", ["371525"])
    for agreed in ("371525", "371500", "370000"):  # the county's city and its province hold it
        assert adding.choose_region(found, agreed)[1] == []


# ------------------------------------------------------------------ what is no page, what is packed


def test_a_packed_sitemap_is_read() -> None:
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
def test_what_is_no_page_has_a_name_that_both_languages_explain(
    body: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "http://www.qinglan.test/a"
    assert read_page(ProbeAnswer(url, url, 200, {}, body)).refusal == reason
    told = set()
    for language in ("en", "zh"):
        monkeypatch.setenv("GOVNEWS_LANG", language)
        told.add(explain(reason))
    assert len(told) == 2
    assert reason not in told


# ------------------------------------------------------------------ columns, names, mirrors


@pytest.mark.parametrize(
    ("article", "column"),
    [
        ("/art/2026/9/24/art_452_1300.html", "/col/col452/index.html"),
        ("/n1403/n3839/c94278805/content.html", "/n1403/n3839/index.html"),
        ("/xw/001002/20260924/0a0b0c0d-1111-4222-8333-0123456789ab.html", "/xw/001002/moreinfo.html"),
        ("/a/b/1569655061443902902.html", "/a/b/index.html"),
    ],
)
def test_a_column_follows_from_the_address_of_its_article(article: str, column: str) -> None:
    page = seen("<html><body><p>正文</p></body></html>", f"http://www.qinglan.test{article}")
    assert f"http://www.qinglan.test{column}" in [
        one.url for one in site_columns.columns_of_article(page)[:5]
    ]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://www.qinglan.gov.cn/", "qinglan_gov"),
        ("http://www.qinglan.test/xw/", "qinglan"),
        ("https://szb.qlnews.com.cn:8080/", "szb_qlnews"),
        ("http://127.0.0.1:8000/", "site_127_0_0_1"),
        ("http://青岚.test/", "site"),
    ],
)
def test_an_id_follows_from_the_host_and_is_free(url: str, expected: str) -> None:
    from crawler.sources.model import ID

    assert site_naming.source_id(url, ()) == expected
    assert site_naming.source_id(url, {expected}) == f"{expected}_2"
    assert ID.match(expected)


def test_a_host_is_never_written_as_an_outlet() -> None:
    page = seen("<html><head><title></title></head><body></body></html>")
    assert site_naming.site_name([page]) == "www.qinglan.test"
    assert site_naming.default_outlet("www.qinglan.test", "newspaper", is_given=False) is None
    assert site_naming.default_outlet("www.qinglan.test", "government", is_given=False) is None


MIRRORED = (
    "大众网消息，青嵐市發(fā)布網(wǎng)上辦(bàn)事指南，責(zé)任編(biān)輯說(shuō)，縣(xiàn)里的羣眾可以在家裡辦理。"
    * 3
)


def test_a_mirror_is_told_by_its_glosses_and_proposes_the_original() -> None:
    html = f"<html><body><p>{MIRRORED}</p></body></html>"
    found = mirror_sites.mirror_on(
        seen(html, "http://mirror.test/shandong/sdnews/202608/t20260811_3389092.htm")
    )
    assert found is not None
    assert found.original == "http://sd.dzwww.com/sdnews/202608/t20260811_3389092.htm"
    assert (
        mirror_sites.mirror_on(seen("<html><body><p>垚(yáo)字读音，重庆(qìng)方言。</p></body></html>"))
        is None
    )
