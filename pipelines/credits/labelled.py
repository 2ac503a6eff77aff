"""Read metadata lines with labels: 来源：X 作者：Y 时间：Z, each value by what its label means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.credits.credit_types import Credits
from pipelines.credits.roles import ROLE, TEXT_AND_PICTURES, read_roles
from pipelines.credits.signatures import SENTENCE, slashed
from pipelines.items import Byline
from pipelines.text import dates, labels, outlets, person_names

if TYPE_CHECKING:
    from datetime import datetime

MAX_VALUE = 40
MAX_IGNORED_VALUE = 30
MAX_SOURCE_VALUE = 60
MAX_STAMP_EXTRA = 14  # characters around an unlabelled date that opens a line
MAX_REVIEWERS = 2
STAFF_NUMBER = re.compile(r"[_\-(（]?[A-Za-z]{0,4}\d{2,}[)）]?$")
CONTACT = re.compile(r"\s(?:联系)?(?:电话|热线|邮箱|电子邮箱|QQ)\s?[:：].*$")
# the outlet's name ends where a role word follows it without a label: 青岚日报 记者 X 编辑 Y, 青岚日报（记者 X）
PEOPLE_BEHIND = re.compile(
    r"[\s(（](?=(?:本报|本网|全媒体|融媒体?|见习|首席)?(?:记者|通讯员|作者|编辑|责任编辑|责编|摄影|文/图|图/文)\s?[^\s)）])"
)
PAGE_WORDS = re.compile(
    r"\s?(?:暂无网友评论|网友评论|我要评论|我有话说|参与评论)\s?(?:[(（]\d*[)）])?$|\s第\d+页/共\d+页$"
)
REMARK = re.compile(r"\s?[(（][^()（）]{1,12}[)）]")
EMPLOYED_AS = re.compile(r"^(?:本报|本网|本台)?(?:记者|通讯员)\s?")
AUTHOR_WORD = re.compile(r"作者(?=[\s:]?\S)")  # read_roles expects 撰稿
HANDLE = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,19}")  # editors of portals sign with the name of their account
SYSTEM_HANDLE = re.compile(
    r"(?:admin|administrator|root|system|test|user|guest|editor|author|null|none|web|webmaster|cms)[\w]*",
    re.IGNORECASE,
)
ANONYMOUS = re.compile(
    r"(admin|administrator|管理员|佚名|匿名|未知|\S{0,10}小编|[\w.-]*)", re.IGNORECASE | re.ASCII
)
EMPLOYER = re.compile(
    r"^(?P<body>\S{3,30}(?:院|局|委|办|部|厅|府|会|中心|馆|所|站|处|报|社|网|校|学))(?:\s(?P<names>.+)|(?P<glued>[\u3400-\u9fff]{2,3}))$"
)
DATE_RANGE = re.compile(r"(至|到|—|~)")
IMPOSSIBLE_DATE = re.compile(r"[\d\s年月日:./-]{6,25}")
SOURCE_SPLIT = re.compile(r"\s{2,}|\s[|丨]\s|\s(?=[【\[])|\s\d+$")
# printed behind an outlet on its line: a place of the reader's and the tools of the page
TRAILING_TOOLS = re.compile(
    r"(?:\s[\u4e00-\u9fff]{2,3})?(?:\s(?:[大中小]字号|参与互动|我有话说|举报|分享|收藏|打印|关闭|我要纠错|纠错|投诉|评论|点赞|订阅|关注|我要评论|字号|大|中|小)){1,8}$"
)


def labelled(key: str, fetched_at: datetime | None) -> Credits | None:
    """The credits of a line with labels; None for a line that is not one of metadata.

    One value that is not understood (a pen name) does not matter if another proves a line of metadata.
    """
    if not any(sign in key for sign in ":|丨/于"):
        return None  # no label without one of these
    bare = labels.PAGE_TOOLS.sub(" ", key).strip("【】[]()（）<> ")
    bare += ")" * (bare.count("(") > bare.count(")"))
    before, pairs = labels.labelled_values(bare)
    if not pairs:
        return None
    line = _LabelledLine(fetched_at)
    known = not before
    if before and not labels.UNKNOWN_LABELS.fullmatch(before):
        if not line.take_stamp(before):
            return None
        known = True
    understood = proven = False
    for meaning, label, value in pairs:
        taken = None if meaning == "other" else line.take(meaning, label, value)
        if taken is False and (SENTENCE.search(value) or len(value) > MAX_VALUE):
            return None
        known = known and taken is not False and meaning != "other"
        understood = understood or taken is True
        proven = proven or (taken is True and bool(value) and _proves_metadata(meaning, label))
    if not ((known and (understood or before)) or proven):
        return None
    return line.credits(tuple(label for _, label, _ in pairs))


def _proves_metadata(meaning: str, label: str) -> bool:
    """True if a label with its value proves a line of metadata; notices have times and people of their own."""
    return meaning == "source" or (
        meaning in ("published", "updated") and label not in labels.EVENT_OR_PUBLISHED
    )


class _LabelledLine:
    """Collects the values of one line, because later labels depend on what earlier ones gave."""

    def __init__(self, fetched_at: datetime | None) -> None:
        self.fetched_at = fetched_at
        self.bylines: list[Byline] = []
        self.source: str | None = None
        self.source_is_assumed = False
        self.outlet: str | None = None
        self.platform: str | None = None
        self.published: dates.Stamp | None = None
        self.published_label: str | None = None
        self.partial_date: str | None = None

    def credits(self, names: tuple[str, ...]) -> Credits:
        """What was collected; ``names`` are the labels of the line in order."""
        return Credits(
            bylines=tuple(self.bylines),
            source=self.source,
            source_is_assumed=self.source_is_assumed,
            outlet=self.outlet,
            platform=self.platform,
            published=self.published,
            published_label=self.published_label,
            partial_date=self.partial_date,
            labels=names,
            metadata_only=True,
        )

    def take_stamp(self, before: str) -> bool:
        """Take the date without a label that opens a line, and an outlet beside it; False for other text."""
        stamp = dates.first(before, self.fetched_at)
        if stamp is not None:
            self.published, self.published_label = stamp, ""
            beside = dates.to_ascii(before).replace(stamp.raw, "", 1).strip(" |·-/[]()【】")
            if outlets.is_publisher(beside) and " " not in beside:
                self.source, self.source_is_assumed = outlets.clean_outlet(beside), True
                return True
            return len(before) <= len(stamp.raw) + MAX_STAMP_EXTRA
        partial = dates.without_year(before)
        if partial is not None and dates.to_ascii(before).strip(" []()|·") == partial[3].strip():
            self.partial_date = partial[3]
            return True
        return False

    def take(self, meaning: str, label: str, value: str) -> bool | None:
        """Take one value. True: understood; None: empty; False: the value does not fit its label."""
        if not value:
            return True if meaning in ("source", "ignored") else None
        if meaning == "ignored":
            return len(value) <= MAX_IGNORED_VALUE and not SENTENCE.search(value)
        if meaning in ("published", "updated"):
            return self._take_date(meaning, label, value)
        if meaning == "source":
            return self._take_source(label, value)
        return self._take_people(meaning, label, self._without_stamp(value))

    def _take_date(self, meaning: str, label: str, value: str) -> bool:
        stamp = dates.first(value, self.fetched_at)
        if stamp is None:
            partial = dates.without_year(value)
            if partial is not None and value.startswith(partial[3]):
                self.partial_date = partial[3]
                return True
            # an impossible date is no date, but the line is still a date line
            return IMPOSSIBLE_DATE.fullmatch(value) is not None
        ascii_value = dates.to_ascii(value)
        if not ascii_value.startswith(stamp.raw) or DATE_RANGE.search(value):
            return False
        rest = ascii_value[len(stamp.raw) :].strip(" 星期一二三四五六日天周()|")
        if len(rest) > MAX_VALUE or SENTENCE.search(rest):
            return False
        if meaning == "published" and self.published_label in (None, "发文日期"):
            self.published, self.published_label = stamp, label
        if rest and outlets.is_publisher(rest) and self.source is None:
            self.source = rest
        return True

    def _without_stamp(self, value: str) -> str:
        """A value without the unlabelled date behind it and the people behind that, which are taken."""
        stamp = dates.first(value, self.fetched_at)
        if stamp is None:
            return value
        name, found, behind = dates.to_ascii(value).partition(stamp.raw)
        if found and self.published is None:
            self.published, self.published_label = stamp, ""
        if ROLE.search(behind) and (people := read_roles(behind.strip())) is not None:
            self.bylines += people.bylines
        return name.strip() or value

    def _take_source(self, label: str, value: str) -> bool:
        if SENTENCE.search(value) or len(value) > MAX_SOURCE_VALUE:
            return False
        value = self._without_people(PAGE_WORDS.sub("", self._without_stamp(value)))
        value = TRAILING_TOOLS.sub("", SOURCE_SPLIT.split(value)[0]).strip(" |·")
        if outlets.is_platform(value):
            self.platform = value
            return True
        first, _, people = value.partition(" ")
        if label.startswith("供稿") and person_names.split_certain_names(value):
            first, people = "", value
        may_name_people = people and (not first or outlets.is_publisher(first))
        if may_name_people and (named := person_names.split_certain_names(people)):
            self.bylines += [Byline(role="author", name=name) for name in named]
            value = first
        outlet = outlets.clean_outlet(value)
        if outlet is not None or not self.source_is_assumed:
            self.source, self.source_is_assumed = outlet, False
        return True

    def _without_people(self, value: str) -> str:
        """The outlet in 青岚日报 记者 X 编辑 Y; the people are taken. The value as it is if a part of it is no name."""
        outlet, *behind = PEOPLE_BEHIND.split(value, maxsplit=1)
        people = read_roles(AUTHOR_WORD.sub("撰稿", behind[0].rstrip(")） "))) if behind else None
        if people is None or not people.bylines:
            return value
        self.bylines += people.bylines
        return outlet

    def _take_people(self, role: str, label: str, value: str) -> bool:
        if role == "author" and (pair := slashed(value)):
            self.bylines += pair.bylines
            return True
        both = TEXT_AND_PICTURES.search(value) is not None or label in labels.TEXT_AND_PICTURES
        value = TRAILING_TOOLS.sub("", REMARK.sub("", STAFF_NUMBER.sub("", CONTACT.sub("", value)))).strip()
        value = TEXT_AND_PICTURES.sub(" ", value).strip()
        if HANDLE.fullmatch(value) and not SYSTEM_HANDLE.fullmatch(value):
            self.bylines.append(Byline(role=role, name=value))
            return True
        if not value or ANONYMOUS.fullmatch(value) or person_names.NOT_A_NAME.fullmatch(value):
            return True
        if role == "author":
            value = self._without_employer(value)
        if ROLE.search(value) and (people := _with_roles(role, label, value)):
            self.bylines += people.bylines
            self.outlet = self.outlet or people.outlet
            return True
        found = person_names.split_names(
            value.removesuffix("摄").strip() if role == "photographer" else value
        )
        if found is None:
            # 一审：被告赔偿, 编辑：2名: the words are no label here
            return role == "author" and outlets.is_publisher(value)
        if role in labels.REVIEW_ROLES and len(found) > MAX_REVIEWERS:
            return False
        self.bylines += [Byline(role=role, name=name) for name in found]
        if both:
            self.bylines += [Byline(role="photographer", name=name) for name in found]
        return True

    def _without_employer(self, value: str) -> str:
        """The names in 澜山市水利局 周文远, also without the space; the employer is taken as a weak source."""
        match = EMPLOYER.match(value)
        if match is None:
            return value
        named, glued = match["names"], match["glued"]
        if not (person_names.split_names(named) if named else person_names.split_certain_names(glued)):
            return value
        if self.source is None:
            self.source, self.source_is_assumed = match["body"], True
        return str(named or glued)


def _with_roles(role: str, label: str, value: str) -> Credits | None:
    """作者：本报记者 X 通讯员 Y: role words in the value are closer to the names than the label."""
    if role == "photographer":
        found = person_names.split_names(EMPLOYED_AS.sub("", value))
        bylines = tuple(Byline(role=role, name=name) for name in found or ())
        return Credits(bylines=bylines) if bylines else None
    people = read_roles(value, bare=True) if role == "author" else read_roles(f"{label} {value}")
    return people if people is not None and people.bylines else None
