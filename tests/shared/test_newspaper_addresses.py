"""First pages of printed papers, as a public list names them: the address alone tells most systems."""

from __future__ import annotations

import csv
import os
import re
from datetime import date
from pathlib import Path

import pytest

from crawler.sources.family_files import by_rank

SHARED = Path(os.environ.get("GOVNEWS_SHARED") or Path(__file__).parents[3] / "shared")
PAPERS = SHARED / "domain" / "newspapers.csv"
DAY = date(2026, 9, 24)

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not PAPERS.is_file(), reason="the reference material is not here"),
]


def named(url: str) -> str | None:
    signs = [(family.name, family.fingerprint.url) for family in by_rank() if family.fingerprint]
    return next(
        (name for name, urls in signs if any(re.search(one, url, re.IGNORECASE) for one in urls)), None
    )


def test_an_address_names_the_system_of_nearly_every_paper() -> None:
    with PAPERS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["date_format"]]
    wrong = {}
    for row in rows:
        url = row["first_page"].replace("{date}", DAY.strftime(row["date_format"]))
        if (family := named(url)) != row["family"]:
            wrong[url] = (row["family"], family)
    # what is left are one-offs, which their pages show to be papers, and two systems that write alike
    assert len(wrong) <= 0.06 * len(rows)
    assert {family for wanted, family in wrong.values() if wanted != "newspaper/generic"} <= {
        "newspaper/founder_classic"
    }
