"""Choose the publication date among all dates that a page states.

Order of preference: what is printed beside the headline, then what the markup declares, with the date in the address as
arbiter. Sites that move to another content system reset the declared date, by up to fourteen years, while the printed
line keeps the old one. Where both agree on the day, the clock is compared as well: some systems declare a 12-hour
clock, others local time with the mark of UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from pipelines.text.dates import PRECISIONS
from storage.values import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipelines.text.dates import Stamp

HALF_DAY = timedelta(hours=12)
ADDRESS_SLACK = timedelta(days=1)  # an address is often made on the evening before the article is published
CLOCK_UNITS = {"hour": 60 * 60, "minute": 60, "second": 1}  # in seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class DateEvidence:
    """All stamps of one page by the kind of place they were read from, in order of preference within each kind.

    ``edition``: date of a newspaper's edition. ``printed``: lines beside the headline, or the element that the
    source's selector names. ``declared``: meta tags, JSON-LD, embedded data. ``address``: the day in the URL.
    ``loose``: lines that hold a date among other words, or that stand under no printed headline.
    ``clocks``: printed where the page may also show today's date, so only good for the hour of a known day.
    ``fallback``: weaker places, used when nothing else has a day.
    """

    edition: tuple[Stamp, ...] = ()
    printed: tuple[Stamp, ...] = ()
    declared: tuple[Stamp, ...] = ()
    loose: tuple[Stamp, ...] = ()
    address: Stamp | None = None
    clocks: tuple[Stamp, ...] = ()
    fallback: tuple[Stamp, ...] = ()


class DateChoice(NamedTuple):
    """``stamp``: the winner, None without evidence. ``others``: stamps of other days.

    ``correction``: why a declared stamp was changed, or None.
    """

    stamp: Stamp | None
    others: tuple[Stamp, ...] = ()
    correction: str | None = None


def choose_date(evidence: DateEvidence) -> DateChoice:
    """Return the stamp to publish: the most trusted day, with the finest clock that does not contradict it."""
    declared = tuple(_as_local_time(one, evidence) for one in evidence.declared)
    correction = "local_time_marked_utc" if declared != evidence.declared else None
    address = (evidence.address,) if evidence.address else ()
    stamps = [*evidence.edition, *evidence.printed, *declared, *evidence.loose, *address, *evidence.fallback]
    leading = _leading(replace(evidence, declared=declared))
    if leading is None:
        return DateChoice(next(iter(stamps), None))
    best = leading
    for stamp in [*stamps, *evidence.clocks]:
        if stamp.day != leading.day or not _is_finer(stamp, best):
            correction = correction or _clock_fault(stamp, best)
        elif _fits(stamp, best):
            best = stamp
        else:
            correction = correction or _clock_fault(stamp, best)
    others = tuple(stamp for stamp in stamps if stamp.day is not None and stamp.day != leading.day)
    if correction is None and any(stamp in declared for stamp in others) and leading not in declared:
        correction = "declared_day_contradicted"
    return DateChoice(best, others, correction)


def _leading(evidence: DateEvidence) -> Stamp | None:
    """The stamp whose day is used."""
    if edition := _first_with_day(evidence.edition):
        return edition
    printed, declared = _first_with_day(evidence.printed), _first_with_day(evidence.declared)
    loose, address = _first_with_day(evidence.loose), evidence.address
    if printed and not (printed.rule == "line" and _contradicts(address, printed, declared)):
        return printed
    if declared and loose and _contradicts(address, declared, loose):
        return loose
    if (
        declared
        and address
        and address.moment + ADDRESS_SLACK < declared.moment
        and not _near(declared, address)
    ):
        return address  # addresses keep their date when a migration resets the declared one
    return declared or loose or address or _first_with_day(evidence.fallback)


def _contradicts(address: Stamp | None, stamp: Stamp, other: Stamp | None) -> bool:
    """True if the day in the address is that of the other stamp, or nearly, and further from the first one."""
    if address is None or other is None or not _near(other, address):
        return False
    return (
        abs(other.moment - address.moment) < abs(stamp.moment - address.moment) and stamp.day != address.day
    )


def _first_with_day(stamps: Iterable[Stamp]) -> Stamp | None:
    return next((stamp for stamp in stamps if stamp.day is not None), None)


def _near(stamp: Stamp, address: Stamp) -> bool:
    if stamp.day is None or address.day is None:
        return False
    return abs(stamp.day - address.day) <= ADDRESS_SLACK


def _as_local_time(stamp: Stamp, evidence: DateEvidence) -> Stamp:
    """A declared stamp marked as UTC, read as Chinese time where the rest of the page shows that it is."""
    if stamp.moment.utcoffset() != timedelta(0) or not stamp.raw.rstrip().endswith(
        ("Z", "z", "00:00", "0000")
    ):
        return stamp
    local = replace(stamp, moment=stamp.moment.replace(tzinfo=SHANGHAI))
    printed = _first_with_day(evidence.printed)
    if printed is not None and printed.precision in CLOCK_UNITS:
        return local if _fits(local, printed) else stamp
    reference = printed or evidence.address
    if reference is not None and local.day == reference.day and stamp.day != reference.day:
        return local
    return stamp


def _is_finer(stamp: Stamp, than: Stamp) -> bool:
    return PRECISIONS.index(stamp.precision) > PRECISIONS.index(than.precision)


def _fits(fine: Stamp, coarse: Stamp) -> bool:
    """True if the finer stamp is within the day or minute of the coarser one."""
    unit = CLOCK_UNITS.get(coarse.precision)
    if unit is None:
        return fine.day == coarse.day
    return 0 <= (fine.moment - coarse.moment).total_seconds() < unit


def _clock_fault(stamp: Stamp, best: Stamp) -> str | None:
    """Name the disagreement of two clocks of the same day: half a day apart, or simply different."""
    if stamp.day != best.day or best.precision not in CLOCK_UNITS or stamp.precision not in CLOCK_UNITS:
        return None
    apart = abs(stamp.moment - best.moment)
    if apart < timedelta(minutes=1):
        return None
    return (
        "twelve_hour_clock" if abs(apart - HALF_DAY) < timedelta(minutes=1) else "declared_clock_contradicted"
    )
