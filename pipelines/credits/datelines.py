"""Dates at the head of a line: 本报聊城讯 at a paragraph's start, a date alone or before an outlet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.credits.roles import ROLE, makers
from pipelines.credits.statement import Reading
from pipelines.items import Byline
from pipelines.text import dates, outlets, person_names

if TYPE_CHECKING:
    from datetime import datetime


DATELINE = re.compile(
    r"^(?!据)(?P<whole>(?P<outlet>本报|本网|本台|本刊|新华社|中新社|中新网|人民网|央视网|[一-鿿]{1,6}(?:网|日报|晚报|社))"
    r"(?P<place>[一-鿿]{2,5}?)?(?P<date>(?:(?:19|20)\d{2}年)?\d{1,2}月\d{1,2}日)?(?P<kind>讯|电))"
    r"\s?(?:[(（](?P<who>[^()（）]{2,60})[)）]|(?P<open>(?:本报)?(?:记者|通讯员)[^。，,:：()（）]{2,40}?)\s?报道)?"
)
OPENING = re.compile(r"[(（]\s?(?:文|图文|撰文)\s?[/|丨:：]\s?(?P<who>[^()（）]{2,40})[)）](?=.)")
MAX_LINE = 60
WEEKDAY = re.compile(r"^[(（]?(?:星期|周)[一二三四五六日天][)）]?")
# what accounts print behind the date: where the author is, how often the page was read
COUNTER = re.compile(r"(?:^|\s)(?:\d+|(?:发[表布]于|IP属地:?)\s?[\u4e00-\u9fff]{2,4})$")
NO_PLACE = re.compile(r"(记者|通讯|快|专|消息|据|特)$")


def dateline(key: str) -> Reading:
    """本报聊城讯, 新华社济南8月19日电（记者 X）: the paragraph stays, place and names are read."""
    match = DATELINE.match(key[:120])
    if match is None or (match["place"] and NO_PLACE.search(match["place"])):
        return Reading()
    reading = Reading(dateline=match["whole"], place=match["place"])
    if not outlets.OWN.fullmatch(match["outlet"]):
        reading.outlet = match["outlet"]
    if match["date"]:
        stamp = dates.first(match["date"])
        if stamp is not None:
            reading.published, reading.published_label = stamp, "dateline"
        else:
            reading.partial = match["date"]
    who = match["who"] or match["open"]
    if who:
        found = makers(who, bare=match["who"] is not None)
        if found is not None:
            agency = reading.outlet is not None and not ROLE.search(who)
            reading.bylines = [
                Byline(role="reporter", name=one.name) if agency and one.role == "author" else one
                for one in found.bylines
            ]
    return reading


def opening_credit(key: str) -> Reading | None:
    """（文/澜山网 周文远）at a paragraph's start: the paragraph stays, who wrote it is read."""
    match = OPENING.match(key[:80])
    return makers(match["who"], bare=True) if match else None


def bare_date(key: str, fetched_at: datetime | None) -> Reading | None:
    """A line that is a date, or a date beside one token: date and outlet without labels."""
    if len(key) > MAX_LINE:
        return None
    stamp, folded = dates.first(key, fetched_at), dates.to_ascii(key)
    partial = None if stamp is not None else dates.without_year(key)
    if stamp is not None:
        reading = Reading(published=stamp, published_label="", strip={0})
        before, _, behind = folded.partition(stamp.raw)
    elif partial is not None:
        reading = Reading(partial=partial[3], strip={0})
        before, _, behind = folded.partition(partial[3].strip())
    else:
        return None
    before, behind = before.strip(" |·["), WEEKDAY.sub("", behind.strip(" |·()[]")).strip()
    behind = COUNTER.sub("", behind).strip(" |·")
    rest = before or behind
    if not rest:
        return reading
    if before and (behind or partial is not None):
        return None
    if outlets.is_platform(rest):
        reading.platform = rest
        return reading
    name, _, people = rest.partition(" ")
    found = person_names.split_certain_names(people) if people else []
    if not outlets.is_publisher(name) or found is None or (found and not outlets.is_medium(name)):
        return None
    reading.source = name
    reading.bylines = [Byline(role="author", name=one) for one in found]
    return reading


def before_date(key: str, fetched_at: datetime | None) -> Reading | None:
    """澜山日报记者 周文远 2026-11-18: who made it stands before the date."""
    if len(key) > MAX_LINE:
        return None
    stamp, folded = dates.first(key, fetched_at), dates.to_ascii(key)
    if stamp is None or not folded.endswith(stamp.raw):
        return None
    who = folded.removesuffix(stamp.raw).strip(" |·")
    found = makers(who) if ROLE.search(who) else None
    if found is None or not found.bylines:
        return None
    found.published, found.published_label, found.strip = stamp, "", {0}
    return found
