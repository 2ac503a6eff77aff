"""Imports between the packages go one way, and the contracts in pyproject.toml that say so are really checked."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINT_IMPORTS), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def test_imports_go_from_crawler_to_pipelines_to_storage_and_never_back(root: Path) -> None:
    done = _lint(root)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("storage/db/column_types.py", "import pipelines.items"),
        ("storage/db/column_types.py", "import scrapy"),
        ("pipelines/items.py", "import crawler.sources.load"),
        ("crawler/spiders/base.py", "import sqlalchemy"),
    ],
)
def test_an_import_against_the_direction_is_found(root: Path, tmp_path: Path, file: str, line: str) -> None:
    for room in ("crawler", "pipelines", "storage"):
        shutil.copytree(root / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    with (tmp_path / file).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    done = _lint(tmp_path)
    assert done.returncode == 1, done.stdout[-2000:]
    assert "1 broken" in done.stdout or "2 broken" in done.stdout


def test_ruff_mypy_and_pytest_are_as_strict_as_the_house_says(root: Path) -> None:
    tools = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert tools["mypy"]["strict"] is True
    assert set(tools["mypy"]["packages"]) == {"crawler", "pipelines", "storage"}
    assert tools["pytest"]["ini_options"]["filterwarnings"][0] == "error"
    assert {"E", "F", "I", "B", "UP", "PL", "PT", "RET", "SIM", "TC", "LOG"} <= set(
        tools["ruff"]["lint"]["select"]
    )
