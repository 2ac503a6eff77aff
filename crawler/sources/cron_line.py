"""Check the cron line of a source: five fields, weekdays by name, read in Asia/Shanghai."""

from __future__ import annotations

import re

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = re.compile(r"\*|({0})(-({0}))?".format("|".join(WEEKDAYS)))
FIELDS = ("minute", "hour", "day", "month", "weekday")


def cron_problem(line: str) -> str | None:
    """What is wrong with it, in words; None if nothing is."""
    fields = line.split()
    if len(fields) != len(FIELDS):
        return f"a cron line has five fields ({' '.join(FIELDS)}), this has {len(fields)}"
    # APScheduler reads 1 as Tuesday, cron as Monday (measured): only names say what is meant
    if not all(DAY.fullmatch(part) for part in fields[4].lower().split(",")):
        return f"weekdays are written by name ({', '.join(WEEKDAYS)}), not {fields[4]!r}"
    from apscheduler.triggers.cron import CronTrigger

    try:
        CronTrigger(
            **dict(zip(("minute", "hour", "day", "month"), fields, strict=False)), timezone="Asia/Shanghai"
        )
    except (ValueError, TypeError) as error:
        return f"is no cron line: {error}"
    return None
