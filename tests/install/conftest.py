"""A copy of the checkout, the wheel built from it, and an environment into which only the wheel is installed."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.install.clean_environment import CleanEnvironment

ROOT = Path(__file__).resolve().parents[2]
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv*", ".*_cache", "__pycache__", "*.egg-info", "build", "dist"
)
OUR_VARIABLES = ("GOVNEWS_", "PYTEST_", "PYTHONPATH", "VIRTUAL_ENV", "DATABASE_URL", "SCRAPY_", "COV_")


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> CleanEnvironment:
    """`python3` is the interpreter that our own environment was made from; data goes to a temporary folder."""
    folder = tmp_path_factory.mktemp("clean")
    python3 = folder / "python3"
    base = getattr(sys, "_base_executable", sys.executable)
    python3.write_text(f'#!/bin/sh\nexec "{base}" "$@"\n', encoding="utf-8")
    python3.chmod(0o755)
    variables = {name: value for name, value in os.environ.items() if not name.startswith(OUR_VARIABLES)}
    path = [folder, *(p for p in os.environ["PATH"].split(os.pathsep) if not p.startswith(sys.prefix))]
    variables |= {"PATH": os.pathsep.join(map(str, path)), "XDG_DATA_HOME": str(folder / "share")}
    return CleanEnvironment(variables)


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy") / "checkout"
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    shutil.rmtree(folder / "data", ignore_errors=True)
    return folder


@pytest.fixture(scope="session")
def wheel(clean: CleanEnvironment, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    clean.run([sys.executable, "-m", "build", "--wheel", "--outdir", folder, checkout], folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def elsewhere(clean: CleanEnvironment, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder far from the checkout; ``venv`` in it holds the wheel and its base dependencies."""
    folder = tmp_path_factory.mktemp("elsewhere")
    clean.run(["python3", "-m", "venv", folder / "venv"], folder)
    clean.run([folder / "venv/bin/pip", "install", wheel], folder)
    return folder
