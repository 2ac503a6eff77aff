"""The lines of a body that speak of its makers: labels count where a text begins or ends, not in its middle."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.credits import credit_line
from pipelines.page.boilerplate import furniture
from pipelines.text import dates, labels, outlets, person_names
from pipelines.text.folding import same_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from pipelines.credits.credit_line import Reading

SLACK = 3  # short lines of the text (title, signature) that may stand between its edge and a line about its makers
LAST_LINES = 2  # names alone in brackets are a signature only where a text ends
SHORT = 12
LONG = 60
PROSE = re.compile(r"[。！？；…][”’」』\"')）]*(?:[(（][^()（）]{2,80}[)）])?$")
EVENT = re.compile(
    r"(?:活动|会议|报名|开庭|举办|培训|考试)?(?:地点|地址|对象|主题|内容|议程|参会人员|联系人)\s?[:：]"
)
SPEECH = re.compile(r"记者\s?[:：].{6,}")
STAMP = re.compile(r"[:：]\s?\d{4}([-/.])\d{1,2}\1\d{1,2}\s\d{1,2}:\d{2}(?::\d{2})?$")
OPENS = re.compile(r"[【\[(（]")
CERTAIN = frozenset(("责任编辑", "责编"))
CREDITS = frozenset(
    "实习生 校对 责任校对 一校 二校 三校 审核人 审核 审稿 核稿 审签 签发人 签发 编发 录入 上传 信息员 监制 策划 值班主任 "
    "值班编委 值班总编 统筹 总监制 主编 副主编 编审 制图 制作 美编 版式 编校 监审 图片来源 图源 供图 剪辑 播音".split()
)


@dataclass(frozen=True, slots=True)
class Body:
    """What decides about a line of a body beside its own words."""

    title: str | None = None
    named: bool = False  # a selector or a content system names the part that is the body and nothing else
    stated: bool = False  # the page names the outlet elsewhere


def read(
    lines: Sequence[str],
    captions: Iterable[str] = (),
    context: datetime | None = None,
    body: Body | None = None,
) -> Reading:
    """Everything that a body's lines say about its makers; ``context`` is the fetch time, for relative dates.

    ``strip`` of the result holds the lines that leave the body, ``days`` those that are a bare day at its beginning.
    """
    return _Margins(lines, list(captions), context, body or Body()).read()


class _Margins:
    def __init__(
        self, lines: Sequence[str], captions: list[str], context: datetime | None, body: Body
    ) -> None:
        self.lines, self.body = lines, body
        self.keys = [credit_line.matching(line) for line in lines]
        self.captions = [credit_line.matching(caption) for caption in captions]
        below = set(self.captions)
        self.found: list[Reading] = []
        for i, key in enumerate(self.keys):
            caption = i > 0 and self.keys[i - 1] in below
            found = credit_line.read_line(key, fetched_at=context, caption=caption)
            if not found.strip and i >= len(lines) - LAST_LINES:
                found = credit_line.signature(key) or found
            found.keep_printed(lines[i])
            self.found.append(found)
        openings = Counter(found.labels[0] for found in self.found if found.labels)
        self.repeated = {label for label, times in openings.items() if times > 1}
        self.days = sum(map(_is_day, self.found))
        if any(
            SPEECH.match(key) and not found.bylines for key, found in zip(self.keys, self.found, strict=True)
        ):
            self.repeated.add("记者")  # an interview: the label says who speaks

    def read(self) -> Reading:
        head = self._edge(range(len(self.lines)), at_end=False)
        tail = self._edge(range(len(self.lines) - 1, -1, -1), at_end=True)
        whole = credit_line.Reading()
        for i, found in enumerate(self.found):
            if found.published_label == "dateline":
                found.published = found.published_label = None
            if _is_day(found):
                dates_it = self._dates_the_page(i, head)
                if month_day := _month_day(found) if i in head else None:
                    whole.days[i] = month_day
                elif dates_it:
                    whole.strip.add(i)
                if not dates_it:
                    continue
            elif found.strip and not (i in head or i in tail or self._is_certain(i)):
                continue
            else:
                if found.strip:
                    whole.strip.add(i)
                if i not in head:
                    found.published = found.published_label = found.partial = None
            whole.take(found)
        for key in self.captions:
            whole.take(credit_line.read_line(key, caption=True))
        return whole

    def _edge(self, order: range, *, at_end: bool) -> dict[int, int]:
        """The lines about the makers at one end of the text, and how much else stands before each."""
        edge: dict[int, int] = {}
        slack = 0
        for i in order:
            if self._belongs(i, slack, at_end=at_end):
                edge[i] = slack
            elif not (self._is_title(i) or _is_furniture(self.lines[i], self.found[i])):
                slack += 1
                if slack > SLACK or _is_prose(self.lines[i]):
                    break
        return edge

    def _is_title(self, i: int) -> bool:
        return self.body.title is not None and same_line(self.lines[i], self.body.title)

    def _belongs(self, i: int, slack: int, *, at_end: bool) -> bool:
        """Whether a line at the edge is about the makers and no line of the text."""
        found, key = self.found[i], self.keys[i]
        if not found.strip:
            return False
        if not found.labels:
            return not (at_end and _is_date(found)) or _has_clock(found)
        if self.repeated.intersection(found.labels[:1]) or (
            found.bylines and key.endswith(("。", "！", "？", "?", "!"))
        ):
            return False
        if len(found.labels) > 1 or OPENS.match(key):
            silent = [label for label in found.labels if label in labels.IGNORED]
            return len(silent) < len(found.labels) or not self.body.named or CREDITS.issuperset(silent)
        return self._single(i, slack, at_end=at_end)

    def _single(self, i: int, slack: int, *, at_end: bool) -> bool:
        """Whether the one label of a line means what it means on a line of metadata."""
        found, (label,) = self.found[i], self.found[i].labels
        meaning = labels.label_meaning(label) if label else "author"
        if meaning == "source":
            if found.source is None or outlets.is_publisher(found.source):
                return True
            return slack == 0 and not self.body.stated
        if meaning in ("published", "updated"):
            if label not in labels.EVENT_OR_PUBLISHED:
                return True
            near = self.keys[i + 1 : i + 3] + self.keys[max(0, i - 2) : i]
            return not at_end and self._is_stamped(i) and not any(map(EVENT.match, near))
        if meaning != "ignored":
            known = all(person_names.is_certain(one.name) for one in found.bylines)
            return label in CERTAIN or (known and bool(found.bylines or slack == 0))
        value = self.keys[i][len(label) :].strip(" :：|丨/")
        if label in CREDITS or labels.REVIEW_LABEL.fullmatch(label):
            return person_names.split_certain_names(value) is not None or (
                slack == 0 and outlets.is_publisher(value)
            )
        return not self.body.named and (not at_end or slack == 0)

    def _is_stamped(self, i: int) -> bool:
        """Whether 时间 or 日期 may be that of publication: within a named body only as a machine writes it."""
        return not self.body.named or STAMP.search(self.keys[i]) is not None

    def _is_certain(self, i: int) -> bool:
        """Whether a line in the middle of a text is about makers all the same: boxes, brackets, several labels."""
        found = self.found[i]
        if _is_date(found):
            return False
        if found.labels:
            known = bool(found.source) + len(found.bylines)
            surnamed = all(person_names.is_certain(one.name) for one in found.bylines)
            return known > 1 and len(found.labels) > 1 and surnamed and found.labels[0] not in self.repeated
        if found.source and not found.bylines:
            return False
        key = self.keys[i]
        return bool(OPENS.match(key) or credit_line.BOX.match(key) or found.outlet) or all(
            person_names.is_certain(one.name) for one in found.bylines
        )

    def _dates_the_page(self, i: int, head: dict[int, int]) -> bool:
        """Whether a bare day is that of publication: the first line; where more of them stand, they are headings."""
        return head.get(i) == 0 and self.days == 1


def _is_prose(line: str) -> bool:
    return len(line) >= LONG or "\t" in line or (len(line) >= SHORT and PROSE.search(line) is not None)


def _is_furniture(line: str, found: Reading) -> bool:
    return (furniture().drops(line) and not line.endswith("。")) or (not found.labels and _is_date(found))


def _is_date(found: Reading) -> bool:
    """Whether a line is a date without a label, alone or before an outlet."""
    stamped = found.published is not None and found.published_label == ""
    return (
        bool(found.strip)
        and not found.bylines
        and not found.labels
        and (stamped or found.partial is not None)
    )


def _has_clock(found: Reading) -> bool:
    if found.published is not None:
        return dates.PRECISIONS.index(found.published.precision) > dates.PRECISIONS.index("day")
    known = dates.without_year(found.partial) if found.partial else None
    return known is not None and known[2] is not None


def _is_day(found: Reading) -> bool:
    alone = _is_date(found) and not _has_clock(found) and found.source is None and found.platform is None
    # 3小时前 is never a heading
    return alone and (
        found.published is None or re.search(r"\d{4}|[一二][〇零○]", found.published.raw) is not None
    )


def _month_day(found: Reading) -> tuple[int, int] | None:
    if found.published is not None:
        day = found.published.day
        return None if day is None else (day.month, day.day)
    known = dates.without_year(found.partial or "")
    return None if known is None else known[:2]
