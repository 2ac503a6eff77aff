"""Dates in values and addresses that programs wrote."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from pipelines.text import machine_dates
from storage.values import SHANGHAI

if TYPE_CHECKING:
    from pipelines.text.dates import Stamp

PRINTED = {"second": "%Y-%m-%dT%H:%M:%S", "day": "%Y-%m-%d"}


def shown(stamp: Stamp | None) -> str | None:
    """The date to its precision, in Shanghai time."""
    return stamp.moment.astimezone(SHANGHAI).strftime(PRINTED[stamp.precision]) if stamp else None


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
        ("03 sep 2026 08:30:15", "2026-09-03T08:30:15"),
        ("Thu, 3 Sep 26 08:30:15 +8:00", "2026-09-03T08:30:15"),
        ("Thu, 03 Sep 2026 08:30:15 GMT+8", "2026-09-03T08:30:15"),
        ("Thu, 03-Sep-2026 08:30:15 cst", "2026-09-03T08:30:15"),
        ("Thu, 03 Sep 2026 00:30:15 -0000", "2026-09-03T08:30:15"),
        ("Thu, 03 Sep 2026 08:30:15 XYZ", "2026-09-03"),
        ("Thu, 03 Sep 2026 08:30:15 +99", "2026-09-03"),
        ("3 Sep 26", "2026-09-03"),
        ("2026-09-03T08:30:15+8", "2026-09-03T08:30:15"),
        ("2026-09-03 00:30:15 UTC", "2026-09-03T08:30:15"),
        ("3 Sep", None),
        ("3 Foo 2026", None),
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
def test_machine_value_is_read(value: object, expected: str | None) -> None:
    assert shown(machine_dates.from_machine_value(value)) == expected


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
def test_day_of_an_address(path: str, day: str | None) -> None:
    assert shown(machine_dates.from_url(path)) == day


def test_document_id_holds_the_day_of_its_creation() -> None:
    made = int(datetime(2026, 9, 3, 5, tzinfo=UTC).timestamp())
    stamp = machine_dates.from_object_id(f"/channel_1/doc_{made:08x}0123456789abcdef.html")
    assert stamp is not None
    assert (shown(stamp), stamp.rule) == ("2026-09-03", "objectid")
    assert machine_dates.from_object_id("/doc_0000000a0123456789abcdef.html") is None


@pytest.mark.parametrize(
    "value",
    [
        "2026-09-03T08:30:15+0800",
        "2026-09-03T08:30:15+8:00",
        "2026-09-03 00:30:15 GMT",
        "2026-09-03T00:30:15+0000",
    ],
)
def test_raw_text_keeps_the_zone_as_written(value: str) -> None:
    stamp = machine_dates.from_machine_value(value)
    assert stamp is not None
    assert (stamp.raw, shown(stamp)) == (value, "2026-09-03T08:30:15")
