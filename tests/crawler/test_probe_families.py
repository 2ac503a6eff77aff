"""From any page of a site the probe recognises its family and finds its start pages."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.crawler.crawling import REPO, Bench
from tests.crawler.minisites.given import given, sites
from tests.crawler.minisites.homes import Hosts

if TYPE_CHECKING:
    from tests.crawler.minisites.given import Given

pytestmark = pytest.mark.long

SITES = sites()
GIVEN = given(SITES)


def explore(bench: Bench, wanted: list[Given], hosts: Hosts) -> dict[str, dict[str, Any]]:
    """Return the findings for each address; one process explores all sites."""
    command = [sys.executable, "-W", "error", "-m", "tests.crawler.probing", *(one.url for one in wanted)]
    env = bench.env(http_proxy=hosts.url, GOVNEWS_CONTACT="https://example.org/probe")
    done = subprocess.run(
        command, cwd=REPO, env=env, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return {found["url"]: found for found in map(json.loads, done.stdout.splitlines())}


@pytest.fixture(scope="module")
def explored(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    with Hosts(SITES).serving() as hosts:
        found = explore(Bench(tmp_path_factory.mktemp("probe")), GIVEN, hosts)
        assert {hit.headers["user-agent"] for hit in hosts.hits} != set()
        assert all("example.org/probe" in hit.headers["user-agent"] for hit in hosts.hits)
    return found


@pytest.mark.parametrize("one", GIVEN, ids=lambda one: one.id)
def test_family_is_recognised_and_start_pages_are_found(
    explored: dict[str, dict[str, Any]], one: Given
) -> None:
    found = explored[one.url]
    assert (found["family"], found["stopped"]) == (one.family, None), found
    if one.kind not in ("edition", "article") or not one.family.startswith("newspaper/"):
        assert one.site.start in found["start"], found
    assert found["start"], found
    assert found["requests"] <= 10
