"""Name every way a request can end badly: one word, the same in stats, in the frontier and in reports."""

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

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


class Refuse(IgnoreRequest):
    """We will not fetch this, now or later. Without its name a forbidden address would look like an error."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


class Block(IgnoreRequest):
    """The site (or its robots.txt) will not have us now; ``until`` says when to ask again."""

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.until = until


class HandBack(IgnoreRequest):
    """Nobody asked the site: the row goes back as it was (shutdown, pause of the host)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Broken(IgnoreRequest):
    """The answer is useless, and asking again would bring the same."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Verdict:
    """What became of a request: retry | gone | refused | blocked | failed | due, and why."""

    state: str
    reason: str
    until: datetime | None = None
    network: bool = False  # counts towards the host's breaker


TRANSIENT = (408, 425, 429, 500, 502, 503, 504)
SMALL = 64 * 1024  # challenges are shells; an article that talks about one is longer or lacks the script


# first match wins: (exception, state, reason, whether it counts against the host)
EXCEPTIONS: tuple[tuple[type[BaseException], str, str, bool], ...] = (
    (CannotResolveHostError, "retry", "dns", True),
    (DownloadTimeoutError, "retry", "timeout", True),
    (DownloadConnectionRefusedError, "retry", "connection_refused", True),
    (ResponseDataLossError, "retry", "data_loss", False),
    (DownloadCancelledError, "refused", "too_large", False),  # cancelled for size; a shutdown is a HandBack
    (UnsupportedURLSchemeError, "refused", "scheme", False),
    (NotSupported, "refused", "scheme", False),
    (TunnelError, "retry", "proxy_tunnel", True),
)
OURS = {Refuse: "refused", Block: "blocked", HandBack: "due", Broken: "failed"}


def of_exception(error: BaseException, *, refused_by_resolver: bool = False) -> Verdict:
    """``refused_by_resolver``: the guard's own exception is lost on the way, its table knows the host."""
    if isinstance(error, Refuse | Block | HandBack | Broken):
        return Verdict(OURS[type(error)], error.reason, getattr(error, "until", None))
    if refused_by_resolver and isinstance(error, CannotResolveHostError):
        return Verdict("refused", "private_address")
    for kind, state, reason, network in EXCEPTIONS:
        if isinstance(error, kind):
            return Verdict(state, reason, network=network)
    if isinstance(error, DownloadFailedError | OSError):
        reason = _wire(error)
        return Verdict("retry", reason, network=reason != "bad_response")  # who answers badly is not down
    return Verdict("retry", f"error:{type(error).__name__}")


def _wire(error: BaseException) -> str:
    text = " ".join(f"{type(e).__module__}.{type(e).__name__} {e}" for e in _causes(error))
    if "UNSAFE_LEGACY_RENEGOTIATION" in text or "BAD_ECPOINT" in text or "UNSUPPORTED_PROTOCOL" in text:
        return "tls_legacy"
    if "OpenSSL" in text or "service_identity" in text or "certificate" in text:
        return "tls"
    if "ParseError" in text or "ValueError" in text or "LineTooLong" in text:
        return "bad_response"
    return "connection_lost"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what caused it, and the reasons that Twisted packs into a ResponseFailed."""
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


def of_response(status: int, body: bytes, *, conditional: bool, tried: int) -> Verdict | None:
    """None: a page to be read. ``tried``: failures in a row before this answer."""
    if challenge := _challenge(status, body):
        return Verdict("blocked", challenge)
    if 200 <= status < 300:
        empty = not body.strip(b" \t\r\n\0")
        return Verdict("retry" if tried < 2 else "refused", "empty") if empty else None
    if status == 304:
        return None if conditional else Verdict("failed", "unexpected_304")
    return _of_error(status, tried)


HOME = re.compile(r"/?(?:(?:index|default|main|home)\.[a-z]{2,5})?", re.IGNORECASE)


def of_landing(asked: str, landed: str) -> Verdict | None:
    """An article's address that leads to the home page instead: how many sites say that it was taken away."""
    home, own = urlsplit(landed), urlsplit(asked)
    if landed == asked or home.query or not HOME.fullmatch(home.path) or HOME.fullmatch(own.path):
        return None
    return Verdict("gone", "redirect_home")


def _of_error(status: int, tried: int) -> Verdict:
    if status in (404, 410):
        return Verdict("gone", f"http_{status}")
    if status in (401, 403):
        # a lone 403 is often chance: once more, then it is meant (domain knowledge on platforms)
        lone = status == 403 and tried == 0
        return Verdict("retry" if lone else "blocked", "forbidden")
    if status in TRANSIENT or status >= 500:
        return Verdict("retry", f"http_{status}")
    return Verdict("failed", f"http_{status}")


def _challenge(status: int, body: bytes) -> str | None:
    """Classify, back off, tell; never solve. Signs: the domain's table of challenges."""
    head = body[:SMALL]
    if b"__jsl_clearance" in head and (status == 521 or len(body) < SMALL):
        return "challenge:jsl"
    if status == 412 or (status in (202, 400) and b"$_ts" in head):
        return "challenge:rs"
    return None
