"""The base dependencies alone, as a plain `python3 -m venv` and its pip install them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.install.clean_environment import CleanEnvironment

pytestmark = pytest.mark.registry


def test_trafilatura_can_be_imported(clean: CleanEnvironment, elsewhere: Path) -> None:
    """pip 23 does not match trafilatura's `lxml[html_clean]`, so we depend on lxml_html_clean ourselves."""
    python = elsewhere / "venv/bin/python"
    clean.run([python, "-W", "error", "-c", "import lxml_html_clean"], elsewhere)
    clean.run([python, "-c", "import trafilatura; trafilatura.extract('<p>a</p>')"], elsewhere)


def test_every_module_can_be_imported_without_the_extras(clean: CleanEnvironment, elsewhere: Path) -> None:
    program = (
        "import pkgutil, importlib, crawler, pipelines, storage\n"
        "for package in (crawler, pipelines, storage):\n"
        "    for module in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        if module.name != 'storage.migrations.env': importlib.import_module(module.name)\n"
    )
    clean.run([elsewhere / "venv/bin/python", "-c", program], elsewhere)


def test_both_command_lines_start(clean: CleanEnvironment, elsewhere: Path, checkout: Path) -> None:
    printed = clean.run([elsewhere / "venv/bin/govnews", "--help"], elsewhere)
    for command in ("demo", "crawl", "source", "run", "schedule", "export"):
        assert command in printed
    clean.run([elsewhere / "venv/bin/scrapy", "list"], checkout)


def test_the_installed_versions_fit_together(clean: CleanEnvironment, elsewhere: Path) -> None:
    clean.run([elsewhere / "venv/bin/python", "-m", "pip", "check"], elsewhere)
