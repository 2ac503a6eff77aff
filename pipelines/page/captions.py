"""Recognise the captions of pictures among a page's lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.text.glosses import remove_line_glosses
from pipelines.text.person_names import begins_with_surname
from pipelines.text.script import to_simplified

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.page.line_types import LineKind, TextLine

MAX_CAPTION_CHARS = 80  # longer text beside a picture is a paragraph that holds one
PICTURE_TAGS = frozenset("p figure td li dd center".split())
CAPTION_CLASS = re.compile(r"caption|tuzhu|pic_?(desc|txt|note)|img_?(desc|txt|note)|zhushi", re.IGNORECASE)
CAPTION_WORD = re.compile(r"[(（【]?(?:图为|图[:：]|图片[:：]|上图|下图|左图|右图|资料图)")
# who took a picture: in brackets, or a name behind white space or punctuation; 蓝图 and 拍摄 end sentences
BRACKETED_CREDIT = re.compile(r"[(（【][^()（）【】]{2,40}(?:摄|图|影)[)）】]$")
CREDIT = re.compile(
    r"供图$|撮影$|(?:^|[^\u3400-\u9fff]|记者|通讯员)(?P<who>[\u3400-\u9fff]{2,4})\s?(?:(?<!拍)摄影?|[\s/／](?:图|摄影?))$"
)
NUMBERED = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、．.]|第[一二三四五六七八九十]{1,3}[章节条]|附件"
)
SENTENCE_END = re.compile(r"[。！？!?；;]")


def caption_kinds(lines: Sequence[TextLine]) -> dict[int, LineKind]:
    """The index of each line that belongs to a picture, with its kind: ``caption``, or ``note`` where it is unsure."""
    kinds: dict[int, LineKind] = {}
    for i, line in enumerate(lines):
        if line.kind != "image":
            continue
        at = next((j for j in range(i + 1, min(i + 3, len(lines))) if lines[j].kind != "image"), None)
        if at is None or at in kinds:
            continue
        kind = _kind(line, lines[at])
        if kind is not None:
            kinds[at] = kind
    return kinds


def _kind(image: TextLine, line: TextLine) -> LineKind | None:
    """What the line after a picture is to it; None for a line of the text."""
    if line.kind != "paragraph" or len(line.text) > MAX_CAPTION_CHARS:
        return None
    element = line.element
    marked = (
        element.tag == "figcaption"
        or CAPTION_CLASS.search(element.get("class") or "") is not None
        or _ends_with_credit(line.text)
    )
    if not marked and (len(SENTENCE_END.findall(line.text)) > 1 or NUMBERED.match(line.text)):
        return None  # a paragraph that holds a picture, or a centred heading
    centered = line.centered and not line.bold
    describes_scene = centered and line.text.endswith("。")
    if marked or describes_scene or CAPTION_WORD.match(line.text):
        return "caption"
    shares_element = element is image.element and image.element.tag in PICTURE_TAGS
    return "note" if shares_element or centered else None


def _ends_with_credit(text: str) -> bool:
    """True if a line ends with the name of who took a picture."""
    key = to_simplified(remove_line_glosses(text)).rstrip("。")
    if BRACKETED_CREDIT.search(key):
        return True
    match = CREDIT.search(key)
    return match is not None and (match["who"] is None or begins_with_surname(match["who"]))
