"""Days in addresses, and address templates of editions."""

from __future__ import annotations

from datetime import date

import pytest

from crawler import urldates


@pytest.mark.parametrize(
    ("url", "template"),
    [
        ("http://x.test/html/2026-09/27/node_1.htm", "http://x.test/html/{date:%Y-%m/%d}/node_1.htm"),
        (
            "http://x.test/pc/layout/202609/27/node_A01.html",
            "http://x.test/pc/layout/{date:%Y%m/%d}/node_A01.html",
        ),
        ("http://x.test/content/20260927/Page01NU.htm", "http://x.test/content/{date:%Y%m%d}/Page01NU.htm"),
        ("http://x.test/2026/09/27/01/default.htm", "http://x.test/{date:%Y/%m/%d}/01/default.htm"),
        ("http://x.test/index.htm", None),
        ("http://x.test/html/2026-13/27/node_1.htm", None),
    ],
)
def test_address_of_an_edition_becomes_a_template(url: str, template: str | None) -> None:
    assert urldates.template_of(url) == template
    if template:
        assert urldates.fill(template, date(2026, 9, 27)) == url
        assert urldates.date_in(url) == date(2026, 9, 27)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://x.test/202609/t20260903_5588.shtml", date(2026, 9, 3)),
        ("http://x.test/art/2026/9/3/art_1_2.html", date(2026, 9, 3)),
        ("http://x.test/doc/5588202609031.html", None),
        ("http://x.test/art/2026/2/30/a.html", None),
    ],
)
def test_only_days_of_the_calendar_are_read_from_addresses(url: str, day: date | None) -> None:
    assert urldates.date_in(url) == day
