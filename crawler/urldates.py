"""Dates in URLs: templates with ``{date:%Y%m/%d}``, and the day that a URL contains."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SLOT = re.compile(r"\{date:([^{}]*)\}")
CODES = re.compile(r"%([YymdjBbHMSUaAc%-])?")

# How newspapers write the day in their URLs, the least ambiguous form first, each with its strftime format
WRITTEN = (
    (re.compile(r"(?<!\d)(20\d{2})-(\d{2})/(\d{2})(?!\d)"), "%Y-%m/%d"),
    (re.compile(r"(?<!\d)(20\d{2})(\d{2})/(\d{2})(?!\d)"), "%Y%m/%d"),
    (re.compile(r"(?<!\d)(20\d{2})-(\d{2})-(\d{2})(?!\d)"), "%Y-%m-%d"),
    (re.compile(r"(?<!\d)(20\d{2})/(\d{2})/(\d{2})(?!\d)"), "%Y/%m/%d"),
    (re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)"), "%Y%m%d"),
    (re.compile(r"(?<!\d)(20\d{2})_(\d{2})_(\d{2})(?!\d)"), "%Y_%m_%d"),
    (re.compile(r"(?<!\d)(20\d{2})/(\d{2})(\d{2})(?!\d)"), "%Y/%m%d"),
)
# Government sites omit zeros (/art/2021/8/19/); strftime has no portable format for that, so no template
UNPADDED = re.compile(r"(?<!\d)(20\d{2})[/-](\d{1,2})[/-](\d{1,2})(?!\d)")
ALLOWED = set("Yymd")


def is_template(address: str) -> bool:
    """True if an address contains a date slot."""
    return "{date" in address


def template_problem(address: str) -> str | None:
    """Return what is wrong with the date slot of an address, None if nothing is."""
    if not is_template(address):
        return "holds a brace; the only slot is {date:%Y-%m/%d}" if "{" in address or "}" in address else None
    slots = SLOT.findall(address)
    if not slots or "{" in SLOT.sub("", address) or "}" in SLOT.sub("", address):
        return "has a broken slot; write {date:%Y-%m/%d}"
    codes = "".join(CODES.findall("".join(slots)))
    if set(codes) - ALLOWED or "%" in CODES.sub("", "".join(slots)):
        return "may use %Y, %y, %m and %d only"
    if not ({"Y", "y"} & set(codes)) or not {"m", "d"} <= set(codes):
        return "must name year, month and day: {date:%Y-%m/%d}"
    return None


def without_slot(address: str) -> str:
    """Return the template with a sample day filled in, so that it can be parsed as a URL."""
    return fill(address, date(2000, 1, 1)) if is_template(address) else address


def fill(template: str, day: date) -> str:
    """Return the URL of a template for one day."""
    return SLOT.sub(lambda slot: day.strftime(slot[1]), template)


def date_in(url: str) -> date | None:
    """Return the first valid day that a URL contains, None if there is none."""
    for pattern in (*(p for p, _ in WRITTEN), UNPADDED):
        for match in pattern.finditer(url):
            if (day := _day(match)) is not None:
                return day
    return None


def _slotted(pattern: re.Pattern[str], url: str, writing: str, day: date) -> str:
    """Replace every occurrence of one day in the given form by the date slot."""

    def slot(match: re.Match[str]) -> str:
        return f"{{date:{writing}}}" if _day(match) == day else match[0]

    return pattern.sub(slot, url)


def template_of(url: str) -> str | None:
    """Return the template of the editions of all days from the URL of one; None if it contains no day."""
    for pattern, writing in WRITTEN:
        days = [(m, day) for m in pattern.finditer(url) if (day := _day(m)) is not None]
        if days:
            day = days[0][1]
            template = _slotted(pattern, url, writing, day)
            # a URL may contain the day in two forms: /2026-09/27/hnrb20260927.htm
            for other, another in WRITTEN:
                template = _slotted(other, template, another, day)
            return template
    return None


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days from last to first, so that the newest are read before a budget ends."""
    for number in range(last.toordinal(), first.toordinal() - 1, -1):
        yield date.fromordinal(number)


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
