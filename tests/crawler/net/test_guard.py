"""Requests to private addresses in real crawls: links, redirects, resolved names, several crawls in one process."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from tests.crawler.crawling import REPO
from tests.crawler.loopback_site import Answer, News, Site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawler.crawling import Bench

# a process in which invented names resolve to loopback, as a hostile name server would answer
RESOLVE = """
import socket
real = socket.gethostbyname
socket.gethostbyname = lambda name: "127.0.0.1" if name.endswith(".test") else real(name)
"""


def test_link_and_redirect_to_a_private_address_are_refused(bench: Bench) -> None:
    """127.0.0.1 is allowed by the source; any other loopback address represents the internal network."""
    with Site().serving() as inside, News(articles=3).serving() as news:
        target = f"http://127.0.0.99:{inside.port}/art/1.html"
        inside_name = f"http://localhost:{inside.port}/art/2.html"
        rows = "".join(
            f'<li><a href="{url}">x</a></li>' for url in (target, inside_name, "/art/1.html", "/art/2.html")
        )
        news.put("/list/1.html", f'<html><body><ul class="list">{rows}</ul></body></html>')
        news.pages["/art/1.html"] = Answer(
            "", 302, {"Location": f"http://0x7f000063:{inside.port}/art/1.html"}
        )
        hosts = '["127.0.0.99", "localhost"]'
        bench.crawl(bench.listing(news.url, hosts=hosts))
        assert bench.states() == {"refused/private_address": 3, "stored": 1}
        assert inside.hits == []


def test_name_that_resolves_to_a_private_address_is_refused(bench: Bench) -> None:
    with Site().serving() as inside:
        source = bench.listing(f"http://qinglan.test:{inside.port}", allow_private=None)
        done = bench.run(
            "crawl", source, GOVNEWS_CONTACT="desk@qinglan.test", PYTHONPATH=str(_resolver(bench))
        )
        assert done.code == 1
        assert bench.states("list") == {"refused/private_address": 1}
        assert inside.hits == []


def test_permission_of_one_source_does_not_help_another_in_the_same_process(bench: Bench) -> None:
    """Both sources start on one host: by name, so that the DNS resolver of the process decides, and by address."""
    with News(articles=3).serving() as news:
        sites = {"name": f"http://qinglan.test:{news.port}", "address": news.url}
        for kind, url in sites.items():
            bench.listing(url, f"open_{kind}")
            bench.listing(url, f"closed_{kind}", allow_private=None)
        done = _crawl_in_one_process(bench, [*(f"open_{k}" for k in sites), *(f"closed_{k}" for k in sites)])
        assert {name: done[name][0] for name in done} == {
            "open_name": 0,
            "open_address": 0,
            "closed_name": 1,
            "closed_address": 1,
        }
        states = {
            row["source_id"]: (row["state"], row["reason"])
            for row in bench.rows("SELECT source_id, state, reason FROM page WHERE kind = 'list'")
        }
        assert states["closed_name"] == states["closed_address"] == ("refused", "private_address")
        assert states["open_name"] == states["open_address"] == ("listed", None)
        news.hits.clear()
        _crawl_in_one_process(bench, ["closed_name", "closed_address"])
        assert news.hits == []


def _crawl_in_one_process(bench: Bench, names: list[str]) -> dict[str, Any]:
    """Crawl sources one after the other (they share a host) and return [exit code, message] of each."""
    env = bench.env(GOVNEWS_CONTACT="desk@qinglan.test", PYTHONPATH=str(_resolver(bench)))
    command = [sys.executable, "-m", "tests.crawler.minisites.crawl", *names, "wait=1"]
    done = subprocess.run(command, cwd=REPO, env=env, capture_output=True, text=True, timeout=300, check=True)
    ended: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return ended


def _resolver(bench: Bench) -> Path:
    folder = bench.folder / "path"
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(RESOLVE)
    return folder
