"""Credits that lines state, as frozen values that are merged line by line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipelines.credits.match_key import original_title
from pipelines.text import dates
from pipelines.text.folding import as_printed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipelines.items import Byline


@dataclass(frozen=True, slots=True)
class Credits:
    """What one or several lines state. A field is None where they state nothing.

    ``source`` is the value of a 来源 label; with ``source_is_assumed`` it has no label: an author's employer, or a
    name beside the date.
    ``outlet`` is a medium named in a byline or dateline. ``partial_date`` is a printed day without a year.
    ``published_label`` is the label in front of ``published``, empty where it has none. ``labels`` and
    ``metadata_only`` describe a single line and are not merged: the labels in order, and whether the line holds
    metadata and nothing else, so that it leaves the body.
    """

    bylines: tuple[Byline, ...] = ()
    dateline: str | None = None
    place: str | None = None
    source: str | None = None
    source_is_assumed: bool = False
    outlet: str | None = None
    platform: str | None = None
    original_title: str | None = None
    published: dates.Stamp | None = None
    published_label: str | None = None
    partial_date: str | None = None
    labels: tuple[str, ...] = ()
    metadata_only: bool = False

    def merged(self, other: Credits) -> Credits:
        """These credits, completed by those of a later line: the first statement wins, bylines add up."""
        takes_source = other.source is not None and (
            self.source is None or (self.source_is_assumed and not other.source_is_assumed)
        )
        source = other if takes_source else self
        return Credits(
            bylines=(
                *self.bylines,
                *(one for one in dict.fromkeys(other.bylines) if one not in self.bylines),
            ),
            dateline=_first(self.dateline, other.dateline),
            place=_first(self.place, other.place),
            source=source.source,
            source_is_assumed=source.source_is_assumed,
            outlet=_first(self.outlet, other.outlet),
            platform=_first(self.platform, other.platform),
            original_title=_first(self.original_title, other.original_title),
            published=self.published if self.published is not None else other.published,
            published_label=_first(self.published_label, other.published_label),
            partial_date=_first(self.partial_date, other.partial_date),
            labels=self.labels,
            metadata_only=self.metadata_only,
        )

    def with_bylines(self, bylines: tuple[Byline, ...]) -> Credits:
        return replace(self, bylines=(*self.bylines, *bylines))

    def without_dates(self) -> Credits:
        return replace(self, published=None, published_label=None, partial_date=None)

    def as_printed(self, line: str) -> Credits:
        """Names, date and original title as printed: patterns were matched on the half-width, simplified form."""
        return replace(
            self,
            source=_printed(line, self.source),
            outlet=_printed(line, self.outlet),
            platform=_printed(line, self.platform),
            dateline=_printed(line, self.dateline),
            original_title=(original_title(line) or self.original_title) if self.original_title else None,
            published=None if self.published is None else dates.with_printed_raw(self.published, line),
        )


@dataclass(frozen=True, slots=True)
class BodyCredits:
    """The credits of an article, and the lines of its body that leave it.

    ``metadata_lines`` are indices of lines that hold metadata and nothing else. ``day_lines`` maps indices of lines
    near the beginning that hold only a day to (month, day): they leave the body if that is the day of publication.
    """

    credits: Credits = Credits()
    metadata_lines: frozenset[int] = frozenset()
    day_lines: Mapping[int, tuple[int, int]] = field(default_factory=dict)


def _first(value: str | None, other: str | None) -> str | None:
    return value if value is not None else other


def _printed(line: str, value: str | None) -> str | None:
    return as_printed(line, value) if value else value
