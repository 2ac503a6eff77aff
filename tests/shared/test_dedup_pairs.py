"""Quality floors of deduplication on labelled pairs, which are not part of the repository."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from datetime import date
from typing import Any

import pytest

from pipelines.dedup import compare
from pipelines.items import Article
from tests.shared.seed_pages import SHARED

PAIRS = SHARED / "bench" / "dedup" / "pairs_dev.jsonl.gz"
MERGED = ("duplicate", "reprint")
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not PAIRS.exists(), reason=f"no labelled pairs at {PAIRS}"),
]


def _article(pair: dict[str, Any], side: str) -> Article:
    day = pair[f"date_{side}"]
    return Article(
        title=pair[f"title_{side}"], body=pair[f"text_{side}"], published_date=day and date.fromisoformat(day)
    )


@pytest.fixture(scope="module")
def kinds() -> dict[str, Counter[str]]:
    """For each kind of pair, the number of pairs with each relation."""
    found: dict[str, Counter[str]] = {}
    with gzip.open(PAIRS, "rt", encoding="utf-8") as lines:
        for pair in map(json.loads, lines):
            relation = compare(_article(pair, "a"), _article(pair, "b"))
            found.setdefault(pair["kind"], Counter())[relation.kind] += 1
    return found


def _share(counts: list[Counter[str]], words: tuple[str, ...]) -> float:
    return sum(one[word] for one in counts for word in words) / sum(one.total() for one in counts)


def test_reprints_are_found(kinds: dict[str, Counter[str]]) -> None:
    reprints = {kind: counts for kind, counts in kinds.items() if kind.startswith("pos_")}
    assert _share(list(reprints.values()), MERGED) >= 0.98
    assert _share([reprints["pos_L3"]], MERGED) >= 0.95
    assert _share([reprints["pos_L4"]], MERGED) >= 0.95


def test_notices_and_other_events_never_merge(kinds: dict[str, Counter[str]]) -> None:
    merged = {
        kind: counts for kind, counts in kinds.items() if kind.startswith("neg_") and _share([counts], MERGED)
    }
    assert merged == {}


def test_contained_text_is_an_excerpt(kinds: dict[str, Counter[str]]) -> None:
    assert _share([counts for kind, counts in kinds.items() if kind.startswith("exc_")], MERGED) <= 0.01
    for kind in ("exc_page", "exc_brief", "exc_report"):
        assert _share([kinds[kind]], ("excerpt_of",)) >= 0.9
