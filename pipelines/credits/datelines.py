"""Read dates at the head of a line: 本报聊城讯 at a paragraph's start, a date alone or beside an outlet."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.credits.credit_types import Credits
from pipelines.credits.roles import ROLE, read_roles
from pipelines.items import Byline
from pipelines.text import dates, outlets, person_names

if TYPE_CHECKING:
    from datetime import datetime

DATELINE = re.compile(
    r"^(?!据)(?P<whole>(?P<outlet>本报|本网|本台|本刊|新华社|中新社|中新网|人民网|央视网|[一-鿿]{1,6}(?:网|日报|晚报|社))"
    r"(?P<place>[一-鿿]{2,5}?)?(?P<date>(?:(?:19|20)\d{2}年)?\d{1,2}月\d{1,2}日)?(?P<kind>讯|电))"
    r"\s?(?:[(（](?P<who>[^()（）]{2,60})[)）]|(?P<open>(?:本报)?(?:记者|通讯员)[^。，,:：()（）]{2,40}?)\s?报道|(?P<first>记者\s?[\u3400-\u9fff]{2,4})(?=\s))?"
)
OPENING_CREDIT = re.compile(r"[(（]\s?(?:文|图文|撰文)\s?[/|丨:：]\s?(?P<who>[^()（）]{2,40})[)）](?=.)")
REPORTING_CREDIT = re.compile(
    r"(?P<who>(?:[\u3400-\u9fff·]{2,10})?(?:见习|首席|全媒体)?记者\s?[\u3400-\u9fff、\s]{2,20}?)\s?报道(?=[\s：:，,])"
)
MAX_DATELINE = 120  # characters of a paragraph that are looked at
MAX_OPENING = 80
MAX_REPORTING = 60
MAX_DATE_LINE = 60
WEEKDAY = re.compile(r"^[(（]?(?:星期|周)[一二三四五六日天][)）]?")
# printed behind the date by accounts on platforms: where the author is, how often the page was read
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
NOT_A_PLACE = re.compile(r"(记者|通讯|快|专|消息|据|特)$")


def dateline(key: str) -> Credits:
    """Dateline, place and names of a paragraph that begins with 本报聊城讯 or 新华社济南8月19日电（记者 X）."""
    match = DATELINE.match(key[:MAX_DATELINE])
    if match is None or (match["place"] and NOT_A_PLACE.search(match["place"])):
        return Credits()
    stamp = dates.first(match["date"]) if match["date"] else None
    credits = Credits(
        dateline=match["whole"],
        place=match["place"],
        outlet=None if outlets.OWN_NAME.fullmatch(match["outlet"]) else match["outlet"],
        published=stamp,
        published_label=None if stamp is None else "dateline",
        partial_date=match["date"] if match["date"] and stamp is None else None,
    )
    who = match["who"] or match["open"] or match["first"]
    found = read_roles(who, bare=match["who"] is not None) if who else None
    if found is None:
        return credits
    is_agency = credits.outlet is not None and not ROLE.search(who)
    return credits.with_bylines(
        tuple(
            Byline(role="reporter", name=one.name) if is_agency and one.role == "author" else one
            for one in found.bylines
        )
    )


def opening_credit(key: str) -> Credits | None:
    """The author in （文/澜山网 周文远） or 记者周文远报道 at the start of a paragraph."""
    if match := OPENING_CREDIT.match(key[:MAX_OPENING]):
        return read_roles(match["who"], bare=True)
    match = REPORTING_CREDIT.match(key[:MAX_REPORTING])
    found = read_roles(match["who"]) if match else None
    is_certain = found is not None and all(person_names.is_certain(one.name) for one in found.bylines)
    return found if is_certain else None


def bare_date(key: str, fetched_at: datetime | None) -> Credits | None:
    """A line without labels that is a date, alone or beside one word that names the outlet.

    Portals begin the line with their own address; the word behind the date is then the outlet, whatever its form.
    """
    if len(key) > MAX_DATE_LINE:
        return None
    has_address = SITE_ADDRESS.search(key) is not None
    if has_address or PAGE_TOOLS.search(key):
        key = PAGE_TOOLS.sub(" ", SITE_ADDRESS.sub(" ", key)).strip()
    stamp, ascii_key = dates.first(key, fetched_at), dates.to_ascii(key)
    partial = None if stamp is not None else dates.without_year(key)
    if stamp is not None:
        credits = Credits(published=stamp, published_label="", metadata_only=True)
        before, _, behind = ascii_key.partition(stamp.raw)
    elif partial is not None:
        credits = Credits(partial_date=partial[3], metadata_only=True)
        before, _, behind = ascii_key.partition(partial[3].strip())
    else:
        return None
    before, behind = before.strip(" |·["), WEEKDAY.sub("", behind.strip(" |·()[]")).strip()
    behind = COUNTER.sub("", behind).strip(" |·")
    rest = before or behind
    if not rest:
        return credits
    if before and (behind or partial is not None):
        return None
    if outlets.is_platform(rest):
        return replace(credits, platform=rest)
    name, _, people = rest.partition(" ")
    found = person_names.split_certain_names(people) if people else []
    is_short_name = has_address and not people and SHORT_NAME.fullmatch(name) is not None
    is_outlet = outlets.is_publisher(name) or is_short_name
    if not is_outlet or found is None or (found and not outlets.is_medium(name)):
        return None
    bylines = tuple(Byline(role="author", name=one) for one in found)
    return replace(credits, source=name, source_is_assumed=True, bylines=bylines)


def outlet_and_date(key: str, fetched_at: datetime | None) -> Credits | None:
    """澜山日报记者 周文远 2026-11-18: outlet, role and name before the date."""
    if len(key) > MAX_DATE_LINE:
        return None
    stamp, ascii_key = dates.first(key, fetched_at), dates.to_ascii(key)
    if stamp is None or not ascii_key.endswith(stamp.raw):
        return None
    who = ascii_key.removesuffix(stamp.raw).strip(" |·")
    found = read_roles(who) if ROLE.search(who) else None
    if found is None or not found.bylines:
        return None
    return replace(found, published=stamp, published_label="", metadata_only=True)


def clock_among_words(key: str, fetched_at: datetime | None) -> Credits | None:
    """The date and time in a short line whose other words are not understood: it is still the page's own.

    The line is not marked as metadata, because a programme of events looks the same.
    """
    stamp = dates.first(key, fetched_at) if len(key) <= MAX_DATE_LINE else None
    if stamp is None or stamp.precision not in ("minute", "second"):
        return None
    rest = dates.to_ascii(key).replace(stamp.raw, "", 1)
    if len(rest) > MAX_REST or SENTENCE.search(rest) or FOOTER.search(rest):
        return None
    return Credits(published=stamp, published_label="")
