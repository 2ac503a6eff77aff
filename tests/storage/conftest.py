"""Fixtures of the storage tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.articles.archive import RawArchive

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def archive(tmp_path: Path) -> RawArchive:
    """Return an empty raw archive."""
    return RawArchive(tmp_path / "raw")
