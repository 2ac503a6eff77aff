"""Dates in newspaper addresses: the slot ``{date:%Y%m/%d}``, and the issue date that an address carries."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SLOT = re.compile(r"\{date:([^{}]*)\}")
CODES = re.compile(r"%([YymdjBbHMSUaAc%-])?")

# Every way in which the papers of domain knowledge write the day, most telling first; the second
# half of a pair says how to write it again.
WRITTEN = (
    (re.compile(r"(?<!\d)(20\d{2})-(\d{2})/(\d{2})(?!\d)"), "%Y-%m/%d"),
    (re.compile(r"(?<!\d)(20\d{2})(\d{2})/(\d{2})(?!\d)"), "%Y%m/%d"),
    (re.compile(r"(?<!\d)(20\d{2})-(\d{2})-(\d{2})(?!\d)"), "%Y-%m-%d"),
    (re.compile(r"(?<!\d)(20\d{2})/(\d{2})/(\d{2})(?!\d)"), "%Y/%m/%d"),
    (re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)"), "%Y%m%d"),
    (re.compile(r"(?<!\d)(20\d{2})_(\d{2})_(\d{2})(?!\d)"), "%Y_%m_%d"),
    (re.compile(r"(?<!\d)(20\d{2})/(\d{2})(\d{2})(?!\d)"), "%Y/%m%d"),
)
# Government sites leave the zeros out (/art/2021/8/19/): a day, but no way to write one
UNPADDED = re.compile(r"(?<!\d)(20\d{2})[/-](\d{1,2})[/-](\d{1,2})(?!\d)")
ALLOWED = set("Yymd")


def is_template(address: str) -> bool:
    return "{date" in address


def template_problem(address: str) -> str | None:
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
    """The template with an ordinary day in it, so that it can be read as an address."""
    return fill(address, date(2000, 1, 1)) if is_template(address) else address


def fill(template: str, day: date) -> str:
    return SLOT.sub(lambda slot: day.strftime(slot[1]), template)


def date_in(url: str) -> date | None:
    """The day that stands in an address, if a real one does."""
    for pattern in (*(p for p, _ in WRITTEN), UNPADDED):
        for match in pattern.finditer(url):
            if (day := _day(match)) is not None:
                return day
    return None


def _slotted(pattern: re.Pattern[str], url: str, writing: str, day: date) -> str:
    """The address with every writing of one day replaced by its slot."""

    def slot(match: re.Match[str]) -> str:
        return f"{{date:{writing}}}" if _day(match) == day else match[0]

    return pattern.sub(slot, url)


def template_of(url: str) -> str | None:
    """The address of one day's edition as a template for every day; None if it holds no day."""
    for pattern, writing in WRITTEN:
        days = [(m, day) for m in pattern.finditer(url) if (day := _day(m)) is not None]
        if days:
            day = days[0][1]
            template = _slotted(pattern, url, writing, day)
            # the same day may stand there twice in two writings: /2026-09/27/hnrb20260927.htm
            for other, another in WRITTEN:
                template = _slotted(other, template, another, day)
            return template
    return None


def days_between(first: date, last: date) -> Iterator[date]:
    """Newest first: what is read before a budget ends is the news."""
    for number in range(last.toordinal(), first.toordinal() - 1, -1):
        yield date.fromordinal(number)


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
