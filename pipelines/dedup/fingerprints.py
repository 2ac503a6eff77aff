"""Fingerprints by which storage finds candidates for comparison: hash of the normal form, hashes of clauses."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import xxhash

from pipelines.dedup.normalise import fold, join_runs, normalised
from pipelines.dedup.thresholds import MAX_CLAUSES, MIN_CLAUSE, NORM_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

CLAUSE = re.compile(r"[。！？；，、：\n!?;,:]+")


@dataclass(frozen=True, slots=True)
class TextFingerprint:
    """What storage keeps of a text for deduplication.

    ``folded`` is the normal form, ``content_sha`` its sha256 in hexadecimal (None if it is empty), ``hashes`` are the
    clause hashes, and ``norm_version`` is the version of the rules that made them.
    """

    folded: str
    content_sha: str | None
    hashes: tuple[int, ...]
    norm_version: int = NORM_VERSION


def content_sha(folded: str) -> str | None:
    """sha256 of a normal form in hexadecimal; None for an empty one."""
    return hashlib.sha256(folded.encode("utf-8")).hexdigest() if folded else None


def clause_hashes(body: str) -> tuple[int, ...]:
    """xxh3-64 of every folded clause of at least ten characters, as signed integers, sorted, at most 400."""
    return _hashes(_clauses(normalised(body)))


def _clauses(text: str) -> list[str]:
    """The clauses of a normalised text, each folded."""
    return [fold(clause) for clause in CLAUSE.split(text)]


def _hashes(clauses: Iterable[str]) -> tuple[int, ...]:
    found = set()
    for key in clauses:
        if len(key) >= MIN_CLAUSE:
            value = xxhash.xxh3_64_intdigest(key.encode("utf-8"))
            found.add(value - (1 << 64) if value >= 1 << 63 else value)
    return tuple(sorted(found)[:MAX_CLAUSES])


def fingerprint(body: str) -> TextFingerprint:
    """The fingerprint of the body of an article."""
    clauses = _clauses(normalised(body))
    folded = join_runs(clauses)
    return TextFingerprint(folded, content_sha(folded), _hashes(clauses))
