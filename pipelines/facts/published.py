"""Decide when an article was published, from all stamps of its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipelines.facts import date_evidence, printed_dates
from pipelines.facts.date_choice import DateEvidence, choose_date
from pipelines.text import dates

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pipelines.credits.credit_types import Credits
    from pipelines.credits.header import Header
    from pipelines.page.parsed_page import ParsedPage
    from pipelines.text.dates import Stamp

MAX_RAW = 200


@dataclass(frozen=True, slots=True)
class Published:
    """The date of publication; all fields are None where the page has no evidence.

    ``at`` is aware, in UTC; ``day`` is the day in Asia/Shanghai; ``rule`` names the evidence and ``raw`` is its text.
    ``others`` are (rule, text) of stamps of another day, ``refused`` of stamps in the future. ``correction`` names why
    a declared date was changed.
    """

    at: datetime | None = None
    day: date | None = None
    precision: str | None = None
    rule: str | None = None
    raw: str | None = None
    others: tuple[tuple[str, str], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    correction: str | None = None


def read_published(parsed: ParsedPage, header: Header, credits: Credits) -> Published:
    """The date of publication; stamps more than two days ahead of the fetch are refused."""
    stamps = _StampFilter(parsed.page.fetched_at)
    edition = stamps.accepted(date_evidence.edition_stamps(parsed))
    printed = stamps.accepted(printed_dates.printed_stamps(parsed, header, credits))
    declared = stamps.accepted(date_evidence.declared_stamps(parsed))
    has_time = any(one.precision in date_evidence.TIMED for one in (*edition, *printed, *declared))
    if not parsed.foreign and not has_time and (scripted := date_evidence.script_stamp(parsed)):
        declared = (*declared, *stamps.accepted([scripted]))
    address = date_evidence.address_stamp(parsed)
    evidence = DateEvidence(
        # printed forms of other languages are ambiguous: there the declared date is trusted first
        edition=(*edition, *declared) if parsed.foreign else edition,
        printed=printed,
        declared=declared,
        address=next(iter(stamps.accepted([address] if address else [])), None),
        clocks=stamps.accepted(printed_dates.stamps_above(header)),
        loose=stamps.accepted(printed_dates.loose_stamps(parsed, header, credits)),
        fallback=stamps.accepted(date_evidence.fallback_stamps(parsed)),
    )
    choice = choose_date(evidence)
    stamp = choice.stamp
    if stamp is None:
        return Published(refused=_pairs(stamps.refused))
    return Published(
        at=None if stamp.day is None else stamp.moment.astimezone(UTC),
        day=stamp.day,
        precision=stamp.precision,
        rule=stamp.rule,
        raw=stamp.raw[:MAX_RAW],
        others=_pairs(choice.others),
        refused=_pairs(stamps.refused),
        correction=choice.correction,
    )


class _StampFilter:
    """Sorts out stamps in the future, and remembers them."""

    def __init__(self, fetched_at: datetime | None) -> None:
        # the clock is only a bound: no date ever comes from it
        self.latest = fetched_at or datetime.now(UTC)
        self.refused: list[Stamp] = []

    def accepted(self, stamps: Iterable[Stamp]) -> tuple[Stamp, ...]:
        kept: list[Stamp] = []
        for stamp in stamps:
            (self.refused if dates.is_future(stamp, self.latest) else kept).append(stamp)
        return tuple(kept)


def _pairs(stamps: Iterable[Stamp]) -> tuple[tuple[str, str], ...]:
    return tuple((stamp.rule, stamp.raw) for stamp in stamps)
