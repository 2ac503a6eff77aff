"""Extracting archived pages again: the report, what is written, what is kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from tests.crawler.cli.run_govnews import ARTICLE, govnews
from tests.crawler.crawling import Bench

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawler.loopback_site import News


@pytest.fixture
def aged(tmp_path: Path, news: News) -> Bench:
    """An archive of six articles that older rules read: one with a line too much, one without its outlet."""
    bench = Bench(tmp_path, plain=False)
    name = bench.listing(news.url, article=ARTICLE, outlet="青岚日报")
    done = govnews(bench, "crawl", name)
    assert done.returncode == 0, done.stderr
    for statement in (
        "UPDATE article SET extractor = 'older'",
        "UPDATE article SET body = body || char(10) || '分享到：', content_sha = 'x' WHERE id = 1",
        "UPDATE article SET outlet = NULL WHERE id = 2",
        "UPDATE article SET state = 'withdrawn' WHERE id = 3",
    ):
        _execute(bench, statement)
    return bench


def _execute(bench: Bench, statement: str) -> list[tuple[object, ...]]:
    engine = create_engine(f"sqlite:///{bench.home / 'govnews.db'}")
    with engine.begin() as connection:
        result = connection.execute(text(statement))
        rows = [tuple(row) for row in result] if result.returns_rows else []
    engine.dispose()
    return rows


def test_dry_run_only_reports_and_a_second_pass_has_nothing_to_do(aged: Bench) -> None:
    before = _execute(
        aged, "SELECT id, body, outlet, versions, change_seq, extractor FROM article ORDER BY id"
    )
    done = govnews(aged, "reextract", "--dry-run", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["pages"], report["fields"]["body"], report["fields"]["outlet"]) == (6, 1, 1)
    assert report["words"] == {}
    [diff] = [sample["diff"] for sample in report["samples"] if "diff" in sample]
    assert "-分享到：" in diff
    after = _execute(
        aged, "SELECT id, body, outlet, versions, change_seq, extractor FROM article ORDER BY id"
    )
    assert after == before
    done = govnews(aged, "reextract", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["words"] == {"revised": 1, "changed": 1, "same": 4}
    causes = _execute(aged, "SELECT number, cause FROM article_version WHERE article_id = 1 ORDER BY number")
    assert causes == [(1, "publisher"), (2, "extractor")]
    assert _execute(aged, "SELECT outlet, versions, state FROM article WHERE id IN (2, 3) ORDER BY id") == [
        ("青岚日报", 1, "live"),
        ("青岚日报", 1, "withdrawn"),
    ]
    assert _execute(
        aged, "SELECT count(*) FROM article WHERE extractor = 'older' OR dedup_state <> 'done'"
    ) == [(0,)]
    again = json.loads(govnews(aged, "reextract", "--json").stdout)
    assert (again["pages"], again["words"]) == (0, {})


@pytest.mark.slow
def test_missing_body_is_reported_and_filters_limit_the_pass(aged: Bench) -> None:
    [(sha,)] = _execute(aged, "SELECT raw_sha FROM page WHERE article_id = 2")
    [file] = aged.home.rglob(f"{sha}.zst")
    file.unlink()
    done = govnews(aged, "reextract")
    assert done.returncode == 1
    assert str(sha) in done.stderr
    assert _execute(aged, "SELECT count(*) FROM article WHERE extractor = 'older'") == [(1,)]
    assert govnews(aged, "reextract", "--source", "nowhere").returncode == 2
    assert govnews(aged, "reextract", "--since", "soon").returncode == 2
    later = json.loads(govnews(aged, "reextract", "--since", "2099-01-01", "--dry-run", "--json").stdout)
    assert later["pages"] == 0
