"""When it was published: every piece of evidence in the order of trust, and the rule that won."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime, time
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipelines.credits import credit_line, header
from pipelines.text import dates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pipelines.credits.credit_line import Reading
    from pipelines.page.parse import Document
    from pipelines.text.dates import Stamp

# machine-readable dates of the article; generation times of list or page are none
META_DATES = (
    "pubdate article:published_time publishdate_article pubtime publishtime publish_time published_time og:published_time "
    "datepublished dc.date dc.date.issued dcterms.issued article.published firstpublishedtime weibo:article:create_at apub:time "
    "_pubtime og:time "
    "og:release_date release_date article:published date.issued"
).split()
SAYS_PUBLISHED = re.compile(
    r"(?P<label>发布(?:时间|日期)|发表(?:时间|日期)|发稿时间|公开日期)\s?[:：]\s?(?=\d)"
)
LD_DATES = ("datePublished",)
STATE_DATES = ("pubTimeLong", "publishTime", "publish_time")
# a script's variable or key
VALUE = r"[\"']?\s?[:=]\s?[\"'](?P<value>[12]\d{9}|[12]\d{12}|20\d\d[-/]\d{1,2}[-/]\d{1,2}[ \d:]{0,12})[\"']"
IN_SCRIPT = re.compile(r"pub(?:lish)?_?(?:[tT]ime|[dD]ate)" + VALUE)
IN_ACCOUNT = re.compile(r"\b(?:createTime|oriCreateTime|ct)" + VALUE)  # of public accounts alone
TIMED = ("minute", "second")
OTHER_LABEL = re.compile(
    r"(?:更新|修改|成文|印发|生成|制发|截止|有效|失效|施行|实施)(?:时间|日期|于|至|期至)?\s?[:：]?\s*$"
)

NOT_PUBLISHED = re.compile(
    r"更新|成文|印发|生成|制发|截止|有效|失效|废止|施行|实施|活动|会议|成立|copyright|备案|ICP", re.IGNORECASE
)


def read(doc: Document, meta: dict[str, str], enp: dict[str, str], reading: Reading) -> None:
    """Decide the date by the order of evidence; where two agree on the day, the more precise one is taken."""
    found: list[Stamp] = []
    for stamp in _evidence(doc, meta, enp, reading, found):
        if not _refused(doc, stamp):
            found.append(stamp)
    known = [stamp for stamp in found if stamp.day is not None]
    if not known:
        if found:
            doc.article.published_precision = found[0].precision
            doc.article.published_from, doc.article.published_raw = found[0].rule, found[0].raw
        return
    first = known[0]
    best = first
    # over the headline a page may print today's date: it counts only for the hour of a day that is known
    for stamp in [*known[1:], *(one for one in _above(doc) if one.day == first.day)]:
        if stamp.day != first.day:
            doc.evidence.setdefault("other_dates", []).append([stamp.rule, stamp.raw])
        elif dates.PRECISIONS.index(stamp.precision) > dates.PRECISIONS.index(best.precision):
            best = stamp
    article = doc.article
    article.published_at = best.moment.astimezone(UTC)
    article.published_date = best.day
    article.published_precision = best.precision
    article.published_from, article.published_raw = best.rule, best.raw[:200]


def _refused(doc: Document, stamp: Stamp) -> bool:
    base = doc.page.fetched_at or datetime.now(UTC)  # only a bound: no value ever comes from the clock
    if not dates.is_future(stamp, base):
        return False
    doc.evidence.setdefault("refused_dates", []).append([stamp.rule, stamp.raw, "future"])
    return True


def _evidence(
    doc: Document, meta: dict[str, str], enp: dict[str, str], reading: Reading, found: list[Stamp]
) -> Iterator[Stamp]:
    """Every stamp in the order of trust; ``found`` holds those that were accepted so far."""
    yield from _paper_dates(doc, enp)
    yield from _machine_dates(doc, meta)
    selected = _selected_date(doc)
    if selected is not None:
        yield selected
    if reading.published is not None:
        label = reading.published_label
        yield reading.published.named(f"line:{label}" if label else "line")
    else:
        loose = _loose_date(doc)
        if loose is not None:
            yield loose.named("line")
    in_url = dates.from_url(urlsplit(doc.url).path)
    if in_url is not None:
        yield in_url
    if reading.published is None and not doc.foreign and (labelled := _labelled_elsewhere(doc)) is not None:
        yield labelled
    yield from _completed(doc, reading, in_url)
    timed = any(stamp.precision in TIMED for stamp in found)
    if not (doc.foreign or timed) and (scripted := _scripted(doc)) is not None:
        yield scripted
    by_id = dates.from_object_id(urlsplit(doc.url).path)
    if by_id is not None:
        yield by_id
    hint = doc.page.hint
    if hint is not None and hint.published_raw:
        listed = dates.from_machine_value(hint.published_raw) or dates.first(
            hint.published_raw, doc.page.fetched_at
        )
        if listed is not None:
            yield listed.named("list")


def _paper_dates(doc: Document, enp: dict[str, str]) -> Iterator[Stamp]:
    paper = doc.page.newspaper
    is_paper = paper is not None or (doc.page.rules is not None and doc.page.rules.kind == "newspaper")
    if paper is not None and paper.issue_date is not None:
        day = paper.issue_date
        moment = datetime(day.year, day.month, day.day, tzinfo=dates.SHANGHAI)
        yield dates.Stamp(moment, "day", day.isoformat(), "issue")
    if is_paper or enp:
        if paper is None and (in_url := dates.from_url(urlsplit(doc.url).path)) is not None:
            yield in_url
        if enp.get("date") and (stamp := dates.first(enp["date"])) is not None:
            # the hour in it is that of the upload: it proves no more than the day
            midnight = stamp.moment.astimezone(dates.SHANGHAI).replace(hour=0, minute=0, second=0)
            yield dates.Stamp(midnight, "day", stamp.raw, "enpproperty")


def _machine_dates(doc: Document, meta: dict[str, str]) -> Iterator[Stamp]:
    raw = doc.given.published_raw if doc.given is not None else None
    if raw is not None and (stamp := _machine(raw) or dates.first(raw, doc.page.fetched_at)) is not None:
        yield stamp.named("json")
    embedded = list(_json_values(doc.json, (*LD_DATES, *STATE_DATES)))
    yield from _first(embedded, LD_DATES, "jsonld")
    for name in META_DATES:
        if name in meta and (stamp := _machine(meta[name])) is not None:
            yield stamp.named("meta:PubDate" if name == "pubdate" else f"meta:{name}")
            break
    yield from _first(embedded, STATE_DATES, "json")


def _machine(value: Any) -> Stamp | None:
    """A value of the page's data; midnight to the second is what systems write that know the day alone."""
    stamp = dates.from_machine_value(value)
    if (
        stamp is not None
        and stamp.precision in TIMED
        and stamp.moment.astimezone(dates.SHANGHAI).time() == time()
    ):
        return replace(stamp, precision="day")
    return stamp


def _first(embedded: list[tuple[str, Any]], names: tuple[str, ...], rule: str) -> Iterator[Stamp]:
    for name, value in embedded:
        if name in names and (stamp := _machine(value)) is not None:
            yield stamp.named(rule)
            return


def _selected_date(doc: Document) -> Stamp | None:
    rules = doc.page.rules.selectors if doc.page.rules else None
    if rules is None or rules.date is None:
        return None
    from pipelines.body.container import select
    from pipelines.page.text_lines import visible_text

    attribute = re.search(r"(?:::attr\(([\w-]+)\)|/@([\w-]+))$", rules.date)
    plain = rules.date[: attribute.start()] if attribute else rules.date.removesuffix("::text")
    for element in select(doc.tree, plain):
        text = (
            (element.get(attribute[1] or attribute[2]) or "")
            if attribute
            else " ".join(visible_text(element))
        )
        if (stamp := _in_text(text, doc.page.fetched_at)) is not None:
            return stamp.named("selector")
    return None


def _in_text(text: str, fetched_at: datetime | None) -> Stamp | None:
    """The date of publication in the text that a selector took; one that calls itself another is none."""
    found = credit_line.read_line(credit_line.matching(text), fetched_at=fetched_at).published
    key = dates.to_ascii(text)
    for stamp in () if found else dates.find(text, fetched_at):
        if OTHER_LABEL.search(key.partition(stamp.raw)[0]) is None:
            found = stamp
            break
    if found is None and text.strip().isascii():
        found = dates.from_machine_value(text.strip())
    return None if found is None else dates.with_printed_raw(found, text)


def _loose_date(doc: Document) -> Stamp | None:
    """The first full date in the lines between title and body that is not labelled as something else."""
    for line in header.lines(doc):
        key = credit_line.matching(line)
        if len(key) > credit_line.MAX_LINE or NOT_PUBLISHED.search(key):
            continue
        stamp = dates.first(key, doc.page.fetched_at)
        if stamp is not None:
            return dates.with_printed_raw(stamp, line)
    return None


def _scripted(doc: Document) -> Stamp | None:
    """The time that scripts keep under a name of publication; none where they keep several: those of a list."""
    found: dict[date | None, Stamp] = {}
    account = IN_ACCOUNT.finditer(doc.text) if doc.mentions("js_content") else ()
    for match in chain(IN_SCRIPT.finditer(doc.text), account):
        stamp = _machine(match["value"])
        if stamp is not None and stamp.day is not None:
            known = found.setdefault(stamp.day, stamp)
            if dates.PRECISIONS.index(stamp.precision) > dates.PRECISIONS.index(known.precision):
                found[stamp.day] = stamp
    return next(iter(found.values())).named("script") if len(found) == 1 else None


def _above(doc: Document) -> Iterator[Stamp]:
    for line in header.above(doc):
        key = credit_line.matching(line)
        stamp = None if NOT_PUBLISHED.search(key) else dates.first(key)
        if stamp is not None and stamp.precision in TIMED:
            yield dates.with_printed_raw(stamp, line).named("line")


def _labelled_elsewhere(doc: Document) -> Stamp | None:
    """The one date that the page itself calls that of publication, where no line beside the title has one."""
    found: dict[date | None, Stamp] = {}
    for block in doc.blocks:
        match = SAYS_PUBLISHED.match(block.text) if len(block.text) <= credit_line.MAX_LINE else None
        stamp = dates.first(block.text[match.end() :][:40]) if match else None
        if match is not None and stamp is not None:
            found.setdefault(stamp.day, stamp.named(f"line:{match['label']}"))
    return next(iter(found.values())) if len(found) == 1 else None


def _completed(doc: Document, reading: Reading, in_url: Stamp | None) -> Iterator[Stamp]:
    """A printed day without a year, completed by address or list where both name the same day; else nothing."""
    partial = reading.partial
    known = dates.without_year(partial) if partial else None
    if known is None:
        return
    month, day, clock, raw = known
    hint = doc.page.hint
    listed = dates.first(hint.published_raw, doc.page.fetched_at) if hint and hint.published_raw else None
    for other in (in_url, listed):
        if other is None or other.day is None or (other.day.month, other.day.day) != (month, day):
            continue
        moment = datetime(other.day.year, month, day, tzinfo=dates.SHANGHAI)
        if clock is None:
            yield dates.Stamp(moment, "day", raw, "line")
        else:
            yield dates.Stamp(moment.replace(hour=clock.hour, minute=clock.minute), "minute", raw, "line")
        return


def _json_values(data: Any, names: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Values of the named keys in embedded data, breadth first, bounded."""
    queue, seen = deque([data]), 0
    while queue and seen < 20_000:
        node = queue.popleft()
        seen += 1
        if isinstance(node, dict):
            for name in names:
                if isinstance(node.get(name), str | int | float):
                    yield name, node[name]
            queue.extend(value for value in node.values() if isinstance(value, dict | list))
        elif isinstance(node, list):
            queue.extend(node[:500])
