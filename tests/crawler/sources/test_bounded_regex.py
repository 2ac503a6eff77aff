"""Patterns of sources are compiled and searched within a limit of CPU time."""

from __future__ import annotations

import pytest

from crawler.sources import bounded_regex
from crawler.sources.bounded_regex import BoundedPattern, PatternTimeout


@pytest.mark.parametrize(
    "pattern", [r"/art/\d+", r"^https?://[^/]+(/\w+)+/t\d+", r"(?:/col)+/art_\d+_\d+\.html$", r"(.*a){12}b"]
)
def test_patterns_that_compile_are_accepted(pattern: str) -> None:
    assert bounded_regex.problem(pattern) is None


@pytest.mark.parametrize("pattern", ["(", "[a", "a{2,1}", "*a", "(" * 5000])
def test_patterns_that_do_not_compile_are_reported(pattern: str) -> None:
    problem = bounded_regex.problem(pattern)
    assert problem is not None
    assert problem.startswith("is not a regular expression: ")


def test_pattern_that_takes_re_27_seconds_is_searched() -> None:
    assert BoundedPattern(r"(.*a){12}b").search("a" * 25) is None


def test_slow_search_is_stopped_and_reported() -> None:
    pattern = BoundedPattern(r"(a|aa)+$", seconds=0.05)
    with pytest.raises(PatternTimeout, match=r"took more than 0\.05 s of CPU time on one page"):
        pattern.search("a" * 60 + "b")
    with pytest.raises(PatternTimeout):  # the allowance is shared by all searches of a page
        pattern.search("short")


def test_case_is_ignored_on_request_only() -> None:
    assert BoundedPattern("ABC", ignore_case=True).search("xabcx")
    assert BoundedPattern("ABC").search("xabcx") is None


def test_named_groups_are_returned() -> None:
    match = BoundedPattern(r"node_(?P<no>\w+)\.htm").search("http://q.test/node_A01.htm")
    assert match is not None
    assert (match["no"], match.groupdict()) == ("A01", {"no": "A01"})
