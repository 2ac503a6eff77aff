"""Every source and family that ships: it loads, it is what its name says, and nobody is crawled by surprise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crawler import urldates
from crawler.sources import family_files
from crawler.sources.load import SHIPPED, files, load_all
from pipelines import urls
from pipelines.places import division_tables

FOUND = load_all([SHIPPED])
FILES = list(files([SHIPPED]))
PROVINCES = {"shandong": "37"}  # folder -> first digits of its codes


def test_every_shipped_file_loads_without_a_warning() -> None:
    assert [str(error) for error in FOUND.errors] == []
    assert [str(warning) for warning in FOUND.warnings] == []
    assert FOUND.sources


@pytest.mark.parametrize("name", sorted(FOUND.sources))
def test_a_shipped_source_is_paused_says_why_and_lies_in_its_province(name: str) -> None:
    source, path = FOUND.sources[name], FOUND.files[name]
    assert source.status == "paused"
    assert source.evidence
    assert "No live site was opened" in source.evidence
    assert source.family in family_files.families()
    assert division_tables.division_name(source.region) is not None
    assert source.region.startswith(PROVINCES[path.parent.name])
    assert (source.robots, source.allow_private) == ("obey", False)


def test_no_two_shipped_sources_begin_at_the_same_page() -> None:
    starts = [urls.key(urldates.without_slot(start)) for s in FOUND.sources.values() for start in s.start]
    assert len(set(starts)) == len(starts)


def test_the_coverage_table_names_every_file_of_its_folder_and_no_other() -> None:
    for folder in {path.parent for path in FILES}:
        table = (folder / "README.md").read_text("utf-8")
        named = set(re.findall(r"`([a-z]+_[a-z]+)`", table))
        assert named == {path.stem for path in FILES if path.parent == folder}


def test_every_family_says_where_its_rules_come_from_and_how_it_shows_itself() -> None:
    for family in family_files.families().values():
        assert family.evidence, family.name
        assert family.fingerprint is not None, family.name
    ranks = [
        (family.fingerprint.rank, family.name) for family in family_files.by_rank() if family.fingerprint
    ]
    assert len({rank for rank, _ in ranks}) == len(ranks), (
        "two families of one rank: which is named is chance"
    )


def test_the_search_for_source_files_finds_the_catalogue() -> None:
    assert Path("shandong/qingdao_gov.yml") in {path.relative_to(SHIPPED) for path in FILES}
