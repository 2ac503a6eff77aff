"""Date stamps as pages print them, and what must never become a date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text import dates

FETCHED = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)  # the 22nd, 01:30, in Shanghai
PRINTED = {
    "second": "%Y-%m-%dT%H:%M:%S",
    "minute": "%Y-%m-%dT%H:%M",
    "hour": "%Y-%m-%dT%H",
    "day": "%Y-%m-%d",
    "month": "%Y-%m",
}


def shown(stamp: dates.Stamp | None) -> str | None:
    return stamp and stamp.moment.astimezone(dates.SHANGHAI).strftime(PRINTED[stamp.precision])


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
def test_a_printed_stamp_is_read_to_its_own_precision(text: str, value: str) -> None:
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
def test_an_impossible_or_missing_day_gives_nothing_and_never_the_nearest(text: str) -> None:
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
def test_relative_stamps_count_from_the_fetch_in_shanghai(text: str, value: str) -> None:
    assert shown(dates.first(text, FETCHED)) == value
    assert dates.first(text) is None


@pytest.mark.parametrize(
    "text", ["今日岚水微信公众号", "刚刚过去的一年", "3天前的夜里", "自昨天起", "昨日重现"]
)
def test_a_relative_word_inside_a_name_or_sentence_is_no_stamp(text: str) -> None:
    assert dates.first(text, FETCHED) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1788409815000, "2026-09-03T12:30:15"),
        ("1788409815", "2026-09-03T12:30:15"),
        ("20260903", "2026-09-03"),
        ("20260903083015", "2026-09-03T08:30:15"),
        ("Thu, 03 Sep 2026 08:30:15 +0800", "2026-09-03T08:30:15"),
        ("Thu, 03 Sep 2026 00:30:15 GMT", "2026-09-03T08:30:15"),
        ("Thu Sep 03 08:30:15 CST 2026", "2026-09-03T08:30:15"),
        ("Thu Sep 99 08:30:15 CST 2026", None),
        (True, None),
        (12, None),
        (float("nan"), None),
        (float("inf"), None),
        (10**400, None),
        ("1" * 400, None),
        ("²", None),
        ("", None),
        (None, None),
    ],
)
def test_values_for_machines(value: object, expected: str | None) -> None:
    assert shown(dates.from_machine_value(value)) == expected


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/art/2026/9/3/art_1_2.html", "2026-09-03"),
        ("/xw/202609/t20260903_12345.html", "2026-09-03"),
        ("/pc/content/202609/03/content_1.html", "2026-09-03"),
        ("/html/2026-09/03/content_1.htm", "2026-09-03"),
        ("/n1/2026/0903/c1-2.html", "2026-09-03"),
        ("/detail/20260903123456.html", "2026-09-03"),
        ("/20200301/20260903/x.html", "2026-09-03"),
        ("/2026/13/3/1.html", None),
        ("/art/2026/art_0123456789abcdef0123456789abcdef.html", None),
        ("/show-20261.html", None),
    ],
)
def test_an_address_names_its_day(path: str, day: str | None) -> None:
    assert shown(dates.from_url(path)) == day


def test_a_document_id_proves_the_day_of_its_making() -> None:
    made = int(datetime(2026, 9, 3, 5, tzinfo=UTC).timestamp())
    stamp = dates.from_object_id(f"/channel_1/doc_{made:08x}0123456789abcdef.html")
    assert stamp is not None
    assert (shown(stamp), stamp.rule) == ("2026-09-03", "objectid")
    assert dates.from_object_id("/doc_0000000a0123456789abcdef.html") is None


def test_a_day_without_a_year_stays_a_day_without_a_year() -> None:
    assert dates.first("9月3日 08:30", FETCHED) is None
    month, day, clock, raw = dates.without_year("9月3日 08:30") or (0, 0, None, "")
    assert (month, day, clock and (clock.hour, clock.minute), raw) == (9, 3, (8, 30), "9月3日 08:30")


def test_more_than_two_days_ahead_of_the_fetch_is_the_future() -> None:
    stamp = dates.first("2026-11-24 08:00")
    assert stamp is not None
    assert dates.is_future(stamp, FETCHED)
    assert not dates.is_future(stamp, FETCHED + timedelta(days=1))


@given(st.datetimes(datetime(1992, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001 - local by definition
def test_every_moment_survives_the_common_forms(moment: datetime) -> None:
    for form in (
        "%Y-%m-%d %H:%M:%S",
        "%Y年%m月%d日 %H:%M:%S",
        "%Y/%m/%d %H:%M:%S",
        "%Y-%m-%dT%H:%M:%S+08:00",
    ):
        stamp = dates.first(moment.strftime(form))
        assert stamp is not None
        assert stamp.moment == moment.replace(microsecond=0, tzinfo=dates.SHANGHAI)


@given(st.text(alphabet="0123456789年月日时分:-/. 〇二三十上下午昨天前小T+Z星期", max_size=60))
def test_whatever_stands_there_nothing_raises_and_no_year_is_invented(text: str) -> None:
    for stamp in dates.find(text):
        assert str(stamp.moment.year) in dates.to_ascii(text) or stamp.moment.tzinfo is not dates.SHANGHAI
    dates.from_machine_value(text)
    dates.from_url("/" + text)
    dates.without_year(text)
