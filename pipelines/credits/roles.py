"""Read an outlet, role words and names in a row: 澜山日报记者 X 通讯员 Y."""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.credits.credit_types import Credits
from pipelines.items import Byline
from pipelines.text import outlets, person_names
from pipelines.text.package_data import load_package_yaml

ROLE = re.compile(
    r"(?:本报|本网|本台|本刊|本社)?(?:见习|首席|实习|特约|特派|特邀|驻[一-鿿]{1,4}|全媒体|融媒体?|融媒|视频|摄影)*"
    r"(?P<role>责任编辑|责编|记者|通讯员|评论员|撰稿人?|摄影师?|摄像|编辑|策划|整理|实习生|供图|文图|图文|文/图|图/文|摄)[:：]?"
)
ROLES = {
    word: role
    for role, words in load_package_yaml("pipelines.credits", "roles.yml")["roles"].items()
    for word in words.split()
}
ENDING = re.compile(r"\s?(?:报道|摄影报道)$")
WORK_WORD = re.compile(r"\s(整理|整合|综合|采写|报道)$")
TEXT_AND_PICTURES = re.compile(r"\s*(文/图|图/文|文图|图文|文并摄|摄影报道)\s*")
# words before 记者 that belong to a sentence: 他对记者说
SENTENCE_WORD = re.compile(r"(答|问|告诉|对|向|据|与|和|让|请|给|令|位|名|是|为|的|了|前|老|当|做|任|由)$")
CONVERGED_MEDIA = re.compile(r"融媒体?|全媒体")
MAX_OUTLET = 24


def read_roles(text: str, *, bare: bool = False) -> Credits | None:
    """Outlet, roles and names of ``OUTLET记者 A B 通讯员 C 报道``; None unless all of the text is understood.

    ``bare`` allows names without any role word: they are authors.
    """
    both = TEXT_AND_PICTURES.search(text) is not None
    text = TEXT_AND_PICTURES.sub(" ", text).strip()
    is_photo = text.endswith("摄")
    text, place = _without_ending(text)
    roles = list(ROLE.finditer(text))
    if not roles:
        text = text.strip(" :：/")
        if not (bare or both) or (both and not bare and not person_names.split_certain_names(text)):
            return None
        found = _bare_names(text, photo=is_photo, both=both)
        return None if found is None else replace(found, place=place)
    head = _with_role_prefix(text[: roles[0].start()].strip(), roles[0][0])
    opening = _opening(head, bare=bare, both=both) if head else Credits()
    if opening is None and (not re.fullmatch(r"[一-鿿]{3,8}", head) or SENTENCE_WORD.search(head)):
        return None
    bylines = _named_roles(text, roles, is_certain_outlet=opening is not None, photo=is_photo, both=both)
    if bylines is None:
        return None
    if opening is None:
        opening = Credits(outlet=head)
    return replace(opening.with_bylines(tuple(bylines)), place=place)


def _named_roles(
    text: str, roles: list[re.Match[str]], *, is_certain_outlet: bool, photo: bool, both: bool
) -> list[Byline] | None:
    """The names behind each role word; None if something else follows."""
    bylines: list[Byline] = []
    for i, match in enumerate(roles):
        end = roles[i + 1].start() if i + 1 < len(roles) else len(text)
        value = text[match.end() : end].strip(" ,，、:：;；/")
        if match["role"] == "摄" and not value:
            continue
        role = "photographer" if photo and match["role"] != "通讯员" else ROLES.get(match["role"])
        value = WORK_WORD.sub("", value)
        # an unknown word before 记者 can be an outlet (齐鲁壹点记者 X) or a sentence: certain surnames decide
        split = person_names.split_names if is_certain_outlet else person_names.split_certain_names
        found = split(value)
        if found is None:
            return None
        if role is not None:
            bylines += [Byline(role=role, name=name) for name in found]
            if both:
                bylines += [Byline(role="photographer", name=name) for name in found]
    return bylines


def _with_role_prefix(head: str, first_role: str) -> str:
    """The words before the first role with 融媒 added: in 澜山融媒记者 it belongs to the outlet as much as to the role."""
    is_prefixed = first_role.startswith(("融媒", "全媒体"))
    if not is_prefixed or not re.fullmatch(r"[一-鿿]{2,6}", head) or SENTENCE_WORD.search(head):
        return head
    prefix = CONVERGED_MEDIA.match(first_role)
    return head + (prefix[0] if prefix and not _is_medium_or_office(head) else "")


def _without_ending(text: str) -> tuple[str, str | None]:
    """Text without a closing 报道 and the place before it, and the place; names win where both would fit."""
    ending = ENDING.search(text)
    if ending is None:
        return text, None
    before = text[: ending.start()].rstrip()
    if person_names.split_names(_after_last_role(before)) is not None and " " not in before[-5:]:
        return before, None
    spaced, _, last = before.rpartition(" ")
    if spaced and 2 <= len(last) <= 4 and person_names.split_names(_after_last_role(spaced)) is not None:
        is_list = "记者" not in spaced and "通讯员" not in spaced
        return (before, None) if is_list or person_names.begins_with_surname(last) else (spaced, last)
    for size in (2, 3, 4):
        place, rest = before[-size:], before[:-size]
        if (
            " " not in place
            and ROLE.search(rest)
            and person_names.split_names(_after_last_role(rest)) is not None
        ):
            return rest, place
    return before, None


def _after_last_role(text: str) -> str:
    roles = list(ROLE.finditer(text))
    return text[roles[-1].end() :] if roles else text


def _opening(head: str, *, bare: bool, both: bool) -> Credits | None:
    """The text before the first role word: the outlet, or names without a role; None if it is neither."""
    cleaned = head.rstrip(" :：·").strip()
    if outlets.OWN_NAME.fullmatch(cleaned):
        return Credits()
    first, _, rest = cleaned.partition(" ")
    if outlets.is_medium(first) and rest:
        found = _bare_names(rest, photo=False, both=both)
        return None if found is None else replace(found, outlet=found.outlet or first)
    if bare and not outlets.is_medium(cleaned) and person_names.split_names(cleaned) is not None:
        return _bare_names(cleaned, photo=False, both=both)
    is_name = len(cleaned) <= MAX_OUTLET and not re.search(r"[，。,;；:：、]", cleaned) and " " not in cleaned
    return Credits(outlet=cleaned) if is_name and _is_medium_or_office(cleaned) else None


def _is_medium_or_office(name: str) -> bool:
    return outlets.MEDIUM.search(name) is not None or outlets.ORGAN.search(name) is not None


def _bare_names(text: str, *, photo: bool, both: bool) -> Credits | None:
    """Names without a role word, perhaps behind an outlet; None if there is other text."""
    first, _, rest = text.partition(" ")
    outlet = None
    if rest and outlets.is_medium(first):
        outlet, text = first, rest
    found = person_names.split_names(text.removesuffix("摄").strip())
    if found is None:
        return None
    role = "photographer" if photo else "author"
    bylines = [Byline(role=role, name=name) for name in found]
    if both and not photo:
        bylines += [Byline(role="photographer", name=name) for name in found]
    return Credits(bylines=tuple(bylines), outlet=outlet)
