"""Add a source from one address: explore, choose, prove by a small crawl; what is written is what was proved."""

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
    from crawler.probe.site_explorer import SiteFindings
    from crawler.probe.site_region import SiteRegion
    from crawler.probe.trial_crawl import TrialResult

ATTEMPTS = 3  # families tried in turn, each by a crawl of a few pages
ARTICLES_TRIED = trial_crawl.ARTICLES + 3  # its robots.txt and its list pages beside them
COMPLETE = 20  # characters of body below which an article is a stub


@dataclass
class SourceProposal:
    """A source that was tried, with what its trial brought."""

    says: dict[str, Any]
    match: FamilyMatch | None
    trial: TrialResult
    tape: Path | None = None

    @property
    def works(self) -> bool:
        return any(
            article["title"] and len(article["body"] or "") >= COMPLETE for article in self.trial.articles
        )


@dataclass
class ProposalChoice:
    """The proposal that works, and those that did not."""

    best: SourceProposal | None
    failed: list[SourceProposal] = field(default_factory=list)


def where(found: SiteFindings, named: str | None) -> tuple[SiteRegion | None, list[SiteRegion]]:
    """(division, proposals): what a person named, else what the site says of itself where that is certain.

    Beside what a person named, the proposals are what the site says against it.
    """
    if named is not None:
        place = site_region.given(named)
        said, others = site_region.decide(found.looks)
        against = {
            one.code: one for one in (said, *others) if one and place and not site_region.agree(one, place)
        }
        return place, list(against.values())
    return site_region.decide(found.looks)


def prove(found: SiteFindings, place: SiteRegion, options: dict[str, Any], *, record: bool) -> ProposalChoice:
    """Try the likeliest families until one brings articles; the selectors of the page's own lists come last."""
    chosen = ProposalChoice(None)
    for match in _candidates(found):
        says = source_draft.says(found, match, region=place.code, divisions=place.divisions, options=options)
        proposal = _try(says, match, record=record)
        if proposal.works:
            proposal = _without_dead_starts(proposal, record=record)
            chosen.best = proposal
            return chosen
        chosen.failed.append(proposal)
        discard(proposal)
    return chosen


def _candidates(found: SiteFindings) -> list[FamilyMatch | None]:
    special = [match for match in found.matches if match.rank < CATCH_ALL]
    general = [match for match in found.matches if match.rank >= CATCH_ALL]
    wanted: list[FamilyMatch | None] = [*special[: ATTEMPTS - 1], *general[:1]]
    if found.groups:
        wanted.append(None)
    return wanted[:ATTEMPTS]


def _try(says: dict[str, Any], match: FamilyMatch | None, *, record: bool) -> SourceProposal:
    tape = Path(tempfile.mkdtemp(prefix="govnews-tape-")) if record else None
    try:
        return SourceProposal(
            says, match, trial_crawl.crawl(says, tape=tape, mode="record" if tape else None), tape
        )
    except SourceInvalid as invalid:
        return SourceProposal(says, match, trial_crawl.TrialResult(2, str(invalid)), tape)


def _without_dead_starts(proposal: SourceProposal, *, record: bool) -> SourceProposal:
    """Start pages on which the trial found no link are no lists: without them, if others stay."""
    dead = {
        finding.get("url")
        for finding in proposal.trial.findings
        if finding.get("kind") in ("no_links", "list_unread")
    }
    alive = [start for start in proposal.says["start"] if start not in dead]
    if not alive or len(alive) == len(proposal.says["start"]):
        return proposal
    discard(proposal)
    return _try({**proposal.says, "start": alive}, proposal.match, record=record)


def discard(proposal: SourceProposal) -> None:
    if proposal.tape is not None:
        shutil.rmtree(proposal.tape, ignore_errors=True)


def sample(article: dict[str, Any]) -> dict[str, Any]:
    """What is shown of one article."""
    body = article["body"] or ""
    return {
        "url": article["url"],
        "title": article["title"],
        "published_date": article["published_date"],
        "outlet": article["outlet"],
        "length": len(body),
        "first_line": body.split("\n")[0][:80],
    }
