"""Known errors end in one line and an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawler.cli.run_govnews import govnews

if TYPE_CHECKING:
    from tests.crawler.crawling import Bench
    from tests.crawler.loopback_site import News


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["crawl"], "name a source"),
        (["crawl", "nobody"], "no source is called 'nobody'"),
        (["crawl", "qinglan_gov", "--since", "yesterday"], "is not a day"),
        (["export", "--format", "xml"], "jsonl | csv"),
        (["export", "--excel"], "--format csv"),
        (["source", "show", "qinglan_go"], "did you mean qinglan_gov"),
    ],
)
def test_wrong_usage_prints_one_line_and_exits_with_code_2(
    bench: Bench, news: News, arguments: list[str], message: str
) -> None:
    bench.listing(news.url)
    done = govnews(bench, *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"this is no database, it is a letter", "not an SQLite database")],
)
def test_damaged_database_file_is_named_and_not_changed(bench: Bench, content: bytes, message: str) -> None:
    bench.home.mkdir(parents=True, exist_ok=True)
    path = bench.home / "govnews.db"
    path.write_bytes(content)
    done = govnews(bench, "run", "list")
    assert done.returncode == 2
    assert message in done.stderr
    assert str(path) in done.stderr
    assert path.read_bytes() == content
