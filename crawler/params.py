"""What a run was asked for: the -a arguments of ``scrapy crawl``, typed; one clear line for a wrong one."""

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


class UsageError(Exception):
    """An argument means nothing; a crawl that guessed would fetch what nobody asked for."""


@dataclass(frozen=True)
class Params:
    since: date | None = None
    until: date | None = None
    limit: int | None = None  # article requests
    recheck: int | None = None  # days
    scheduled: bool = False  # obey retry(at) and pauses of earlier runs
    wait: bool = False  # for a lease that another process holds

    @property
    def window(self) -> tuple[date | None, date | None]:
        return self.since, self.until

    @property
    def windowed(self) -> bool:
        return self.since is not None or self.until is not None

    def includes(self, day: date | None) -> bool:
        """An unknown day is inside: nobody may be left out for what a list forgot to print."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def record(self) -> dict[str, Any]:
        plain = {k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(self).items()}
        return {k: v for k, v in plain.items() if v not in (None, False)}


def parse(arguments: Mapping[str, Any]) -> Params:
    for name in arguments:
        if name not in NAMES:
            raise UsageError(
                f"-a {name}: unknown argument{did_you_mean(name, NAMES)} (known: {', '.join(NAMES)})"
            )
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
    if value is None:
        return None
    if ago := re.fullmatch(r"(\d{1,4})d", value):
        return datetime.now(SHANGHAI).date() - timedelta(days=int(ago[1]))
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{name}: {value!r} is not a day (YYYY-MM-DD, or 7d for seven days ago)") from None


def _count(name: str, value: str | None) -> int | None:
    if value is None:
        return None
    if not re.fullmatch(r"[1-9]\d{0,6}", value):
        raise UsageError(f"{name}: {value!r} must be a whole number of at least 1")
    return int(value)


def _flag(name: str, value: str | None) -> bool:
    if value is None or value.lower() in ("0", "false", "no"):
        return False
    if value.lower() in ("1", "true", "yes"):
        return True
    raise UsageError(f"{name}: {value!r} must be 1 or 0")
