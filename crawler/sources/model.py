"""What a source may say: every key, its type, its default, and what is wrong with a wrong value."""

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

USUAL = {"feed": "feed", "api": "api"}  # list mechanism of a shape, html by default
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\Z")
EVERY = re.compile(r"(\d{1,4})([smhd])\Z")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
HOST = re.compile(r"(?=.{1,253}\Z)[^\s/@:?#\[\]]+\Z")


class Source(Closed):
    """One site, or one column of it. Field for field what sources/README says; the file's name is the id."""

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
        if isinstance(data, dict) and isinstance(every := data.get("every"), str) and len(every.split()) > 1:
            if data.get("cron") is not None:
                raise ValueError("every and cron exclude each other")
            data = {**data, "every": None, "cron": every}
        return data

    @field_validator("region")
    @classmethod
    def _digits(cls, value: str) -> str:
        if not re.fullmatch(r"\d{6}", value):
            raise ValueError(f"{value!r} is no region code (six digits of GB/T 2260)")
        return value

    @field_validator("start")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value:
            raise ValueError("names no address")
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
                raise ValueError(f"{host!r} must be a host name alone, without scheme, port or path")
        return tuple(host.lower() for host in value)

    @field_validator("charset")
    @classmethod
    def _codec(cls, value: str | None) -> str | None:
        try:
            return value and codecs.lookup(value).name
        except LookupError:
            raise ValueError(f"{value!r} is no charset") from None

    @field_validator("every")
    @classmethod
    def _interval(cls, value: str | None) -> str | None:
        if value is not None and (not (m := EVERY.match(value)) or int(m[1]) == 0):
            raise ValueError(f"{value!r} must look like 30s, 15m, 2h or 1d, or be a cron line of five fields")
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
            raise ValueError("robots: ignore must carry its reason in evidence:")
        if self.mechanism == "api" and self.list.api is None:
            raise ValueError("list.api: is missing: a JSON list needs its address and its keys")
        if self.shape != "newspaper" and any(urldates.is_template(address) for address in self.start):
            raise ValueError("start: {date:…} is for the shape newspaper")
        return self

    @property
    def mechanism(self) -> str:
        """How the list pages are read: ``list.mechanism``, or what the shape usually is."""
        return self.list.mechanism or USUAL.get(self.shape, "html")

    @property
    def interval(self) -> str | None:
        """``every`` with its default; None where a cron line says when."""
        return None if self.cron else self.every or self.DEFAULT_EVERY

    @property
    def interval_s(self) -> int | None:
        match = EVERY.match(self.interval or "")
        return int(match[1]) * SECONDS[match[2]] if match else None

    @cached_property
    def start_hosts(self) -> frozenset[str]:
        return frozenset(host_of(address) for address in self.start)

    def hosts_all(self) -> tuple[str, ...]:
        """Every host that the source names, sorted: the order in which leases are taken."""
        return tuple(sorted(self.start_hosts | set(self.hosts)))

    @cached_property
    def own_hosts(self) -> HostSet:
        """The hosts whose pages belong to the source: those it names, with and without their ``www.``."""
        return HostSet(self.hosts_all())

    def rules(self) -> Rules:
        """What the stages of understanding may know of the source."""
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
    return (urlsplit(urldates.without_slot(url)).hostname or "").rstrip(".")


def address_problem(address: str) -> str | None:
    if wrong := urldates.template_problem(address):
        return wrong
    try:
        parts = urlsplit(urldates.without_slot(address))
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"is no address: {error}"
    if parts.scheme not in ("http", "https"):
        return "must begin with http:// or https://"
    if not host or any(ch.isspace() for ch in address):
        return "is no address"
    return "must not carry a user name" if parts.username else None
