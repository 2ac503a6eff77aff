"""The source and family files that ship: valid, with evidence, and paused."""

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


def test_shipped_files_load_without_warnings() -> None:
    assert [str(error) for error in FOUND.errors] == []
    assert [str(warning) for warning in FOUND.warnings] == []
    assert FOUND.sources


@pytest.mark.parametrize("name", sorted(FOUND.sources))
def test_shipped_source_is_paused_has_evidence_and_a_region_of_its_province(name: str) -> None:
    source, path = FOUND.sources[name], FOUND.files[name]
    assert source.status == "paused"
    assert source.evidence
    assert "No live site was opened" in source.evidence
    assert source.family in family_files.families()
    assert division_tables.division_name(source.region) is not None
    assert source.region.startswith(PROVINCES[path.parent.name])
    assert (source.robots, source.allow_private) == ("obey", False)


def test_shipped_sources_have_different_start_pages() -> None:
    starts = [urls.key(urldates.without_slot(start)) for s in FOUND.sources.values() for start in s.start]
    assert len(set(starts)) == len(starts)


def test_coverage_table_lists_the_files_of_its_folder() -> None:
    for folder in {path.parent for path in FILES}:
        table = (folder / "README.md").read_text("utf-8")
        named = set(re.findall(r"`([a-z]+_[a-z]+)`", table))
        assert named == {path.stem for path in FILES if path.parent == folder}


def test_families_have_evidence_and_a_fingerprint_of_their_own_rank() -> None:
    for family in family_files.families().values():
        assert family.evidence, family.name
        assert family.fingerprint is not None, family.name
    ranks = [
        (family.fingerprint.rank, family.name) for family in family_files.by_rank() if family.fingerprint
    ]
    assert len({rank for rank, _ in ranks}) == len(ranks), (
        "two families of one rank: which is named is chance"
    )


def test_source_files_include_those_in_province_folders() -> None:
    assert Path("shandong/qingdao_gov.yml") in {path.relative_to(SHIPPED) for path in FILES}
