"""Lines that name makers without a label: boxes, brackets, roles, slashes, who took a picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.credits.roles import ROLE, makers
from pipelines.credits.statement import Reading
from pipelines.items import Byline
from pipelines.text import outlets, person_names

if TYPE_CHECKING:
    from datetime import datetime


BOX = re.compile(r"^[□■◎●▲◇◆]\s?")
SLASHED = re.compile(r"(?P<text>[^/]{2,30})\s?/\s?文\s?(?P<photo>[^/]{2,30})\s?/\s?(?:图|摄)")
CREDIT = re.compile(r"[(（]?(?P<who>[^()（）。，；]{2,40}?)\s?摄[)）]?$")
MAX_CREDIT = 200  # a credit closes a caption, however long that is
SENTENCE = re.compile(r"[。！？；!?;]|，.{8,}，")


def box(key: str, _fetched_at: datetime | None) -> Reading | None:
    match = BOX.match(key)
    if match is None:
        return None
    rest = key[match.end() :]
    if (
        not ROLE.search(rest)
        and not rest.endswith(("报道", "摄"))
        and not person_names.split_certain_names(rest)
    ):
        return None  # a check box: □同意
    found = makers(rest, bare=True)
    if found is None or not found.bylines:
        return None
    found.strip = {0}
    return found


def bracket_line(key: str, _fetched_at: datetime | None) -> Reading | None:
    match = re.fullmatch(r"[(（\[【](?P<inner>[^()（）]{2,100})[)）\]】]", key)
    if match is None:
        return None
    if outlets.is_medium(match["inner"]) and " " not in match["inner"]:
        return Reading(source=match["inner"], strip={0})
    first = match["inner"].partition(" ")[0]
    found = makers(match["inner"], bare=outlets.is_medium(first) or "日报" in first or "客户端" in first)
    if found is None or not found.bylines:
        return None
    found.strip = {0}
    return found


def role_line(key: str, _fetched_at: datetime | None) -> Reading | None:
    if SENTENCE.search(key) or len(key) > 80 or not ROLE.search(key[:40]):
        return None
    found = makers(key)
    if found is None or not found.bylines:
        return None
    found.strip = {0}
    return found


def slashed(key: str, _fetched_at: datetime | None) -> Reading | None:
    """周文远/文 吴晓/图: the role stands behind the name."""
    match = SLASHED.fullmatch(BOX.sub("", key))
    writers, makers = (
        (person_names.split_certain_names(match["text"]), person_names.split_certain_names(match["photo"]))
        if match
        else (None, None)
    )
    if not writers or not makers:
        return None
    found = [Byline(role="author", name=name) for name in writers]
    return Reading(bylines=found + [Byline(role="photographer", name=name) for name in makers], strip={0})


def credit_line(key: str, _fetched_at: datetime | None) -> Reading | None:
    """周文远 摄 as a line of its own, or behind a picture's 图为 sentence among the paragraphs."""
    match = re.fullmatch(
        r"(?P<lead>图[为片].{2,100}[。 ])?(?P<who>[^。，；]{2,30}?)\s?摄", key.strip("()（）")
    )
    found = (
        person_names.split_certain_names(match["who"].removeprefix("记者").removeprefix("通讯员"))
        if match
        else None
    )
    if match is None or not found:
        return None
    credited = [Byline(role="photographer", name=name) for name in found]
    return Reading(bylines=credited, strip=set() if match["lead"] else {0})


def signature(key: str) -> Reading | None:
    """（周文远 吴晓） where a text ends; one name needs three characters, 方案 and 平安 begin with names.surnames as well."""
    match = re.fullmatch(r"[(（](?P<names>[^()（）]{3,30})[)）]", key)
    found = person_names.split_certain_names(match["names"]) if match else None
    if not found or (len(found) == 1 and len(found[0]) < 3):
        return None
    return Reading(bylines=[Byline(role="author", name=name) for name in found], strip={0})


def caption_credit(key: str) -> Reading:
    """A line at a picture: whoever it names made the picture; an agency's picture does not change the outlet."""
    strip = {0} if BOX.match(key) or key.startswith(("图为", "(", "（")) else set()
    text = BOX.sub("", key)[-MAX_CREDIT:]
    match = re.search(r"[(（]([^()（）]{2,60})[)）]$", text)
    inner = match[1] if match else text
    if not match and (credit := CREDIT.search(re.split(r"[。；]", text.rstrip("。"))[-1])):
        inner = credit["who"] + " 摄"
    if not inner.endswith(("摄", "报道", "供图")) and not inner.startswith(("摄影", "记者", "本报记者")):
        return Reading(strip=strip)
    found = makers(re.sub(r"\s?(报道|摄影|摄)$", "", inner), bare=True)
    if found is None or inner.endswith("供图"):
        return Reading(strip=strip | ({0} if match else set()))
    credited = [Byline(role="photographer", name=byline.name) for byline in found.bylines]
    return Reading(bylines=credited, strip={0})
