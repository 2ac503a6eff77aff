"""A data folder whose crawls use the real pipelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawler.crawling import Bench

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def real(tmp_path: Path) -> Bench:
    return Bench(tmp_path, plain=False)
