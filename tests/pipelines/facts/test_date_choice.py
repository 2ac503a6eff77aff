"""The publication date is the printed one; what the markup declares and the address only refine or arbitrate."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.facts.date_choice import DateEvidence, choose_date
from pipelines.text import machine_dates
from pipelines.text.dates import Stamp
from storage.values import SHANGHAI


def stamp(text: str, rule: str = "line:发布时间") -> Stamp:
    found = machine_dates.from_machine_value(text)
    assert found is not None
    return replace(found, rule=rule)


def declared(text: str) -> Stamp:
    return stamp(text, "meta:PubDate")


def address(text: str) -> Stamp:
    return stamp(text, "url")


def local(chosen: Stamp | None) -> str | None:
    return chosen.moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S") if chosen else None


def test_printed_day_wins_over_declared_day_that_a_migration_reset() -> None:
    choice = choose_date(
        DateEvidence(printed=(stamp("2024-05-09 10:00"),), declared=(declared("2025-01-02 08:00:00"),))
    )
    assert local(choice.stamp) == "2024-05-09 10:00:00"
    assert [one.rule for one in choice.others] == ["meta:PubDate"]
    assert choice.correction == "declared_day_contradicted"


def test_declared_seconds_refine_the_printed_minute() -> None:
    choice = choose_date(
        DateEvidence(printed=(stamp("2024-05-09 10:00"),), declared=(declared("2024-05-09 10:00:31"),))
    )
    assert local(choice.stamp) == "2024-05-09 10:00:31"
    assert choice.correction is None


def test_declared_clock_refines_a_printed_day() -> None:
    choice = choose_date(
        DateEvidence(printed=(stamp("2024-05-09"),), declared=(declared("2024-05-09 18:51:04"),))
    )
    assert local(choice.stamp) == "2024-05-09 18:51:04"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2024-05-09 06:51:04", "twelve_hour_clock"),
        ("2024-05-09 19:03:00", "declared_clock_contradicted"),
    ],
)
def test_printed_clock_wins_over_another_declared_clock(written: str, reason: str) -> None:
    choice = choose_date(DateEvidence(printed=(stamp("2024-05-09 18:51"),), declared=(declared(written),)))
    assert local(choice.stamp) == "2024-05-09 18:51:00"
    assert choice.correction == reason


@pytest.mark.parametrize("mark", ["Z", ".000Z", "+00:00"])
def test_local_time_marked_as_utc_is_recognised_by_the_printed_clock(mark: str) -> None:
    choice = choose_date(
        DateEvidence(printed=(stamp("2026-11-20 23:07"),), declared=(declared(f"2026-11-20T23:07:12{mark}"),))
    )
    assert local(choice.stamp) == "2026-11-20 23:07:12"
    assert choice.correction == "local_time_marked_utc"


def test_local_time_marked_as_utc_is_recognised_by_the_address() -> None:
    choice = choose_date(
        DateEvidence(declared=(declared("2026-11-20T23:07:00Z"),), address=address("2026-11-20"))
    )
    assert local(choice.stamp) == "2026-11-20 23:07:00"


def test_true_utc_time_stays_right() -> None:
    choice = choose_date(
        DateEvidence(printed=(stamp("2026-11-20 23:07"),), declared=(declared("2026-11-20T15:07:00Z"),))
    )
    assert local(choice.stamp) == "2026-11-20 23:07:00"
    assert choice.correction is None
    alone = choose_date(DateEvidence(declared=(declared("2026-11-20T15:07:00Z"),)))
    assert local(alone.stamp) == "2026-11-20 23:07:00"


def test_address_arbitrates_between_a_stamp_without_label_and_the_declared_day() -> None:
    bare = stamp("2024-04-01", "line")
    evidence = DateEvidence(
        printed=(bare,), declared=(declared("2024-05-09 10:00"),), address=address("2024-05-09")
    )
    assert local(choose_date(evidence).stamp) == "2024-05-09 10:00:00"
    assert choose_date(replace(evidence, address=None)).stamp == bare


def test_older_address_wins_over_a_declared_date_without_any_printed_one() -> None:
    evidence = DateEvidence(declared=(declared("2024-02-29 16:00:26"),), address=address("2023-11-14"))
    assert local(choose_date(evidence).stamp) == "2023-11-14 00:00:00"


def test_newer_address_does_not_replace_the_declared_date() -> None:
    evidence = DateEvidence(declared=(declared("2019-02-03 09:00"),), address=address("2024-03-01"))
    assert local(choose_date(evidence).stamp) == "2019-02-03 09:00:00"


def test_loose_dates_count_only_where_nothing_is_declared() -> None:
    loose = stamp("2024-07-08", "line")
    assert choose_date(DateEvidence(loose=(loose,))).stamp == loose
    evidence = DateEvidence(loose=(loose,), declared=(declared("2024-07-12 17:33"),))
    assert local(choose_date(evidence).stamp) == "2024-07-12 17:33:00"


def test_edition_day_wins_over_everything() -> None:
    edition = stamp("2026-09-01", "issue")
    evidence = DateEvidence(edition=(edition,), printed=(stamp("2026-08-30 10:00"),))
    assert choose_date(evidence).stamp == edition


def test_no_evidence_gives_no_date() -> None:
    assert choose_date(DateEvidence()).stamp is None


MOMENTS = st.integers(946_684_800, 1_893_456_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@st.composite
def stamps(draw: st.DrawFn, rule: str) -> Stamp:
    moment = draw(MOMENTS).astimezone(SHANGHAI)
    precision = draw(st.sampled_from(("day", "minute", "second")))
    if precision == "day":
        moment = moment.replace(hour=0, minute=0, second=0)
    return Stamp(moment, precision, moment.isoformat(), rule)


@given(
    st.lists(stamps("line:发布时间"), max_size=2),
    st.lists(stamps("meta:PubDate"), max_size=2),
    st.one_of(st.none(), stamps("url")),
)
def test_the_day_chosen_is_a_day_that_the_page_shows(
    printed: list[Stamp], meta: list[Stamp], url: Stamp | None
) -> None:
    choice = choose_date(DateEvidence(printed=tuple(printed), declared=tuple(meta), address=url))
    every = [*printed, *meta, *([url] if url else [])]
    assert (choice.stamp is None) == (not every)
    if choice.stamp is not None:
        assert choice.stamp.day in {one.day for one in every}
    if printed and choice.stamp is not None:
        assert choice.stamp.day == printed[0].day
        gap = choice.stamp.moment - printed[0].moment
        assert (
            timedelta(0)
            <= gap
            < (timedelta(days=1) if printed[0].precision == "day" else timedelta(minutes=1))
        )


@given(MOMENTS)
def test_declared_true_utc_is_never_shifted_without_a_witness(moment: datetime) -> None:
    one = Stamp(moment, "second", moment.isoformat() + "Z", "jsonld")
    assert choose_date(DateEvidence(declared=(one,))).stamp == one
