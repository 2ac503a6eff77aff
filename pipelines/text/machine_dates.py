"""Read dates from values that programs wrote: ISO 8601, epochs, digits, RFC 2822, addresses and document ids."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from pipelines.text.dates import ENGLISH_MONTHS, FIRST_YEAR, Stamp, first, midnight_of
from storage.values import SHANGHAI

MAX_DIGITS = 14  # 20260903083015; an epoch has 10 or 13
MIN_EPOCH, MAX_EPOCH = 6.3e8, 4.1e9  # seconds: 1990 to 2099
MAX_OFFSET_HOURS = 14
MAX_RAW = 60  # characters kept of an English stamp
IN_URL = (
    re.compile(r"/t(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})_\d"),
    re.compile(r"/(?P<y>20\d{2})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})(?=/|_|\.|$)"),
    re.compile(r"/(?P<y>20\d{2})/?(?P<m>\d{2})/?(?P<d>\d{2})(?=/|_|\.|$)"),
    re.compile(r"[/_-](?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})(?=[/_.-])"),
    re.compile(r"/(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:[01]\d|2[0-3])(?:[0-5]\d){2}(?=[/_.]|$)"),
)
OBJECT_ID = re.compile(r"/(?:doc|art)_([0-9a-f]{8})[0-9a-f]{16}\b")
# RFC 2822 as feeds write it: with two digits of the year, without a zone, without a time, in any case
FEED_DATE = re.compile(
    r"(?:[a-z]{3,9}\.?\s*,?\s*)?(?P<d>\d{1,2})[\s-]+(?P<month>[a-z]{3,9})\.?,?[\s-]+(?P<y>(?:19|20)\d{2}|\d{2})(?![\d:])"
    r"(?:,?\s+(?P<h>[01]?\d|2[0-3]):(?P<mi>[0-5]\d)(?::(?P<s>[0-5]\d|60)(?:\.\d{1,9})?)?\s*(?P<zone>[^\s\d].{0,20})?)?",
    re.IGNORECASE,
)
ZONE = re.compile(r"(?:gmt|utc?|z)?\s*(?:(?P<sign>[+-])(?P<h>\d{1,2})(?::?(?P<mi>[0-5]\d))?)?", re.IGNORECASE)
CHINESE_ZONES = frozenset(["cst", "bjt", "hkt", "asia/shanghai", "prc"])
# a zone behind a date of digits: 2026-09-03 08:30 GMT, +8:00
ZONE_BEHIND_DIGITS = re.compile(
    r"(?<=:\d{2})\s*(?:gmt|utc)?\s*(?:([+-])(\d{1,2}):?([0-5]\d)?)?$", re.IGNORECASE
)
PLAIN_ZONE = re.compile(r"\s?[+-][01]\d:?[0-5]\d")  # is read with the date
CENTURY_PIVOT = 69  # two digits below it are years of this century, as in RFC 2822
JAVA_DATE = re.compile(
    r"[a-z]{3} (?P<day>[a-z]{3} {1,2}\d{1,2}) (?P<clock>\d{2}:\d{2}:\d{2}) (?:CST|GMT\+0?8(?::?00)?) (?P<year>\d{4})",
    re.IGNORECASE,
)


def from_machine_value(value: object) -> Stamp | None:
    """Read a value of JSON, a meta tag or a feed: a date string, or an epoch in seconds or milliseconds."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return _epoch(int(value)) or _digits(value) if len(value) <= MAX_DIGITS else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _epoch(value)
    return _english(value) or _first_with_zone(value) if isinstance(value, str) else None


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
    text = " ".join(value.split())
    java = JAVA_DATE.fullmatch(text)
    if java:
        return _java_date(java, value)
    match = FEED_DATE.fullmatch(text[:MAX_RAW])
    if match is None or match["month"][:3].lower() not in ENGLISH_MONTHS:
        return None
    year = int(match["y"])
    if len(match["y"]) == len("26"):
        year += 2000 if year < CENTURY_PIVOT else 1900
    moment = midnight_of(year, ENGLISH_MONTHS.index(match["month"][:3].lower()) + 1, int(match["d"]))
    if moment is None:
        return None
    zone = _zone(match["zone"] or "")
    if match["h"] is None or zone is None:
        return Stamp(moment, "day", value[:MAX_RAW])
    second = min(int(match["s"] or 0), 59)  # a leap second
    moment = moment.replace(hour=int(match["h"]), minute=int(match["mi"]), second=second, tzinfo=zone)
    return Stamp(moment, "second" if match["s"] else "minute", value[:MAX_RAW])


def _java_date(match: re.Match[str], value: str) -> Stamp | None:
    text = f"{match['day']} {match['year']} {match['clock']}"
    try:
        moment = datetime.strptime(text, "%b %d %Y %H:%M:%S").replace(tzinfo=SHANGHAI)
    except ValueError:
        return None
    return None if moment.year < FIRST_YEAR else Stamp(moment, "second", value[:MAX_RAW])


def _zone(text: str) -> tzinfo | None:
    """The zone that a date names, Chinese time where it names none; None for a zone that is not known."""
    text = text.partition("(")[0].strip()
    if not text or text.lower() in CHINESE_ZONES:
        return SHANGHAI
    match = ZONE.fullmatch(text)
    if match is None:
        return None
    return _offset(match["sign"], match["h"], match["mi"]) if match["sign"] else UTC


def _offset(sign: str, hours: str, minutes: str | None) -> tzinfo | None:
    """The zone of ``+8``, ``+08:00``, ``-0530``; None beyond a day."""
    if int(hours) > MAX_OFFSET_HOURS:
        return None
    span = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-span if sign == "-" else span)


def _first_with_zone(value: str) -> Stamp | None:
    """The first date of a value, with a zone that printed dates do not have (GMT, +8:00); its raw text is as written."""
    text = value.strip()
    match = ZONE_BEHIND_DIGITS.search(text)
    if match is None or not match[0] or PLAIN_ZONE.fullmatch(match[0]):
        return first(value)
    zone = f"{match[1]}{int(match[2]):02}:{match[3] or '00'}" if match[1] else "Z"
    stamp = first(text[: match.start()] + zone)
    if stamp is None or not stamp.raw.endswith(zone):
        return stamp
    return replace(stamp, raw=stamp.raw.removesuffix(zone) + match[0])
