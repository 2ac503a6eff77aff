"""Crawl a few pages of a known source and compare them with its ``expect:`` block and its recordings."""

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

# shares of what was recorded; less is a changed page and no quiet day
FEWER_LINKS, SHORTER_TEXTS = 0.25, 1 / 3
RECORD_FIELDS = {"published": "published_date"}  # name in ``expect.filled`` -> field of the record
NO_TEXT = frozenset(("no_body", "too_short", "no_text", "list_page", "search_page", "leaving_site", "empty"))


@dataclass
class Verification:
    """The state of one source, with the reasons for any state but ``ok``."""

    source: str
    state: str = "ok"  # ok | silent | empty_list | layout_changed | blocked | moved | failing | mirror
    reasons: list[str] = field(default_factory=list)
    links: int = 0  # article addresses on the lists
    articles: int = 0
    newest: str | None = None  # YYYY-MM-DD

    def add_problem(self, state: str, reason: str) -> None:
        """Add a reason. The first problem names the state, because it causes those that follow."""
        self.state = state if self.state == "ok" else self.state
        self.reasons.append(reason)

    def record(self) -> dict[str, Any]:
        """Return the verification as JSON data."""
        return asdict(self)


def verify(source: Source, keys: Mapping[str, Any], file: Path) -> Verification:
    """Crawl a few pages of a source (``keys`` of its ``file``) and compare them with ``expect:`` and recordings."""
    result = trial_crawl.crawl(keys)
    verification = Verification(source.id, links=result.links, articles=len(result.articles))
    days = sorted(article["published_date"] for article in result.articles if article["published_date"])
    verification.newest = days[-1] if days else None
    _check_pages(verification, result)
    if result.articles:
        _check_expectations(verification, source, result)
        if source.mirror_of is None:
            _check_mirror(verification, result)
        if fixtures.exist(file):
            _check_recording(verification, fixtures.expected(file), result)
    return verification


def _check_pages(verification: Verification, result: TrialResult) -> None:
    """Check that lists and articles could be read at all."""
    reasons = result.reasons()
    blocked = [name.partition("/")[2] for name in reasons if name.startswith("blocked/")]
    if blocked and not result.articles:
        for reason in blocked:
            verification.add_problem("blocked", reason)
        return
    if any(name.endswith("/offsite_redirect") for name in reasons):
        verification.add_problem("moved", "a redirect leads to a host that is not one of the source's")
    for finding in result.findings:
        if finding.get("kind") == "no_links":
            verification.add_problem("empty_list", str(finding.get("text")))
        elif finding.get("kind") == "no_issue":
            verification.add_problem("silent", str(finding.get("text")))
    if result.articles:
        return
    without_text = sum(count for name, count in reasons.items() if name.partition("/")[2] in NO_TEXT)
    if without_text:
        text = f"no text found on {without_text} article pages: new layout?"
        verification.add_problem("layout_changed", text)
    elif verification.state == "ok":
        text = ", ".join(f"{name} {count}" for name, count in reasons.items()) or result.message
        verification.add_problem("failing", text or "no article and no reason")


def _check_expectations(verification: Verification, source: Source, result: TrialResult) -> None:
    """Check the values of ``expect:`` that a few pages can show."""
    for name, share in source.expect.filled.items():
        key = RECORD_FIELDS.get(name, name)
        filled = sum(1 for article in result.articles if article.get(key) not in (None, "", []))
        if filled < share * len(result.articles):
            text = f"{name} filled in {filled} of {len(result.articles)} (expect.filled: {share:g})"
            verification.add_problem("layout_changed", text)
    limit = source.expect.silent_days
    if limit is not None and verification.newest is not None:
        days = (datetime.now(SHANGHAI).date() - date.fromisoformat(verification.newest)).days
        if days > limit:
            text = f"no article for {days} days (expect.silent_days: {limit})"
            verification.add_problem("silent", text)


def _check_mirror(verification: Verification, result: TrialResult) -> None:
    """Check that the texts are not those of a mirror site, which inserts pinyin glosses."""
    traditional = [article for article in result.articles if article["script"] in ("hant", "mixed")]
    is_mirror = len(traditional) > len(result.articles) / 2
    if is_mirror and any(GLOSS.search(article["title"] or "") for article in traditional):
        text = "traditional text with pinyin glosses: name the original in mirror_of"
        verification.add_problem("mirror", text)


def _check_recording(verification: Verification, wanted: Mapping[str, Any], result: TrialResult) -> None:
    """Compare with the articles that the same pages gave when they were recorded."""
    if result.links < FEWER_LINKS * wanted["links"]:
        text = f"{result.links} article links, {wanted['links']} when recorded"
        verification.add_problem("layout_changed", text)
    before = [one["length"] for one in wanted["articles"].values()]
    after = [len(article["body"] or "") for article in result.articles]
    if before and median(after) < SHORTER_TEXTS * median(before):
        text = f"texts of {median(after):g} characters, {median(before):g} when recorded"
        verification.add_problem("layout_changed", text)
    for name in ("title", "published_date", "outlet"):
        filled_before = sum(1 for one in wanted["articles"].values() if one.get(name))
        filled_now = sum(1 for article in result.articles if article[name])
        if before and filled_before == len(before) and not filled_now:
            text = f"{name} is empty in all {len(after)} articles, was filled in all when recorded"
            verification.add_problem("layout_changed", text)
