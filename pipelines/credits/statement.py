"""What lines say about the makers of a text, and the copy of a line that patterns are matched on."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.text import dates
from pipelines.text.clean import clean
from pipelines.text.folding import as_printed
from pipelines.text.glosses import remove_line_glosses
from pipelines.text.script import to_simplified

if TYPE_CHECKING:
    from pipelines.items import Byline

ORIGINAL = re.compile(
    r"^(?P<open>[(（\[【])?原标题\s?[:：]\s?(?:《(?P<quoted>[^》]{2,200})》|(?P<title>.{2,200}?))(?(open)[)）\]】])$"
)


@dataclass(slots=True)
class Reading:
    """What lines said. ``strip`` holds the indices of lines that leave the body."""

    bylines: list[Byline] = field(default_factory=list)
    dateline: str | None = None
    place: str | None = None
    source: str | None = None  # value of a 来源 label
    assumed: bool = False  # the source has no label: an author's employer, a name beside the date
    outlet: str | None = None  # medium named in a byline or dateline
    platform: str | None = None
    original_title: str | None = None
    published: dates.Stamp | None = None
    published_label: str | None = None
    updated: dates.Stamp | None = None
    partial: str | None = None
    labels: tuple[str, ...] = ()  # of a labelled line, in order
    strip: set[int] = field(default_factory=set)
    days: dict[int, tuple[int, int]] = field(
        default_factory=dict
    )  # lines at a body's beginning that are a bare day

    def keep_printed(self, line: str) -> None:
        """Put names, date and original title back as they were printed: patterns saw them in half width."""
        if self.original_title and (match := ORIGINAL.match(clean(line))):
            self.original_title = original_title(match)
        for name in ("source", "outlet", "platform", "dateline"):
            if value := getattr(self, name):
                setattr(self, name, as_printed(line, value))
        if self.published is not None:
            self.published = dates.with_printed_raw(self.published, line)

    def take(self, other: Reading) -> None:
        """Add what a further line said; the first statement of a thing wins."""
        for byline in other.bylines:
            if byline not in self.bylines:
                self.bylines.append(byline)
        if other.source is not None and (self.source is None or (self.assumed and not other.assumed)):
            self.source, self.assumed = other.source, other.assumed
        for name in [
            "dateline",
            "place",
            "outlet",
            "platform",
            "original_title",
            "published",
            "published_label",
            "updated",
            "partial",
        ]:
            if getattr(self, name) is None:
                setattr(self, name, getattr(other, name))


def matching(line: str) -> str:
    """The copy of a line that patterns are matched on: no gloss, simplified, half width, single spaces."""
    return clean(unicodedata.normalize("NFKC", to_simplified(remove_line_glosses(line))))


def original_title(match: re.Match[str]) -> str:
    title = match["quoted"] or match["title"]
    whole = len(title) > 2 and title[0] in '“"' and title[-1] in '”"' and not set('“”"') & set(title[1:-1])
    return title[1:-1] if whole else title
