"""Loading source files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.sources.load import SHIPPED, SourceInvalid, load, load_all, load_one
from tests.crawler.sources.source_texts import GOOD, write

if TYPE_CHECKING:
    from pathlib import Path


def test_missing_keys_have_their_documented_defaults(tmp_path: Path) -> None:
    read = load(write(tmp_path, GOOD))
    assert (read.id, read.kind, read.interval, read.delay, read.robots) == (
        "qinglan_gov",
        "government",
        "6h",
        1.5,
        "obey",
    )
    assert (read.list.max_pages, read.budget.pages, read.budget.minutes) == (None, 2000, 30.0)
    assert (read.status, read.divisions, read.region) == ("active", "gb2260", "371525")
    assert read.hosts_all() == ("www.qinglan.test",)


def test_broken_file_does_not_affect_other_sources(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD + "x: 1\n", "broken")
    found = load_all([tmp_path])
    assert list(found.sources) == ["qinglan_gov"]
    assert [error.id for error in found.errors] == ["broken"]


def test_two_files_of_one_name_are_both_errors(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, GOOD)
    found = load_all([tmp_path / "a", tmp_path / "b"])
    assert found.sources == {}
    assert "is already the id of" in str(found.errors[0])


def test_folder_given_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    assert load_all([tmp_path, tmp_path]).errors == []


def test_source_keys_override_those_of_the_family(tmp_path: Path) -> None:
    family = tmp_path / "families" / "gov"
    family.mkdir(parents=True)
    (family / "simple.yml").write_text("shape: listing\nlist: {links: ul a, max_pages: 3}\nevery: 1h\n")
    text = (
        GOOD.replace("shape: listing", "family: gov/simple") + "list: {next: a.next}\ncron: 5 8 * * mon-fri\n"
    )
    read = load(write(tmp_path, text), [tmp_path])
    assert (read.list.links, read.list.next, read.list.max_pages) == ("ul a", "a.next", 3)
    assert (read.every, read.cron, read.interval) == (None, "5 8 * * mon-fri", None)
    assert list(load_all([tmp_path]).sources) == ["qinglan_gov"]


def test_error_in_a_family_names_the_family_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "families").mkdir()
    (tmp_path / "families" / "odd.yml").write_text("shape: listing\n\ndelay: slow\n")
    with pytest.raises(SourceInvalid, match=r"families/odd\.yml:3: delay"):
        load(write(tmp_path, GOOD.replace("shape: listing", "family: odd")), [tmp_path])


def test_interval_below_five_minutes_is_a_warning(tmp_path: Path) -> None:
    write(tmp_path, GOOD + "every: 30s\n")
    found = load_all([tmp_path])
    assert "more often than every 5 minutes" in str(found.warnings[0])
    assert found.sources["qinglan_gov"].interval_s == 30


def test_load_one_does_not_read_other_files(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, "[", "broken")
    assert load_one([tmp_path], "qinglan_gov").errors == []
    assert "did you mean qinglan_gov?" in load_one([tmp_path], "qinglan").unknown("qinglan")


def test_shipped_sources_have_no_errors() -> None:
    assert load_all([SHIPPED]).errors == []
