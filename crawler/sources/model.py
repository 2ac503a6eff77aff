"""The model of a source: every key with its type, default and checks."""

from __future__ import annotations

import codecs
import math
import re
from functools import cached_property
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import field_validator, model_validator

from crawler import urldates
from crawler.net.hostnames import HostSet
from crawler.sources.cron_line import cron_problem
from crawler.sources.field_types import (
    ArticleRules,
    Budget,
    Closed,
    Expect,
    ListRules,
    NewspaperRules,
    Number,
    Text,
    Truth,
)
from pipelines.items import Rules, Selectors

MECHANISM_OF_SHAPE = {"feed": "feed", "api": "api"}  # other shapes: html
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\Z")
EVERY = re.compile(r"(\d{1,4})([smhd])\Z")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
LEAST_CRON_FIELDS = 3  # words of ``every`` from which it is read as a cron line
LONG_INTERVAL = re.compile(r"(\d{1,4})\s*(s|m|h|d)[a-z]*\Z", re.I)  # 2 hours, 30min
HOST = re.compile(r"(?=.{1,253}\Z)[^\s/@:?#\[\]]+\Z")


class Source(Closed):
    """One site, or one column of it. The keys are explained in sources/README.md; the id is the file's name."""

    id: Text
    name: Text
    family: Text | None = None
    shape: Literal["listing", "newspaper", "feed", "api"]
    kind: Literal["government", "newspaper", "portal", "platform"] = "government"
    region: Text
    outlet: Text | None = None
    start: tuple[Text, ...]
    list: ListRules = ListRules()
    article: ArticleRules = ArticleRules()
    newspaper: NewspaperRules = NewspaperRules()
    hosts: tuple[Text, ...] = ()
    charset: Text | None = None
    every: Text | None = None
    cron: Text | None = None
    delay: Number = 1.5
    allow_private: Truth = False
    robots: Literal["obey", "ignore"] = "obey"
    mirror_of: Text | None = None
    divisions: Text = "gb2260"
    budget: Budget = Budget()
    expect: Expect = Expect()
    status: Literal["active", "paused", "retired"] = "active"
    evidence: Text | None = None

    DEFAULT_EVERY: ClassVar[str] = "6h"

    @model_validator(mode="before")
    @classmethod
    def _cron_in_every(cls, data: Any) -> Any:
        every = data.get("every") if isinstance(data, dict) else None
        if isinstance(every, str) and len(every.split()) >= LEAST_CRON_FIELDS:
            if data.get("cron") is not None:
                raise ValueError("every and cron exclude each other")
            data = {**data, "every": None, "cron": every}
        return data

    @field_validator("region")
    @classmethod
    def _digits(cls, value: str) -> str:
        if not re.fullmatch(r"\d{6}", value):
            raise ValueError(f"{value!r} is not a region code (six digits of GB/T 2260)")
        return value

    @field_validator("start")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value:
            raise ValueError("contains no address")
        for address in value:
            if wrong := address_problem(address):
                raise ValueError(f"{address!r} {wrong}")
        return value

    @field_validator("mirror_of")
    @classmethod
    def _original(cls, value: str | None) -> str | None:
        if value and (wrong := address_problem(value)):
            raise ValueError(f"{value!r} {wrong}")
        return value

    @field_validator("hosts")
    @classmethod
    def _names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for host in value:
            if not HOST.match(host):
                raise ValueError(f"{host!r} must be only a host name, without scheme, port or path")
        return tuple(host.lower() for host in value)

    @field_validator("charset")
    @classmethod
    def _codec(cls, value: str | None) -> str | None:
        try:
            return value and codecs.lookup(value).name
        except LookupError:
            raise ValueError(f"{value!r} is not a known charset") from None

    @field_validator("every")
    @classmethod
    def _interval(cls, value: str | None) -> str | None:
        if value is not None and (not (m := EVERY.match(value)) or int(m[1]) == 0):
            hint = _interval_hint(value)
            message = f"{value!r} must look like 30s, 15m, 2h or 1d, or be a cron line of five fields{hint}"
            raise ValueError(message)
        return value

    @field_validator("cron")
    @classmethod
    def _cron(cls, value: str | None) -> str | None:
        if value is not None and (wrong := cron_problem(value)):
            raise ValueError(f"{value!r}: {wrong}")
        return value

    @field_validator("delay")
    @classmethod
    def _pause(cls, value: float) -> float:
        if not math.isfinite(value) or not 0 <= value <= 3600:
            raise ValueError("must be between 0 and 3600 seconds")
        return value

    @model_validator(mode="after")
    def _together(self) -> Source:
        if self.every and self.cron:
            raise ValueError("every and cron exclude each other")
        if self.robots == "ignore" and not self.evidence:
            raise ValueError("robots: ignore needs a reason in evidence:")
        if self.mechanism == "api" and self.list.api is None:
            raise ValueError(
                "list.api: is missing: a JSON list needs the address of its pages and the keys of its entries"
            )
        if self.shape != "newspaper" and any(urldates.is_template(address) for address in self.start):
            raise ValueError("start: {date:…} is allowed only with shape: newspaper")
        return self

    @property
    def mechanism(self) -> str:
        """How list pages are read: ``list.mechanism``, or the usual mechanism of the shape."""
        return self.list.mechanism or MECHANISM_OF_SHAPE.get(self.shape, "html")

    @property
    def interval(self) -> str | None:
        """``every`` with its default; None if a cron line is given instead."""
        return None if self.cron else self.every or self.DEFAULT_EVERY

    @property
    def interval_s(self) -> int | None:
        """The interval in seconds; None if a cron line is given instead."""
        match = EVERY.match(self.interval or "")
        return int(match[1]) * SECONDS[match[2]] if match else None

    @cached_property
    def start_hosts(self) -> frozenset[str]:
        """The hosts of the start addresses."""
        return frozenset(host_of(address) for address in self.start)

    def hosts_all(self) -> tuple[str, ...]:
        """Return every host that the source names, in the order in which leases are taken."""
        return tuple(sorted(self.start_hosts | set(self.hosts)))

    @cached_property
    def own_hosts(self) -> HostSet:
        """The hosts whose pages belong to the source, with and without ``www.``."""
        return HostSet(self.hosts_all())

    def rules(self) -> Rules:
        """Return the part of the source that the pipelines use."""
        return Rules(
            id=self.id,
            name=self.name,
            outlet=self.outlet,
            platform=self.name if self.kind in ("portal", "platform") else None,
            region=self.region,
            kind=self.kind,
            charset=self.charset,
            divisions=self.divisions,
            mirror_of=self.mirror_of,
            selectors=Selectors(
                body=self.article.body,
                title=self.article.title,
                date=self.article.date,
                remove=self.article.remove,
            ),
        )


def host_of(url: str) -> str:
    """Return the host of an address or of an address template."""
    return (urlsplit(urldates.without_slot(url)).hostname or "").rstrip(".")


def address_problem(address: str) -> str | None:
    """Return why an address cannot be crawled, or None if it can."""
    if wrong := urldates.template_problem(address):
        return wrong
    try:
        parts = urlsplit(urldates.without_slot(address))
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"is not an address: {error}"
    if parts.scheme not in ("http", "https"):
        return "must begin with http:// or https://"
    if not host or any(ch.isspace() for ch in address):
        return "is not an address"
    return "must not contain a user name" if parts.username else None


def _interval_hint(value: str) -> str:
    """Return ", did you mean 2h?" for an interval written in words such as "2 hours"."""
    match = LONG_INTERVAL.match(value)
    return f", did you mean {match[1]}{match[2].lower()}?" if match else ""
