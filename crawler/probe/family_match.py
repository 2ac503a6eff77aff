"""Hold a page against the fingerprints of the installed families and say which it shows, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.net import hostnames

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.probe.probed_page import ProbedPage
    from crawler.sources.family_files import Family

SEARCHED = 2 * 2**20  # characters of markup; signs stand in head, scripts and body container
FEW = 0.25  # share of links below which a link pattern may be chance
ROWS = 3  # so many links make a list; a single one may be a page that was moved here
LEAST = 0.7  # a weaker sign names no family
EXACT = 0.9  # what it takes to name the one family within another: its host, or two of its own signs
CLOSE = 0.7  # of the best score: among equals the order of the fingerprints decides
FIRST, FURTHER = 0.75, 0.15  # one word in the markup may be borrowed; several are a system
QUOTED = ("image", "url", "og:image", "og:url")  # tags that copy an address, perhaps another system's
CATCH_ALL = 900  # families of this rank and later take what no other family claims


FOREIGN = re.compile(
    r"(<a\b[^>]{0,300}?href\s{0,3}=\s{0,3}[\"']?)https?://([^/\"'\s>:]{1,200})[^\"'\s>]{0,1000}",
    re.IGNORECASE,
)


@dataclass
class FamilyMatch:
    """A family that a site shows, with the signs that were seen: each kind of sign weighs at most one."""

    family: Family
    weights: dict[str, float] = field(default_factory=dict)
    signs: list[str] = field(default_factory=list)

    @property
    def score(self) -> float:
        return sum(self.weights.values())

    @property
    def rank(self) -> int:
        return self.family.fingerprint.rank if self.family.fingerprint else CATCH_ALL

    def record(self) -> dict[str, object]:
        return {"family": self.family.name, "score": round(self.score, 2), "signs": self.signs}


def recognise(looks: Sequence[ProbedPage], families: Iterable[Family]) -> list[FamilyMatch]:
    """The families whose signs the pages carry, the likeliest first; nothing where none is carried."""
    matches = []
    for family in families:
        match = FamilyMatch(family)
        for look in looks:
            _hold(match, look)
        if match.signs:
            matches.append(match)
    special = [match for match in matches if match.rank < CATCH_ALL and match.score >= LEAST]
    best = max((match.score for match in special), default=0.0)
    near = [match for match in special if match.score >= CLOSE * best]
    far = sorted((m for m in special if m not in near), key=lambda match: -match.score)
    rest = [match for match in matches if match.rank >= CATCH_ALL]
    ordered = [*sorted(near, key=_rank), *far]
    exact = [match for match in ordered if match.score >= EXACT and _within(match) == ordered[0].family.name]
    return [*exact, *(match for match in ordered if match not in exact), *sorted(rest, key=_rank)]


def _within(match: FamilyMatch) -> str | None:
    return match.family.fingerprint.within if match.family.fingerprint else None


def _rank(match: FamilyMatch) -> tuple[int, float]:
    return (match.rank, -match.score)


def _hold(match: FamilyMatch, look: ProbedPage) -> None:
    sign = match.family.fingerprint
    if sign is None:
        return
    markup = _own_markup(look)
    for pattern in sign.url:
        if re.search(pattern, look.url, re.IGNORECASE):
            _add(match, "url", f"address fits {pattern}")
    for pattern in sign.html:
        if found := re.search(pattern, markup, re.IGNORECASE):
            weight = FIRST if "html" not in match.weights else min(1.0, match.weights["html"] + FURTHER)
            _add(match, "html", f"page holds {' '.join(found[0].split())[:60]}", weight)
    for name in sign.meta:
        if name.lower() in look.meta:
            _add(match, "meta", f"meta tag {name}")
    for name, pattern in sign.headers.items():
        value = look.answer.headers.get(name.lower(), "")
        if value and re.search(pattern, value, re.IGNORECASE):
            _add(match, "headers", f"header {name}: {value[:40]}")
    _links(match, look, sign.links)


def _own_markup(look: ProbedPage) -> str:
    """The markup without what it quotes of other systems: addresses of neighbours and of pictures."""

    def kept(match: re.Match[str]) -> str:
        host = match[2].lower()
        return match[0] if look.owns(host) or host.endswith("." + look.host) else match[1]

    markup = FOREIGN.sub(kept, look.text[:SEARCHED])
    for name in QUOTED:
        if value := look.meta.get(name):
            markup = markup.replace(value, "")
    return markup


def _links(match: FamilyMatch, look: ProbedPage, patterns: Sequence[str]) -> None:
    """Own links that fit; a neighbour in the list of friends shows the neighbour's system."""
    own = [url for url, _ in look.anchors() if look.owns(hostnames.host_of(url))]
    for pattern in patterns:
        fit = [url for url in own if re.search(pattern, url, re.IGNORECASE)]
        if fit:
            share = min(1.0, len(fit) / len(own) / FEW) * min(1.0, len(fit) / ROWS)
            _add(match, "links", f"{len(fit)} of {len(own)} links fit {pattern}", share)


def _add(match: FamilyMatch, kind: str, sign: str, weight: float = 1.0) -> None:
    if sign not in match.signs:
        match.signs.append(sign)
        match.weights[kind] = max(weight, match.weights.get(kind, 0.0))
