"""Reading Retry-After."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from scrapy.http import Response

from crawler.net.headers import headers_of, retry_after

NOW = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "120"}, 120),
        ({"retry-after": "99999999"}, 86400),
        ({"retry-after": "9" * 400}, 86400),
        ({"retry-after": "0"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Mon, 05 Oct 2026 12:01:00 GMT"}, 60),
        ({"retry-after": "Mon, 05 Oct 2026 12:01:00 GMT", "date": "Mon, 05 Oct 2026 12:00:30 GMT"}, 30),
        ({"retry-after": "Mon, 05 Oct 2020 12:01:00 GMT"}, None),
        ({"retry-after": "Mon, 05 Oct 9999 12:01:00 GMT"}, 86400),
        ({}, None),
    ],
)
def test_retry_after_is_read_in_both_forms_and_capped_at_a_day(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after(headers, NOW) == seconds


def test_header_names_are_lower_case_and_the_first_value_counts() -> None:
    response = Response("http://www.qinglan.test/", headers={"ETag": ['"1"', '"2"'], "X-Empty": []})
    assert headers_of(response) == {"etag": '"1"'}
