"""The outcome of each exception, status and redirect."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

from crawler.net.outcomes import (
    BadResponse,
    RequestOutcome,
    RequestRefused,
    RequestReturned,
    SiteBlocked,
    outcome_of_exception,
    outcome_of_redirect,
    outcome_of_response,
)

ARTICLE = "http://www.qinglan.test/art/2026/5/4/art_12_345.html"
UNTIL = datetime(2026, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (RequestRefused("robots", "Disallow"), RequestOutcome("refused", "robots")),
        (BadResponse("redirect_loop"), RequestOutcome("failed", "redirect_loop")),
        (RequestReturned("shutdown"), RequestOutcome("due", "shutdown")),
        (SiteBlocked("robots_http_500", UNTIL), RequestOutcome("blocked", "robots_http_500", UNTIL)),
        (DownloadTimeoutError(), RequestOutcome("retry", "timeout", network=True)),
        (DownloadConnectionRefusedError(), RequestOutcome("retry", "connection_refused", network=True)),
        (CannotResolveHostError("x"), RequestOutcome("retry", "dns", network=True)),
        (ResponseDataLossError("cut"), RequestOutcome("retry", "data_loss")),
        (DownloadFailedError("reset"), RequestOutcome("retry", "connection_lost", network=True)),
        (DownloadFailedError("certificate expired"), RequestOutcome("retry", "tls", network=True)),
        (DownloadFailedError("ParseError"), RequestOutcome("retry", "bad_response")),
        (KeyError("x"), RequestOutcome("retry", "error:KeyError")),
    ],
)
def test_exception_has_an_outcome(error: BaseException, outcome: RequestOutcome) -> None:
    assert outcome_of_exception(error) == outcome


def test_unresolved_host_is_refused_if_its_address_was_private() -> None:
    error = CannotResolveHostError("x")
    assert outcome_of_exception(error, private_name=True) == RequestOutcome("refused", "private_address")


@pytest.mark.parametrize(
    ("status", "failures", "outcome"),
    [
        (404, 0, ("gone", "http_404")),
        (410, 0, ("gone", "http_410")),
        (403, 0, ("retry", "forbidden")),
        (403, 1, ("blocked", "forbidden")),
        (401, 0, ("blocked", "forbidden")),
        (429, 0, ("retry", "http_429")),
        (500, 0, ("retry", "http_500")),
        (599, 0, ("retry", "http_599")),
        (418, 0, ("failed", "http_418")),
    ],
)
def test_error_status_has_an_outcome(status: int, failures: int, outcome: tuple[str, str]) -> None:
    found = outcome_of_response(status, {}, b"x", conditional=False, failures=failures)
    assert found == RequestOutcome(*outcome)


def test_page_with_content_has_no_outcome_yet() -> None:
    assert outcome_of_response(200, {}, b"<p>x</p>", conditional=False, failures=0) is None


def test_empty_page_is_retried_twice_and_then_refused() -> None:
    found = [outcome_of_response(200, {}, b" \n", conditional=False, failures=n) for n in range(3)]
    assert [one and one.state for one in found] == ["retry", "retry", "refused"]


def test_304_is_expected_only_for_a_conditional_request() -> None:
    assert outcome_of_response(304, {}, b"", conditional=True, failures=0) is None
    unexpected = outcome_of_response(304, {}, b"", conditional=False, failures=0)
    assert unexpected == RequestOutcome("failed", "unexpected_304")


@pytest.mark.parametrize(
    "final", ["http://www.qinglan.test/", "http://www.qinglan.test", "https://m.qinglan.test/index.html"]
)
def test_article_that_redirects_to_a_home_page_is_gone(final: str) -> None:
    assert outcome_of_redirect(ARTICLE, final) == RequestOutcome("gone", "redirect_home")


@pytest.mark.parametrize(
    "final",
    [
        ARTICLE,
        ARTICLE.replace("http:", "https:"),
        "http://www.qinglan.test/art/2026/5/4/index.html",
        "http://www.qinglan.test/?id=345",
        "http://www.qinglan.test/news/",
    ],
)
def test_redirect_to_another_page_has_no_outcome_of_its_own(final: str) -> None:
    assert outcome_of_redirect(ARTICLE, final) is None


def test_redirect_between_home_pages_is_no_removal() -> None:
    assert outcome_of_redirect("http://www.qinglan.test/index.html", "http://www.qinglan.test/") is None
