"""``govnews story show``, ``govnews recluster`` and the diffs, as processes over a small archive."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from crawler.run.comparer import COMPARER
from storage.db.database import Database
from tests.crawler.cli.run_govnews import govnews
from tests.pipelines.dedup.dedup_texts import story
from tests.storage.city import ingest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawler.crawling import Bench


@pytest.fixture
def archive(tmp_path: Path) -> Bench:
    """An original, a reprint with another title and a line more, a part of it, and an unrelated text."""
    from tests.crawler.crawling import Bench

    bench = Bench(tmp_path, plain=False)
    one = replace(story(Random(3)), title="渡口的木船下水了", published_date=date(2026, 5, 4))
    paragraphs = (one.body or "").split("\n")
    again = replace(
        one,
        title="老木船又下水了",
        body="\n".join([*paragraphs[:-1], "本站编辑走访后补记。"]),
        published_date=date(2026, 5, 6),
    )
    database = Database.open(f"sqlite:///{bench.home / 'govnews.db'}", upgrade=True)
    ingest(
        database,
        [
            ("portal", "2", again),
            ("gov", "1", one),
            ("platform", "3", replace(one, body="\n".join(paragraphs[2:4]))),
            ("gov", "4", story(Random(5))),
        ],
        COMPARER,
    )
    database.close()
    return bench


def test_story_show_prints_timeline_and_changes(archive: Bench) -> None:
    shown = govnews(archive, "story", "show", "1", "--json")
    assert shown.returncode == 0, shown.stderr
    found: dict[str, Any] = json.loads(shown.stdout)
    assert (found["story_id"], found["canonical_id"], found["size"]) == (1, 2, 2)
    first, second = found["members"]
    assert [first["published_date"], second["published_date"]] == ["2026-05-04", "2026-05-06"]
    assert (first["relation"], first["changes"]) == (None, [])
    assert second["relation"]["kind"] == "reprint"
    assert second["title_changed"] is True
    [change] = second["changes"]
    assert change["added"] == "本站编辑走访后补记。"
    assert change["cut"]
    [part] = found["related"]
    assert (part["id"], part["kind"], part["part"]) == (3, "excerpt_of", "whole")
    text = govnews(archive, "story", "show", "2")
    assert "+ 本站编辑走访后补记。" in text.stdout
    assert "title: 老木船又下水了" in text.stdout
    chinese = govnews(archive, "story", "show", "2", "--no-diff", lang="zh")
    assert "共 2 篇" in chinese.stdout
    assert "+ 本站编辑" not in chinese.stdout


def test_article_without_story_is_shown_and_unknown_number_is_an_error(archive: Bench) -> None:
    found = json.loads(govnews(archive, "story", "show", "4", "--json").stdout)
    assert (found["story_id"], found["size"], len(found["members"]), found["related"]) == (None, 1, 1, [])
    missing = govnews(archive, "story", "show", "99")
    assert missing.returncode == 1
    assert missing.stderr.splitlines()[-1] == "no story and no article 99"


def test_recluster_reports_counts_and_changes_nothing_the_second_time(archive: Bench) -> None:
    found = json.loads(govnews(archive, "recluster", "--json").stdout)
    assert (found["articles"], found["stories"], found["changed"]) == (4, 1, 0)
    assert set(found["relations"]) == {"excerpt_of", "reprint"}
    named = govnews(archive, "recluster", "--rule-version", str(found["rule_version"]))
    assert "4 articles, 1 stories" in named.stdout
    assert govnews(archive, "recluster", "--rule-version", "99").returncode == 2
