"""The confusion table: every invented site × the family that ``source add`` names, and where signs are shared.

Run: ``python -m tests.benchmarks.families``; with ``--add`` each file is written too, and crawled without an edit.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from tests.crawler.crawling import REPO, Bench
from tests.crawler.minisites.given import SHARED, Given, given, sites
from tests.crawler.minisites.homes import Hosts


def explore(bench: Bench, wanted: list[Given], hosts: Hosts) -> dict[str, dict[str, Any]]:
    command = [sys.executable, "-m", "tests.crawler.probing", *(one.url for one in wanted)]
    env = bench.env(http_proxy=hosts.url, GOVNEWS_CONTACT="https://example.org/probe")
    done = subprocess.run(command, cwd=REPO, env=env, capture_output=True, text=True, check=True)
    return {found["url"]: found for found in map(json.loads, done.stdout.splitlines())}


def confusion(wanted: list[Given], found: dict[str, dict[str, Any]]) -> int:
    """Print the table and give the number of families that were named rightly."""
    right = 0
    print(f"{'site':20}{'given':9}{'is':26}{'named':26}{'page':9}{'asked':>5}  also")
    for one in wanted:
        said = found[one.url]
        good = said["family"] == one.site.family
        right += good
        also = ", ".join(said["others"])
        row = f"{one.site.name:20}{one.kind:9}{one.site.family:26}{said['family'] or '–':26}"
        print(
            f"{row}{said['page'] or said['stopped'] or '–':9}{said['requests']:5}  {'' if good else 'WRONG  '}{also}"
        )
    pairs = Counter((said["family"], other) for said in found.values() for other in said["others"])
    print("\nsigns shared (named, also shown): pages")
    for (family, other), count in pairs.most_common():
        print(f"  {family} / {other}: {count}")
    for name, family in SHARED.items():
        print(f"  {name}: has no sign of its own, so {family} is named")
    return right


def add(bench: Bench, one: Given, hosts: Hosts) -> tuple[int, int]:
    """(articles of the site, articles stored) by one command and one crawl."""
    env = bench.env(http_proxy=hosts.url, GOVNEWS_CONTACT="https://example.org/probe")
    code = "from crawler.cli import main; main()"
    source = one.id.replace("-", "_")
    options = ["--id", source, "--region", "371500", "--yes", "--json", "--delay", "0"]
    for words in (["source", "add", one.url, *options], ["crawl", source]):
        done = subprocess.run(
            [sys.executable, "-c", code, *words], env=env, cwd=bench.folder, check=False, capture_output=True
        )
        if done.returncode:
            print(
                f"  {one.id}: {' '.join(words[:2])} ended with {done.returncode}: {done.stderr.decode()[-300:]}"
            )
    rows = (
        bench.rows("SELECT count(*) AS stored FROM article") if (bench.home / "govnews.db").exists() else []
    )
    return len(one.site.expected) or 4, rows[0]["stored"] if rows else 0


def main() -> None:
    os.chdir(REPO)
    found_sites = sites()
    wanted = given(found_sites, every=True)
    with tempfile.TemporaryDirectory() as folder, Hosts(found_sites).serving() as hosts:
        found = explore(Bench(Path(folder)), wanted, hosts)
        right = confusion(wanted, found)
        print(f"\n{right} of {len(wanted)} named rightly")
        if "--add" in sys.argv:
            whole = 0
            for one in wanted:
                with tempfile.TemporaryDirectory() as own:
                    expected, stored = add(Bench(Path(own)), one, hosts)
                whole += expected == stored
                print(f"{one.id:30}{stored} of {expected}", flush=True)
            print(f"{whole} of {len(wanted)} crawled whole without an edit")


if __name__ == "__main__":
    main()
