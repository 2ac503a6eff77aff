"""Outlet, role words and names in a row: 澜山日报记者 X 通讯员 Y."""

from __future__ import annotations

import re

from pipelines.credits.statement import Reading
from pipelines.items import Byline
from pipelines.text import outlets, person_names

ROLE = re.compile(
    r"(?:本报|本网|本台|本刊|本社)?(?:见习|首席|实习|特约|特派|特邀|驻[一-鿿]{1,4}|全媒体|融媒体?|融媒|视频|摄影)*"
    r"(?P<role>责任编辑|责编|记者|通讯员|评论员|撰稿人?|摄影师?|摄像|编辑|策划|整理|实习生|供图|文图|图文|文/图|图/文|摄)[:：]?"
)
ROLES = {
    "记者": "reporter",
    "通讯员": "correspondent",
    "评论员": "author",
    "撰稿": "author",
    "撰稿人": "author",
    "摄影": "photographer",
    "摄影师": "photographer",
    "摄像": "photographer",
    "摄": "photographer",
    "编辑": "editor",
    "责任编辑": "responsible_editor",
    "责编": "responsible_editor",
    "整理": "author",
    "文图": "author",
    "图文": "author",
    "文/图": "author",
    "图/文": "author",
}
ENDING = re.compile(r"\s?(?:报道|摄影报道)$")
BOTH = re.compile(r"\s*(文/图|图/文|文图|图文|文并摄|摄影报道)\s*")
ASKED = re.compile(r"(答|问|告诉|对|向|据|与|和|让|请|给|令|位|名|是|为|的|了|前|老|当|做|任|由)$")


def makers(text: str, *, bare: bool | str = False) -> Reading | None:
    """``OUTLET记者 A B 通讯员 C 报道``: outlet, roles and names; None unless all of it is understood.

    ``bare`` allows names without any role word: they are authors.
    """
    reading = Reading()
    both = BOTH.search(text)
    text = BOTH.sub(" ", text).strip()
    photo = text.endswith("摄")
    text, reading.place = _without_ending(text)
    roles = list(ROLE.finditer(text))
    if not roles:
        text = text.strip(" :：/")
        if both and not bare and not person_names.split_certain_names(text):
            return None
        return _bare_names(reading, text, photo=photo, both=both is not None) if bare or both else None
    head = text[: roles[0].start()].strip()
    if (
        roles[0][0].startswith(("融媒", "全媒体"))
        and re.fullmatch(r"[一-鿿]{2,6}", head)
        and not ASKED.search(head)
    ):
        # 澜山融媒记者: the word between belongs to the outlet's name as much as to the role
        own = re.match(r"融媒体?|全媒体", roles[0][0])
        head += own[0] if own and not _is_named(head) else ""
    known = not head or _head(reading, head, bare=bool(bare), both=both is not None)
    if not known and (not re.fullmatch(r"[一-鿿]{3,8}", head) or ASKED.search(head)):
        return None
    for i, match in enumerate(roles):
        end = roles[i + 1].start() if i + 1 < len(roles) else len(text)
        value = text[match.end() : end].strip(" ,，、:：;；/")
        if match["role"] == "摄" and not value:
            continue
        role = "photographer" if photo and match["role"] != "通讯员" else ROLES.get(match["role"])
        value = re.sub(r"\s(整理|整合|综合|采写|报道)$", "", value)
        # an unknown word before 记者 can be a client's name (齐鲁壹点记者 X) or a sentence: names.surnames decide
        found = person_names.split_names(value) if known else person_names.split_certain_names(value)
        if found is None:
            return None
        if role is None:
            continue
        reading.bylines += [Byline(role=role, name=name) for name in found]
        if both:
            reading.bylines += [Byline(role="photographer", name=name) for name in found]
    if not known:
        reading.outlet = head
    return reading


def _without_ending(text: str) -> tuple[str, str | None]:
    """Text without a closing 报道 and the place before it, and the place; names win where both readings fit."""
    ending = ENDING.search(text)
    if ending is None:
        return text, None
    before = text[: ending.start()].rstrip()
    if person_names.split_names(_after_role(before)) is not None and " " not in before[-5:]:
        return before, None
    spaced, _, last = before.rpartition(" ")
    if spaced and 2 <= len(last) <= 4 and person_names.split_names(_after_role(spaced)) is not None:
        is_list = "记者" not in spaced and "通讯员" not in spaced
        return (before, None) if is_list or person_names.begins_with_surname(last) else (spaced, last)
    for size in (2, 3, 4):
        place, rest = before[-size:], before[:-size]
        if " " not in place and ROLE.search(rest) and person_names.split_names(_after_role(rest)) is not None:
            return rest, place
    return before, None


def _after_role(text: str) -> str:
    roles = list(ROLE.finditer(text))
    return text[roles[-1].end() :] if roles else text


def _head(reading: Reading, head: str, *, bare: bool, both: bool) -> bool:
    """What stands before the first role word: the outlet, or names without a role."""
    cleaned = head.rstrip(" :：·").strip()
    if outlets.OWN_NAME.fullmatch(cleaned):
        return True
    first, _, rest = cleaned.partition(" ")
    if outlets.is_medium(first) and rest:
        reading.outlet = first
        return _bare_names(reading, rest, photo=False, both=both) is not None
    if bare and not outlets.is_medium(cleaned) and person_names.split_names(cleaned) is not None:
        return _bare_names(reading, cleaned, photo=False, both=both) is not None
    if len(cleaned) <= 24 and not re.search(r"[，。,;；:：、]", cleaned) and " " not in cleaned:
        if not _is_named(cleaned):
            return False
        reading.outlet = cleaned
        return True
    return False


def _is_named(head: str) -> bool:
    return outlets.MEDIUM.search(head) is not None or outlets.ORGAN.search(head) is not None


def _bare_names(reading: Reading, text: str, *, photo: bool, both: bool) -> Reading | None:
    first, _, rest = text.partition(" ")
    if rest and outlets.is_medium(first):
        reading.outlet, text = first, rest
    found = person_names.split_names(text.removesuffix("摄").strip())
    if found is None:
        return None
    role = "photographer" if photo else "author"
    reading.bylines += [Byline(role=role, name=name) for name in found]
    if both and not photo:
        reading.bylines += [Byline(role="photographer", name=name) for name in found]
    return reading
