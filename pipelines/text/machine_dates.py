"""Read dates from values that programs wrote: ISO 8601, epochs, digits, RFC 2822, addresses and document ids."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

from pipelines.text.dates import FIRST_YEAR, Stamp, first, midnight_of
from storage.values import SHANGHAI

MAX_DIGITS = 14  # 20260903083015; an epoch has 10 or 13
MIN_EPOCH, MAX_EPOCH = 6.3e8, 4.1e9  # seconds: 1990 to 2099
MAX_RAW = 60  # characters kept of an English stamp
IN_URL = (
    re.compile(r"/t(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})_\d"),
    re.compile(r"/(?P<y>20\d{2})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})(?=/|_|\.|$)"),
    re.compile(r"/(?P<y>20\d{2})/?(?P<m>\d{2})/?(?P<d>\d{2})(?=/|_|\.|$)"),
    re.compile(r"[/_-](?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})(?=[/_.-])"),
    re.compile(r"/(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:[01]\d|2[0-3])(?:[0-5]\d){2}(?=[/_.]|$)"),
)
OBJECT_ID = re.compile(r"/(?:doc|art)_([0-9a-f]{8})[0-9a-f]{16}\b")
RFC_2822 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|GMT|UTC?)$"
)
JAVA_DATE = re.compile(
    r"[A-Z][a-z]{2} (?P<day>[A-Z][a-z]{2} \d{1,2}) (?P<clock>\d{2}:\d{2}:\d{2}) (?:CST|GMT\+08:00) (?P<year>\d{4})"
)


def from_machine_value(value: object) -> Stamp | None:
    """Read a value of JSON, a meta tag or a feed: a date string, or an epoch in seconds or milliseconds."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return _epoch(int(value)) or _digits(value) if len(value) <= MAX_DIGITS else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _epoch(value)
    return _english(value) or first(value) if isinstance(value, str) else None


def from_url(url: str) -> Stamp | None:
    """The day that an address contains: ``t20260819_``, ``/2026/8/19/``, ``/202608/19/``; the last one of its form.

    Folders of columns contain the date of their own creation before the article's.
    """
    for pattern in IN_URL:
        for match in reversed(list(pattern.finditer(url))):
            if (moment := midnight_of(int(match["y"]), int(match["m"]), int(match["d"]))) is not None:
                return Stamp(moment, "day", match[0].strip("/"), "url")
    return None


def from_object_id(url: str) -> Stamp | None:
    """The day on which a document id in an address was created: its first eight digits are seconds since 1970."""
    match = OBJECT_ID.search(url)
    if match is None:
        return None
    created = datetime.fromtimestamp(int(match[1], 16), UTC).astimezone(SHANGHAI)
    if not FIRST_YEAR < created.year < 2100:
        return None
    return Stamp(created.replace(hour=0, minute=0, second=0), "day", match[1], "objectid")


def _epoch(value: float) -> Stamp | None:
    """Seconds or milliseconds since 1970; None for NaN and for numbers that are not times of this archive."""
    seconds = value / 1000 if 1e12 <= value < 1e13 else value
    if not MIN_EPOCH < seconds < MAX_EPOCH:
        return None
    return Stamp(datetime.fromtimestamp(seconds, UTC), "second", str(value))


def _digits(value: str) -> Stamp | None:
    """A day, or a day and a time, without separators: 20260903, 20260903083015."""
    if len(value) not in (8, 14):
        return None
    day = f"{value[:4]}-{value[4:6]}-{value[6:8]}"
    stamp = first(day if len(value) == 8 else f"{day} {value[8:10]}:{value[10:12]}:{value[12:]}")
    return None if stamp is None else replace(stamp, raw=value)


def _english(value: str) -> Stamp | None:
    """RFC 2822, used by feeds, and Java's ``Date.toString``, where CST means Chinese time."""
    text = value.strip()
    zone: tzinfo | None = None
    java = JAVA_DATE.fullmatch(text)
    if java is None and not RFC_2822.match(text):
        return None
    try:
        if java:
            text, zone = f"{java['day']} {java['year']} {java['clock']}", SHANGHAI
            moment = datetime.strptime(text, "%b %d %Y %H:%M:%S").replace(tzinfo=zone)
        else:
            moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None or moment.year < FIRST_YEAR:
        return None
    return Stamp(moment, "second", value[:MAX_RAW])
