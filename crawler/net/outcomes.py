"""How a request can end: the errors that middlewares raise, and the outcome of each exception and response.

Every reason is one word (or ``group:word``) that is used alike in stats, in the frontier and in reports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from crawler.net.challenges import detect_script_challenge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

TRANSIENT = (408, 425, 429, 500, 502, 503, 504)
EMPTY_RETRIES = 2  # an empty page is fetched again so often before it counts as empty
HOME_PATH = re.compile(r"/?(?:(?:index|default|main|home)\.[a-z]{2,5})?", re.IGNORECASE)


class RequestError(IgnoreRequest):
    """A request ends without a usable response, because of ``reason``."""

    state: str  # of the outcome

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


class RequestRefused(RequestError):
    """A rule of ours forbids the request (guard, robots.txt, offsite redirect)."""

    state = "refused"


class BadResponse(RequestError):
    """The response is useless and a second request would bring the same (redirect loop)."""

    state = "failed"


class RequestReturned(RequestError):
    """The request was not sent (shutdown, paused host): its page stays due as it was."""

    state = "due"


class SiteBlocked(RequestError):
    """The site must not be crawled now; ``until`` is when to try again."""

    state = "blocked"

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.until = until


@dataclass(frozen=True)
class RequestOutcome:
    """How a request ended: ``retry``, ``gone``, ``refused``, ``blocked``, ``failed`` or ``due`` (not sent)."""

    state: str
    reason: str
    until: datetime | None = None  # when to try again, if the host said so
    network: bool = False  # counts against the host: it could not be reached


# The first match wins: (exception, state, reason, whether it counts against the host)
_EXCEPTIONS: tuple[tuple[type[BaseException], str, str, bool], ...] = (
    (CannotResolveHostError, "retry", "dns", True),
    (DownloadTimeoutError, "retry", "timeout", True),
    (DownloadConnectionRefusedError, "retry", "connection_refused", True),
    (ResponseDataLossError, "retry", "data_loss", False),
    (DownloadCancelledError, "refused", "too_large", False),  # a shutdown raises RequestReturned instead
    (UnsupportedURLSchemeError, "refused", "scheme", False),
    (NotSupported, "refused", "scheme", False),
    (TunnelError, "retry", "proxy_tunnel", True),
)


def outcome_of_exception(error: BaseException, *, private_name: bool = False) -> RequestOutcome:
    """Return the outcome of a request that raised.

    ``private_name``: the name of the host resolved to a private address, as ``HostPermissions.refused`` reports
    (the exception only reports that the name was not resolved).
    """
    if isinstance(error, RequestError):
        return RequestOutcome(error.state, error.reason, getattr(error, "until", None))
    if private_name and isinstance(error, CannotResolveHostError):
        return RequestOutcome("refused", "private_address")
    for kind, state, reason, network in _EXCEPTIONS:
        if isinstance(error, kind):
            return RequestOutcome(state, reason, network=network)
    if isinstance(error, DownloadFailedError | OSError):
        reason = _connection_error(error)
        return RequestOutcome("retry", reason, network=reason != "bad_response")
    return RequestOutcome("retry", f"error:{type(error).__name__}")


def _connection_error(error: BaseException) -> str:
    text = " ".join(f"{type(e).__module__}.{type(e).__name__} {e}" for e in _causes(error))
    if "UNSAFE_LEGACY_RENEGOTIATION" in text or "BAD_ECPOINT" in text or "UNSUPPORTED_PROTOCOL" in text:
        return "tls_legacy"
    if "OpenSSL" in text or "service_identity" in text or "certificate" in text:
        return "tls"
    if "ParseError" in text or "ValueError" in text or "LineTooLong" in text:
        return "bad_response"
    return "connection_lost"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error, its causes, and the reasons inside Twisted's ResponseFailed."""
    stack: list[BaseException] = [error]
    seen: set[int] = set()
    while stack:
        one = stack.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        stack += [e for e in (one.__cause__, one.__context__) if e is not None]
        for reason in getattr(one, "reasons", None) or ():
            if isinstance(value := getattr(reason, "value", None), BaseException):
                stack.append(value)


def outcome_of_response(
    status: int, headers: Mapping[str, str], body: bytes, *, conditional: bool, failures: int
) -> RequestOutcome | None:
    """Return the outcome of a response that is no page to read, None if it is one.

    ``headers`` have names in lower case; ``conditional``: the request was If-None-Match or If-Modified-Since;
    ``failures``: failed requests for this page in a row before this response.
    """
    if challenge := detect_script_challenge(status, headers, body):
        return RequestOutcome("blocked", challenge)
    if 200 <= status < 300:
        if body.strip(b" \t\r\n\0"):
            return None
        return RequestOutcome("retry" if failures < EMPTY_RETRIES else "refused", "empty")
    if status == 304:
        return None if conditional else RequestOutcome("failed", "unexpected_304")
    return _outcome_of_error(status, failures)


def _outcome_of_error(status: int, failures: int) -> RequestOutcome:
    if status in (404, 410):
        return RequestOutcome("gone", f"http_{status}")
    if status in (401, 403):
        # platforms answer a single 403 by chance: one retry, then it is meant
        again = status == 403 and failures == 0
        return RequestOutcome("retry" if again else "blocked", "forbidden")
    if status in TRANSIENT or status >= 500:
        return RequestOutcome("retry", f"http_{status}")
    return RequestOutcome("failed", f"http_{status}")


def outcome_of_redirect(requested: str, final: str) -> RequestOutcome | None:
    """Return ``gone`` if an article's URL redirects to a home page: many sites remove articles in this way."""
    home, own = urlsplit(final), urlsplit(requested)
    if (
        final == requested
        or home.query
        or not HOME_PATH.fullmatch(home.path)
        or HOME_PATH.fullmatch(own.path)
    ):
        return None
    return RequestOutcome("gone", "redirect_home")
