"""Decide which lines of a body are credits: labels count where a text begins or ends, not in its middle."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipelines.credits import date_lines
from pipelines.credits.credit_line import read_credit_line
from pipelines.credits.credit_types import BodyCredits, Credits
from pipelines.credits.match_key import match_key
from pipelines.credits.signatures import BOX_SIGN, signature
from pipelines.page.boilerplate import boilerplate
from pipelines.text import labels, outlets, person_names
from pipelines.text.folding import same_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

MAX_OTHER_LINES = 3  # short lines of the text (title, signature) between its edge and a credit line
SIGNATURE_LINES = 2  # names alone in brackets are a signature only in the last lines of a text
MIN_SENTENCE = 12
MIN_PARAGRAPH = 60
SENTENCE = re.compile(r"[。！？；…][”’」』\"')）]*(?:[(（][^()（）]{2,80}[)）])?$")
EVENT_LABEL = re.compile(
    r"(?:活动|会议|报名|开庭|举办|培训|考试)?(?:地点|地址|对象|主题|内容|议程|参会人员|联系人)\s?[:：]"
)
INTERVIEW_LINE = re.compile(r"记者\s?[:：].{6,}")
MACHINE_STAMP = re.compile(r"[:：]\s?\d{4}([-/.])\d{1,2}\1\d{1,2}\s\d{1,2}:\d{2}(?::\d{2})?$")
OPENING_BRACKET = re.compile(r"[【\[(（]")
CERTAIN_LABELS = frozenset(("责任编辑", "责编"))


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyContext:
    """What decides about a line of a body beside its own words.

    ``certain``: the container holds the body and nothing else. ``outlet_is_known``: the page names the outlet
    elsewhere. ``fetched_at`` resolves relative dates.
    """

    title: str | None = None
    certain: bool = False
    outlet_is_known: bool = False
    fetched_at: datetime | None = None


def read_edges(lines: Sequence[str], captions: Sequence[str], context: BodyContext) -> BodyCredits:
    """The credits among the lines of a body and in its captions, and which lines leave the body."""
    return _EdgeReader(lines, captions, context).read()


class _EdgeReader:
    """The lines of one body with the credits of each; nothing changes after the constructor."""

    def __init__(self, lines: Sequence[str], captions: Sequence[str], context: BodyContext) -> None:
        self.lines, self.captions, self.context = lines, captions, context
        self.keys = [match_key(line) for line in lines]
        self.found = self._read_lines()
        first_labels = Counter(found.labels[0] for found in self.found if found.labels)
        repeated = {label for label, times in first_labels.items() if times > 1}
        is_interview = any(
            INTERVIEW_LINE.match(key) and not found.bylines
            for key, found in zip(self.keys, self.found, strict=True)
        )
        self.text_labels = repeated | {"记者"} if is_interview else repeated  # belong to the text itself
        self.day_count = sum(map(date_lines.is_day, self.found))
        self.head = self._edge(range(len(lines)), at_end=False)
        self.tail = self._edge(range(len(lines) - 1, -1, -1), at_end=True)

    def _read_lines(self) -> list[Credits]:
        caption_keys = {match_key(caption) for caption in self.captions}
        found: list[Credits] = []
        for i, line in enumerate(self.lines):
            follows_caption = i > 0 and self.keys[i - 1] in caption_keys
            credits = read_credit_line(line, self.context.fetched_at, caption=follows_caption)
            is_last = i >= len(self.lines) - SIGNATURE_LINES
            if not credits.metadata_only and is_last and (signed := signature(self.keys[i])):
                credits = signed.as_printed(line)
            if credits.published_label == "dateline":
                credits = replace(credits, published=None, published_label=None)
            found.append(credits)
        return found

    def read(self) -> BodyCredits:
        whole = Credits()
        metadata_lines: set[int] = set()
        day_lines: dict[int, tuple[int, int]] = {}
        for i, found in enumerate(self.found):
            if date_lines.is_day(found):
                dates_page = self._dates_page(i)
                if month_day := date_lines.month_day(found) if i in self.head else None:
                    day_lines[i] = month_day
                elif dates_page:
                    metadata_lines.add(i)
                if dates_page:
                    whole = whole.merged(found)
                continue
            if found.metadata_only:
                if not (i in self.head or i in self.tail or self._is_certain(i)):
                    continue
                metadata_lines.add(i)
            whole = whole.merged(found if i in self.head else found.without_dates())
        for caption in self.captions:
            whole = whole.merged(read_credit_line(caption, caption=True))
        return BodyCredits(whole, frozenset(metadata_lines), day_lines)

    def _edge(self, order: range, *, at_end: bool) -> dict[int, int]:
        """The credit lines at one end of the text, each with the number of other lines passed before it."""
        edge: dict[int, int] = {}
        passed = 0
        for i in order:
            if self._is_credit(i, passed, at_end=at_end):
                edge[i] = passed
            elif not (self._is_title(i) or _is_boilerplate(self.lines[i], self.found[i])):
                passed += 1
                if passed > MAX_OTHER_LINES or _is_prose(self.lines[i]):
                    break
        return edge

    def _is_title(self, i: int) -> bool:
        return self.context.title is not None and same_line(self.lines[i], self.context.title)

    def _is_credit(self, i: int, passed: int, *, at_end: bool) -> bool:
        """True if a line at the edge is a credit and no line of the text."""
        found, key = self.found[i], self.keys[i]
        if not found.metadata_only:
            return False
        if not found.labels:
            return not (at_end and date_lines.is_date(found)) or date_lines.has_clock(found)
        is_sentence = bool(found.bylines) and key.endswith(("。", "！", "？", "?", "!"))
        if is_sentence or found.labels[0] in self.text_labels:
            return False
        if len(found.labels) > 1 or OPENING_BRACKET.match(key):
            ignored = [label for label in found.labels if label in labels.IGNORED]
            only_ignored = len(ignored) == len(found.labels)
            return not only_ignored or not self.context.certain or labels.STAFF.issuperset(ignored)
        return self._is_single_credit(i, passed, at_end=at_end)

    def _is_single_credit(self, i: int, passed: int, *, at_end: bool) -> bool:
        """True if a line with a single label (时间：…) is byline metadata and not body text."""
        found, (label,) = self.found[i], self.found[i].labels
        meaning = labels.label_meaning(label) if label else "author"
        if meaning == "source":
            if found.source is None or outlets.is_publisher(found.source):
                return True
            return passed == 0 and not self.context.outlet_is_known
        if meaning in ("published", "updated"):
            return label not in labels.EVENT_OR_PUBLISHED or self._is_publication_time(i, at_end=at_end)
        if meaning != "ignored":
            known = all(person_names.is_certain(one.name) for one in found.bylines)
            return label in CERTAIN_LABELS or (known and bool(found.bylines or passed == 0))
        value = self.keys[i][len(label) :].strip(" :：|丨/")
        if label in labels.STAFF or labels.REVIEW_LABEL.fullmatch(label):
            is_outlet = passed == 0 and outlets.is_publisher(value)
            return is_outlet or person_names.split_certain_names(value) is not None
        return not self.context.certain and (not at_end or passed == 0)

    def _is_publication_time(self, i: int, *, at_end: bool) -> bool:
        """True if 时间 or 日期 is that of publication: never beside the labels of an event.

        In a certain container it must be written as machines write it.
        """
        near = self.keys[i + 1 : i + 3] + self.keys[max(0, i - 2) : i]
        is_stamped = not self.context.certain or MACHINE_STAMP.search(self.keys[i]) is not None
        return not at_end and is_stamped and not any(map(EVENT_LABEL.match, near))

    def _is_certain(self, i: int) -> bool:
        """True if a line in the middle of a text is a credit all the same: boxes, brackets, several labels."""
        found = self.found[i]
        if date_lines.is_date(found):
            return False
        has_certain_names = all(person_names.is_certain(one.name) for one in found.bylines)
        if found.labels:
            values = bool(found.source) + len(found.bylines)
            is_repeated = found.labels[0] in self.text_labels
            return values > 1 and len(found.labels) > 1 and has_certain_names and not is_repeated
        if found.source and not found.bylines:
            return False
        key = self.keys[i]
        return bool(OPENING_BRACKET.match(key) or BOX_SIGN.match(key) or found.outlet) or has_certain_names

    def _dates_page(self, i: int) -> bool:
        """True if a line with only a day is the date of publication: the first line, and the only one of its kind."""
        return self.head.get(i) == 0 and self.day_count == 1


def _is_prose(line: str) -> bool:
    is_sentence = len(line) >= MIN_SENTENCE and SENTENCE.search(line) is not None
    return len(line) >= MIN_PARAGRAPH or "\t" in line or is_sentence


def _is_boilerplate(line: str, found: Credits) -> bool:
    is_tool = boilerplate().is_line(line) and not line.endswith("。")
    return is_tool or (not found.labels and date_lines.is_date(found))
