"""What a run has to tell when it ends: findings a person should act on, and whether the walk was complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.lists.list_page import PROBE
from crawler.newspapers.edition_visit import NO_ISSUE

if TYPE_CHECKING:
    from crawler.net.pace import Pace
    from crawler.params import Params
    from crawler.sources.model import Source
    from storage.values import Claimed, Outcome

MAX_FINDINGS = 50
READ = ("listed", "unchanged")
FINISHED = ("finished", "limit")
BROKEN = ("database", "start_error")


class Report:
    """Collects while the run goes; says nothing about single articles, whose outcomes are in the frontier."""

    def __init__(self, source: Source, params: Params) -> None:
        self.source, self.params = source, params
        self.findings: list[dict[str, Any]] = []
        self.unread: dict[int, dict[str, Any]] = {}  # list pages that could not be read
        self.read = 0
        self.unchanged = 0  # lists and articles that answered 304
        self.walk_cut: set[str] = set()  # why the walk did not see every list page
        self._told: set[tuple[str, Any]] = set()
        self.errors: dict[str, int] = {}

    def add(self, kind: str, about: str, text: str, **more: Any) -> None:
        """One finding per kind and thing, however often it is met."""
        if (kind, about) not in self._told:
            self._told.add((kind, about))
            self.findings.append({"kind": kind, "about": about, "text": text, **more})

    def outcome(self, claim: Claimed, outcome: Outcome) -> None:
        if outcome.state == "retry" and (outcome.reason or "").startswith(("spider_error", "item_error")):
            self.errors[outcome.reason or ""] = self.errors.get(outcome.reason or "", 0) + 1
        self.unchanged += outcome.state == "unchanged"
        if claim.kind == "article":
            return
        if outcome.state in READ:
            self.read += 1
            self.unread.pop(claim.id, None)
        elif not _may_be_missing(claim, outcome):
            self.unread[claim.id] = {"url": claim.url, "state": outcome.state, "reason": outcome.reason}

    def cut(self, reason: str, left: int) -> None:
        self.walk_cut.add(reason)
        if reason != "limit":  # a limit was asked for; a budget is a bound that somebody may have to lift
            budget = self.source.budget
            text = f"stopped after {budget.pages} pages or {budget.minutes:g} minutes; {left} pages stay due"
            self.add("budget", reason, text, left=left)

    def paused(self, host: str, seconds: float) -> None:
        self.walk_cut.add("host_paused")
        self.add("host_paused", host, f"{host} asked for a pause of {seconds:.0f} s; its pages stay due")

    def result(self, reason: str, pace: Pace) -> tuple[str, str | None, list[dict[str, Any]], bool]:
        """State and reason of the run, its findings, and whether every list was walked to its end."""
        self._hosts(pace)
        for name, count in self.errors.items():
            self.add("error", name, f"{count} pages raised {name}; they are asked again later", count=count)
        if reason in FINISHED:
            self._lists()
        state = "finished" if reason in FINISHED else "failed" if reason in BROKEN else "interrupted"
        complete = (
            state == "finished"
            and self.read > 0
            and not (self.unread or self.walk_cut or self.params.windowed)
        )
        findings = self.findings[:MAX_FINDINGS]
        if len(self.findings) > MAX_FINDINGS:
            findings.append({"kind": "more", "text": f"{len(self.findings) - MAX_FINDINGS} more findings"})
        why = None if reason == "finished" else reason
        if why is None and self.walk_cut:
            why = sorted(self.walk_cut)[0]
        return state, why, findings, complete

    def _hosts(self, pace: Pace) -> None:
        for name, host in pace.hosts.items():
            faults = ", ".join(f"{reason} ×{count}" for reason, count in sorted(host.faults.items()))
            if host.down:
                self.add("host_down", name, f"{name} failed {host.failures} times in a row ({faults})")
            elif host.faults and not host.answers:
                self.add("unreachable", name, f"{name} never answered ({faults})")

    def _lists(self) -> None:
        told = {finding["about"] for finding in self.findings}
        if not self.read and any(page["state"] == "blocked" for page in self.unread.values()):
            self.walk_cut.add("lists_blocked")  # named, so that nobody takes it for a quiet day
        for page in self.unread.values():
            # blocked is the site's word and no fault of the source: counted, asked again, no alarm
            if page["state"] not in ("blocked", "due") and page["url"] not in told:
                text = f"list page not read: {page['state']} {page['reason'] or ''}".rstrip()
                self.add("list_unread", page["url"], f"{text}: {page['url']}")


def _may_be_missing(claim: Claimed, outcome: Outcome) -> bool:
    """Whether nobody promised the page, and the site says that it does not have it."""
    if outcome.state == "failed" and claim.hint.get(PROBE):
        return (outcome.reason or "").startswith("http_4")
    return outcome.state in ("gone", "refused") and bool(claim.hint.get(NO_ISSUE) or claim.hint.get(PROBE))
