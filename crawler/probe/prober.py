"""Ask a site for a few pages through the crawl's own downloader: guard, robots.txt, pace, complete bodies."""

from __future__ import annotations

import logging
import signal
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import scrapy
from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from crawler.net import hostnames, outcomes
from crawler.net.challenges import detect_challenge, robots_block_reason
from crawler.net.headers import headers_of
from crawler.net.hostnames import HostSet
from crawler.net.pace import Pace
from crawler.net.permissions import HostPermissions

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping

    from scrapy.http import Response

    Plan = Callable[["Prober"], Awaitable[Any]]

MAX_REQUESTS = 16  # pages of one probe, without robots.txt and redirects


@dataclass(frozen=True)
class ProbeAnswer:
    """One answer: a page, or the state and reason why there is none."""

    url: str
    final_url: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)
    state: str = "ok"  # ok | blocked | refused | gone | retry | failed
    reason: str | None = None

    @property
    def ok(self) -> bool:
        return self.state == "ok"


class _Hosts(HostSet):
    """Hosts on which redirects may end: any host until the first one is named."""

    def __contains__(self, host: object) -> bool:
        return not self or super().__contains__(host)


class ProbeServices:
    """The FetchServices of a probe: it has no database, and stores nothing."""

    obeys_robots = True
    reuses_robots_errors = False

    def __init__(self, delay: float, permissions: HostPermissions) -> None:
        self.pace = Pace(delay)
        self.permissions = permissions
        self.own_hosts = _Hosts()
        self.downloads: set[asyncio.Task[Response]] = set()
        self.robots: dict[str, tuple[str, str]] = {}  # host:port -> (status, text)

    async def stored_robots(self, netloc: str) -> None:
        return None

    async def store_robots(self, netloc: str, status: str, text: str, until: datetime) -> None:
        self.robots[netloc] = (status, text)

    async def pause_host(self, host: str, seconds: float, reason: str) -> datetime:
        self.pace.pause(host, seconds)
        return datetime.now(UTC) + timedelta(seconds=seconds)


class Prober(scrapy.Spider):
    """Runs one plan: a coroutine that asks for pages, one after the other."""

    name = "probe"
    plan: Plan
    result: Any = None
    error: BaseException | None = None

    def __init__(
        self,
        plan: Plan,
        delay: float,
        private: frozenset[str],
        idle: Mapping[str, float | None],
        on_request: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.on_request = on_request
        self.plan = plan
        self.fetch = ProbeServices(delay, HostPermissions.of_hosts(private))
        for host, seconds in idle.items():
            if seconds is not None:
                self.fetch.pace.asked_before(host, seconds)
        self.answers: dict[str, ProbeAnswer] = {}

    async def start(self) -> AsyncIterator[Any]:
        try:
            self.result = await self.plan(self)
        except BaseException as error:  # a signal as well: run() raises it when the crawler has closed
            self.error = error
        return
        yield  # Scrapy expects an iterator of requests; the plan asks for its pages itself

    def begin(self) -> None:
        """Start with a new site: forget earlier answers, and allow redirects to any host."""
        self.answers = {}
        self.fetch.own_hosts = _Hosts()

    def keep_to(self, *urls: str) -> None:
        """Follow redirects only to the hosts of these addresses from now on."""
        self.fetch.own_hosts = _Hosts(map(hostnames.host_of, urls))

    def robots_of(self, url: str) -> tuple[str, str]:
        """Return (status, text) of the robots.txt that applies to an address."""
        return self.fetch.robots.get(urlsplit(url).netloc, ("not asked", ""))

    async def ask(self, url: str) -> ProbeAnswer:
        """Return the answer for an address. Each address is requested once."""
        if url in self.answers:
            return self.answers[url]
        if len(self.answers) >= MAX_REQUESTS:
            return ProbeAnswer(url, url, state="refused", reason="probe_budget")
        self.on_request(url)
        answer = await self._ask(url)
        if answer.state == "retry" and answer.reason == "forbidden":
            answer = await self._ask(url, tried=1)  # a single 403 is often accidental
        self.answers[url] = self.answers[answer.final_url] = answer
        return answer

    async def _ask(self, url: str, tried: int = 0) -> ProbeAnswer:
        try:
            request = Request(url.partition("#")[0], callback=NO_CALLBACK, dont_filter=True)
            response = await self.crawler.engine.download_async(request)
        except Exception as error:
            private = self.fetch.permissions.refused(url)
            ended = outcomes.outcome_of_exception(error, private_name=private)
            return ProbeAnswer(url, url, state=ended.state, reason=robots_block_reason(ended.reason))
        headers = headers_of(response)
        body = response.body
        kept = ProbeAnswer(url, response.url, response.status, headers, body)
        if kind := detect_challenge(response.status, headers, body):
            return _with_state(kept, "blocked", kind)
        found = outcomes.outcome_of_response(
            response.status, headers, body, conditional=False, failures=tried
        )
        return _with_state(kept, found.state, found.reason) if found else kept


def _with_state(answer: ProbeAnswer, state: str, reason: str) -> ProbeAnswer:
    return ProbeAnswer(
        answer.url, answer.final_url, answer.status, answer.headers, answer.body, state, reason
    )


@contextmanager
def _terminable() -> Iterator[None]:
    """Make SIGTERM raise SystemExit in the main thread: the reactor's own handler waits for a page to be read."""

    def terminate(*_: object) -> None:
        raise SystemExit(128 + signal.SIGTERM)

    before = signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def run(
    plan: Plan,
    *,
    delay: float,
    private: frozenset[str] = frozenset(),
    idle: Mapping[str, float | None] = MappingProxyType({}),
    on_request: Callable[[str], None] = lambda _: None,
) -> Any:
    """Run a plan in this process and return what it returned, or raise what it raised. Works once per process.

    ``delay``: seconds between requests to a host. ``private``: hosts allowed on private addresses. ``idle``: host ->
    seconds since its last request. ``on_request`` is called with every address before it is requested. SIGINT raises
    KeyboardInterrupt and SIGTERM SystemExit even while a page is being read.
    """
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("ITEM_PIPELINES", {}, priority="cmdline")
    settings.set("LOG_ENABLED", value=False, priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", value=False, priority="cmdline")
    logging.getLogger().addHandler(logging.NullHandler())  # the answers contain everything of interest
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(Prober)
    process.crawl(crawler, plan=plan, delay=delay, private=private, idle=idle, on_request=on_request)
    with _terminable():
        process.start(install_signal_handlers=False)
    spider: Any = crawler.spider
    if spider is None:
        raise RuntimeError("the probe did not start")
    if spider.error is not None:
        raise spider.error
    return spider.result
