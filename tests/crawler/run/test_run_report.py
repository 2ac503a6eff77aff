"""The report of a run: findings, state and reason, and whether the walk was complete."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.net.pace import BREAKER, Pace
from crawler.params import Params
from crawler.run.run_report import MAX_FINDINGS, RunReport
from storage.values import Claimed, EditionHint, ListHint, Outcome
from tests.crawler.sources_in_memory import listing_source

LIST = Claimed(
    id=1,
    url="http://www.qinglan.test/list/1.html",
    url_key="www.qinglan.test/list/1.html",
    kind="list",
    state="due",
    position=1,
    hint=ListHint(),
    parent_id=None,
    issue_id=None,
    attempts=0,
    etag=None,
    last_modified=None,
    not_modified=0,
    article_id=None,
    found_walk=1,
)
ARTICLE = replace(LIST, id=2, kind="article", url="http://www.qinglan.test/art/1.html")


@pytest.fixture
def report() -> RunReport:
    return RunReport(listing_source(), Params())


def kinds(report: RunReport) -> list[str]:
    return [finding["kind"] for finding in report.result("finished", Pace(0)).findings]


def test_walk_is_complete_if_every_list_page_was_read(report: RunReport) -> None:
    report.outcome(LIST, Outcome(state="listed"))
    result = report.result("finished", Pace(0))
    assert (result.state, result.reason, result.walk_complete, list(result.findings)) == (
        "finished",
        None,
        True,
        [],
    )


def test_list_page_that_was_not_read_is_a_finding(report: RunReport) -> None:
    report.outcome(LIST, Outcome(state="failed", reason="http_418"))
    assert kinds(report) == ["list_unread"]
    assert not report.result("finished", Pace(0)).walk_complete


@pytest.mark.parametrize(
    ("hint", "outcome"),
    [
        (ListHint(speculative=True), Outcome(state="gone", reason="http_404")),
        (ListHint(speculative=True), Outcome(state="failed", reason="http_418")),
        (EditionHint(asked_day=None, is_start=True), Outcome(state="listed")),
    ],
)
def test_missing_page_with_a_guessed_address_is_no_finding(
    report: RunReport, hint: ListHint | EditionHint, outcome: Outcome
) -> None:
    report.outcome(LIST, Outcome(state="listed"))
    kind = "list" if isinstance(hint, ListHint) else "edition"
    report.outcome(replace(LIST, id=3, kind=kind, hint=hint), outcome)
    assert kinds(report) == []


def test_blocked_lists_are_the_reason_of_the_run_and_no_finding(report: RunReport) -> None:
    report.outcome(LIST, Outcome(state="blocked", reason="challenge:jsl"))
    result = report.result("finished", Pace(0))
    assert (result.reason, list(result.findings), result.walk_complete) == ("lists_blocked", [], False)


@pytest.mark.parametrize("reason", ["extract_timeout", "extract_crash", "item_error:KeyError"])
def test_fault_of_this_program_is_a_finding_with_its_count(report: RunReport, reason: str) -> None:
    report.outcome(LIST, Outcome(state="listed"))
    for _ in range(3):
        report.outcome(ARTICLE, Outcome(state="failed", reason=reason))
    [finding] = report.result("finished", Pace(0)).findings
    assert (finding["kind"], finding["about"], finding["count"]) == ("error", reason, 3)


def test_refused_article_is_no_finding(report: RunReport) -> None:
    report.outcome(LIST, Outcome(state="listed"))
    report.outcome(ARTICLE, Outcome(state="refused", reason="no_body"))
    assert kinds(report) == []


def test_host_that_is_down_or_never_answered_is_a_finding(report: RunReport) -> None:
    pace = Pace(0)
    pace.failed("a.test", "timeout")
    for _ in range(BREAKER):
        pace.failed("b.test", "timeout")
    found = report.result("finished", pace).findings
    assert [(one["kind"], one["about"]) for one in found] == [
        ("unreachable", "a.test"),
        ("host_down", "b.test"),
    ]


def test_limit_cuts_the_walk_without_a_finding_and_a_budget_with_one(report: RunReport) -> None:
    report.cut("limit", 5)
    assert kinds(report) == []
    report.cut("budget_pages", 5)
    assert kinds(report) == ["budget"]


@pytest.mark.parametrize(
    ("reason", "state"),
    [("limit", "finished"), ("database", "failed"), ("shutdown", "interrupted")],
)
def test_state_follows_from_the_reason(report: RunReport, reason: str, state: str) -> None:
    result = report.result(reason, Pace(0))
    assert (result.state, result.reason) == (state, reason)


def test_findings_are_unique_per_subject_and_limited(report: RunReport) -> None:
    for number in range(MAX_FINDINGS + 5):
        report.add("no_links", f"http://www.qinglan.test/{number}", "x")
        report.add("no_links", f"http://www.qinglan.test/{number}", "x")
    found = report.result("finished", Pace(0)).findings
    assert len(found) == MAX_FINDINGS + 1
    assert (found[-1]["kind"], found[-1]["count"]) == ("more", 5)
