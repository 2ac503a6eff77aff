"""A valid source file for the tests of this folder, and the errors of a changed one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.sources.load import SourceInvalid, load

if TYPE_CHECKING:
    from pathlib import Path


GOOD = """\
name: 青岚市人民政府
shape: listing
region: 371525
start: [http://www.qinglan.test/col/1/index.html]
"""


def write(folder: Path, text: str, name: str = "qinglan_gov") -> Path:
    """Write a source file and return its path."""
    path = folder / f"{name}.yml"
    path.write_text(text, encoding="utf-8")
    return path


def errors(folder: Path, text: str) -> list[str]:
    """Return the errors of a source file as ``line: message``."""
    with pytest.raises(SourceInvalid) as caught:
        load(write(folder, text))
    return [str(error).removeprefix(f"{folder}/qinglan_gov.yml:") for error in caught.value.errors]
