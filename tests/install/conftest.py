"""What a stranger has: a copy of the checkout, a plain Python, and nothing of our environment."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from stranger import Stranger

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv*", ".*_cache", "__pycache__", "*.egg-info", "build", "dist")
OURS = ("GOVNEWS_", "PYTEST_", "PYTHONPATH", "VIRTUAL_ENV", "DATABASE_URL", "SCRAPY_", "COV_")


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Stranger:
    """`python3` is the interpreter below our own environment; data goes to a folder of this session."""
    folder = tmp_path_factory.mktemp("stranger")
    python3 = folder / "python3"
    python3.write_text(f'#!/bin/sh\nexec "{sys._base_executable}" "$@"\n', encoding="utf-8")
    python3.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    path = [folder, *(p for p in os.environ["PATH"].split(os.pathsep) if not p.startswith(sys.prefix))]
    environment |= {"PATH": os.pathsep.join(map(str, path)), "XDG_DATA_HOME": str(folder / "share")}
    return Stranger(environment)


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bare") / "checkout"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    shutil.rmtree(folder / "data", ignore_errors=True)
    return folder


@pytest.fixture(scope="session")
def wheel(stranger: Stranger, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    stranger.run([sys.executable, "-m", "build", "--wheel", "--outdir", folder, checkout], folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def elsewhere(stranger: Stranger, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that has the wheel and was never near the checkout."""
    folder = tmp_path_factory.mktemp("elsewhere")
    stranger.run(["python3", "-m", "venv", folder / "venv"], folder)
    stranger.run([folder / "venv/bin/pip", "install", wheel], folder)
    return folder
