"""Alignment of two texts: shared blocks in order and the gaps between them."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipelines.dedup.align import align, likeness
from pipelines.dedup.prepared_text import prepare
from tests.pipelines.dedup.dedup_texts import story

TEXT = story(Random(4)).body or ""


def test_equal_texts_share_everything() -> None:
    found = align(prepare(TEXT), prepare(TEXT))
    assert (found.matched, found.gaps) == (len(found.a.folded), ())


def test_gap_holds_what_one_text_has_in_place_of_the_other() -> None:
    found = align(prepare(TEXT), prepare(TEXT.replace("清晨", "半夜三更", 1)))
    [gap] = found.gaps
    assert found.folded(gap) == ("清晨", "半夜三更")
    assert (gap.replaced, gap.widest) == (2, 4)
    assert not found.is_head(gap)
    assert not found.is_tail(gap)


def test_added_ending_is_a_gap_with_an_empty_side() -> None:
    found = align(prepare(TEXT), prepare(TEXT + "\n另有一句话写在文章最后。"))
    [gap] = found.gaps
    assert (gap.replaced, found.is_tail(gap)) == (0, True)
    assert found.sizes()[0] == len(found.a.folded)


def test_texts_without_common_runs_have_one_gap() -> None:
    found = align(prepare("渡口今晨恢复通航"), prepare("社区食堂飘出香味"))
    assert (found.matched, len(found.gaps)) == (0, 1)


def test_shared_runs_join_over_small_gaps() -> None:
    found = align(prepare(TEXT), prepare(TEXT.replace("清晨", "半夜三更", 1)))
    assert [one.size for one, _ in found.shared_runs(10)] == [len(found.a.folded)]
    assert len(found.shared_runs(1)) == 2
    unrelated = align(prepare("渡口今晨恢复通航"), prepare("社区食堂飘出香味"))
    assert unrelated.shared_runs(5) == []


def test_likeness_is_the_share_of_common_runs_of_the_shorter_passage() -> None:
    assert likeness("渡口今晨", "渡口今晨恢复") == 1.0
    assert likeness("渡口今晨", "社区食堂") == 0.0
    assert likeness("", "渡口") == 0.0


TEXTS = st.text(alphabet="渡口今晨恢复通航青岚。，", max_size=60)


@given(TEXTS, TEXTS)
def test_blocks_and_gaps_cover_both_texts(one: str, other: str) -> None:
    found = align(prepare(one), prepare(other))
    in_gaps = [sum(gap.a1 - gap.a0 for gap in found.gaps), sum(gap.b1 - gap.b0 for gap in found.gaps)]
    assert [found.matched + size for size in in_gaps] == [len(found.a.folded), len(found.b.folded)]
