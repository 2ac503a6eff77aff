"""The whole city crawled by real Scrapy, four times over, and every field compared with what it published."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import crawler.sample_city
from crawler.sample_city.content import STEPS
from crawler.sample_city.server import SampleCity
from crawler.sample_city.truth import differences, expected, relations, truth
from storage.db.database import Database
from storage.read.export import export
from tests.crawler.crawling import Bench

if TYPE_CHECKING:
    from collections.abc import Mapping


SOURCES = Path(crawler.sample_city.__file__).parent / "sources"


@dataclass
class Crawled:
    """What is left of one step: runs by source, exported records by address, requests made conditionally."""

    runs: dict[str, dict[str, Any]]
    records: dict[str, dict[str, Any]]
    problems: list[str]
    conditional: int


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Crawled]:
    """Twenty crawls of two seconds each: done once, read by all tests of this file."""
    bench = Bench(tmp_path_factory.mktemp("city"), plain=False)
    steps = {}
    with SampleCity() as city:
        for step in STEPS:
            city.set_step(step)
            asked = len(city.log)
            problems = [line for wave in expected()["waves"] for line in crawl(bench, city, step, wave)]
            log = city.log[asked:]
            steps[step] = Crawled(
                runs={name: last_run(bench, name) for name in expected()["sources"]},
                records={record["url"]: record for record in exported(bench)},
                problems=problems,
                conditional=sum(request.conditional for request in log),
            )
    return steps


def crawl(bench: Bench, city: SampleCity, step: int, names: list[str]) -> list[str]:
    """Crawl some sources at the same time, each in a process of its own; what went wrong."""
    env = {"GOVNEWS_SOURCES": str(SOURCES), "GOVNEWS_DEMO": "1", "no_proxy": ""}
    env |= {"http_proxy": city.proxy_url, "https_proxy": city.proxy_url}
    recheck = ["-a", "recheck=30"] if step > 1 else []
    processes = {name: bench.start("crawl", name, *recheck, **env) for name in names}
    problems = []
    for name, process in processes.items():
        try:
            _, err = process.communicate(timeout=120)
        finally:
            process.kill()
        if process.returncode:
            problems.append(f"{name}: exit {process.returncode}: {err[-500:]}")
    return problems


def last_run(bench: Bench, name: str) -> dict[str, Any]:
    row = bench.rows("SELECT * FROM run WHERE source_id = ? ORDER BY id DESC LIMIT 1", name)[0]
    return row | {"stats": json.loads(row["stats"])}


def exported(bench: Bench) -> list[dict[str, Any]]:
    database = Database.open(f"sqlite:///{bench.home / 'govnews.db'}")
    try:
        out = io.BytesIO()
        export(database, out, "jsonl")
    finally:
        database.close()
    return [json.loads(line) for line in out.getvalue().splitlines()]


def plain(record: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    """The expected keys; bylines and regions as sets, since their order has no meaning."""
    shown = {name: record[name] for name in names}
    shown["bylines"] = sorted((one["role"], one["name"]) for one in record["bylines"])
    shown["regions"] = sorted(((one["code"], one["zone"]) for one in record["regions"]), key=str)
    return shown


@pytest.mark.parametrize("step", STEPS)
def test_crawls_of_the_city_have_no_findings(crawled: dict[int, Crawled], step: int) -> None:
    assert crawled[step].problems == []
    assert all(run["claimed"] == run["outcomes"] + run["returned"] for run in crawled[step].runs.values())


@pytest.mark.parametrize("step", STEPS)
def test_counts_of_each_run_match_expected_yml(crawled: dict[int, Crawled], step: int) -> None:
    runs = crawled[step].runs
    assert [line for name, run in runs.items() for line in differences(step, name, run["stats"])] == []


@pytest.mark.parametrize("step", STEPS)
def test_every_field_of_every_article_matches_the_computed_record(
    crawled: dict[int, Crawled], step: int
) -> None:
    wanted = {record["url"]: record for record in truth(step)}
    found = crawled[step].records
    assert sorted(found) == sorted(wanted)
    for url, record in wanted.items():
        assert plain(found[url], set(record)) == record, url


@pytest.mark.parametrize("step", STEPS)
def test_copies_share_a_story_whose_canonical_article_is_the_original(
    crawled: dict[int, Crawled], step: int
) -> None:
    records = crawled[step].records
    pairs = {copy: original for copy, original, _ in relations(step)}
    for copy, original, kind in relations(step):
        assert records[copy]["story_id"] == records[original]["story_id"] is not None
        assert records[original]["canonical"] is True
        assert records[copy]["canonical"] is False
        assert records[copy]["relation"]["kind"] == kind
        assert records[copy]["relation"]["to"] == records[original]["id"]
    alone = set(records) - set(pairs) - set(pairs.values())
    assert all(records[url]["story_id"] is None and records[url]["canonical"] for url in alone)


def test_recheck_of_unchanged_pages_is_conditional_and_changes_nothing(crawled: dict[int, Crawled]) -> None:
    before, after = crawled[1].records, crawled[2].records
    assert {after[url]["change_seq"] for url in before} == {before[url]["change_seq"] for url in before}
    assert crawled[2].conditional >= len(before)


def test_withdrawn_article_keeps_its_text(crawled: dict[int, Crawled]) -> None:
    url = "http://www.lanshan.test/tzgg/202411/t20241101_2012.html"
    states = [crawled[step].records[url]["state"] for step in STEPS]
    assert states == ["live", "live", "live", "withdrawn"]
    assert crawled[4].records[url]["body"] == crawled[1].records[url]["body"]
