"""Dates that a page prints: by the source's selector, beside the headline, elsewhere with a label."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from pipelines.credits.credit_line import MAX_LINE, read_credit_line
from pipelines.credits.match_key import match_key
from pipelines.facts.date_evidence import TIMED, address_stamp
from pipelines.page.elements import visible_text
from pipelines.page.select import select_values
from pipelines.text import dates, machine_dates
from storage.values import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pipelines.credits.credit_types import Credits
    from pipelines.credits.header import Header
    from pipelines.page.parsed_page import ParsedPage
    from pipelines.text.dates import Stamp

PUBLISHED_LABEL = re.compile(
    r"(?P<label>发布(?:时间|日期)|发表(?:时间|日期)|发稿时间|公开日期)\s?[:：]\s?(?=\d)"
)
LABELLED_CHARS = 40  # behind the label
OTHER_LABEL = re.compile(
    r"(?:更新|修改|成文|印发|生成|制发|截止|有效|失效|施行|实施)(?:时间|日期|于|至|期至)?\s?[:：]?\s*$"
)
UNKNOWN_LABEL = re.compile(r"[:：]\s?$")  # 开始时间：, 报名日期：; labels of publication are read as credits
NOT_PUBLISHED = re.compile(
    r"更新|成文|印发|生成|制发|截止|有效|失效|废止|施行|实施|活动|会议|成立|copyright|备案|ICP", re.IGNORECASE
)


def printed_stamps(parsed: ParsedPage, header: Header, credits: Credits) -> Iterator[Stamp]:
    """Stamps visible beside the headline, the most certain first."""
    selected = _selected(parsed)
    if selected is not None:
        yield selected
    stamp, label = credits.published, credits.published_label
    if stamp is not None and (label or header.is_anchored):
        yield stamp.named(f"line:{label}" if label else "line")
    has_label = stamp is not None and bool(label)
    if not has_label and not parsed.foreign and (labelled := _labelled(parsed)) is not None:
        yield labelled
    yield from _completed(parsed, credits.partial_date, address_stamp(parsed))


def loose_stamps(parsed: ParsedPage, header: Header, credits: Credits) -> Iterator[Stamp]:
    """Stamps of lines that may be about something else, or that stand under no printed headline."""
    stamp = credits.published
    if stamp is None:
        stamp = _in_header(parsed, header)
    elif credits.published_label or header.is_anchored:
        return
    if stamp is not None:
        yield stamp.named("line")


def stamps_above(header: Header) -> Iterator[Stamp]:
    """Stamps with a time in the lines right above the headline."""
    for line in header.lines_above():
        key = match_key(line)
        stamp = None if NOT_PUBLISHED.search(key) else dates.first(key)
        if stamp is not None and stamp.precision in TIMED:
            yield dates.with_printed_raw(stamp, line).named("line")


def _selected(parsed: ParsedPage) -> Stamp | None:
    rules = parsed.page.rules.selectors if parsed.page.rules else None
    if rules is None or rules.date is None:
        return None
    for match in select_values(parsed.tree, rules.date):
        text = match if isinstance(match, str) else " ".join(visible_text(match))
        if (stamp := _in_selected_text(text, parsed.page.fetched_at)) is not None:
            return stamp.named("selector")
    return None


def _in_selected_text(text: str, fetched_at: datetime | None) -> Stamp | None:
    """The date of publication in a selected text; one with the label of another date does not count."""
    found = read_credit_line(text, fetched_at).published
    if found is None:
        key = dates.to_ascii(text)
        stamps = dates.find(text, fetched_at)
        found = next((one for one in stamps if not OTHER_LABEL.search(key.partition(one.raw)[0])), None)
    if found is None and text.strip().isascii():
        found = machine_dates.from_machine_value(text.strip())
    return None if found is None else dates.with_printed_raw(found, text)


def _in_header(parsed: ParsedPage, header: Header) -> Stamp | None:
    """The first full date between headline and body that is not labelled as something else."""
    for line in header.lines():
        key = match_key(line)
        if len(key) > MAX_LINE or NOT_PUBLISHED.search(key):
            continue
        stamp = dates.first(key, parsed.page.fetched_at)
        if stamp is not None and not UNKNOWN_LABEL.search(dates.to_ascii(key).partition(stamp.raw)[0]):
            return dates.with_printed_raw(stamp, line)
    return None


def _labelled(parsed: ParsedPage) -> Stamp | None:
    """The date of a line anywhere that labels it as that of publication; none if several days are labelled."""
    found: dict[date | None, Stamp] = {}
    for line in parsed.lines:
        match = PUBLISHED_LABEL.match(line.text) if len(line.text) <= MAX_LINE else None
        stamp = dates.first(line.text[match.end() :][:LABELLED_CHARS]) if match else None
        if match is not None and stamp is not None:
            found.setdefault(stamp.day, stamp.named(f"line:{match['label']}"))
    return next(iter(found.values())) if len(found) == 1 else None


def _completed(parsed: ParsedPage, partial: str | None, in_url: Stamp | None) -> Iterator[Stamp]:
    """A printed day without a year, if the address or the list has the same day with its year."""
    known = dates.without_year(partial) if partial else None
    if known is None:
        return
    month, day, clock, raw = known
    hint = parsed.page.hint
    listed = dates.first(hint.published_raw, parsed.page.fetched_at) if hint and hint.published_raw else None
    for other in (in_url, listed):
        if other is None or other.day is None or (other.day.month, other.day.day) != (month, day):
            continue
        moment = datetime(other.day.year, month, day, tzinfo=SHANGHAI)
        if clock is None:
            yield dates.Stamp(moment, "day", raw, "line")
        else:
            yield dates.Stamp(moment.replace(hour=clock.hour, minute=clock.minute), "minute", raw, "line")
        return
