"""Crawl a few pages of a known source and say, in words, whether it still is what its file promises."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from statistics import median
from typing import TYPE_CHECKING, Any

from crawler.probe import fixtures, trial_crawl
from pipelines.text.glosses import GLOSS
from storage.values import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from crawler.probe.trial_crawl import TrialResult
    from crawler.sources.model import Source

FEWER_LINKS, SHORTER = 0.25, 1 / 3  # of what was recorded; less is another page, not a quiet day
FIELDS = {"published": "published_date"}  # how ``expect.filled`` calls a field of the record
EMPTY = frozenset(("no_body", "too_short", "no_text", "list_page", "empty"))
DOWN = frozenset(
    ("dns", "timeout", "connection_refused", "connection_lost", "tls", "tls_legacy", "proxy_tunnel")
)


@dataclass
class Verification:
    """One source: ``ok`` or the word for what is wrong, and why."""

    source: str
    state: str = "ok"  # ok | silent | empty_list | layout_changed | blocked | moved | failing | mirror
    reasons: list[str] = field(default_factory=list)
    links: int = 0
    articles: int = 0
    newest: str | None = None

    def wrong(self, state: str, reason: str) -> None:
        """The first thing found names the state: it is the cause of what follows."""
        self.state = state if self.state == "ok" else self.state
        self.reasons.append(reason)

    def record(self) -> dict[str, Any]:
        return asdict(self)


def verify(source: Source, says: Mapping[str, Any], file: Path) -> Verification:
    """Fetch a few pages of a source and compare them with ``expect:`` and with what was recorded of it."""
    brought = trial_crawl.crawl(says)
    verdict = Verification(source.id, links=brought.links, articles=len(brought.articles))
    days = sorted(article["published_date"] for article in brought.articles if article["published_date"])
    verdict.newest = days[-1] if days else None
    _reached(verdict, brought)
    if brought.articles:
        _promised(verdict, source, brought)
        if source.mirror_of is None:
            _mirror(verdict, brought)
        if fixtures.exist(file):
            _recorded(verdict, fixtures.expected(file), brought)
    return verdict


def _reached(verdict: Verification, brought: TrialResult) -> None:
    """Whether lists and articles could be read at all."""
    reasons = brought.reasons()
    shut = [name.partition("/")[2] for name in reasons if name.startswith("blocked/")]
    if shut and not brought.articles:
        for reason in shut:
            verdict.wrong("blocked", reason)
        return
    if any(name.endswith("/offsite_redirect") for name in reasons):
        verdict.wrong("moved", "a redirect leads to a host that is not the source's")
    for finding in brought.findings:
        if finding.get("kind") == "no_links":
            verdict.wrong("empty_list", str(finding.get("text")))
        elif finding.get("kind") == "no_issue":
            verdict.wrong("silent", str(finding.get("text")))
    if brought.articles:
        return
    empty = {name: count for name, count in reasons.items() if name.partition("/")[2] in EMPTY}
    if empty:
        count = sum(empty.values())
        verdict.wrong("layout_changed", f"body empty in {count} of {count}: layout changed?")
    elif verdict.state == "ok":
        told = ", ".join(f"{name} {count}" for name, count in reasons.items()) or brought.message
        verdict.wrong("failing", told or "no article and no reason")


def _promised(verdict: Verification, source: Source, brought: TrialResult) -> None:
    """The bounds of ``expect:`` that a few pages can show."""
    for name, share in source.expect.filled.items():
        key = FIELDS.get(name, name)
        filled = sum(1 for article in brought.articles if article.get(key) not in (None, "", []))
        if filled < share * len(brought.articles):
            text = f"{name} filled in {filled} of {len(brought.articles)} (expect.filled: {share:g})"
            verdict.wrong("layout_changed", text)
    limit = source.expect.silent_days
    if limit is not None and verdict.newest is not None:
        days = (datetime.now(SHANGHAI).date() - date.fromisoformat(verdict.newest)).days
        if days > limit:
            verdict.wrong("silent", f"no article for {days} d (expect.silent_days: {limit})")


def _mirror(verdict: Verification, brought: TrialResult) -> None:
    """Texts that were repaired of glosses came from a mirror."""
    raw = [article for article in brought.articles if article["script"] in ("hant", "mixed")]
    if len(raw) > len(brought.articles) / 2 and any(GLOSS.search(a["title"] or "") for a in raw):
        verdict.wrong("mirror", "traditional text with pinyin glosses: name the original in mirror_of")


def _recorded(verdict: Verification, wanted: Mapping[str, Any], brought: TrialResult) -> None:
    """What the same pages were when they were recorded."""
    if brought.links < FEWER_LINKS * wanted["links"]:
        verdict.wrong("layout_changed", f"{brought.links} article links, {wanted['links']} when recorded")
    before = [one["length"] for one in wanted["articles"].values()]
    after = [len(article["body"] or "") for article in brought.articles]
    if before and median(after) < SHORTER * median(before):
        verdict.wrong(
            "layout_changed", f"texts of {median(after):g} characters, {median(before):g} when recorded"
        )
    for name in ("title", "published_date", "outlet"):
        had = sum(1 for one in wanted["articles"].values() if one.get(name))
        has = sum(1 for article in brought.articles if article[name])
        if before and had == len(before) and not has:
            verdict.wrong(
                "layout_changed", f"{name} is empty in all {len(after)}, was filled in all when recorded"
            )
