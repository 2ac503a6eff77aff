"""Decide whether two articles are one text: normal form, fingerprints that find candidates, comparison of a pair.

Works on the titles, bodies and dates of two articles alone. Must not know the database:
storage looks up candidates and keeps the relations.

>>> from pipelines.dedup import compare          # doctest: +SKIP
"""

from __future__ import annotations

from pipelines.dedup.comparison import Relation, compare
from pipelines.dedup.fingerprints import TextFingerprint, clause_hashes, content_sha, fingerprint
from pipelines.dedup.normalise import normal_form
from pipelines.dedup.thresholds import NORM_VERSION, RULE_VERSION

__all__ = [
    "NORM_VERSION",
    "RULE_VERSION",
    "Relation",
    "TextFingerprint",
    "clause_hashes",
    "compare",
    "content_sha",
    "fingerprint",
    "normal_form",
]
