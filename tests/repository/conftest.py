"""The top folder, and the files that belong to the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOREIGN_FOLDERS = {"__pycache__", "build", "dist", "node_modules"}
DOT_FOLDERS = {".ci", ".github"}


def _belongs(folder: str, *, at_top: bool) -> bool:
    """False for environments, caches, builds and the data folder beside scrapy.cfg."""
    if folder.startswith("."):
        return folder in DOT_FOLDERS
    return (
        folder not in FOREIGN_FOLDERS
        and not folder.endswith(".egg-info")
        and not (at_top and folder == "data")
    )


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def files() -> list[Path]:
    """Every file of the repository, with its absolute path."""
    found: list[Path] = []
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if _belongs(name, at_top=Path(folder) == ROOT)]
        found += [Path(folder, name) for name in names if not name.endswith(".pyc") and name != ".git"]
    return sorted(found)


@pytest.fixture(scope="session")
def texts(files: list[Path]) -> dict[Path, str]:
    """The content of every UTF-8 file, by path from the top folder."""
    found = {}
    for file in files:
        try:
            found[file.relative_to(ROOT)] = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found
