"""The hostile server, path by path: each ends in exactly one named outcome, and nothing private is asked."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

from tests.crawler.crawling import REPO, Bench

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED = Path(os.environ.get("GOVNEWS_SHARED", REPO.parent / "shared"))
SERVER = SHARED / "faults" / "hostile_server.py"
NAMED = {
    "listed", "stored", "unchanged", "duplicate", "refused", "blocked", "gone", "failed", "retry",
}  # fmt: skip

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SERVER.exists(), reason="the hostile server (../shared/faults) is not here"),
]


class Hostile:
    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def ask(self, path: str) -> Any:
        with urlopen(self.url + path, timeout=60) as answer:
            body = answer.read()
        return json.loads(body) if body[:1] in b"[{" else body


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    command = [sys.executable, str(SERVER), "--port", "0", "--lifetime", "900"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        match = re.search(r"port=(\d+)", process.stdout.readline())
        assert match
        yield Hostile(int(match[1]))
        process.terminate()


@pytest.fixture
def hostile(server: Hostile) -> Hostile:
    server.ask("/_reset")
    return server


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, plain=False)


def test_every_fault_path_ends_in_one_named_outcome(bench: Bench, hostile: Hostile) -> None:
    # an absurd Retry-After pauses the host for a day, as it must: that path is a test of its own
    source = bench.listing(
        hostile.url, start=[f"{hostile.url}/faults"], list='{links: "li a"}', article='{url: "^(?!.*absurd)"}'
    )
    done = bench.run("crawl", source, "-s", "DOWNLOAD_TIMEOUT=4", timeout=400)
    assert done.code in (0, 1), done.err[-3000:]
    rows = bench.rows("SELECT url, state, reason FROM page WHERE kind = 'article'")
    assert len(rows) >= 90
    assert {row["url"]: row["state"] for row in rows if row["state"] not in NAMED} == {}
    run = bench.last_run()
    assert run["claimed"] == run["outcomes"] + run["returned"]
    assert "conservation" not in bench.findings()
    assert hostile.ask("/_stats")["internal_hits"] == 0
    outcome = {row["url"].removeprefix(hostile.url): f"{row['state']}/{row['reason']}" for row in rows}
    for path, expected in EXPECTED.items():
        assert re.fullmatch(expected, outcome[path]), (path, outcome[path])


EXPECTED = {
    "/f/reset": "retry/connection_lost",
    "/f/truncated": "retry/data_loss",
    "/f/garbage-status": "retry/bad_response",
    "/f/100-continue-flood": "stored/None",
    "/t/hang": "retry/timeout",
    "/t/drip": "retry/timeout",
    "/t/endless": "refused/too_large",
    "/z/gzip-bomb": "refused/too_large",
    "/z/gzip-gzip-bomb": "refused/too_large",
    "/z/deflate-bomb": "refused/too_large",
    "/z/gzip-truncated": "retry/data_loss",
    "/z/gzip-crc": "retry/data_loss",
    "/z/cl-2gb": "refused/too_large",
    "/z/big": "refused/too_large",
    "/z/unknown-encoding": "refused/unknown_encoding",
    "/z/empty": "(retry|refused)/empty",
    "/z/204": "(retry|refused)/empty",
    "/z/binary": "refused/not_html",
    "/s/304": "failed/unexpected_304",
    "/s/521-js": "blocked/challenge:jsl",
    "/s/412-js": "blocked/challenge:rs",
    "/s/login-wall": "refused/login_wall",
    "/s/soft-404": "(refused/soft_404|gone/removal_notice)",
    "/s/waf-200": "blocked/challenge",
    "/s/429": "(stored|duplicate)/None",
    "/r/self": "failed/redirect_loop",
    "/r/infinite": "failed/redirect_loop",
    "/r/internal": "refused/private_address",
    "/r/decimal-ip": "refused/(private_address|offsite_redirect)",
    "/r/ipv6-mapped": "refused/(private_address|offsite_redirect)",
    "/r/userinfo": "refused/(private_address|userinfo)",
    "/r/metadata": "refused/private_address",
    "/r/file": "refused/scheme",
    "/r/no-location": "failed/redirect_without_target",
    "/r/long": "(failed/redirect_too_long|retry/connection_lost)",
}


def test_robots_closes_what_it_must(bench: Bench, hostile: Hostile) -> None:
    hosts = range(11, 30)
    start = [f"http://127.0.0.{n}:{hostile.port}/private/{n}.html" for n in hosts]
    bench.run("crawl", bench.listing("", start=start), "-s", "DOWNLOAD_TIMEOUT=2", timeout=200)
    stats = hostile.ask("/_stats")
    assert {key.split()[-1] for key in stats["private_hits"]} == {"404", "html-200"}
    assert stats["internal_hits"] == 0
    assert set(bench.states("list")) <= {"refused/robots", "failed/no_links"} | {
        state for state in bench.states("list") if state.startswith("blocked/robots_")
    }


@pytest.mark.long
def test_a_flaky_site_is_complete_in_the_end(bench: Bench, hostile: Hostile) -> None:
    hostile.ask("/_ctl?articles=60&per_page=20&flaky=0.2&hang=20")
    source = bench.listing(
        hostile.url, start=[f"{hostile.url}/news/list/1.html"], article='{url: "/news/art/"}'
    )
    for _ in range(4):
        bench.run("crawl", source, "-s", "DOWNLOAD_TIMEOUT=2", timeout=200)
        if bench.states() == {"stored": 60}:
            break
    assert bench.states() == {"stored": 60}
    bodies = bench.rows("SELECT body FROM article")
    assert all("第3段" in row["body"] for row in bodies)  # no cut body


def test_an_absurd_retry_after_pauses_the_host_for_a_day_at_most(bench: Bench, hostile: Hostile) -> None:
    source = bench.listing(hostile.url, start=[f"{hostile.url}/s/retry-after-absurd"])
    assert bench.crawl(source).code == 1
    assert bench.findings()[0] == "host_paused"
    [row] = bench.rows(
        "SELECT julianday(paused_until) - julianday('now') AS days FROM host WHERE paused_until"
    )
    assert 0.9 < row["days"] <= 1.001
