"""Ask a site for a few pages the way a crawl would: guard, robots.txt, pace, strict bodies, no other client."""

from __future__ import annotations

import logging
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
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    from scrapy.http import Response

    Plan = Callable[["Prober"], Awaitable[Any]]

MOST_REQUESTS = 16  # pages asked in one probe, robots.txt and redirects beside them


@dataclass(frozen=True)
class ProbeAnswer:
    """One page as it came, or the word for why there is none."""

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
        told: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.told = told
        self.plan = plan
        self.fetch = ProbeServices(delay, HostPermissions.of_hosts(private))
        for host, seconds in idle.items():
            if seconds is not None:
                self.fetch.pace.asked_before(host, seconds)
        self.asked: dict[str, ProbeAnswer] = {}

    async def start(self) -> AsyncIterator[Any]:
        try:
            self.result = await self.plan(self)
        except Exception as error:
            self.error = error
        return
        yield  # Scrapy wants an iterator: this one asks for its pages itself

    def begin(self) -> None:
        """A new site: nothing asked yet, any host may be the one it leads to."""
        self.asked = {}
        self.fetch.own_hosts = _Hosts()

    def keep_to(self, *urls: str) -> None:
        """From here on redirects stay on the hosts of these addresses."""
        self.fetch.own_hosts = _Hosts(map(hostnames.host_of, urls))

    def robots_of(self, url: str) -> tuple[str, str]:
        """(status, text) of the robots.txt that was read for an address."""
        return self.fetch.robots.get(urlsplit(url).netloc, ("not asked", ""))

    async def ask(self, url: str) -> ProbeAnswer:
        """The page at an address, each asked once; what stands in its way has a name."""
        if url in self.asked:
            return self.asked[url]
        if len(self.asked) >= MOST_REQUESTS:
            return ProbeAnswer(url, url, state="refused", reason="probe_budget")
        self.told(url)
        answer = await self._ask(url)
        if answer.state == "retry" and answer.reason == "forbidden":
            answer = await self._ask(url, tried=1)  # a lone 403 is often chance
        self.asked[url] = self.asked[answer.final_url] = answer
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
            return _ended(kept, "blocked", kind)
        found = outcomes.outcome_of_response(
            response.status, headers, body, conditional=False, failures=tried
        )
        return _ended(kept, found.state, found.reason) if found else kept


def _ended(answer: ProbeAnswer, state: str, reason: str) -> ProbeAnswer:
    return ProbeAnswer(
        answer.url, answer.final_url, answer.status, answer.headers, answer.body, state, reason
    )


def run(
    plan: Plan,
    *,
    delay: float,
    private: frozenset[str] = frozenset(),
    idle: Mapping[str, float | None] = MappingProxyType({}),
    told: Callable[[str], None] = lambda _: None,
) -> Any:
    """Run a plan to its end in a reactor of this process (one per process) and give what it returned.

    ``idle``: for how many seconds hosts have not been asked; ``told`` hears of every address that is asked.
    """
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("ITEM_PIPELINES", {}, priority="cmdline")
    settings.set("LOG_ENABLED", value=False, priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", value=False, priority="cmdline")
    logging.getLogger().addHandler(logging.NullHandler())  # what matters is in the answers, by name
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(Prober)
    process.crawl(crawler, plan=plan, delay=delay, private=private, idle=idle, told=told)
    process.start()
    spider: Any = crawler.spider
    if spider is None:
        raise RuntimeError("the probe did not start")
    if spider.error is not None:
        raise spider.error
    return spider.result
