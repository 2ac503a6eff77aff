"""Read lines that name people without a label: boxes, brackets, roles, slashes, picture credits."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.credits.credit_types import Credits
from pipelines.credits.roles import ROLE, read_roles
from pipelines.items import Byline
from pipelines.text import outlets, person_names

if TYPE_CHECKING:
    from datetime import datetime

BOX_SIGN = re.compile(r"^[□■◎●▲◇◆]\s?")
BRACKETED = re.compile(r"[(（\[【](?P<inner>[^()（）]{2,100})[)）\]】]")
SLASHED = re.compile(r"(?P<text>[^/]{2,30})\s?/\s?文\s?(?P<photo>[^/]{2,30})\s?/\s?(?:图|摄)")
PHOTO_CREDIT = re.compile(r"(?P<lead>图[为片].{2,100}[。 ])?(?P<who>[^。，；]{2,30}?)\s?摄")
CAPTION_CREDIT = re.compile(r"[(（]?(?P<who>[^()（）。，；]{2,40}?)\s?摄[)）]?$")
SIGNATURE = re.compile(r"[(（](?P<names>[^()（）]{3,30})[)）]")
MAX_CAPTION_TAIL = 200  # the credit ends a caption, however long that is
MAX_ROLE_LINE = 80
ROLE_CHARS = 40  # the first role word begins within so many characters
SENTENCE = re.compile(r"[。！？；!?;]|，.{8,}，")


def boxed(key: str, _fetched_at: datetime | None) -> Credits | None:
    """□记者 周文远: names behind a box; a check box (□同意) is none."""
    match = BOX_SIGN.match(key)
    if match is None:
        return None
    rest = key[match.end() :]
    is_credit = ROLE.search(rest) or rest.endswith(("报道", "摄")) or person_names.split_certain_names(rest)
    return _metadata_line(read_roles(rest, bare=True)) if is_credit else None


def bracketed(key: str, _fetched_at: datetime | None) -> Credits | None:
    """（澜山日报记者 周文远）, or an outlet alone in brackets, as a line of its own."""
    match = BRACKETED.fullmatch(key)
    if match is None:
        return None
    inner = match["inner"]
    if outlets.is_medium(inner) and " " not in inner:
        return Credits(source=inner, metadata_only=True)
    first = inner.partition(" ")[0]
    is_medium = outlets.is_medium(first) or "日报" in first or "客户端" in first
    return _metadata_line(read_roles(inner, bare=is_medium))


def roles_only(key: str, _fetched_at: datetime | None) -> Credits | None:
    """本报记者 周文远 通讯员 吴晓: role words and names, and no sentence."""
    if SENTENCE.search(key) or len(key) > MAX_ROLE_LINE or not ROLE.search(key[:ROLE_CHARS]):
        return None
    return _metadata_line(read_roles(key))


def slashed(key: str, _fetched_at: datetime | None = None) -> Credits | None:
    """周文远/文 吴晓/图: the role is behind the name."""
    match = SLASHED.fullmatch(BOX_SIGN.sub("", key))
    if match is None:
        return None
    writers = person_names.split_certain_names(match["text"])
    photographers = person_names.split_certain_names(match["photo"])
    if not writers or not photographers:
        return None
    bylines = [Byline(role="author", name=name) for name in writers]
    bylines += [Byline(role="photographer", name=name) for name in photographers]
    return Credits(bylines=tuple(bylines), metadata_only=True)


def photo_credit(key: str, _fetched_at: datetime | None) -> Credits | None:
    """周文远 摄 as a line of its own, or behind a 图为 sentence among the paragraphs."""
    match = PHOTO_CREDIT.fullmatch(key.strip("()（）"))
    if match is None:
        return None
    found = person_names.split_certain_names(match["who"].removeprefix("记者").removeprefix("通讯员"))
    if not found:
        return None
    bylines = tuple(Byline(role="photographer", name=name) for name in found)
    return Credits(bylines=bylines, metadata_only=not match["lead"])


def signature(key: str) -> Credits | None:
    """（周文远 吴晓） at the end of a text; a single name needs three characters, because 方案 begins like a name."""
    match = SIGNATURE.fullmatch(key)
    found = person_names.split_certain_names(match["names"]) if match else None
    if not found or (len(found) == 1 and len(found[0]) < 3):
        return None
    bylines = tuple(Byline(role="author", name=name) for name in found)
    return Credits(bylines=bylines, metadata_only=True)


def caption_credit(key: str) -> Credits:
    """The photographers in a caption; an agency named there is not the outlet of the article."""
    is_caption = BOX_SIGN.match(key) is not None or key.startswith(("图为", "(", "（"))
    text = BOX_SIGN.sub("", key)[-MAX_CAPTION_TAIL:]
    match = re.search(r"[(（]([^()（）]{2,60})[)）]$", text)
    inner = match[1] if match else text
    if not match and (credit := CAPTION_CREDIT.search(re.split(r"[。；]", text.rstrip("。"))[-1])):
        inner = credit["who"] + " 摄"
    if not inner.endswith(("摄", "报道", "供图")) and not inner.startswith(("摄影", "记者", "本报记者")):
        return Credits(metadata_only=is_caption)
    found = read_roles(re.sub(r"\s?(报道|摄影|摄)$", "", inner), bare=True)
    if found is None or inner.endswith("供图"):
        return Credits(metadata_only=is_caption or match is not None)
    bylines = tuple(Byline(role="photographer", name=byline.name) for byline in found.bylines)
    return Credits(bylines=bylines, metadata_only=True)


def _metadata_line(found: Credits | None) -> Credits | None:
    """Credits of a line that holds nothing else; None without a name."""
    return replace(found, metadata_only=True) if found is not None and found.bylines else None
