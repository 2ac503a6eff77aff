"""Read response headers."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.http import Response

RETRY_AFTER_CAP_S = 24 * 3600.0


def headers_of(response: Response) -> dict[str, str]:
    """Return the headers with names in lower case; of a repeated header, the first value."""
    pairs = response.headers.items()
    return {name.decode("latin-1").lower(): values[0].decode("latin-1") for name, values in pairs if values}


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds for which Retry-After (a number or a date) asks us to wait, one day at most.

    None if the header is missing, in the past or unreadable. ``now`` replaces a missing Date header.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        seconds = float(value[:12])
    else:
        try:
            until = parsedate_to_datetime(value)
            # relative to the host's own clock if it sends one: ours may differ by minutes
            sent = parsedate_to_datetime(headers["date"]) if "date" in headers else now
            seconds = (_aware(until) - _aware(sent)).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return None
    return min(seconds, RETRY_AFTER_CAP_S) if seconds > 0 else None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
