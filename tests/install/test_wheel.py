"""The built wheel holds every file of the packages, and the demo runs from it far from any checkout."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.install.clean_environment import CleanEnvironment

pytestmark = pytest.mark.registry
PACKAGES = ("crawler", "pipelines", "storage")


def test_the_wheel_holds_every_file_of_the_packages_and_no_test(wheel: Path, checkout: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        file.relative_to(checkout).as_posix()
        for package in PACKAGES
        for file in (checkout / package).rglob("*")
        if file.is_file() and file.suffix != ".pyc"
    }
    assert expected - inside == set()
    code = {name for name in inside if ".dist-info/" not in name}
    assert code - expected == set()


def test_the_wheel_holds_migrations_regions_sample_city_and_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("storage/migrations/versions/", "storage/migrations/script.py.mako", "pipelines/places/"):
        assert any(part in name for name in names), part
    assert any(name.startswith("crawler/sample_city/") and name.endswith(".yml") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {f"{package}/py.typed" for package in PACKAGES} <= set(names)


def _comparable(output: str) -> list[str]:
    """The lines of a demo without what differs from one run to the next: times, ports, folders, run numbers."""
    steady = re.sub(r"\brun \d+|[\d.]+ s\b|http://\S+", "…", output)
    steady = re.sub(r"(Data folder|GOVNEWS_HOME=)( *)\S+", r"\1\2…", steady)
    return [line.rstrip() for line in steady.splitlines() if line.strip()]


def test_the_demo_runs_from_the_wheel_and_prints_what_the_readme_shows(
    clean: CleanEnvironment, elsewhere: Path, checkout: Path
) -> None:
    printed = clean.run([elsewhere / "venv/bin/govnews", "demo"], elsewhere)
    readme = (checkout / "README.md").read_text("utf-8")
    shown = re.search(r"demo output: begin -->\s*```text\n(.*?)```", readme, re.S)
    assert shown
    assert _comparable(printed) == _comparable(shown[1])
    assert str(checkout) not in printed
    assert [path.name for path in elsewhere.iterdir()] == ["venv"], "the demo left files where it was started"
