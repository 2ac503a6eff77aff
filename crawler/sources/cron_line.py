"""Check the cron line of a source: five fields, weekdays by name, times in Asia/Shanghai."""

from __future__ import annotations

import re

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY_RANGE = re.compile(r"\*|({0})(-({0}))?".format("|".join(WEEKDAYS)))
FIELDS = ("minute", "hour", "day", "month", "weekday")


def cron_problem(line: str) -> str | None:
    """Return what is wrong with a cron line, or None if it can be used."""
    fields = line.split()
    if len(fields) != len(FIELDS):
        return f"a cron line has five fields ({' '.join(FIELDS)}), this has {len(fields)}"
    # cron counts 1 as Monday, APScheduler as Tuesday; names are unambiguous
    if not all(WEEKDAY_RANGE.fullmatch(part) for part in fields[4].lower().split(",")):
        return f"weekdays are written by name ({', '.join(WEEKDAYS)}), not {fields[4]!r}"
    from apscheduler.triggers.cron import CronTrigger

    try:
        CronTrigger(
            **dict(zip(("minute", "hour", "day", "month"), fields, strict=False)), timezone="Asia/Shanghai"
        )
    except (ValueError, TypeError) as error:
        return f"is not a cron line: {error}"
    return None
