"""The command line, as a process: what it prints, how it ends."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import psutil
import pytest

from crawler.cli.app import app
from crawler.cli.messages import CATALOGUE
from tests.crawler.loopback_site import Answer, article, headline

if TYPE_CHECKING:
    from pathlib import Path

    import typer

    from tests.crawler.crawling import Bench
    from tests.crawler.loopback_site import News

ARTICLE = '{url: "/art/", body: "div.article", title: h1, date: ".info"}'


def govnews(bench: Bench, *arguments: str, lang: str = "en", **more: str) -> subprocess.CompletedProcess[str]:
    return bench.govnews(*arguments, GOVNEWS_LANG=lang, **more)


@pytest.fixture
def real(tmp_path: Path) -> Bench:
    from tests.crawler.crawling import Bench

    return Bench(tmp_path, plain=False)


def test_a_crawl_says_what_was_new_and_the_archive_can_be_read(real: Bench, news: News) -> None:
    name = real.listing(news.url, article=ARTICLE, outlet="青岚日报")
    done = govnews(real, "crawl", name)
    assert done.returncode == 0, done.stderr
    assert "6 new" in done.stdout
    assert str(real.home) in done.stderr
    listed = govnews(real, "run", "list", "--json")
    [run] = json.loads(listed.stdout)
    assert (run["state"], run["store"]) == ("finished", {"inserted": 6})
    shown = govnews(real, "run", "show", str(run["run"]))
    assert "8 claimed = 8 outcomes + 0 returned" in shown.stdout
    exported = govnews(real, "export")
    records = [json.loads(line) for line in exported.stdout.splitlines()]
    assert {record["title"] for record in records} == {headline(n) for n in range(1, 7)}
    article = govnews(real, "article", "show", records[0]["url"], "--json")
    assert json.loads(article.stdout) == records[0]
    assert govnews(real, "db", "check").returncode == 0


def test_a_second_crawl_finds_nothing_new(real: Bench, news: News) -> None:
    name = real.listing(news.url, article=ARTICLE)
    govnews(real, "crawl", name)
    before = len(news.paths("/art/"))
    again = govnews(real, "crawl", name, "--json")
    [result] = json.loads(again.stdout)
    assert (again.returncode, result["exit"], result["store"]) == (0, 0, {})
    assert len(news.paths("/art/")) == before


def test_a_changed_text_is_a_version_with_a_readable_diff(real: Bench, news: News) -> None:
    name = real.listing(news.url, article=ARTICLE)
    govnews(real, "crawl", name)
    news.put("/art/1.html", article(1, version=2))
    assert "1 revised" in govnews(real, "crawl", name, "--recheck", "30").stdout
    diff = govnews(real, "article", "show", f"{news.url}/art/1.html", "--diff", "1", "2")
    assert "+本文已更正" in diff.stdout
    versions = json.loads(
        govnews(real, "article", "show", f"{news.url}/art/1.html", "--versions", "--json").stdout
    )
    assert [(row["number"], row["cause"]) for row in versions] == [(1, "publisher"), (2, "publisher")]


NOTICE = "<html><head><title>提示信息</title></head><body><p>您访问的文章已删除。</p></body></html>"


@pytest.mark.slow
def test_what_vanished_at_two_sightings_is_withdrawn_and_lives_when_it_returns(
    real: Bench, news: News
) -> None:
    name = real.listing(news.url, article=ARTICLE, budget="{pages: 8}")
    html = {"Content-Type": "text/html; charset=utf-8"}
    govnews(real, "crawl", name)
    first = news.pages["/art/1.html"]
    news.pages |= {
        "/": Answer(article(99), 200, html),
        "/art/1.html": Answer("", 302, {"Location": "/"}),
        "/art/2.html": Answer(NOTICE, 200, html),
        "/art/3.html": Answer("gone", 404),
    }

    def states() -> list[str]:
        return [row["state"] for row in real.rows("SELECT state FROM article ORDER BY url")]

    govnews(real, "crawl", name, "--recheck", "9")
    assert states() == ["live"] * 6
    govnews(real, "crawl", name, "--recheck", "9")
    assert states() == ["withdrawn"] * 3 + ["live"] * 3
    news.pages["/art/1.html"] = first
    govnews(real, "crawl", name, "--recheck", "9")
    assert states() == ["live"] + ["withdrawn"] * 2 + ["live"] * 3
    # a day later, with nothing asked for: the planned looks, a quarter of the run's pages
    with closing(sqlite3.connect(real.home / "govnews.db")) as connection, connection:
        connection.execute("UPDATE page SET next_at = '2026-01-01 00:00:00.000000' WHERE next_at IS NOT NULL")
    news.hits.clear()
    govnews(real, "crawl", name)
    assert len(news.paths("/art/")) == 2


def test_a_takedown_survives_the_next_crawl_and_the_export(real: Bench, news: News) -> None:
    name = real.listing(news.url, article=ARTICLE)
    govnews(real, "crawl", name)
    done = govnews(real, "takedown", f"{news.url}/art/2.html", "--reason", "asked by the author")
    assert done.returncode == 0, done.stderr
    govnews(real, "crawl", name, "--recheck", "30")
    records = [json.loads(line) for line in govnews(real, "export").stdout.splitlines()]
    [gone] = [record for record in records if record["state"] == "taken_down"]
    kept = {key for key, value in gone.items() if value not in (None, [])}
    assert kept == {"id", "url", "source", "state", "change_seq"}
    assert govnews(real, "db", "check").returncode == 0


def test_a_dry_run_fetches_nothing(real: Bench, news: News) -> None:
    name = real.listing(news.url, article=ARTICLE)
    assert govnews(real, "crawl", name, "--dry-run").returncode == 0
    assert news.paths() == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["crawl"], "name a source"),
        (["crawl", "nobody"], "no source is called 'nobody'"),
        (["crawl", "qinglan_gov", "--since", "yesterday"], "is not a day"),
        (["export", "--format", "xml"], "jsonl | csv"),
        (["export", "--excel"], "--format csv"),
        (["source", "show", "qinglan_go"], "did you mean qinglan_gov"),
    ],
)
def test_wrong_use_is_one_line_and_code_2(bench: Bench, news: News, arguments: list[str], says: str) -> None:
    bench.listing(news.url)
    done = govnews(bench, *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_contact_nothing_is_crawled(bench: Bench) -> None:
    bench.listing("http://www.qinglan.test", allow_private="false")
    done = govnews(bench, "crawl", "qinglan_gov", GOVNEWS_CONTACT="")
    assert done.returncode == 2
    assert "GOVNEWS_CONTACT is not set" in done.stderr


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"this is no database, it is a letter", "not an SQLite database")],
)
def test_a_broken_database_is_named_and_left_alone(bench: Bench, content: bytes, says: str) -> None:
    bench.home.mkdir(parents=True, exist_ok=True)
    path = bench.home / "govnews.db"
    path.write_bytes(content)
    done = govnews(bench, "run", "list")
    assert done.returncode == 2
    assert says in done.stderr
    assert str(path) in done.stderr
    assert path.read_bytes() == content


def test_messages_are_chinese_in_a_chinese_locale(bench: Bench) -> None:
    done = govnews(bench, "crawl", lang="zh_CN.UTF-8")
    assert "请指定来源" in done.stderr


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom crawler.cli import app\n"
        "heavy = {'scrapy', 'sqlalchemy', 'trafilatura', 'alembic', 'twisted', 'lxml'} & set(sys.modules)\n"
        "sys.exit(','.join(heavy))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    assert done.stderr.strip() == ""


def test_extract_prints_the_record_or_names_the_refusal(bench: Bench, tmp_path: Path) -> None:
    from tests.crawler.loopback_site import article

    page = tmp_path / "page.html"
    page.write_text(article(3), "utf-8")
    done = govnews(bench, "extract", str(page), "--url", "http://www.qinglan.test/art/3.html")
    assert json.loads(done.stdout)["title"] == headline(3)
    page.write_text("<html><body><h1>404</h1><p>页面不存在</p></body></html>", "utf-8")
    refused = govnews(bench, "extract", str(page), "--url", "http://www.qinglan.test/art/3.html")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "soft_404" in refused.stderr


def status_of(bench: Bench, name: str) -> str:
    rows = json.loads(govnews(bench, "source", "list", "--json").stdout)
    [status] = [row["status"] for row in rows if row["source"] == name]
    return str(status)


def test_pause_wins_over_the_file_and_resume_takes_it_back(bench: Bench, news: News) -> None:
    name = bench.listing(news.url)
    govnews(bench, "source", "pause", name)
    assert status_of(bench, name) == "paused"
    assert govnews(bench, "crawl", "--all").returncode == 2
    govnews(bench, "source", "resume", name)
    assert status_of(bench, name) == "active"


def test_doctor_names_what_is_missing(bench: Bench) -> None:
    done = govnews(bench, "doctor", "--json", GOVNEWS_CONTACT="")
    rows = {row["what"]: row for row in json.loads(done.stdout)}
    assert done.returncode == 1
    assert rows["contact"]["ok"] is False
    assert rows["time zone"]["ok"] is True


def test_every_command_has_its_chinese_help_and_none_is_left_over() -> None:
    def names(app: typer.Typer, above: str = "") -> set[str]:
        found = {f"{above}{command.name}" for command in app.registered_commands}
        for group in app.registered_groups:
            assert group.typer_instance is not None
            found |= names(group.typer_instance, f"{above}{group.name} ")
        return found

    groups = {group.name for group in app.registered_groups}
    helped = {key.removeprefix("help.") for key in CATALOGUE.messages("help")}
    assert names(app) | groups | {"govnews"} == helped


def test_help_is_chinese_under_a_chinese_locale(real: Bench) -> None:
    for arguments in (["--help"], ["crawl", "--help"], ["source", "--help"]):
        shown = govnews(real, *arguments, lang="zh").stdout
        assert "立即抓取来源" in shown or "计划抓取时跳过该来源" in shown


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_command_that_is_ended_leaves_no_crawl_behind(real: Bench, news: News, how: signal.Signals) -> None:
    name = real.listing(news.url, article=ARTICLE, delay=1)
    code = "from crawler.cli import main; main()"
    command = subprocess.Popen([sys.executable, "-c", code, "crawl", name], env=real.env(), cwd=real.folder)
    until = time.monotonic() + 60
    while not news.paths("/art/") and time.monotonic() < until:
        time.sleep(0.1)
    [crawl] = psutil.Process(command.pid).children()
    command.send_signal(how)
    command.wait(30)
    crawl.wait(10)
    again = govnews(real, "crawl", name)
    assert again.returncode == 0, again.stderr
    assert real.states() == {"stored": 6}


def test_a_limit_of_nothing_is_no_limit_left_out(real: Bench, news: News) -> None:
    done = govnews(real, "crawl", real.listing(news.url, article=ARTICLE), "--limit", "0")
    assert (done.returncode, news.paths()) == (2, [])
    assert "limit" in done.stderr


def test_an_export_of_a_source_that_is_not_there_is_no_empty_success(real: Bench) -> None:
    assert govnews(real, "db", "upgrade").returncode == 0
    done = govnews(real, "export", "--source", "qinglan_gv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "qinglan_gv" in done.stderr


def test_a_dry_run_of_what_is_due_leaves_it_due(real: Bench, news: News) -> None:
    name = real.listing(news.url, article=ARTICLE)
    for _ in range(2):
        dry = govnews(real, "crawl", "--due", "--dry-run", "--json")
        assert [one["source"] for one in json.loads(dry.stdout)] == [name]
    assert news.paths() == []


def test_a_server_that_is_away_is_a_problem_for_the_doctor(real: Bench, tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    away = f"postgresql+psycopg://postgres@/none?host={tmp_path}"
    done = govnews(real, "doctor", "--json", GOVNEWS_DATABASE_URL=away)
    assert done.returncode == 1
    [row] = [row for row in json.loads(done.stdout) if "database" in row.values()]
    assert False in row.values()
