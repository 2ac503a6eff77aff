"""``scrapy list`` and ``scrapy crawl`` with source files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawler.crawling import Bench

if TYPE_CHECKING:
    from pathlib import Path


GOOD = """\
name: 青岚市人民政府
shape: listing
region: 371525
start: [http://www.qinglan.test/col/1/index.html]
"""


def test_scrapy_list_prints_sources_and_reports_errors(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.source("qinglan_gov", GOOD)
    bench.source("broken", GOOD + "x: 1\n")
    done = bench.run("list")
    assert done.code == 2
    assert [name for name in done.out.split() if name in ("qinglan_gov", "broken")] == ["qinglan_gov"]
    assert "broken.yml:5: x: unknown key" in done.err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("broken",), "broken.yml:5: x: unknown key"),
        (("qinglan_gv",), "no source is called 'qinglan_gv', did you mean qinglan_gov?"),
        (
            ("qinglan_gov", "-a", "since=yesterday"),
            "since: 'yesterday' is not a day (YYYY-MM-DD, or 7d for seven days ago)",
        ),
        (("qinglan_gov", "-a", "sinse=2026-01-01"), "sinse: unknown argument, did you mean since?"),
        (("qinglan_gov", "-a", "since=2026-02-02", "-a", "until=2026-01-01"), "is after until"),
        (("qinglan_gov", "-a", "limit=0"), "limit: '0' must be a whole number of at least 1"),
        (("qinglan_gov",), "GOVNEWS_CONTACT is not set"),
    ],
)
def test_crawl_that_cannot_start_prints_one_line(
    tmp_path: Path, arguments: tuple[str, ...], expected: str
) -> None:
    bench = Bench(tmp_path)
    bench.source("qinglan_gov", GOOD)
    bench.source("broken", GOOD + "x: 1\n")
    done = bench.run("crawl", *arguments)
    assert (done.code, len(done.err.strip().splitlines())) == (2, 1)
    assert expected in done.err
    assert not (bench.home / "govnews.db").exists()
