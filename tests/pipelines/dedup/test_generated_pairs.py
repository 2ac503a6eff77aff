"""Generated pairs: notices of one template never merge, reprints of one text do."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from pipelines.dedup import compare
from tests.pipelines.dedup.dedup_texts import notices, reprint, story

MERGED = ("duplicate", "reprint")


def _merged_notices(seed: int, count: int) -> list[tuple[str | None, str | None]]:
    rng = Random(seed)
    pairs = (notices(rng) for _ in range(count))
    return [(pair.a.body, pair.b.body) for pair in pairs if compare(pair.a, pair.b).kind in MERGED]


@pytest.mark.slow
def test_notices_of_one_template_never_merge() -> None:
    assert _merged_notices(2026, 1_000) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_notices_never_merge_in_ten_thousand_pairs(seed: int) -> None:
    assert _merged_notices(seed, 10_000) == []


def test_reprints_merge_and_other_stories_do_not() -> None:
    rng = Random(7)
    found: Counter[tuple[str, bool]] = Counter()
    for _ in range(100):
        text = story(rng)
        for how, one, other in (
            ("printed twice", reprint(text, rng), reprint(text, rng)),
            ("cut", text, reprint(text, rng, cut=0.3)),
            ("cut twice", reprint(text, rng, cut=0.15), reprint(text, rng, cut=0.3)),
            ("another", text, story(rng)),
        ):
            found[how, compare(one, other).kind in MERGED] += 1
    assert found["printed twice", True] >= 98
    assert found["cut", True] >= 98
    assert found["cut twice", True] >= 95
    assert found["another", True] == 0
