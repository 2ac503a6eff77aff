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
    r"\s?(?:[(（](?P<who>[^()（）]{2,60})[)）]|(?P<open>(?:本报)?(?:记者|通讯员)[^。，,:：()（）]{2,40}?)\s?报道|(?P<first>记者\s?[\u3400-\u9fff]{2,4})(?=\s))?"
)
OPENING = re.compile(r"[(（]\s?(?:文|图文|撰文)\s?[/|丨:：]\s?(?P<who>[^()（）]{2,40})[)）](?=.)")
REPORTS = re.compile(
    r"(?P<who>(?:[\u3400-\u9fff·]{2,10})?(?:见习|首席|全媒体)?记者\s?[\u3400-\u9fff、\s]{2,20}?)\s?报道(?=[\s：:，,])"
)
MAX_LINE = 60
WEEKDAY = re.compile(r"^[(（]?(?:星期|周)[一二三四五六日天][)）]?")
# what accounts print behind the date: where the author is, how often the page was read
COUNTER = re.compile(r"(?:^|\s)(?:\d+|(?:发[表布]于|IP属地:?)\s?[\u4e00-\u9fff]{2,4})$")
SITE_ADDRESS = re.compile(
    r"(?:https?://(?:[\w-]+\.)+[a-z]{2,6}/?|\bwww\.(?:[\w-]+\.)+[a-z]{2,6}/?)", re.IGNORECASE
)
# buttons and counters of the page that stand on the same line as the date
PAGE_TOOLS = re.compile(
    r"\s?(?:我要评论|我有话说|暂无网友评论|参与评论|网友评论|评论|分享|收藏|打印|关闭|举报|纠错|第\d+页/共\d+页|共\d+页)(?:\s?[(（]?\d*[)）]?)(?=\s|$)"
)
SHORT_NAME = re.compile(r"[\u3400-\u9fff·]{2,10}")
SENTENCE = re.compile(r"[。！？；，,]")
FOOTER = re.compile(r"备案|ICP|公网安备|版权|copyright", re.IGNORECASE)
MAX_REST = 24  # characters beside the date
NO_PLACE = re.compile(r"(记者|通讯|快|专|消息|据|特)$")


def dateline(key: str) -> Reading:
    """本报聊城讯, 新华社济南8月19日电（记者 X）: the paragraph stays, place and names are read."""
    match = DATELINE.match(key[:120])
    if match is None or (match["place"] and NO_PLACE.search(match["place"])):
        return Reading()
    reading = Reading(dateline=match["whole"], place=match["place"])
    if not outlets.OWN_NAME.fullmatch(match["outlet"]):
        reading.outlet = match["outlet"]
    if match["date"]:
        stamp = dates.first(match["date"])
        if stamp is not None:
            reading.published, reading.published_label = stamp, "dateline"
        else:
            reading.partial = match["date"]
    who = match["who"] or match["open"] or match["first"]
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
    """（文/澜山网 周文远） and 记者周文远报道 at a paragraph's start: the paragraph stays, who wrote it is read."""
    if match := OPENING.match(key[:80]):
        return makers(match["who"], bare=True)
    match = REPORTS.match(key[:60])
    found = makers(match["who"]) if match else None
    return (
        found
        if found is not None and all(person_names.is_certain(one.name) for one in found.bylines)
        else None
    )


def bare_date(key: str, fetched_at: datetime | None) -> Reading | None:
    """A stamp line without labels: a date, alone or beside one token that names the outlet.

    Portals open the line with their own address; what stands behind the date is then the outlet, whatever its form.
    """
    if len(key) > MAX_LINE:
        return None
    addressed = SITE_ADDRESS.search(key) is not None
    key = (
        PAGE_TOOLS.sub(" ", SITE_ADDRESS.sub(" ", key)).strip()
        if addressed or PAGE_TOOLS.search(key)
        else key
    )
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
    named = outlets.is_publisher(name) or (
        addressed and not people and SHORT_NAME.fullmatch(name) is not None
    )
    if not named or found is None or (found and not outlets.is_medium(name)):
        return None
    reading.source, reading.assumed = name, True
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


def clock_among_words(key: str, fetched_at: datetime | None) -> Reading | None:
    """The stamp of a short line whose other words are not understood: with a clock it is still the page's own.

    The line is not marked as metadata: a programme of events looks the same.
    """
    stamp = dates.first(key, fetched_at) if len(key) <= MAX_LINE else None
    if stamp is None or stamp.precision not in ("minute", "second"):
        return None
    rest = dates.to_ascii(key).replace(stamp.raw, "", 1)
    if len(rest) > MAX_REST or SENTENCE.search(rest) or FOOTER.search(rest):
        return None
    return Reading(published=stamp, published_label="")
