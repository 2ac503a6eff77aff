"""The data folder: which environment variable wins."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crawler import home


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (
        "GOVNEWS_HOME",
        "GOVNEWS_DATABASE_URL",
        "DATABASE_URL",
        "GOVNEWS_SOURCES",
        "GOVNEWS_CONTACT",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_named_folder_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GOVNEWS_HOME", str(tmp_path / "archive"))
    assert home.home() == home.Home(tmp_path / "archive", "GOVNEWS_HOME")


def test_inside_the_project_data_is_beside_scrapy_cfg(monkeypatch: pytest.MonkeyPatch) -> None:
    project = Path(home.__file__).parent.parent
    if not (project / "scrapy.cfg").exists():
        pytest.skip("not run from a checkout")
    monkeypatch.chdir(project / "crawler")
    assert home.home() == home.Home(project / "data", "beside scrapy.cfg")


def test_another_scrapy_project_is_not_taken_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = other.settings\n")
    assert home.home().why == "user data folder"


def test_the_database_is_a_file_in_the_folder_unless_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GOVNEWS_HOME", str(tmp_path))
    assert home.database_url() == f"sqlite:///{tmp_path / 'govnews.db'}"
    monkeypatch.setenv("DATABASE_URL", "postgresql://one")
    assert home.database_url() == "postgresql://one"
    monkeypatch.setenv("GOVNEWS_DATABASE_URL", "postgresql://two")
    assert home.database_url() == "postgresql://two"


def test_source_folders_are_the_shipped_the_named_and_that_of_the_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GOVNEWS_HOME", str(tmp_path))
    (tmp_path / "sources").mkdir()
    monkeypatch.setenv("GOVNEWS_SOURCES", os.pathsep.join([str(tmp_path / "a"), "", str(tmp_path / "b")]))
    assert home.source_folders() == [home.SHIPPED, tmp_path / "a", tmp_path / "b", tmp_path / "sources"]


@pytest.mark.parametrize("value", ["", "   ", "a\nb"])
def test_contact_must_be_one_line_and_not_blank(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("GOVNEWS_CONTACT", value)
    assert home.contact() is None
