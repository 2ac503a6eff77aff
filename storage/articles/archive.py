"""The raw archive: response bodies as they came, named by their sha256, compressed, written once."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import zstandard

MAX_BODY = 64 * 2**20  # no stored body is larger: a damaged file must not unpack without end
LEVEL = 6


class ArchiveError(Exception):
    """A body is missing or damaged; the message names the file."""


class RawArchive:
    """Content-addressed files below one folder: ``ab/cd/<sha256>.zst``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, body: bytes) -> str:
        """Keep a body and give its sha256. Safe to repeat and to interrupt: a file is whole or absent."""
        sha = hashlib.sha256(body).hexdigest()
        path = self.path(sha)
        if path.exists():
            return sha
        if len(body) > MAX_BODY:
            raise ValueError(f"a body of {len(body)} bytes: nothing above {MAX_BODY} is kept")
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(zstandard.ZstdCompressor(level=LEVEL).compress(body))
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
            for folder in (path.parent, path.parent.parent, self.root):
                _sync(folder)  # the row that names the file may outlive a power cut, so must its name
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return sha

    def get(self, sha: str) -> bytes:
        """The body of that name, verified. Raises ArchiveError."""
        path = self.path(sha)
        try:
            packed = path.read_bytes()
            if zstandard.frame_content_size(packed) > MAX_BODY:
                raise ArchiveError(f"{path}: damaged (announces more than {MAX_BODY} bytes)")
            body = zstandard.ZstdDecompressor().decompress(packed, max_output_size=MAX_BODY)
        except OSError as error:
            raise ArchiveError(f"{path}: {error.strerror}") from error
        except zstandard.ZstdError as error:
            raise ArchiveError(f"{path}: damaged ({error})") from error
        if hashlib.sha256(body).hexdigest() != sha:
            raise ArchiveError(f"{path}: content does not match its name")
        return body

    def exists(self, sha: str) -> bool:
        return self.path(sha).exists()

    def check(self, sha: str) -> str | None:
        """What is wrong with a body: None when it is there and whole."""
        try:
            self.get(sha)
        except ArchiveError as error:
            return str(error)
        return None

    def remove(self, sha: str) -> bool:
        """Delete a body (takedowns only); False when it was not there."""
        path = self.path(sha)
        if not path.exists():
            return False
        path.unlink()
        return True

    def path(self, sha: str) -> Path:
        """Where a body lies. Raises ValueError for what is no sha256, so that no other path can be named."""
        if len(sha) != 64 or not set(sha) <= set("0123456789abcdef"):
            raise ValueError("not a sha256")
        return self.root / sha[:2] / sha[2:4] / f"{sha}.zst"


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
