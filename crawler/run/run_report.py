"""Collect what a run has to report at its end: findings that a person should act on, and whether the walk was complete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.values import EditionHint, ListHint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.net.pace import Pace
    from crawler.params import Params
    from crawler.sources.model import Source
    from storage.values import Claimed, Outcome

MAX_FINDINGS = 50
READ = ("listed", "unchanged")
FINISHED = ("finished", "limit")
FAILED = ("database", "start_error")
# outcomes of single pages that are worth a finding: faults of this program or this machine, not of the site
OWN_FAULTS = (
    "spider_error",
    "item_error",
    "extract_crash",
    "extract_timeout",
    "extract_memory",
    "extract_error",
)


@dataclass(frozen=True)
class RunResult:
    """What is written to the run row: state and reason, findings, whether every list was walked to its end."""

    state: str  # finished | interrupted | failed
    reason: str | None
    findings: Sequence[dict[str, Any]]
    walk_complete: bool


class RunReport:
    """Collects findings during a run. Outcomes of single articles are in the frontier and not repeated here."""

    def __init__(self, source: Source, params: Params) -> None:
        self.source, self.params = source, params
        self.findings: list[dict[str, Any]] = []
        self.unread: dict[int, dict[str, Any]] = {}  # list pages that could not be read, by page id
        self.read = 0  # list pages
        self.unchanged = 0  # pages answered with 304
        self.walk_cut: set[str] = set()  # reasons why some list pages were not visited
        self._reported: set[tuple[str, str]] = set()
        self._own_faults: dict[str, int] = {}  # reason -> number of pages

    def add(self, kind: str, about: str, text: str, **details: Any) -> None:
        """Add a finding, at most one per kind and subject."""
        if (kind, about) not in self._reported:
            self._reported.add((kind, about))
            self.findings.append({"kind": kind, "about": about, "text": text, **details})

    def outcome(self, claim: Claimed, outcome: Outcome) -> None:
        """Take the outcome of a page into account."""
        reason = outcome.reason or ""
        if reason.startswith(OWN_FAULTS):
            self._own_faults[reason] = self._own_faults.get(reason, 0) + 1
        self.unchanged += outcome.state == "unchanged"
        if claim.kind == "article":
            return
        if outcome.state in READ:
            self.read += 1
            self.unread.pop(claim.id, None)
        elif not _may_be_missing(claim, outcome):
            self.unread[claim.id] = {"url": claim.url, "state": outcome.state, "reason": outcome.reason}

    def cut(self, reason: str, left: int) -> None:
        """Note that the run ended at a limit while ``left`` pages were due."""
        self.walk_cut.add(reason)
        if reason != "limit":  # set by the user; a budget may have to be raised
            budget = self.source.budget
            text = f"stopped after {budget.pages} pages or {budget.minutes:g} minutes; {left} pages stay due"
            details = {"pages": budget.pages, "minutes": f"{budget.minutes:g}", "left": left}
            self.add("budget", reason, text, **details)

    def paused(self, host: str, seconds: float) -> None:
        """Note that a host asked for a pause that the run does not wait for."""
        self.walk_cut.add("host_paused")
        text = f"{host} asked for a pause of {seconds:.0f} s; its pages stay due"
        self.add("host_paused", host, text, seconds=round(seconds))

    def result(self, reason: str, pace: Pace) -> RunResult:
        """Return the result of a run that ended for ``reason`` (Scrapy's finish reason or our own)."""
        self._check_hosts(pace)
        for name, count in self._own_faults.items():
            text = f"{count} pages ended with {name}; they are fetched again later"
            self.add("error", name, text, count=count, reason=name)
        if reason in FINISHED:
            self._check_lists()
            state = "finished"
        else:
            state = "failed" if reason in FAILED else "interrupted"
        incomplete = self.unread or self.walk_cut or self.params.windowed
        complete = state == "finished" and self.read > 0 and not incomplete
        why = None if reason == "finished" else reason
        if why is None and self.walk_cut:
            why = min(self.walk_cut)
        return RunResult(state, why, self._limited_findings(), complete)

    def _limited_findings(self) -> list[dict[str, Any]]:
        findings = self.findings[:MAX_FINDINGS]
        if len(self.findings) > MAX_FINDINGS:
            count = len(self.findings) - MAX_FINDINGS
            findings.append({"kind": "more", "text": f"{count} more findings", "count": count})
        return findings

    def _check_hosts(self, pace: Pace) -> None:
        for name, host in pace.hosts.items():
            faults = ", ".join(f"{reason} ×{count}" for reason, count in sorted(host.faults.items()))
            if host.down:
                text = f"{name} failed {host.failures} times in a row ({faults})"
                self.add("host_down", name, text, failures=host.failures, faults=dict(host.faults))
            elif host.faults and not host.answers:
                self.add("unreachable", name, f"{name} never answered ({faults})", faults=dict(host.faults))

    def _check_lists(self) -> None:
        if not self.read and any(page["state"] == "blocked" for page in self.unread.values()):
            self.walk_cut.add(
                "lists_blocked"
            )  # the reason of the run, so that it does not look like a quiet day
        reported = {finding["about"] for finding in self.findings}
        for page in self.unread.values():
            # a blocked page is no fault of the source: it is counted and fetched again
            if page["state"] not in ("blocked", "due") and page["url"] not in reported:
                text = f"list page not read: {page['state']} {page['reason'] or ''}".rstrip()
                details = {"state": page["state"], "reason": page["reason"]}
                self.add("list_unread", page["url"], f"{text}: {page['url']}", **details)


def _may_be_missing(claim: Claimed, outcome: Outcome) -> bool:
    """True if a page is missing (404, 410) whose address was only a guess."""
    hint = claim.hint
    guessed_list = isinstance(hint, ListHint) and hint.speculative
    guessed_day = isinstance(hint, EditionHint) and hint.asked_day is not None
    if outcome.state == "failed":
        return guessed_list and (outcome.reason or "").startswith("http_4")
    return outcome.state in ("gone", "refused") and (guessed_list or guessed_day)
