"""The values between a spider and a list reader."""

from __future__ import annotations

from tests.crawler.lists.list_pages import HOST, response


def test_start_keeps_the_fragment_that_is_never_sent() -> None:
    start = f"{HOST}/gkmlpt/index#2031"
    asked = response("", f"{HOST}/gkmlpt/index", family="gov/gkmlpt", start=start)
    assert asked.start_as_written == start


def test_other_addresses_stay_as_they_are() -> None:
    asked = response("", f"{HOST}/xw/index_2.html", start=f"{HOST}/xw/index.html")
    assert asked.start_as_written == f"{HOST}/xw/index_2.html"
