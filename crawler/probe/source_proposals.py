"""Turn the findings of an exploration into a source that works: draft it for each likely family and crawl a few pages."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.probe import site_region, source_draft, trial_crawl
from crawler.probe.family_match import CATCH_ALL
from crawler.sources.load import SourceInvalid

if TYPE_CHECKING:
    from crawler.probe.family_match import FamilyMatch
    from crawler.probe.site_region import SiteRegion
    from crawler.probe.site_visit import SiteFindings
    from crawler.probe.source_draft import GivenOptions
    from crawler.probe.trial_crawl import TrialResult

MAX_TRIALS = 3  # drafts that are tried in turn
TRIAL_REQUESTS = (
    trial_crawl.ARTICLES + 3
)  # articles, robots.txt and list pages; for an estimate of the duration
LEAST_BODY = 20  # characters; an article with less proves nothing
DEAD_START = ("no_links", "list_unread")  # findings about a start page that is no list


@dataclass
class SourceProposal:
    """A drafted source with the result of its trial crawl."""

    keys: dict[str, Any]
    match: FamilyMatch | None
    trial: TrialResult
    recording: Path | None = None

    @property
    def works(self) -> bool:
        """True if the trial brought an article with title and text."""
        return any(
            article["title"] and len(article["body"] or "") >= LEAST_BODY for article in self.trial.articles
        )


@dataclass
class ProposalChoice:
    """The proposal that works, if any, and those that do not."""

    best: SourceProposal | None
    failed: list[SourceProposal] = field(default_factory=list)


def choose_region(findings: SiteFindings, given: str | None) -> tuple[SiteRegion | None, list[SiteRegion]]:
    """Return (division, others): the given code with what the site states against it, else what the site states."""
    decided, others = site_region.decide_region(findings.pages)
    if given is None:
        return decided, others
    region = site_region.region_of_code(given)
    stated = [one for one in (decided, *others) if one is not None]
    against = {one.code: one for one in stated if region and not site_region.agree(one, region)}
    return region, list(against.values())


def try_proposals(
    findings: SiteFindings, region: SiteRegion, options: GivenOptions, *, record: bool
) -> ProposalChoice:
    """Try the likeliest families until one brings articles; proposed selectors come last."""
    choice = ProposalChoice(None)
    for match in _candidates(findings):
        keys = source_draft.draft(findings, match, region, options)
        proposal = _try(keys, match, record=record)
        if proposal.works:
            choice.best = _without_dead_starts(proposal, record=record)
            return choice
        choice.failed.append(proposal)
        discard(proposal)
    return choice


def _candidates(findings: SiteFindings) -> list[FamilyMatch | None]:
    """Return special families, then one catch-all, then None for selectors."""
    special = [match for match in findings.matches if match.rank < CATCH_ALL]
    general = [match for match in findings.matches if match.rank >= CATCH_ALL]
    wanted: list[FamilyMatch | None] = [*special[: MAX_TRIALS - 1], *general[:1]]
    if findings.groups:
        wanted.append(None)
    return wanted[:MAX_TRIALS]


def _try(keys: dict[str, Any], match: FamilyMatch | None, *, record: bool) -> SourceProposal:
    recording = Path(tempfile.mkdtemp(prefix="govnews-recording-")) if record else None
    try:
        result = trial_crawl.crawl(keys, recording=recording, mode="record" if recording else None)
    except SourceInvalid as invalid:
        result = trial_crawl.TrialResult(2, str(invalid))
    return SourceProposal(keys, match, result, recording)


def _without_dead_starts(proposal: SourceProposal, *, record: bool) -> SourceProposal:
    """Try again without the start pages on which no link was found, if others remain."""
    dead = {finding.get("about") for finding in proposal.trial.findings if finding.get("kind") in DEAD_START}
    alive = [start for start in proposal.keys["start"] if start not in dead]
    if not alive or len(alive) == len(proposal.keys["start"]):
        return proposal
    discard(proposal)
    return _try({**proposal.keys, "start": alive}, proposal.match, record=record)


def discard(proposal: SourceProposal) -> None:
    """Delete the recording of a proposal."""
    if proposal.recording is not None:
        shutil.rmtree(proposal.recording, ignore_errors=True)


def sample(article: dict[str, Any]) -> dict[str, Any]:
    """Return what is shown of an article of the trial."""
    body = article["body"] or ""
    return {
        "url": article["url"],
        "title": article["title"],
        "published_date": article["published_date"],
        "outlet": article["outlet"],
        "length": len(body),
        "first_line": body.split("\n")[0][:80],
    }
