"""The built wheel: everything the rooms need is in it, and the demo runs from it far from any checkout."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from stranger import Stranger

pytestmark = pytest.mark.registry
ROOMS = ("crawler", "pipelines", "storage")


def test_every_file_of_the_rooms_is_in_the_wheel_and_no_test_is(wheel: Path, checkout: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    ours = {
        file.relative_to(checkout).as_posix()
        for room in ROOMS
        for file in (checkout / room).rglob("*")
        if file.is_file() and file.suffix != ".pyc"
    }
    assert ours - inside == set()
    code = {name for name in inside if ".dist-info/" not in name}
    assert code - ours == set()


def test_the_wheel_carries_migrations_regions_the_sample_city_and_the_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("storage/migrations/versions/", "storage/migrations/script.py.mako", "pipelines/places/"):
        assert any(part in name for name in names), part
    assert any(name.startswith("crawler/sample_city/") and name.endswith(".yml") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {f"{room}/py.typed" for room in ROOMS} <= set(names)


def _counts(told: str) -> list[str]:
    """The lines of a demo without what differs from one to the next: times, ports, folders, which run came first."""
    steady = re.sub(r"\brun \d+|[\d.]+ s\b|http://\S+", "…", told)
    steady = re.sub(r"(Data folder|GOVNEWS_HOME=)( *)\S+", r"\1\2…", steady)
    return [line.rstrip() for line in steady.splitlines() if line.strip()]


def test_the_demo_runs_from_the_wheel_and_says_what_the_readme_shows(
    stranger: Stranger, elsewhere: Path, checkout: Path
) -> None:
    govnews = elsewhere / "venv/bin/govnews"
    stranger.run([govnews, "--help"], elsewhere)
    told = stranger.run([govnews, "demo"], elsewhere, seconds=300)
    shown = re.search(
        r"demo output: begin -->\s*```text\n(.*?)```", (checkout / "README.md").read_text("utf-8"), re.S
    )
    assert shown
    assert _counts(told) == _counts(shown[1])
    assert str(checkout) not in told
    assert sorted(path.name for path in elsewhere.iterdir()) == ["venv"], (
        "the demo left files where it was started"
    )
