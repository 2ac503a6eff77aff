"""Metadata lines with labels: 来源：X 作者：Y 时间：Z, each value read for what its label means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.credits.roles import BOTH, ROLE, makers
from pipelines.credits.signatures import SENTENCE, slashed
from pipelines.credits.statement import Reading
from pipelines.items import Byline
from pipelines.text import dates, labels, outlets, person_names

if TYPE_CHECKING:
    from datetime import datetime


MAX_VALUE = 40
STAFF_NUMBER = re.compile(r"[_\-(（]?[A-Za-z]{0,4}\d{2,}[)）]?$")
CONTACT = re.compile(r"\s(?:联系)?(?:电话|热线|邮箱|电子邮箱|QQ)\s?[:：].*$")
# the outlet's name ends where a role word follows it without a label: 青岚日报 记者 X 编辑 Y, 青岚日报（记者 X）
MAKERS_BEHIND = re.compile(
    r"[\s(（](?=(?:本报|本网|全媒体|融媒体?|见习|首席)?(?:记者|通讯员|作者|编辑|责任编辑|责编|摄影|文/图|图/文)\s?[^\s)）])"
)
PAGE_WORDS = re.compile(
    r"\s?(?:暂无网友评论|网友评论|我要评论|我有话说|参与评论)\s?(?:[(（]\d*[)）])?$|\s第\d+页/共\d+页$"
)
REMARK = re.compile(r"\s?[(（][^()（）]{1,12}[)）]")
WORKS_AS = re.compile(r"^(?:本报|本网|本台)?(?:记者|通讯员)\s?")
AUTHOR = re.compile(r"作者(?=[\s:]?\S)")  # the grammar of role words knows it as 撰稿
JUNK_VALUE = re.compile(
    r"(admin|administrator|管理员|佚名|匿名|未知|\S{0,10}小编|[\w.-]*)", re.IGNORECASE | re.ASCII
)
HANDLE = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,19}")  # editors of portals sign with the name of their account
JUNK_HANDLE = re.compile(
    r"(?:admin|administrator|root|system|test|user|guest|editor|author|null|none|web|webmaster|cms)[\w]*",
    re.IGNORECASE,
)
INSTITUTION = re.compile(
    r"^(?P<body>\S{4,30}(?:院|局|委|办|部|厅|府|会|中心|馆|所|站|处|报|社|网|校|学))\s(?P<names>.+)$"
)
# what stands behind the outlet on its line: a place of the reader's and the tools
TAIL_TOOLS = re.compile(
    r"(?:\s[\u4e00-\u9fff]{2,3})?(?:\s(?:[大中小]字号|参与互动|我有话说|举报|分享|收藏|打印|关闭|我要纠错|纠错|投诉|评论|点赞|订阅|关注|我要评论|字号|大|中|小)){1,8}$"
)


def labelled(key: str, fetched_at: datetime | None) -> Reading | None:
    if not any(sign in key for sign in ":|丨/于"):
        return None  # no label without one of these
    bare = labels.PAGE_TOOLS.sub(" ", key).strip("【】[]()（）<> ")
    bare += ")" * (bare.count("(") > bare.count(")"))
    before, pairs = labels.labelled_values(bare)
    if not pairs:
        return None
    reading = Reading(strip={0}, labels=tuple(label for _, label, _ in pairs))
    known = not before
    if before and not labels.UNKNOWN_LABELS.fullmatch(before):
        if not _stamped(reading, before, fetched_at):
            return None
        known = True
    understood = solid = False
    for meaning, label, value in pairs:
        taken = None if meaning == "other" else _value(reading, meaning, label, value, fetched_at)
        if taken is False and (SENTENCE.search(value) or len(value) > MAX_VALUE):
            return None
        known = known and taken is not False and meaning != "other"
        understood = understood or taken is True
        solid = solid or (taken is True and bool(value) and _is_solid(meaning, label))
    # one value that says nothing (a pen name, a foreign one) voids no line that is one of metadata for certain
    return reading if (known and (understood or before)) or solid else None


def _stamped(reading: Reading, before: str, fetched_at: datetime | None) -> bool:
    """Take the date without a label that opens a line; False where what stands there is none."""
    stamp = dates.first(before, fetched_at)
    if stamp is not None:
        reading.published, reading.published_label = stamp, ""
        return len(before) <= len(stamp.raw) + 14
    partial = dates.without_year(before)
    if partial is not None and dates.to_ascii(before).strip(" []()|·") == partial[3].strip():
        reading.partial = partial[3]
        return True
    return False


def _is_solid(meaning: str, label: str) -> bool:
    """Whether a label with its value proves a line of metadata; notices have their own times and makers."""
    return meaning == "source" or (
        meaning in ("published", "updated") and label not in labels.EVENT_OR_PUBLISHED
    )


def _value(
    reading: Reading, meaning: str, label: str, value: str, fetched_at: datetime | None
) -> bool | None:
    """Take one labelled value. True: understood; None: empty; False: this is no metadata line at all."""
    if not value:
        return True if meaning in ("source", "ignored") else None
    if meaning == "ignored":
        return len(value) <= 30 and not SENTENCE.search(value)
    if meaning in ("published", "updated"):
        return _date(reading, meaning, label, value, fetched_at)
    if meaning == "source":
        return _source(reading, label, value, fetched_at)
    return _people(reading, meaning, label, _unstamped(reading, value, fetched_at))


def _date(reading: Reading, meaning: str, label: str, value: str, fetched_at: datetime | None) -> bool:
    stamp = dates.first(value, fetched_at)
    if stamp is None:
        partial = dates.without_year(value)
        if partial is not None and value.startswith(partial[3]):
            reading.partial = partial[3]
            return True
        # an impossible date is no date, but the line is still a date line
        return re.fullmatch(r"[\d\s年月日:./-]{6,25}", value) is not None
    if not dates.to_ascii(value).startswith(stamp.raw) or re.search(r"(至|到|—|~)", value):
        return False
    rest = dates.to_ascii(value)[len(stamp.raw) :].strip(" 星期一二三四五六日天周()|")
    if len(rest) > 40 or SENTENCE.search(rest):
        return False
    if meaning == "updated":
        reading.updated = stamp
    elif reading.published_label in (None, "发文日期"):
        reading.published, reading.published_label = stamp, label
    if rest and outlets.is_publisher(rest) and reading.source is None:
        reading.source = rest
    return True


def _unstamped(reading: Reading, value: str, fetched_at: datetime | None) -> str:
    """A value without the date that stands behind it without a label, and without the makers behind that."""
    stamp = dates.first(value, fetched_at)
    if stamp is None:
        return value
    name, found, behind = dates.to_ascii(value).partition(stamp.raw)
    if found and reading.published is None:
        reading.published, reading.published_label = stamp, ""
    if ROLE.search(behind) and (made := makers(behind.strip())) is not None:
        reading.bylines += made.bylines
    return name.strip() or value


def _source(reading: Reading, label: str, value: str, fetched_at: datetime | None) -> bool:
    if SENTENCE.search(value) or len(value) > 60:
        return False
    value = PAGE_WORDS.sub("", _unstamped(reading, value, fetched_at))
    named, *behind = MAKERS_BEHIND.split(value, maxsplit=1)
    if behind and (made := _listed_makers(behind[0].rstrip(")） "))) is not None:
        reading.bylines += made
        value = named
    value = TAIL_TOOLS.sub("", re.split(r"\s{2,}|\s[|丨]\s|\s(?=[【\[])|\s\d+$", value)[0]).strip(" |·")
    if outlets.is_platform(value):
        reading.platform = value
        return True
    first, _, people = value.partition(" ")
    if label.startswith("供稿") and person_names.split_certain_names(value):
        first, people = "", value
    if (
        people
        and (not first or outlets.is_publisher(first))
        and (named := person_names.split_certain_names(people))
    ):
        reading.bylines += [Byline(role="author", name=name) for name in named]
        value = first
    named_outlet = outlets.clean_outlet(value)
    if named_outlet is not None or not reading.assumed:
        reading.source, reading.assumed = named_outlet, False
    return True


def _listed_makers(text: str) -> list[Byline] | None:
    """``记者 X 通讯员 Y`` and ``作者 X 编辑 Y`` behind an outlet; None where a part of it is no name."""
    found = makers(AUTHOR.sub("撰稿", text))
    return found.bylines if found is not None and found.bylines else None


def _people(reading: Reading, role: str, label: str, value: str) -> bool:
    if role == "author" and (both_named := slashed(value, None)):
        reading.bylines += both_named.bylines
        return True
    both = BOTH.search(value)
    value = TAIL_TOOLS.sub("", REMARK.sub("", STAFF_NUMBER.sub("", CONTACT.sub("", value)))).strip()
    value = BOTH.sub(" ", value).strip()
    if HANDLE.fullmatch(value) and not JUNK_HANDLE.fullmatch(value):
        reading.bylines.append(Byline(role=role, name=value))
        return True
    if not value or JUNK_VALUE.fullmatch(value) or person_names.NOT_A_NAME.fullmatch(value):
        return True
    if role == "author" and (match := INSTITUTION.match(value)) and person_names.split_names(match["names"]):
        if reading.source is None:
            reading.source, reading.assumed = match["body"], True
        value = match["names"]
    if ROLE.search(value) and (made := _with_roles(role, label, value)):
        reading.bylines += made.bylines
        reading.outlet = reading.outlet or made.outlet
        return True
    found = person_names.split_names(value.removesuffix("摄").strip() if role == "photographer" else value)
    if found is None:
        # 一审：被告赔偿, 编辑：2名: the words are no label here
        return role == "author" and outlets.is_publisher(value)
    if role in labels.REVIEW_ROLES and len(found) > 2:
        return False
    reading.bylines += [Byline(role=role, name=name) for name in found]
    if both or label in labels.TEXT_AND_PICTURES:
        reading.bylines += [Byline(role="photographer", name=name) for name in found]
    return True


def _with_roles(role: str, label: str, value: str) -> Reading | None:
    """作者：本报记者 X 通讯员 Y: the role words in the value are nearer to the names than the label."""
    if role == "photographer":
        found = person_names.split_names(WORKS_AS.sub("", value))
        return Reading(bylines=[Byline(role=role, name=name) for name in found]) if found else None
    made = makers(value, bare=True) if role == "author" else makers(f"{label} {value}")
    return made if made is not None and made.bylines else None
