"""Every number a run reports is explained at the door of the room that counts it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

COUNTED = re.compile(r"""\.(?:inc_value|set_value|max_value)\(\s*f?["']([a-z_]+/[^"']*)["']""")


def _keys(root: Path, room: str) -> set[str]:
    """The keys as they are written in the code, up to the first part that only a run can fill in."""
    code = "\n".join(file.read_text(encoding="utf-8") for file in sorted((root / room).rglob("*.py")))
    return {key.partition("{")[0] for key in COUNTED.findall(code)}


@pytest.mark.parametrize("room", ["crawler", "pipelines"])
def test_every_stats_key_is_in_the_readme_of_its_room(root: Path, room: str) -> None:
    readme = (root / room / "README.md").read_text(encoding="utf-8")
    assert sorted(key for key in _keys(root, room) if key not in readme) == []


def test_the_search_for_stats_keys_finds_some_in_both_rooms(root: Path) -> None:
    assert "store/" in _keys(root, "pipelines")
    assert any(key.startswith("robots/") for key in _keys(root, "crawler"))
