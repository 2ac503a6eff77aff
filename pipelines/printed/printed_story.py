"""A story cut out of a printed page, with the doubts that lower its confidence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipelines.printed.line_tests import DATELINE, breaks_off, continues_sentence

SHORT_STORY = 60  # characters of text
MIN_CONFIDENCE = 0.1
# how much each doubt takes from a confidence of 1
DOUBTS = {
    "no_title": 0.4,
    "headline_after_story": 0.1,
    "headline_within_story": 0.2,
    "no_byline": 0.1,
    "starts_amid_sentence": 0.2,
    "ends_amid_sentence": 0.2,
    "short": 0.2,
    "order_by_place_alone": 0.1,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedStory:
    """One story of a printed page. ``captions`` include photo credits; ``lines`` are line numbers of the page, from 0."""

    title: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    bylines: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()  # keys of DOUBTS

    @property
    def confidence(self) -> float:
        """From 0.1 to 1, two decimals."""
        return round(max(MIN_CONFIDENCE, 1.0 - sum(DOUBTS[doubt] for doubt in self.doubts)), 2)

    def doubted(self, *doubts: str) -> PrintedStory:
        """A copy with further doubts."""
        return replace(self, doubts=(*self.doubts, *doubts))

    def checked(self) -> PrintedStory:
        """A copy with the doubts that its finished parts raise."""
        found = []
        first, last = (self.paragraphs[0], self.paragraphs[-1]) if self.paragraphs else (None, None)
        if self.title is None:
            found.append("no_title")
        if not self.bylines and not (first and DATELINE.match(first)):
            found.append("no_byline")
        if last and breaks_off(last):
            found.append("ends_amid_sentence")
        if first and continues_sentence(first):
            found.append("starts_amid_sentence")
        if sum(map(len, self.paragraphs)) < SHORT_STORY:
            found.append("short")
        return self.doubted(*found)
