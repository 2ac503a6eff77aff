"""Add a source from one address: explore, choose, prove by a small crawl; what is written is what was proved."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.probe import compose, region, trial
from crawler.probe.recognise import CATCH_ALL
from crawler.sources.load import SourceInvalid

if TYPE_CHECKING:
    from crawler.probe.explore import Found
    from crawler.probe.recognise import Match
    from crawler.probe.region import Place
    from crawler.probe.trial import Trial

ATTEMPTS = 3  # families tried in turn, each by a crawl of a few pages
ARTICLES_TRIED = trial.ARTICLES + 3  # its robots.txt and its list pages beside them
COMPLETE = 20  # characters of body below which an article is a stub


@dataclass
class Proposal:
    """A source that was tried, with what its trial brought."""

    says: dict[str, Any]
    match: Match | None
    trial: Trial
    tape: Path | None = None

    @property
    def works(self) -> bool:
        return any(
            article["title"] and len(article["body"] or "") >= COMPLETE for article in self.trial.articles
        )


@dataclass
class Chosen:
    """The proposal that works, and those that did not."""

    best: Proposal | None
    failed: list[Proposal] = field(default_factory=list)


def where(found: Found, named: str | None) -> tuple[Place | None, list[Place]]:
    """(division, proposals): what a person named, else what the site says of itself where that is certain.

    Beside what a person named, the proposals are what the site says against it.
    """
    if named is not None:
        place = region.given(named)
        said, others = region.decide(found.looks)
        against = {one.code: one for one in (said, *others) if one and place and not region.agree(one, place)}
        return place, list(against.values())
    return region.decide(found.looks)


def prove(found: Found, place: Place, options: dict[str, Any], *, record: bool) -> Chosen:
    """Try the likeliest families until one brings articles; the selectors of the page's own lists come last."""
    chosen = Chosen(None)
    for match in _candidates(found):
        says = compose.says(found, match, region=place.code, divisions=place.divisions, options=options)
        proposal = _try(says, match, record=record)
        if proposal.works:
            proposal = _without_dead_starts(proposal, record=record)
            chosen.best = proposal
            return chosen
        chosen.failed.append(proposal)
        discard(proposal)
    return chosen


def _candidates(found: Found) -> list[Match | None]:
    special = [match for match in found.matches if match.rank < CATCH_ALL]
    general = [match for match in found.matches if match.rank >= CATCH_ALL]
    wanted: list[Match | None] = [*special[: ATTEMPTS - 1], *general[:1]]
    if found.groups:
        wanted.append(None)
    return wanted[:ATTEMPTS]


def _try(says: dict[str, Any], match: Match | None, *, record: bool) -> Proposal:
    tape = Path(tempfile.mkdtemp(prefix="govnews-tape-")) if record else None
    try:
        return Proposal(says, match, trial.crawl(says, tape=tape, mode="record" if tape else None), tape)
    except SourceInvalid as invalid:
        return Proposal(says, match, trial.Trial(2, str(invalid)), tape)


def _without_dead_starts(proposal: Proposal, *, record: bool) -> Proposal:
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


def discard(proposal: Proposal) -> None:
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
