"""Dates as pages print them, and texts that must not be read as dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text import dates, machine_dates
from storage.values import SHANGHAI

FETCHED = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)  # the 22nd, 01:30, in Shanghai
PRINTED = {
    "second": "%Y-%m-%dT%H:%M:%S",
    "minute": "%Y-%m-%dT%H:%M",
    "hour": "%Y-%m-%dT%H",
    "day": "%Y-%m-%d",
    "month": "%Y-%m",
}


def shown(stamp: dates.Stamp | None) -> str | None:
    if stamp is None:
        return None
    return stamp.moment.astimezone(SHANGHAI).strftime(PRINTED[stamp.precision])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-09-03", "2026-09-03"),
        ("2026/9/3 8:05:00", "2026-09-03T08:05:00"),
        ("2026.09.03", "2026-09-03"),
        ("2026年09月03日 08:30", "2026-09-03T08:30"),
        ("２０２６年９月３日", "2026-09-03"),
        ("二〇二六年十二月三十一日", "2026-12-31"),
        ("2026年9月3日星期四", "2026-09-03"),
        ("2026年09月03日（星期四）08：30", "2026-09-03T08:30"),
        ("2026年9月3日 上午9时", "2026-09-03T09"),
        ("2026年9月3日下午3点半", "2026-09-03T15:30"),
        ("2026年9月3日中午1时", "2026-09-03T13"),
        ("2026年9月3日 中午12时", "2026-09-03T12"),
        ("2026年9月3日 凌晨12:10", "2026-09-03T00:10"),
        ("2026-09-03 8:30 PM", "2026-09-03T20:30"),
        ("2026-09-0322:46", "2026-09-03T22:46"),
        ("2026年09月03日 11时37分", "2026-09-03T11:37"),
        ("2026-09-03T11:37:00+08:00", "2026-09-03T11:37:00"),
        ("2026-09-03T03:37:00.123Z", "2026-09-03T11:37:00"),
        ("2026年9月", "2026-09"),
        ("2026-09-03 24:00", "2026-09-03"),
    ],
)
def test_printed_date_is_read_with_its_precision(text: str, value: str) -> None:
    assert shown(dates.first(text)) == value


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026年2月30日 10:00",
        "2026年13月1日",
        "2026年",
        "12026-09-03",
        "编号20260903123",
        "0903",
    ],
)
def test_impossible_or_incomplete_date_is_not_read(text: str) -> None:
    assert dates.first(text, FETCHED) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("昨天 08:30", "2026-11-21T08:30"),
        ("今天", "2026-11-22"),
        ("3小时前", "2026-11-21"),
        ("30分钟前", "2026-11-22T01:00"),
        ("2天前", "2026-11-20"),
    ],
)
def test_relative_date_counts_from_the_fetch_in_shanghai_time(text: str, value: str) -> None:
    assert shown(dates.first(text, FETCHED)) == value
    assert dates.first(text) is None


@pytest.mark.parametrize(
    "text", ["今日岚水微信公众号", "刚刚过去的一年", "3天前的夜里", "自昨天起", "昨日重现"]
)
def test_relative_word_inside_a_name_or_sentence_is_not_a_date(text: str) -> None:
    assert dates.first(text, FETCHED) is None


def test_day_without_a_year_is_returned_without_a_year() -> None:
    assert dates.first("9月3日 08:30", FETCHED) is None
    month, day, clock, raw = dates.without_year("9月3日 08:30") or (0, 0, None, "")
    assert (month, day, clock and (clock.hour, clock.minute), raw) == (9, 3, (8, 30), "9月3日 08:30")


def test_date_more_than_two_days_after_the_fetch_is_in_the_future() -> None:
    stamp = dates.first("2026-11-24 08:00")
    assert stamp is not None
    assert dates.is_future(stamp, FETCHED)
    assert not dates.is_future(stamp, FETCHED + timedelta(days=1))


@given(st.datetimes(datetime(1992, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001 - local by definition
def test_every_moment_is_read_back_from_the_common_forms(moment: datetime) -> None:
    for form in (
        "%Y-%m-%d %H:%M:%S",
        "%Y年%m月%d日 %H:%M:%S",
        "%Y/%m/%d %H:%M:%S",
        "%Y-%m-%dT%H:%M:%S+08:00",
    ):
        stamp = dates.first(moment.strftime(form))
        assert stamp is not None
        assert stamp.moment == moment.replace(microsecond=0, tzinfo=SHANGHAI)


@given(st.text(alphabet="0123456789年月日时分:-/. 〇二三十上下午昨天前小T+Z星期", max_size=60))
def test_no_text_raises_and_no_year_is_invented(text: str) -> None:
    for stamp in dates.find(text):
        assert str(stamp.moment.year) in dates.to_ascii(text) or stamp.moment.tzinfo is not SHANGHAI
    machine_dates.from_machine_value(text)
    machine_dates.from_url("/" + text)
    dates.without_year(text)
