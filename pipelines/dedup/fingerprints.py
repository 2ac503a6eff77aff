"""Fingerprints by which storage finds candidates for comparison: hash of the normal form, hashes of clauses."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import xxhash

from pipelines.dedup.normalise import fold, join_runs, normalised
from pipelines.dedup.thresholds import MAX_CLAUSES, MIN_CLAUSE, NORM_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipelines.items import Article

CLAUSE = re.compile(r"[。！？；，、：\n!?;,:]+")


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


def fingerprint(article: Article) -> None:
    """Fill the fields of an article that deduplication stores: folded text, norm_version, content_sha, fingerprints."""
    clauses = _clauses(normalised(article.body or ""))
    article.folded = join_runs(clauses)
    article.norm_version = NORM_VERSION
    article.content_sha = content_sha(article.folded)
    article.fingerprints = _hashes(clauses)
