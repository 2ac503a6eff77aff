"""Read printed Chinese dates. A part that is not printed is never guessed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.text.folding import as_printed
from storage.values import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Iterator

PRECISIONS = ("year", "month", "day", "hour", "minute", "second")
MAX_AHEAD = timedelta(hours=48)  # a later date is a mistake of the page
MAX_CACHED = 200  # characters
FIRST_YEAR = 1990  # no site of this kind is older
DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")

_YEAR = r"(?P<y>(?:19|20)\d{2})"
_TIME = (
    r"(?:(?:\s/\s|\s|T|日|[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?|[,，])*"
    r"(?P<ap>上午|下午|早上|晚上|凌晨|中午|傍晚|早|晚|[AaPp][Mm])?\s?"
    r"(?P<h>[01]?\d|2[0-4])(?:\s?[:：]\s?(?P<mi>[0-5]\d)(?:\s?[:：]\s?(?P<s>[0-5]\d)(?:\.\d{1,9})?)?|"
    r"(?:时|点)(?:(?P<half>半)|(?P<mi2>[0-5]?\d)分?(?:(?P<s2>[0-5]?\d)秒)?)?)"
    r"(?:\s?(?P<ap2>[AaPp][Mm])\b)?\s?(?P<zone>Z|[+-][01]\d:?[0-5]\d)?)?"
)
FULL = re.compile(
    rf"(?<!\d){_YEAR}(?:\s?年\s?(?P<m>1[0-2]|0?[1-9])\s?月\s?(?P<d>3[01]|[12]\d|0?[1-9])(?:日|号)?"
    rf"|\s?(?P<sep>[-/.])\s?(?P<m2>1[0-2]|0?[1-9])\s?(?P=sep)\s?(?P<d2>3[01]|[12]\d|0?[1-9])(?:(?!\d)|(?=\d{{2}}[:：]\d{{2}}))"
    # year, day and time in elements of their own: 2026 11 / 18 16:42
    r"|\s(?P<m3>1[0-2]|0?[1-9])\s?[/-]\s?(?P<d3>3[01]|[12]\d|0?[1-9])(?=\s\d{1,2}\s?[:：]\s?\d{2}))"
    rf"{_TIME}(?!\d)"
)
MONTH = re.compile(rf"(?<!\d){_YEAR}\s?年\s?(?P<m>1[0-2]|0?[1-9])\s?月(?!\s?\d)")
# day in an element of its own above year and month: 18 2026/11
DAY_FIRST = re.compile(rf"^(?P<d>3[01]|[12]\d|0?[1-9])\s{_YEAR}\s?[年/.-]\s?(?P<m>1[0-2]|0?[1-9])\s?月?$")
ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ENGLISH = re.compile(
    rf"(?<![A-Za-z\d])(?:(?P<month>[A-Za-z]{{3,9}})\.?\s(?P<d>3[01]|[12]\d|0?[1-9])|(?P<d2>3[01]|[12]\d|0?[1-9])\s(?P<month2>[A-Za-z]{{3,9}})\.?),?\s{_YEAR}(?!\d){_TIME}"
)
NO_YEAR = re.compile(
    r"(?<![\d年\-/.])(?P<m>1[0-2]|0?[1-9])(?:月(?P<d>3[01]|[12]\d|0?[1-9])日|-(?P<d2>3[01]|[12]\d|0[1-9]))(?![-\d]\d*-)"
    + _TIME
)
CHINESE = re.compile(
    r"([一二][〇零○一二三四五六七八九]{3})年([正一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
# a relative date must be the whole text: 今日 also begins names of accounts, 刚刚 and 昨天 begin sentences
RELATIVE = re.compile(
    r"(?<![\u3400-\u9fff])(?P<just>刚刚)(?![\u3400-\u9fff])|"
    r"(?<!\d)(?P<n>\d{1,3})\s?(?P<unit>秒钟?|分钟|小时|个小时|天|日)前(?![\u3400-\u9fff])|"
    r"(?<![\u3400-\u9fff])(?P<day>今天|昨天|前天|昨日|今日)"
    r"(?:\s?(?P<h>[01]?\d|2[0-3])[:：](?P<mi>[0-5]\d)|(?![\u3400-\u9fff]))"
)
DIGIT = re.compile(r"\d")
WORDS = ("刚刚", "今天", "昨天", "前天", "昨日", "今日")  # relative dates without a digit


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date as printed, in Asia/Shanghai unless an offset is printed.

    ``moment`` is aware; parts below the ``precision`` (one of PRECISIONS) are the smallest possible. ``raw`` is the
    text that was read, ``rule`` the name of the rule that found it.
    """

    moment: datetime
    precision: str
    raw: str
    rule: str = ""

    @property
    def day(self) -> date | None:
        """The day in Asia/Shanghai; None if only month or year is known."""
        if PRECISIONS.index(self.precision) < PRECISIONS.index("day"):
            return None
        return self.moment.astimezone(SHANGHAI).date()

    def named(self, rule: str) -> Stamp:
        """A copy with the name of the rule that found it."""
        return replace(self, rule=rule)


def find(text: str, fetched_at: datetime | None = None) -> Iterator[Stamp]:
    """All dates with at least a year and a month in a text, in order.

    Relative dates (昨天, 3小时前) are read only if ``fetched_at`` is given. An impossible day such as 30 February is
    skipped.
    """
    folded = to_ascii(text)
    if not DIGIT.search(folded) and (fetched_at is None or not any(word in folded for word in WORDS)):
        return
    spots: list[tuple[int, int, Stamp]] = []
    for match in FULL.finditer(folded):
        if stamp := _full(match):
            spots.append((match.start(), match.end(), stamp))
    if boxed := DAY_FIRST.search(folded):
        moment = midnight_of(int(boxed["y"]), int(boxed["m"]), int(boxed["d"]))
        spots += [(boxed.start(), boxed.end(), Stamp(moment, "day", boxed[0]))] if moment else []
    for match in ENGLISH.finditer(folded):
        if stamp := _english_stamp(match):
            spots.append((match.start(), match.end(), stamp))
    for match in MONTH.finditer(folded):
        if not any(start <= match.start() < end for start, end, _ in spots) and not _has_day(folded, match):
            moment = datetime(int(match["y"]), int(match["m"]), 1, tzinfo=SHANGHAI)
            spots.append((match.start(), match.end(), Stamp(moment, "month", match[0])))
    if fetched_at is not None:
        spots += [
            (m.start(), m.end(), s) for m in RELATIVE.finditer(folded) if (s := _relative(m, fetched_at))
        ]
    yield from (stamp for _, _, stamp in sorted(spots, key=lambda spot: spot[0]))


def first(text: str, fetched_at: datetime | None = None) -> Stamp | None:
    """The first date of ``find``."""
    return next(find(text, fetched_at), None)


def with_printed_raw(stamp: Stamp, line: str) -> Stamp:
    """The stamp with its raw text spelled as in the printed line: Chinese numerals, full-width digits."""
    raw = as_printed(line, stamp.raw)
    if raw == stamp.raw and raw not in line:
        written = (match[0] for match in CHINESE.finditer(line) if stamp.raw.startswith(_arabic(match)))
        raw = next(written, raw)
    return replace(stamp, raw=raw)


def without_year(text: str) -> tuple[int, int, datetime | None, str] | None:
    """The first date without a year, as (month, day, time or None, raw text); only the time of day of the third counts."""
    match = NO_YEAR.search(to_ascii(text))
    if match is None:
        return None
    month, day = int(match["m"]), int(match["d"] or match["d2"])
    clock = _clock(match)
    at = None if clock is None else datetime(2000, 1, 1, *clock[0], tzinfo=SHANGHAI)
    return month, day, at, match[0]


def is_future(stamp: Stamp, fetched_at: datetime) -> bool:
    """True if a date is more than two days after the page was fetched."""
    return stamp.moment > fetched_at + MAX_AHEAD


def to_ascii(text: str) -> str:
    """A text with half-width digits and signs, and with the Chinese numerals of dates as digits."""
    return _normal(text) if len(text) < MAX_CACHED else _folded(text)


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return CHINESE.sub(_arabic, folded) if "年" in folded else folded


# several rules read the same line
_normal = lru_cache(maxsize=500)(_folded)


def _arabic(match: re.Match[str]) -> str:
    return f"{match[1].translate(DIGITS)}年{_number(match[2].replace('正', '一'))}月{_number(match[3])}日"


def _number(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int(numeral.translate(DIGITS))
    return (int(tens.translate(DIGITS)) if tens else 1) * 10 + (int(ones.translate(DIGITS)) if ones else 0)


def _has_day(text: str, match: re.Match[str]) -> bool:
    """True if a day follows a month: it was not read as a date, so that it is impossible."""
    return re.match(r"\s?\d{1,2}\s?[日号]", text[match.end() :]) is not None


def _full(match: re.Match[str]) -> Stamp | None:
    month, day = match["m"] or match["m2"] or match["m3"], match["d"] or match["d2"] or match["d3"]
    moment = midnight_of(int(match["y"]), int(month), int(day))
    if moment is None:
        return None
    return _with_clock(moment, match)


def _with_clock(moment: datetime, match: re.Match[str]) -> Stamp:
    """The stamp of a day with the time of the same match, if it has one."""
    raw = match[0].strip()
    clock = _clock(match)
    if clock is None:
        return Stamp(moment, "day", raw)
    (hour, minute, second), precision = clock
    if match["zone"]:
        moment = moment.replace(tzinfo=_zone(match["zone"]))
    if hour == 24:
        return Stamp(moment, "day", raw)
    return Stamp(moment.replace(hour=hour, minute=minute, second=second), precision, raw)


def _english_stamp(match: re.Match[str]) -> Stamp | None:
    """``Apr 22, 2025`` and ``22 April 2025``, with or without a time."""
    name = (match["month"] or match["month2"])[:3].lower()
    if name not in ENGLISH_MONTHS:
        return None
    moment = midnight_of(int(match["y"]), ENGLISH_MONTHS.index(name) + 1, int(match["d"] or match["d2"]))
    return None if moment is None else _with_clock(moment, match)


def _clock(match: re.Match[str]) -> tuple[tuple[int, int, int], str] | None:
    """((hour, minute, second), precision) of a match; None without a time."""
    if match["h"] is None:
        return None
    hour = int(match["h"])
    minute, second = match["mi"] or match["mi2"] or (match["half"] and "30"), match["s"] or match["s2"]
    half = (match["ap"] or match["ap2"] or "").lower()
    if (half in ("下午", "晚上", "傍晚", "晚", "pm") and hour < 12) or (half == "中午" and hour < 3):
        hour += 12
    elif half in ("am", "上午", "凌晨") and hour == 12:
        hour = 0
    precision = "second" if second else "minute" if minute else "hour"
    return (hour, int(minute or 0), int(second or 0)), precision


def _zone(text: str) -> tzinfo:
    if text == "Z":
        return UTC
    return datetime.strptime(text.replace(":", ""), "%z").tzinfo or UTC


def midnight_of(year: int, month: int, day: int) -> datetime | None:
    """Midnight of a day in Asia/Shanghai; None for a day that does not exist or a year before FIRST_YEAR."""
    if year < FIRST_YEAR:
        return None
    try:
        return datetime(year, month, day, tzinfo=SHANGHAI)
    except ValueError:
        return None


def _relative(match: re.Match[str], fetched_at: datetime) -> Stamp | None:
    now = fetched_at.astimezone(SHANGHAI)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if match["just"]:
        return Stamp(midnight, "day", match[0])
    if match["day"]:
        back = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}[match["day"]]
        day = midnight - timedelta(days=back)
        if match["h"]:
            return Stamp(day.replace(hour=int(match["h"]), minute=int(match["mi"])), "minute", match[0])
        return Stamp(day, "day", match[0])
    number, unit = int(match["n"]), match["unit"]
    if unit.startswith("秒"):
        return Stamp((now - timedelta(seconds=number)).replace(second=0, microsecond=0), "minute", match[0])
    if unit == "分钟":
        return Stamp((now - timedelta(minutes=number)).replace(second=0, microsecond=0), "minute", match[0])
    if "小时" in unit:  # hours are rounded, so that only the day is certain
        day = (now - timedelta(hours=number)).replace(hour=0, minute=0, second=0, microsecond=0)
        return Stamp(day, "day", match[0])
    return Stamp(midnight - timedelta(days=number), "day", match[0])
