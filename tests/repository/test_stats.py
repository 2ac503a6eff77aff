"""Every stats key that a run counts is explained in the README of its package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

COUNTED = re.compile(r"""\.(?:inc_value|set_value|max_value)\(\s*f?["']([a-z_]+/[^"']*)["']""")


def _keys(root: Path, package: str) -> set[str]:
    """The keys as they are written in the code, up to the first part that is filled in at run time."""
    code = "\n".join(file.read_text(encoding="utf-8") for file in sorted((root / package).rglob("*.py")))
    return {key.partition("{")[0] for key in COUNTED.findall(code)}


@pytest.mark.parametrize("package", ["crawler", "pipelines"])
def test_stats_keys_are_in_the_readme_of_their_package(root: Path, package: str) -> None:
    readme = (root / package / "README.md").read_text(encoding="utf-8")
    assert sorted(key for key in _keys(root, package) if key not in readme) == []


def test_search_finds_stats_keys_in_both_packages(root: Path) -> None:
    assert "store/" in _keys(root, "pipelines")
    assert any(key.startswith("list/") for key in _keys(root, "crawler"))
