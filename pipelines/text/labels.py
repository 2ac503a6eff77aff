"""Split byline lines into labels and values: 来源：X 作者：Y 责任编辑：Z. The labels and their meanings are data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.text.package_data import load_package_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

_DATA = load_package_yaml("pipelines.text", "labels.yml")
_ROLES: dict[str, list[str]] = {role: words.split() for role, words in _DATA["roles"].items()}
_UPDATED: list[str] = _DATA["updated"].split()
_WRITTEN: list[str] = _DATA["written"].split()
_REVIEW_ENDINGS = "|".join(_DATA["review_endings"].split())

STAFF = frozenset(_DATA["staff"].split())
IGNORED: list[str] = [*_DATA["staff"].split(), *_DATA["ignored"].split()]
EVENT_OR_PUBLISHED = frozenset(_DATA["event_or_published"].split())
BUTTONS = frozenset(_DATA["buttons"].split())
TEXT_AND_PICTURES = frozenset(_DATA["text_and_pictures"].split())
REVIEW_ROLES = ("first_review", "second_review", "final_review")
# label -> meaning: a role of the record, or source, published, updated, ignored
MEANINGS = (
    dict.fromkeys(_DATA["source"].split(), "source")
    | {label: role for role, words in _ROLES.items() for label in words}
    | dict.fromkeys(_DATA["published"].split(), "published")
    | dict.fromkeys(_UPDATED, "updated")
    | dict.fromkeys(_WRITTEN + IGNORED, "ignored")
)
MAX_LABEL = 10  # characters
MAX_SPACED_LINE = 60  # characters of a line that begins with a label and a space

_KNOWN = "|".join(sorted(MEANINGS, key=len, reverse=True))
REVIEW_LABEL = re.compile(rf"[\u4e00-\u9fff]{{1,4}}(?:{_REVIEW_ENDINGS})")
# a label is at the start or after white space, a bar or a date: 资金来源 and 收入来源 are not labels
LABEL = re.compile(
    rf"(?:^|(?<=[\s|【\[(丨])|(?<=\d)|(?<=\d日))(?P<label>{_KNOWN}|{REVIEW_LABEL.pattern})\s?(?:[:：]|\s[|丨]|[|丨]|(?<=[发布表]于)\s)\s?"
    r"|(?:^|(?<=\s))(?P<slash>文|图|摄|文图)/"
)
GLUED_LABEL = re.compile(
    rf"(?<=\S)(?P<label>{'|'.join(_UPDATED + _WRITTEN)}"
    r"|(?<![止动议始束效名行训试标示理业办文发印成息])(?:日期|时间)"
    rf"|{'|'.join(_DATA['glued'].split())})\s?[:：]\s?"
)
# a label of the page's own (发布者, 信息分类): its value belongs to no other label
UNKNOWN_LABEL = re.compile(
    r"(?:^|(?<=\s))(?!联系|电话|热线|邮箱|电子邮箱)(?P<label>[\u4e00-\u9fff]{2,8})\s?[:：]\s?"
)
UNKNOWN_LABELS = re.compile(r"(?:[\u4e00-\u9fff]{2,8}\s?[:：]\s?[^\s:：。！？；]{0,20}\s?){1,4}")
PAGE_TOOLS = re.compile(
    r"[【\[(]\s?(?:打印|关闭|收藏|分享|大|中|小|返回|纠错|字[体号][:：]?[大中小 ]*|打印本页|关闭窗口|加入收藏)\s?[】\])]"
    r"|\s?返回搜狐[,，]查看更多$"
)
BETWEEN_BRACKETS = re.compile(r"[】\])]\s?[【\[(](?=[\u4e00-\u9fff]{2,6}\s?[:：])")
SPACED_SOURCE = re.compile(r"(?<=[·|]\s)来源\s(?=\S{2,20}$)")
SPACED_LABEL = re.compile(rf"(?P<label>{'|'.join(_DATA['spaced'].split())})\s(?=\S)")
ENDS_LIKE_LABEL = re.compile(r"(?:[:：]|日期|时间|期限|有效期至?)$")


def label_meaning(label: str) -> str:
    """Role of the record, ``source``, ``published``, ``updated``, ``ignored``, or ``other`` for an unknown label."""
    known = MEANINGS.get(label, "other")
    return "ignored" if known == "other" and REVIEW_LABEL.fullmatch(label) else known


def labelled_values(line: str) -> tuple[str, list[tuple[str, str, str]]]:
    """The text before the first label of a line, and (meaning, label, value) of each label in order.

    ``line`` is folded for matching: half-width letters and signs.

    >>> labelled_values("来源: 县融媒体中心 作者: 周文远")[1]
    [('source', '来源', '县融媒体中心'), ('author', '作者', '周文远')]
    """
    line = SPACED_SOURCE.sub("来源:", BETWEEN_BRACKETS.sub(" ", line))
    found = list(LABEL.finditer(line))
    if not found:
        return line, []
    first = found[0].end()
    taken = [match.span() for match in found]
    for pattern in (GLUED_LABEL, UNKNOWN_LABEL):
        more = [
            match
            for match in pattern.finditer(line, first)
            if not any(start < match.end() and match.start() < end for start, end in taken)
        ]
        found += more
        taken += [match.span() for match in more]
    found.sort(key=lambda match: match.start())
    values = []
    for i, match in enumerate(found):
        label = match["label"] or match.groupdict().get("slash") or ""
        end = found[i + 1].start() if i + 1 < len(found) else len(line)
        values.append((label_meaning(label), label, line[match.end() : end].strip(" |丨,，;；")))
    return line[: found[0].start()].strip(), values


def join_labels(lines: Iterable[str]) -> list[str]:
    """Lines in which labels are joined to their values again, where markup puts them into separate cells or blocks.

    Without this, a bare date below 成文日期 would be read as the date of publication.
    """
    found: list[str] = []
    for line in lines:
        for cell in filter(None, (part.strip() for part in line.split("\t"))):
            if found and _lacks_value(found[-1]) and not _lacks_value(cell) and not LABEL.match(cell):
                found[-1] = f"{found[-1].rstrip(':： ')}：{cell}"
            elif SPACED_LABEL.match(cell) and len(cell) <= MAX_SPACED_LINE:
                found.append(SPACED_LABEL.sub(r"\g<label>：", cell, count=1))
            else:
                found.append(cell)
    return found


def _lacks_value(cell: str) -> bool:
    """True if a cell is a label without a value."""
    bare = cell.rstrip(":： ").replace(" ", "")
    if bare in BUTTONS and not cell.rstrip().endswith((":", "：")):
        return False
    return len(bare) <= MAX_LABEL and (bare in MEANINGS or ENDS_LIKE_LABEL.search(cell.rstrip()) is not None)
