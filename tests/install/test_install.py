"""What a plain `python3 -m venv` and the pip it brings have made of the base dependencies alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from stranger import Stranger

pytestmark = pytest.mark.registry


def test_trafilatura_can_be_imported_in_a_fresh_environment(stranger: Stranger, elsewhere: Path) -> None:
    """pip 23 does not match trafilatura's `lxml[html_clean]`: our own lxml_html_clean is what saves it."""
    python = elsewhere / "venv/bin/python"
    stranger.run([python, "-W", "error", "-c", "import lxml_html_clean"], elsewhere)
    stranger.run([python, "-c", "import trafilatura; trafilatura.extract('<p>a</p>')"], elsewhere)


def test_the_three_rooms_can_be_imported_with_the_base_dependencies_alone(
    stranger: Stranger, elsewhere: Path
) -> None:
    walk = (
        "import pkgutil, importlib, crawler, pipelines, storage\n"
        "for room in (crawler, pipelines, storage):\n"
        "    for module in pkgutil.walk_packages(room.__path__, room.__name__ + '.'):\n"
        "        if module.name != 'storage.migrations.env': importlib.import_module(module.name)\n"
    )
    stranger.run([elsewhere / "venv/bin/python", "-c", walk], elsewhere)


def test_both_command_lines_answer(stranger: Stranger, elsewhere: Path, checkout: Path) -> None:
    told = stranger.run([elsewhere / "venv/bin/govnews", "--help"], elsewhere)
    for command in ("demo", "crawl", "source", "run", "schedule", "export"):
        assert command in told
    stranger.run([elsewhere / "venv/bin/scrapy", "list"], checkout)


def test_what_was_installed_fits_together(stranger: Stranger, elsewhere: Path) -> None:
    stranger.run([elsewhere / "venv/bin/python", "-m", "pip", "check"], elsewhere)
