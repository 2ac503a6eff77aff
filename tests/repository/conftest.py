"""What the tests of the repository itself look at: its folder and the files that belong to it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"__pycache__", "build", "data", "dist", "node_modules"}
OUR_DOT_FOLDERS = {".ci", ".github"}


def _ours(folder: str) -> bool:
    if folder.startswith("."):
        return folder in OUR_DOT_FOLDERS
    return folder not in NOT_OURS and not folder.endswith(".egg-info")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def files() -> list[Path]:
    """Every file of the repository; no environments, caches, databases."""
    found: list[Path] = []
    for folder, inner, names in os.walk(ROOT):
        at_top = Path(folder) == ROOT
        inner[:] = [name for name in inner if _ours(name) or (name == "data" and not at_top)]
        found += [Path(folder, name) for name in names if not name.endswith(".pyc") and name != ".git"]
    return sorted(found)


@pytest.fixture(scope="session")
def texts(files: list[Path]) -> dict[Path, str]:
    """The files that are UTF-8 text, with what they say (a GBK page of the sample city is none)."""
    found = {}
    for file in files:
        try:
            found[file.relative_to(ROOT)] = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found
