"""``govnews export``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.crawler.cli.run_govnews import govnews

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawler.crawling import Bench


def test_unknown_source_is_an_error(real: Bench) -> None:
    assert govnews(real, "db", "upgrade").returncode == 0
    done = govnews(real, "export", "--source", "qinglan_gv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "qinglan_gv" in done.stderr


def test_format_follows_the_extension_of_the_output_file(real: Bench, tmp_path: Path) -> None:
    assert govnews(real, "db", "upgrade").returncode == 0
    out = tmp_path / "articles.csv"
    assert govnews(real, "export", "--excel", "-o", str(out)).returncode == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfid,url")
    assert govnews(real, "export", "--excel", "-o", str(tmp_path / "articles.jsonl")).returncode == 2
