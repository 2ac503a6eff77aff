"""The README's install command on a bare checkout: a plain `python3 -m venv` and the pip it brings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from stranger import Stranger

pytestmark = pytest.mark.registry


@pytest.fixture(scope="module")
def installed(stranger: Stranger, checkout: Path) -> Path:
    """The checkout after the README's first command, without the demo at its end."""
    readme = (checkout / "README.md").read_text(encoding="utf-8")
    found = re.search(r"^(python3 -m venv .*) && \.venv/bin/govnews demo$", readme, flags=re.M)
    assert found
    stranger.run(["bash", "-c", found[1]], checkout)
    return checkout


def test_trafilatura_can_be_imported_after_the_readme_command(stranger: Stranger, installed: Path) -> None:
    """pip 23 does not match trafilatura's `lxml[html_clean]`: our own lxml_html_clean is what saves it."""
    python = installed / ".venv/bin/python"
    stranger.run([python, "-W", "error", "-c", "import lxml_html_clean"], installed)
    stranger.run([python, "-c", "import trafilatura; trafilatura.extract('<p>a</p>')"], installed)


def test_the_three_rooms_can_be_imported_with_the_base_dependencies_alone(
    stranger: Stranger, installed: Path
) -> None:
    walk = (
        "import pkgutil, importlib, crawler, pipelines, storage\n"
        "for room in (crawler, pipelines, storage):\n"
        "    for module in pkgutil.walk_packages(room.__path__, room.__name__ + '.'):\n"
        "        if module.name != 'storage.migrations.env': importlib.import_module(module.name)\n"
    )
    stranger.run([installed / ".venv/bin/python", "-c", walk], installed)


def test_both_command_lines_answer(stranger: Stranger, installed: Path) -> None:
    told = stranger.run([installed / ".venv/bin/govnews", "--help"], installed)
    for command in ("demo", "crawl", "source", "run", "schedule", "export"):
        assert command in told
    stranger.run([installed / ".venv/bin/scrapy", "list"], installed)


def test_what_was_installed_fits_together(stranger: Stranger, installed: Path) -> None:
    stranger.run([installed / ".venv/bin/python", "-m", "pip", "check"], installed)
