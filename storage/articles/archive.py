"""The raw archive: response bodies as received, compressed, in files named by their sha256."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import zstandard

MAX_BODY = 64 * 2**20  # bytes; also limits what a damaged file can decompress to
LEVEL = 6  # of zstandard


class ArchiveError(Exception):
    """A body is missing or damaged; the message names its file."""


class RawArchive:
    """Content-addressed files below one folder, as ``ab/cd/<sha256>.zst``. Implements ``values.Archive``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, body: bytes) -> str:
        """Store a body and return its sha256. Repeating it is harmless; after a crash the file is complete or absent.

        Raises ValueError for a body above MAX_BODY.
        """
        sha = hashlib.sha256(body).hexdigest()
        path = self.path(sha)
        if path.exists():
            return sha
        if len(body) > MAX_BODY:
            raise ValueError(f"the body has {len(body)} bytes; the archive accepts {MAX_BODY}")
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(zstandard.ZstdCompressor(level=LEVEL).compress(body))
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
            for folder in (path.parent, path.parent.parent, self.root):
                _sync(folder)  # the row that names this file survives a power cut, so the file must too
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return sha

    def get(self, sha: str) -> bytes:
        """Return the body with that sha256, verified. Raises ArchiveError."""
        path = self.path(sha)
        try:
            packed = path.read_bytes()
            if zstandard.frame_content_size(packed) > MAX_BODY:
                raise ArchiveError(f"{path}: damaged (its header claims more than {MAX_BODY} bytes)")
            body = zstandard.ZstdDecompressor().decompress(packed, max_output_size=MAX_BODY)
        except OSError as error:
            raise ArchiveError(f"{path}: {error.strerror}") from error
        except zstandard.ZstdError as error:
            raise ArchiveError(f"{path}: damaged ({error})") from error
        if hashlib.sha256(body).hexdigest() != sha:
            raise ArchiveError(f"{path}: content does not match its name")
        return body

    def check(self, sha: str) -> str | None:
        """Return what is wrong with a body, or None if it is present and intact."""
        try:
            self.get(sha)
        except ArchiveError as error:
            return str(error)
        return None

    def remove(self, sha: str) -> bool:
        """Delete a body and return whether it was there. Only takedowns delete."""
        path = self.path(sha)
        if not path.exists():
            return False
        path.unlink()
        return True

    def path(self, sha: str) -> Path:
        """Return the file of a body. Raises ValueError unless ``sha`` is a sha256, so no other path can be named."""
        if len(sha) != 64 or not set(sha) <= set("0123456789abcdef"):
            raise ValueError("not a sha256")
        return self.root / sha[:2] / sha[2:4] / f"{sha}.zst"


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
