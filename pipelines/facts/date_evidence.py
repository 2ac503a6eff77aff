"""Dates that the data of a page, its address, its scripts or the list state."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipelines.page.data import json_values
from pipelines.text import dates, machine_dates
from storage.values import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pipelines.page.parsed_page import ParsedPage
    from pipelines.text.dates import Stamp

# machine-readable dates of the article; generation times of list or page are left out
META_NAMES = (
    "pubdate article:published_time publishdate_article pubtime publishtime publish_time published_time og:published_time "
    "datepublished dc.date dc.date.issued dcterms.issued article.published firstpublishedtime weibo:article:create_at apub:time "
    "_pubtime og:time "
    "og:release_date release_date article:published date.issued"
).split()
JSON_LD_KEYS = ("datePublished",)
STATE_KEYS = ("pubTimeLong", "publishTime", "publish_time")
TIMED = ("minute", "second")
# a script's variable or key
SCRIPT_VALUE = (
    r"[\"']?\s?[:=]\s?[\"'](?P<value>[12]\d{9}|[12]\d{12}|20\d\d[-/]\d{1,2}[-/]\d{1,2}[ \d:]{0,12})[\"']"
)
IN_SCRIPT = re.compile(r"pub(?:lish)?_?(?:[tT]ime|[dD]ate)" + SCRIPT_VALUE)
IN_ACCOUNT_SCRIPT = re.compile(
    r"\b(?:createTime|oriCreateTime|ct)" + SCRIPT_VALUE
)  # of public accounts alone
ACCOUNT_CONTAINER = "js_content"


def edition_stamps(parsed: ParsedPage) -> Iterator[Stamp]:
    """Stamps of a newspaper page: the issue date, else the date of its address; then the comment of its system."""
    paper, rules = parsed.page.newspaper, parsed.page.rules
    if paper is not None and paper.issue_date is not None:
        day = paper.issue_date
        moment = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
        yield dates.Stamp(moment, "day", day.isoformat(), "issue")
    properties = parsed.data.newspaper
    if paper is None and not properties and (rules is None or rules.kind != "newspaper"):
        return
    if paper is None and (in_url := address_stamp(parsed)) is not None:
        yield in_url
    if properties.get("date") and (stamp := dates.first(properties["date"])) is not None:
        # its hour is that of the upload: it proves no more than the day
        midnight = stamp.moment.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0)
        yield dates.Stamp(midnight, "day", stamp.raw, "enpproperty")


def declared_stamps(parsed: ParsedPage) -> Iterator[Stamp]:
    """Stamps of given text, JSON-LD, meta tags and embedded JSON, in this order."""
    raw = parsed.given.published_raw if parsed.given is not None else None
    if raw is not None and (stamp := _machine(raw) or dates.first(raw, parsed.page.fetched_at)) is not None:
        yield stamp.named("json")
    values = list(json_values(parsed.data.json, (*JSON_LD_KEYS, *STATE_KEYS)))
    yield from _first_json(values, JSON_LD_KEYS, "jsonld")
    for name in META_NAMES:
        if name in parsed.data.meta and (stamp := _machine(parsed.data.meta[name])) is not None:
            yield stamp.named("meta:PubDate" if name == "pubdate" else f"meta:{name}")
            break
    yield from _first_json(values, STATE_KEYS, "json")


def script_stamp(parsed: ParsedPage) -> Stamp | None:
    """The time that scripts keep under a name of publication; none if they keep several days: those of a list."""
    found: dict[date, Stamp] = {}
    account = IN_ACCOUNT_SCRIPT.finditer(parsed.source) if parsed.mentions(ACCOUNT_CONTAINER) else ()
    for match in chain(IN_SCRIPT.finditer(parsed.source), account):
        stamp = _machine(match["value"])
        if stamp is not None and stamp.day is not None:
            known = found.setdefault(stamp.day, stamp)
            if dates.PRECISIONS.index(stamp.precision) > dates.PRECISIONS.index(known.precision):
                found[stamp.day] = stamp
    return next(iter(found.values())).named("script") if len(found) == 1 else None


def address_stamp(parsed: ParsedPage) -> Stamp | None:
    """The day in the address of the page."""
    return machine_dates.from_url(urlsplit(parsed.url).path)


def fallback_stamps(parsed: ParsedPage) -> Iterator[Stamp]:
    """Stamps of weaker places: a document id in the address, and the date that the list printed beside its link."""
    by_id = machine_dates.from_object_id(urlsplit(parsed.url).path)
    if by_id is not None:
        yield by_id
    hint = parsed.page.hint
    if hint is not None and hint.published_raw:
        listed = machine_dates.from_machine_value(hint.published_raw)
        listed = listed or dates.first(hint.published_raw, parsed.page.fetched_at)
        if listed is not None:
            yield listed.named("list")


def _machine(value: object) -> Stamp | None:
    """A value of the page's data; exact midnight means that only the day is known."""
    stamp = machine_dates.from_machine_value(value)
    if stamp is None or stamp.precision not in TIMED:
        return stamp
    is_midnight = stamp.moment.astimezone(SHANGHAI).time() == time()
    return replace(stamp, precision="day") if is_midnight else stamp


def _first_json(
    values: list[tuple[str, str | int | float]], names: tuple[str, ...], rule: str
) -> Iterator[Stamp]:
    for name, value in values:
        if name in names and (stamp := _machine(value)) is not None:
            yield stamp.named(rule)
            return
