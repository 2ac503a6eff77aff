"""The comparison of stored articles that is passed to storage: it applies the rules of ``pipelines.dedup`` to rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipelines.dedup import NORM_VERSION, RULE_VERSION, compare, fingerprint
from pipelines.items import Article
from storage.stories.text_comparison import Comparer, Features

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipelines.dedup import Relation


def compare_rows(a: Mapping[str, Any], b: Mapping[str, Any]) -> Relation:
    """Return the relation of two rows of the article table."""
    one, other = _article(a), _article(b)
    if a["content_sha"] is not None and a["content_sha"] == b["content_sha"]:
        other = replace(other, body=one.body)  # the same object: the folded text is then taken from the cache
    return compare(one, other)


def _article(row: Mapping[str, Any]) -> Article:
    return Article(
        title=row["title"],
        body=row["body"],
        published_date=row["published_date"],
        first_seen_at=row["first_seen_at"],
    )


def features(body: str) -> Features:
    """Return the normal form, the content hash and the clause hashes of a body."""
    found = fingerprint(body)
    return Features(found.folded, found.content_sha, found.hashes)


COMPARER = Comparer(
    compare=compare_rows, features=features, rule_version=RULE_VERSION, norm_version=NORM_VERSION
)
