"""The raw archive returns bodies intact and reports damage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.articles.archive import ArchiveError, RawArchive

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def archive(tmp_path: Path) -> RawArchive:
    return RawArchive(tmp_path / "raw")


def test_stored_body_is_returned_and_damage_is_reported(archive: RawArchive) -> None:
    body = "<html>青岚</html>".encode() * 1000
    sha = archive.put(body)
    assert archive.put(body) == sha
    assert archive.get(sha) == body
    archive.path(sha).write_bytes(b"garbage")
    with pytest.raises(ArchiveError, match="damaged"):
        archive.get(sha)
    archive.remove(sha)
    with pytest.raises(ArchiveError):
        archive.get(sha)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_only_sha256_names_are_accepted(archive: RawArchive, name: str) -> None:
    with pytest.raises(ValueError, match="not a sha256"):
        archive.path(name)
