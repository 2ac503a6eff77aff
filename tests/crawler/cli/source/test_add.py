"""``govnews source add``, ``check``, ``test`` and ``import`` on sites served over loopback."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.crawler.cli.run_govnews import govnews
from tests.crawler.loopback_site import Answer, Site
from tests.crawler.minisites import gov
from tests.crawler.minisites.homes import Hosts

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from tests.crawler.crawling import Bench

TRS = next(site for site in gov.SITES if site.name == "trs_one")
WHO = "https://example.org/probe"


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    with Hosts([TRS]).serving() as served:
        yield served


@pytest.fixture
def alone() -> Iterator[Site]:
    with Site().serving() as site:
        site.put("/robots.txt", "", 404)
        yield site


def add(bench: Bench, site: Site, url: str, *options: str, **env: str) -> subprocess.CompletedProcess[str]:
    given = {"http_proxy": site.url, "GOVNEWS_CONTACT": WHO} | env
    return govnews(
        bench,
        "source",
        "add",
        url,
        "--yes",
        *(() if "--delay" in options else ("--delay", "0")),
        *options,
        **given,
    )


def written(bench: Bench) -> list[str]:
    return sorted(path.name for path in bench.folder.rglob("*.yml"))


def test_add_writes_a_source_from_a_home_page_and_replays_it(real: Bench, hosts: Hosts) -> None:
    done = add(real, hosts, f"{TRS.base}/", "--id", "qinglan", "--record", "--delay", "0.2")
    assert done.returncode == 0, done.stderr
    for word in ("gov/trs_wcm", "utf-8", "政务要闻", "article links; samples", "青岚日报", TRS.start):
        assert word in done.stdout
    assert written(real) == ["qinglan.yml"]
    shown = json.loads(govnews(real, "source", "show", "qinglan", "--json").stdout)["says"]
    assert (shown["family"], shown["region"], shown["start"]) == ("gov/trs_wcm", "371500", [TRS.start])
    assert (hosts.hits[0].path, shown["delay"]) == ("/robots.txt", 0.2)
    assert all(WHO in hit.headers["user-agent"] for hit in hosts.hits)
    assert hosts.hits[-1].at - hosts.hits[0].at >= 0.2 * 0.95 * (len(hosts.hits) - 1)

    expected = real.sources / "fixtures" / "qinglan" / "expected.json"
    wanted = json.loads(expected.read_text("utf-8"))
    first = min(wanted["articles"])
    wanted["articles"][first]["title"] = "另一个标题"
    expected.write_text(json.dumps(wanted), "utf-8")
    before = len(hosts.hits)
    tested = govnews(
        real, "source", "test", "--json", http_proxy="http://127.0.0.1:9"
    )  # nobody listens there
    [outcome] = json.loads(tested.stdout)
    assert (tested.returncode, outcome["articles"], len(hosts.hits)) == (1, len(wanted["articles"]), before)
    [difference] = outcome["differences"]
    assert difference.startswith(f"{first}: title was '另一个标题', is ")


@pytest.mark.long
def test_added_source_crawls_passes_the_check_and_its_replay_can_be_accepted(
    real: Bench, hosts: Hosts
) -> None:
    assert add(real, hosts, TRS.start, "--id", "qinglan", "--record", "--region", "371500").returncode == 0
    crawled = govnews(real, "crawl", "qinglan", http_proxy=hosts.url, GOVNEWS_CONTACT=WHO)
    assert crawled.returncode == 0, crawled.stderr
    assert {row["url"] for row in real.rows("SELECT url FROM article")} == set(TRS.expected)
    checked = govnews(real, "source", "check", "qinglan", http_proxy=hosts.url, GOVNEWS_CONTACT=WHO)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert re.fullmatch(r"qinglan  ok  \d+ links, \d articles read, newest 2026-09-24\n", checked.stdout)
    expected = real.sources / "fixtures" / "qinglan" / "expected.json"
    right = json.loads(expected.read_text("utf-8"))
    expected.write_text(json.dumps(right | {"links": 99}), "utf-8")
    assert govnews(real, "source", "test").returncode == 1
    assert govnews(real, "source", "test", "--accept").returncode == 0
    assert json.loads(expected.read_text("utf-8")) == right


@pytest.mark.slow
def test_check_reports_a_changed_site(real: Bench, news_like: Site) -> None:
    real.source("qinglan", SELECTED.format(url=news_like.url))
    news_like.put("/xw/", "<html><body><h1>新版网站</h1><a href='/'>首页</a></body></html>")
    changed = govnews(real, "source", "check", "qinglan", "--json")
    [verdict] = json.loads(changed.stdout)
    assert (changed.returncode, verdict["state"]) == (1, "empty_list")
    assert "none is an article" in verdict["reasons"][0]
    asked = len(news_like.hits)
    offline = govnews(real, "source", "check", "qinglan", "--offline")
    assert (offline.returncode, len(news_like.hits)) == (0, asked)
    assert "1 of 1 source files are valid" in offline.stderr


SELECTED = """\
name: 青岚市
shape: listing
region: "371525"
start: ["{url}/xw/"]
list: {{links: "ul.lst a"}}
article: {{url: '/xw/\\d+\\.html$'}}
delay: 0
allow_private: true
expect: {{filled: {{title: 1.0, published: 0.9}}}}
"""


@pytest.fixture
def news_like(alone: Site) -> Site:
    """Dated rows without a tag or an address that any family knows."""
    rows = ""
    for n in range(6):
        text = f"<p>第{n}期水渠修缮工程已于本周完工，附近村民的灌溉用水有了保障。</p>" * 3
        day = f"2026-09-{22 + n:02d}"
        head = f"<html><head><title>青岚纪事第{n}期</title></head><body><h1>青岚纪事第{n}期水渠完工</h1>"
        page = f"{head}<p>{day}</p><div>{text}</div></body></html>"
        alone.put(f"/xw/{n + 100}.html", page)
        rows += f'<li><a href="{n + 100}.html">青岚纪事第{n}期水渠完工</a><i>{day}</i></li>'
    nav = "".join(f'<li><a href="/c{n}/">栏目{n}</a></li>' for n in range(5))
    alone.put("/xw/", f'<html><body><ul class="nav">{nav}</ul><ul class="lst">{rows}</ul></body></html>')
    return alone


@pytest.mark.slow
def test_selectors_are_proposed_where_no_family_fits(real: Bench, news_like: Site) -> None:
    url = "http://plain.test/xw/"
    done = add(real, news_like, url, "--region", "371525", "--json", "--name", "青岚纪事")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["family"] is None
    assert found["groups"][0]["selector"] == "ul.lst > li a"
    assert found["groups"][0]["links"] == 6
    assert (found["links"], len(found["samples"])) == (6, 5)
    assert "shape: listing" in found["yaml"]
    assert found["samples"][0]["title"].startswith("青岚纪事")
    assert (found["file"], written(real)) == (str(real.sources / "plain.yml"), ["plain.yml"])


def test_known_list_is_not_added_again(real: Bench, news_like: Site) -> None:
    real.source("qinglan", SELECTED.format(url="http://plain.test"))
    done = add(real, news_like, "http://www.plain.test/xw/", "--region", "371525")
    assert (done.returncode, written(real)) == (1, ["qinglan.yml"])
    assert "is already the source qinglan (active)" in done.stderr


def test_blocked_site_is_reported_and_no_file_is_written(real: Bench, alone: Site) -> None:
    alone.pages["/"] = Answer("<h1>403</h1>", 403)
    done = add(real, alone, "shut.test/", "--region", "371525", "--json")  # as people copy it
    found = json.loads(done.stdout)
    assert (done.returncode, found["reason"], found["status"]) == (1, "forbidden", 403)
    assert "blocked: forbidden" in done.stderr
    assert written(real) == []
    assert len(alone.paths()) == 2  # a 403 is asked once more: it is often chance


def test_site_closed_by_robots_is_not_fetched(real: Bench, alone: Site) -> None:
    alone.put("/robots.txt", "", 503)
    done = add(real, alone, "http://shut.test/", "--region", "371525")
    assert (done.returncode, "robots_http_503" in done.stderr) == (1, True)
    assert alone.paths() == []


def test_wrong_options_and_missing_contact_exit_before_any_request(real: Bench, alone: Site) -> None:
    cases: list[tuple[list[str], dict[str, str], str]] = [
        (["http://a.test/"], {"GOVNEWS_CONTACT": ""}, "GOVNEWS_CONTACT is not set"),
        (["ftp://a.test/"], {}, "must begin with http"),
        ([""], {}, "must begin with http"),
        (["不是网址"], {}, "must begin with http"),
        (["http://a.test/", "--region", "371599"], {}, "is not a GB/T 2260 code"),
        (["http://a.test/", "--id", "a b"], {}, "ASCII letters"),
    ]
    for (url, *options), env, message in cases:
        done = add(real, alone, url, *options, **env)
        assert (done.returncode, message in done.stderr) == (2, True), done.stderr
    assert alone.hits == []


def test_uncertain_region_must_be_given_as_an_option(real: Bench, news_like: Site) -> None:
    done = add(real, news_like, "http://plain.test/xw/")
    assert (done.returncode, "--region CODE" in done.stderr, written(real)) == (2, True, [])


@pytest.mark.slow
def test_mirror_is_refused_without_mirror_of(real: Bench, alone: Site) -> None:
    text = "青嵐市發(fā)布網(wǎng)上辦(bàn)事指南，責(zé)任編(biān)輯說(shuō)，縣(xiàn)里的羣眾可以辦理。" * 4
    alone.put("/", f"<html><body><p>{text}</p></body></html>")
    done = add(real, alone, "http://mirror.test/", "--region", "371525")
    assert done.returncode == 1
    assert "is a mirror" in done.stderr
    assert "--mirror-of" in done.stderr
    assert written(real) == []


OPML = """<?xml version="1.0"?><opml version="2.0"><body><outline text="青岚">
<outline title="青岚要闻" type="rss" xmlUrl="http://feed.test/rss.xml"/>
<outline title="无订阅" url="http://page.test/"/></outline></body></opml>"""


def test_opml_import_writes_paused_sources(real: Bench) -> None:
    (real.folder / "in.opml").write_text(OPML, "utf-8")
    done = govnews(real, "source", "import", "--opml", "in.opml", "--region", "371525", "--json")
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    assert [bool(row["file"]) for row in rows] == [True, False]
    assert (done.returncode, "source add http://page.test/" in rows[1]["problem"]) == (1, True)
    shown = json.loads(govnews(real, "source", "show", rows[0]["id"], "--json").stdout)["says"]
    assert (shown["family"], shown["status"], shown["start"]) == (
        "feed/rss",
        "paused",
        ["http://feed.test/rss.xml"],
    )
    exported = govnews(real, "source", "export", "--opml")
    assert 'xmlUrl="http://feed.test/rss.xml"' in exported.stdout
    (real.folder / "bomb.opml").write_text('<!DOCTYPE o [<!ENTITY a "b">]><html>&a;</html>', "utf-8")
    assert govnews(real, "source", "import", "--opml", "bomb.opml").returncode == 2
