"""Decide when a request may be sent to a host: one request at a time, with a delay, and not while it is paused or down.

Requests wait here and not in Scrapy's download slots, because a shutdown can end this wait at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from dataclasses import dataclass, field

from crawler.net.outcomes import RequestReturned

JITTER = (0.02, 0.06)  # share of the delay that is added, never subtracted: the mean stays below 1.05 x delay
CRAWL_DELAY_CAP_S = 30.0
BREAKER = 5  # failures in a row after which a host counts as down for the rest of the run
DOWN = float("inf")


@dataclass
class HostState:
    """The state of one host in this run. Times are of ``time.monotonic()``."""

    delay: float  # seconds between two requests
    next_at: float = 0.0
    busy: bool = False
    paused_until: float = 0.0
    down: str | None = None  # the reason why the host counts as down
    failures: int = 0  # network failures in a row
    refusals: int = 0  # challenges and 403 in a row
    answers: int = 0
    faults: dict[str, int] = field(default_factory=dict)  # reason -> count


class Pace:
    """The turns of all hosts of one run. ``delay`` is in seconds; a Crawl-delay of robots.txt may lengthen it."""

    def __init__(self, delay: float) -> None:
        self.delay = delay
        self.hosts: dict[str, HostState] = {}
        self.stopping: str | None = None
        self.capped: dict[str, float] = {}  # host -> the Crawl-delay it asked for, if above the cap
        self._changed = asyncio.Event()

    def host(self, name: str) -> HostState:
        return self.hosts.setdefault(name, HostState(self.delay))

    def asked_before(self, name: str, seconds_ago: float) -> None:
        """Keep the delay to a request that another process sent to the host some seconds ago."""
        host = self.host(name)
        host.next_at = max(host.next_at, time.monotonic() + self._gap(host) - seconds_ago)

    async def wait_for_turn(self, name: str) -> None:
        """Wait until a request may be sent to the host. Raises RequestReturned if it is paused or down, or the run stops."""
        host = self.host(name)
        while True:
            now = time.monotonic()
            if self.stopping:
                raise RequestReturned(self.stopping)
            if host.down:
                raise RequestReturned("host_down")
            if host.paused_until > now:
                raise RequestReturned("host_paused")
            if not host.busy and host.next_at <= now:
                host.busy = True
                host.next_at = now + self._gap(host)
                return
            await self._wait(None if host.busy else host.next_at - now)

    def end_turn(self, name: str) -> None:
        """Let the next request to the host wait for its delay only."""
        self.host(name).busy = False
        self._notify()

    def pause(self, name: str, seconds: float) -> None:
        """Send nothing to the host for some seconds; a longer pause that was set before stays."""
        host = self.host(name)
        host.paused_until = max(host.paused_until, time.monotonic() + seconds)
        self._notify()

    def crawl_delay(self, name: str, seconds: float) -> bool:
        """Obey a Crawl-delay up to the cap. Returns True the first time that the cap shortens it."""
        host = self.host(name)
        host.delay = max(host.delay, min(seconds, CRAWL_DELAY_CAP_S))
        cut = seconds > CRAWL_DELAY_CAP_S and name not in self.capped
        if cut:
            self.capped[name] = seconds
        return cut

    def answered(self, name: str) -> None:
        """Note an HTTP response of any status: the host is reachable."""
        host = self.host(name)
        host.answers += 1
        host.failures = 0

    def accepted(self, name: str) -> None:
        """Note a page that is no challenge: the host does not refuse us."""
        self.host(name).refusals = 0

    def failed(self, name: str, reason: str, *, retried: bool = False) -> None:
        """Note a network failure; ``BREAKER`` of them in a row take the host out of this run.

        A failure of a page that failed before (``retried``) does not count for a host that answers other pages.
        """
        host = self.host(name)
        if not (retried and host.answers):
            host.failures += 1
        self._count(host, reason, host.failures)

    def blocked(self, name: str, reason: str) -> None:
        """Note a challenge or a 403; ``BREAKER`` of them in a row take the host out of this run."""
        host = self.host(name)
        host.refusals += 1
        self._count(host, reason, host.refusals)

    def _count(self, host: HostState, reason: str, times: int) -> None:
        host.faults[reason] = host.faults.get(reason, 0) + 1
        if times >= BREAKER and not host.down:
            host.down = reason
            self._notify()

    def unavailable(self) -> dict[str, float]:
        """Return the hosts that may get no request now, each with the seconds until it may (``DOWN``: not in this run)."""
        now = time.monotonic()
        return {
            name: DOWN if host.down else host.paused_until - now
            for name, host in self.hosts.items()
            if host.down or host.paused_until > now
        }

    def stop(self, reason: str) -> None:
        """Return all waiting requests, and those that ask for a turn later, with this reason."""
        self.stopping = self.stopping or reason
        self._notify()

    def _gap(self, host: HostState) -> float:
        return host.delay * (1 + random.uniform(*JITTER))

    def _notify(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def _wait(self, timeout: float | None) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), timeout)
