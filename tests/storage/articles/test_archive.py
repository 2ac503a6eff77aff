"""The raw archive returns bodies intact and reports damage."""

from __future__ import annotations

import pytest

from storage.articles import archive as module
from storage.articles.archive import ArchiveError, RawArchive


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


def test_body_above_the_limit_is_refused(archive: RawArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BODY", 10)
    with pytest.raises(ValueError, match="11 bytes"):
        archive.put(b"x" * 11)


def test_file_that_claims_to_exceed_the_limit_is_damaged(
    archive: RawArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha = archive.put(b"x" * 1000)
    monkeypatch.setattr(module, "MAX_BODY", 999)
    with pytest.raises(ArchiveError, match="claims more than"):
        archive.get(sha)


def test_file_with_another_body_is_reported(archive: RawArchive) -> None:
    sha, other = archive.put(b"one"), archive.put(b"another")
    archive.path(sha).write_bytes(archive.path(other).read_bytes())
    assert "does not match" in (archive.check(sha) or "")
    assert archive.check(other) is None


def test_failed_write_leaves_no_file(archive: RawArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="no space left"):
        archive.put(b"body")
    assert [path for path in archive.root.rglob("*") if path.is_file()] == []


def test_removing_a_missing_body_returns_false(archive: RawArchive) -> None:
    assert archive.remove("0" * 64) is False
