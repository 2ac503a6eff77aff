"""Questions about lines that hold a date and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.text import dates

if TYPE_CHECKING:
    from pipelines.credits.credit_types import Credits

YEAR = re.compile(r"\d{4}|[一二][〇零○]")


def is_date(found: Credits) -> bool:
    """True for a date without a label, alone or beside an outlet."""
    has_stamp = found.published is not None and found.published_label == ""
    is_alone = found.metadata_only and not found.bylines and not found.labels
    return is_alone and (has_stamp or found.partial_date is not None)


def has_clock(found: Credits) -> bool:
    """True if the date of a line is known to the hour or better."""
    if found.published is not None:
        return dates.PRECISIONS.index(found.published.precision) > dates.PRECISIONS.index("day")
    known = dates.without_year(found.partial_date) if found.partial_date else None
    return known is not None and known[2] is not None


def is_day(found: Credits) -> bool:
    """True for a line that holds a day and nothing else; relative dates (3小时前) never head a section."""
    if not is_date(found) or has_clock(found) or found.source is not None or found.platform is not None:
        return False
    return found.published is None or YEAR.search(found.published.raw) is not None


def month_day(found: Credits) -> tuple[int, int] | None:
    """Month and day of a date line."""
    if found.published is not None:
        day = found.published.day
        return None if day is None else (day.month, day.day)
    known = dates.without_year(found.partial_date or "")
    return None if known is None else known[:2]
