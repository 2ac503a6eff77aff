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
from pipelines.facts.date_choice import DateEvidence, choose_date
from pipelines.text import dates, machine_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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

UNKNOWN_LABEL = re.compile(
    r"[:：]\s?$"
)  # 开始时间：, 报名日期：: the labels of publication are read elsewhere
NOT_PUBLISHED = re.compile(
    r"更新|成文|印发|生成|制发|截止|有效|失效|废止|施行|实施|活动|会议|成立|copyright|备案|ICP", re.IGNORECASE
)


def read(doc: Document, meta: dict[str, str], enp: dict[str, str], reading: Reading) -> None:
    """Decide the publication date from all evidence of the page and fill the article's date fields."""
    refused: list[Stamp] = []

    def accepted(stamps: Iterable[Stamp | None]) -> tuple[Stamp, ...]:
        kept: list[Stamp] = []
        for stamp in stamps:
            if stamp is not None:
                (refused if _in_future(doc, stamp) else kept).append(stamp)
        return tuple(kept)

    in_url = machine_dates.from_url(urlsplit(doc.url).path)
    edition = accepted(_paper_dates(doc, enp))
    printed = accepted(_printed(doc, reading, in_url))
    declared = accepted(_machine_dates(doc, meta))
    if not doc.foreign and not any(one.precision in TIMED for one in (*edition, *printed, *declared)):
        declared = (*declared, *accepted([_scripted(doc)]))
    evidence = DateEvidence(
        edition=edition
        if not doc.foreign
        else (*edition, *declared),  # printed forms of other languages are ambiguous
        printed=printed,
        declared=declared,
        address=next(iter(accepted([in_url])), None),
        clocks=accepted(_above(doc)),
        loose=accepted(_loose(doc, reading)),
        fallback=accepted([machine_dates.from_object_id(urlsplit(doc.url).path), _listed(doc)]),
    )
    choice = choose_date(evidence)
    article = doc.article
    if refused:
        doc.evidence["refused_dates"] = [[one.rule, one.raw, "future"] for one in refused]
    if choice.others:
        doc.evidence["other_dates"] = [[one.rule, one.raw] for one in choice.others]
    if choice.correction:
        doc.evidence["date_correction"] = choice.correction
    stamp = choice.stamp
    if stamp is None:
        return
    article.published_precision = stamp.precision
    article.published_from, article.published_raw = stamp.rule, stamp.raw[:200]
    if stamp.day is not None:
        article.published_at = stamp.moment.astimezone(UTC)
        article.published_date = stamp.day


def _in_future(doc: Document, stamp: Stamp) -> bool:
    base = doc.page.fetched_at or datetime.now(UTC)  # only a bound: no value ever comes from the clock
    return dates.is_future(stamp, base)


def _printed(doc: Document, reading: Reading, in_url: Stamp | None) -> Iterator[Stamp | None]:
    """Stamps that a reader sees beside the headline, the most certain first."""
    yield _selected_date(doc)
    stamp, label = reading.published, reading.published_label
    if stamp is not None and (label or header.is_anchored(doc)):
        yield stamp.named(f"line:{label}" if label else "line")
    if not (stamp is not None and label) and not doc.foreign:
        yield _labelled_elsewhere(doc)
    yield from _completed(doc, reading, in_url)


def _loose(doc: Document, reading: Reading) -> Iterator[Stamp | None]:
    """Dates of lines that may speak of something else: asked after what the markup declares."""
    stamp = reading.published
    if stamp is None:
        stamp = _loose_date(doc)
    elif reading.published_label or header.is_anchored(doc):
        return  # printed for certain
    yield stamp.named("line") if stamp is not None else None


def _listed(doc: Document) -> Stamp | None:
    """The date that the list page printed beside its link."""
    hint = doc.page.hint
    if hint is None or not hint.published_raw:
        return None
    listed = machine_dates.from_machine_value(hint.published_raw) or dates.first(
        hint.published_raw, doc.page.fetched_at
    )
    return listed.named("list") if listed is not None else None


def _paper_dates(doc: Document, enp: dict[str, str]) -> Iterator[Stamp]:
    paper = doc.page.newspaper
    is_paper = paper is not None or (doc.page.rules is not None and doc.page.rules.kind == "newspaper")
    if paper is not None and paper.issue_date is not None:
        day = paper.issue_date
        moment = datetime(day.year, day.month, day.day, tzinfo=dates.SHANGHAI)
        yield dates.Stamp(moment, "day", day.isoformat(), "issue")
    if is_paper or enp:
        if paper is None and (in_url := machine_dates.from_url(urlsplit(doc.url).path)) is not None:
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
    stamp = machine_dates.from_machine_value(value)
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
        found = machine_dates.from_machine_value(text.strip())
    return None if found is None else dates.with_printed_raw(found, text)


def _loose_date(doc: Document) -> Stamp | None:
    """The first full date in the lines between title and body that is not labelled as something else."""
    for line in header.lines(doc):
        key = credit_line.matching(line)
        if len(key) > credit_line.MAX_LINE or NOT_PUBLISHED.search(key):
            continue
        stamp = dates.first(key, doc.page.fetched_at)
        if stamp is not None and not UNKNOWN_LABEL.search(dates.to_ascii(key).partition(stamp.raw)[0]):
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
