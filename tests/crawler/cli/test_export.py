"""``govnews export``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.crawler.cli.run_govnews import govnews

if TYPE_CHECKING:
    from tests.crawler.crawling import Bench


def test_unknown_source_is_an_error(real: Bench) -> None:
    assert govnews(real, "db", "upgrade").returncode == 0
    done = govnews(real, "export", "--source", "qinglan_gv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "qinglan_gv" in done.stderr
