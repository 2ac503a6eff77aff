"""Fingerprints that storage keeps of a text."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.dedup import compare, normal_form
from pipelines.dedup.fingerprints import clause_hashes, content_sha, fingerprint
from pipelines.dedup.thresholds import MAX_CLAUSES, NORM_VERSION
from pipelines.items import Article


@given(st.text(alphabet="城市水路123.,，。:百分之%-℃\nAb 12", max_size=80))
def test_text_folds_the_same_whole_and_clause_by_clause(body: str) -> None:
    assert fingerprint(body).folded == normal_form(body)


def test_long_texts_keep_common_clause_hashes() -> None:
    lines = [f"第{number}项工作由第{number}工作组负责按期完成并且上报结果" for number in range(2000)]
    whole, half = set(clause_hashes("。".join(lines))), set(clause_hashes("。".join(lines[1000:])))
    assert len(whole) == len(half) == MAX_CLAUSES
    assert len(whole & half) > MAX_CLAUSES // 3


@settings(max_examples=200)
@given(st.text(max_size=300))
def test_fingerprint_accepts_any_text(body: str) -> None:
    found = fingerprint(body)
    assert (found.content_sha is None) == (found.folded == "")
    one = Article(body=body)
    assert compare(one, replace(one)).kind in ("duplicate", "unrelated")


def test_clause_hashes_are_signed_sorted_and_unique() -> None:
    clause = "青岚渡口今晨六点整恢复通航"
    hashes = clause_hashes("。".join([clause, clause, "船票两元", "栈桥加固了四十二处并通过验收"]))
    assert len(hashes) == 2
    assert list(hashes) == sorted(hashes)
    assert all(-(2**63) <= value < 2**63 for value in hashes)


def test_fingerprint_has_all_values_that_storage_keeps() -> None:
    found = fingerprint("青岚渡口今晨六点整恢复通航。")
    assert found.folded == "青岚渡口今晨六点整恢复通航"
    assert (found.norm_version, found.content_sha) == (NORM_VERSION, content_sha(found.folded))
    assert len(found.hashes) == 1
