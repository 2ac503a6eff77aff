"""Match pages against the fingerprints of the installed families."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.net import hostnames
from crawler.sources.bounded_regex import BoundedPattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.probe.probed_page import ProbedPage
    from crawler.sources.family_files import Family
    from crawler.sources.field_types import Fingerprint

MAX_MARKUP = (
    2 * 2**20
)  # characters that are searched; signs stand in the head, scripts and the body's container
LINK_SHARE = 0.25  # share of own links from which a link pattern has full weight; fewer may be chance
LINK_ROWS = 3  # and the number of links: a single one may be a page that was moved here
LEAST_SCORE = 0.7  # a weaker match names no family
EXACT_SCORE = 0.9  # names a family within another: its host, or two signs of its own
NEAR_BEST = 0.7  # share of the best score from which the rank of the fingerprints decides
FIRST_SIGN, FURTHER_SIGN = 0.75, 0.15  # one word in the markup may be copied; several are a system
ADDRESS_TAGS = ("image", "url", "og:image", "og:url")  # tags whose address may be that of another system
CATCH_ALL = 900  # families of this rank and above match anything that no other family does
FOREIGN_LINK = re.compile(
    r"(<a\b[^>]{0,300}?href\s{0,3}=\s{0,3}[\"']?)https?://([^/\"'\s>:]{1,200})[^\"'\s>]{0,1000}",
    re.IGNORECASE,
)


@dataclass
class FamilyMatch:
    """A family with the signs of it that were seen. Each kind of sign weighs at most 1."""

    family: Family
    weights: dict[str, float] = field(default_factory=dict)  # url | html | meta | headers | links -> weight
    signs: list[str] = field(default_factory=list)  # for people

    @property
    def score(self) -> float:
        return sum(self.weights.values())

    @property
    def rank(self) -> int:
        return self.family.fingerprint.rank if self.family.fingerprint else CATCH_ALL

    @property
    def within(self) -> str | None:
        """Name of the family that a site of this one matches as well."""
        return self.family.fingerprint.within if self.family.fingerprint else None

    def add(self, kind: str, sign: str, weight: float = 1.0) -> None:
        if sign not in self.signs:
            self.signs.append(sign)
            self.weights[kind] = max(weight, self.weights.get(kind, 0.0))

    def record(self) -> dict[str, object]:
        """Return the match as JSON data."""
        return {"family": self.family.name, "score": round(self.score, 2), "signs": self.signs}


class FamilyMatcher:
    """Matches pages against families. Each page is searched once, however often it is matched."""

    def __init__(self, families: Iterable[Family]) -> None:
        self.families = list(families)
        self._signs: dict[int, tuple[ProbedPage, dict[str, FamilyMatch]]] = {}

    def match(self, pages: Sequence[ProbedPage]) -> list[FamilyMatch]:
        """Return the families whose signs the pages contain, the likeliest first. Raises PatternTimeout."""
        matches = []
        by_page = [self._of_page(page) for page in pages]
        for family in self.families:
            total = FamilyMatch(family)
            for found in by_page:
                if (one := found.get(family.name)) is not None:
                    _merge(total, one)
            if total.signs:
                matches.append(total)
        return _ordered(matches)

    def _of_page(self, page: ProbedPage) -> dict[str, FamilyMatch]:
        known = self._signs.get(id(page))
        if known is None:
            known = (page, signs_on(page, self.families))  # the page is kept, so its id stays its own
            self._signs[id(page)] = known
        return known[1]


def _merge(total: FamilyMatch, one: FamilyMatch) -> None:
    """Add the signs of one page; a further word in the markup raises the weight of the first."""
    for sign in one.signs:
        if sign in total.signs:
            continue
        total.signs.append(sign)
    for kind, weight in one.weights.items():
        if kind == "html" and kind in total.weights:
            words = sum(sign.startswith("page contains ") for sign in total.signs)
            total.weights[kind] = min(1.0, FIRST_SIGN + FURTHER_SIGN * (words - 1))
        else:
            total.weights[kind] = max(weight, total.weights.get(kind, 0.0))


def _ordered(matches: list[FamilyMatch]) -> list[FamilyMatch]:
    """Sort by rank among those near the best score, with more exact families first and catch-alls last."""
    special = [match for match in matches if match.rank < CATCH_ALL and match.score >= LEAST_SCORE]
    best = max((match.score for match in special), default=0.0)
    near = [match for match in special if match.score >= NEAR_BEST * best]
    far = sorted((match for match in special if match not in near), key=lambda match: -match.score)
    rest = [match for match in matches if match.rank >= CATCH_ALL]
    ordered = [*sorted(near, key=_by_rank), *far]
    exact = [m for m in ordered if m.score >= EXACT_SCORE and m.within == ordered[0].family.name]
    return [*exact, *(m for m in ordered if m not in exact), *sorted(rest, key=_by_rank)]


def _by_rank(match: FamilyMatch) -> tuple[int, float]:
    return (match.rank, -match.score)


def signs_on(page: ProbedPage, families: Iterable[Family]) -> dict[str, FamilyMatch]:
    """Return family name -> match for each family with a sign on the page. Raises PatternTimeout."""
    markup = _own_markup(page)
    own_links = [url for url, _ in page.anchors if page.owns(hostnames.host_of(url))]
    found = {}
    for family in families:
        if family.fingerprint is None:
            continue
        match = FamilyMatch(family)
        _search_page(match, family.fingerprint, page, markup)
        _search_links(match, family.fingerprint.links, own_links)
        if match.signs:
            found[family.name] = match
    return found


def _search_page(match: FamilyMatch, fingerprint: Fingerprint, page: ProbedPage, markup: str) -> None:
    for pattern in fingerprint.url:
        if BoundedPattern(pattern, ignore_case=True).search(page.url):
            match.add("url", f"address fits {pattern}")
    for pattern in fingerprint.html:
        if found := BoundedPattern(pattern, ignore_case=True).search(markup):
            known = match.weights.get("html")
            weight = FIRST_SIGN if known is None else min(1.0, known + FURTHER_SIGN)
            match.add("html", f"page contains {' '.join(found[0].split())[:60]}", weight)
    for name in fingerprint.meta:
        if name.lower() in page.meta:
            match.add("meta", f"meta tag {name}")
    for name, pattern in fingerprint.headers.items():
        value = page.answer.headers.get(name.lower(), "")
        if value and BoundedPattern(pattern, ignore_case=True).search(value):
            match.add("headers", f"header {name}: {value[:40]}")


def _search_links(match: FamilyMatch, patterns: Sequence[str], own_links: Sequence[str]) -> None:
    """Search the links on the page's own host; links to neighbours show the neighbours' systems."""
    for pattern in patterns:
        search = BoundedPattern(pattern, ignore_case=True).search
        fitting = sum(search(url) is not None for url in own_links)
        if fitting:
            weight = min(1.0, fitting / len(own_links) / LINK_SHARE) * min(1.0, fitting / LINK_ROWS)
            match.add("links", f"{fitting} of {len(own_links)} links fit {pattern}", weight)


def _own_markup(page: ProbedPage) -> str:
    """Return the markup without addresses of other sites: links to neighbours, and pictures in tags."""

    def kept(match: re.Match[str]) -> str:
        host = match[2].lower()
        return match[0] if page.owns(host) or host.endswith("." + page.host) else match[1]

    markup = FOREIGN_LINK.sub(kept, page.text[:MAX_MARKUP])
    for name in ADDRESS_TAGS:
        if value := page.meta.get(name):
            markup = markup.replace(value, "")
    return markup
