"""The arguments of a crawl (``-a`` of ``scrapy crawl``) as a typed value, with one clear line for a wrong one."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crawler.sources.field_types import did_you_mean
from storage.values import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("since", "until", "limit", "recheck", "scheduled", "wait")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DAYS_AGO = re.compile(r"[0-9]{1,4}d")
COUNT = re.compile(r"[1-9]\d{0,6}")
TRUE, FALSE = ("1", "true", "yes"), ("0", "false", "no")


class UsageError(Exception):
    """An unknown argument or an invalid value. The message is one line."""


@dataclass(frozen=True)
class Params:
    """The parameters of one crawl."""

    since: date | None = None  # published days, inclusive
    until: date | None = None
    limit: int | None = None  # article requests
    recheck: int | None = None  # fetch articles again that were first seen within this number of days
    scheduled: bool = False  # respect retry times and the paused status
    wait: bool = False  # for leases that another process holds

    @property
    def window(self) -> tuple[date | None, date | None]:
        return self.since, self.until

    @property
    def windowed(self) -> bool:
        return self.since is not None or self.until is not None

    def includes(self, day: date | None) -> bool:
        """True if a day is in the window, or unknown: a list may not print the dates of its articles."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def record(self) -> dict[str, Any]:
        """Return the arguments that differ from their default, as JSON types, for the run row."""
        plain = {k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(self).items()}
        return {k: v for k, v in plain.items() if v not in (None, False)}


def parse(arguments: Mapping[str, Any]) -> Params:
    """Read the arguments of a crawl; empty values count as not given. Raises UsageError."""
    for name in arguments:
        if name not in NAMES:
            known = ", ".join(NAMES)
            raise UsageError(f"-a {name}: unknown argument{did_you_mean(name, NAMES)} (known: {known})")
    given = {k: str(v).strip() for k, v in arguments.items() if v is not None and str(v).strip()}
    params = Params(
        since=_day("since", given.get("since")),
        until=_day("until", given.get("until")),
        limit=_count("limit", given.get("limit")),
        recheck=_count("recheck", given.get("recheck")),
        scheduled=_flag("scheduled", given.get("scheduled")),
        wait=_flag("wait", given.get("wait")),
    )
    if params.since and params.until and params.since > params.until:
        raise UsageError(f"since {params.since} is after until {params.until}")
    return params


def _day(name: str, value: str | None) -> date | None:
    """Return a day given as YYYY-MM-DD, or as ``7d`` for seven days ago in Shanghai."""
    if value is None:
        return None
    if DAYS_AGO.fullmatch(value):
        return datetime.now(SHANGHAI).date() - timedelta(days=int(value[:-1]))
    try:
        if not DAY.fullmatch(value):
            raise ValueError(value)
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{name}: {value!r} is not a day (YYYY-MM-DD, or 7d for seven days ago)") from None


def _count(name: str, value: str | None) -> int | None:
    if value is None:
        return None
    if not COUNT.fullmatch(value):
        raise UsageError(f"{name}: {value!r} must be a whole number of at least 1")
    return int(value)


def _flag(name: str, value: str | None) -> bool:
    if value is None or value.lower() in FALSE:
        return False
    if value.lower() in TRUE:
        return True
    raise UsageError(f"{name}: {value!r} must be 1 or 0")
