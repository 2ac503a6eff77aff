"""Family files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.sources.family_files import by_rank, families
from crawler.sources.load import SourceInvalid
from crawler.sources.model import Source

if TYPE_CHECKING:
    from pathlib import Path


GOOD = """\
name: 青岚市人民政府
shape: listing
region: 371525
start: [http://www.qinglan.test/col/1/index.html]
"""


def write(folder: Path, text: str, name: str = "qinglan_gov") -> Path:
    path = folder / f"{name}.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_shipped_family_is_valid_and_documented() -> None:
    found = families()
    assert {"gov/generic", "gov/trs_wcm"} <= set(found)
    for name, family in found.items():
        data = {"id": "q", "name": "q", "region": "371525", "start": ("http://q.test/",), **family.preset}
        assert Source.model_validate(data).shape == family.preset["shape"]
        assert family.file.with_suffix(".md").read_text(encoding="utf-8").startswith(f"# {name}: ")
        assert family.evidence


def test_fingerprint_ranks_are_unique_and_sorted() -> None:
    ranks = [family.fingerprint.rank for family in by_rank() if family.fingerprint]
    assert ranks == sorted(set(ranks))


def test_error_in_a_fingerprint_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "families").mkdir()
    (tmp_path / "families" / "odd.yml").write_text("shape: listing\nfingerprint:\n  rank: 3\n  html: ['(']\n")
    with pytest.raises(SourceInvalid, match=r"odd\.yml:4: fingerprint\.html: .* is not a regular expression"):
        families([tmp_path])
