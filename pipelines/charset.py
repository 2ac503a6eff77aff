"""Decide a page's charset once, from its bytes; links and text are then read from the same decoding."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
XML_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w-]{2,20})", re.IGNORECASE)
HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
HEAD_BYTES = 65_536
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
CHINESE = ("gb18030", "big5hkscs")
COMMON = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为和地出道时年得就要会可也你对生能而子那得于着下自之发后作里市县"
    "区政府新闻日月工作民经济開發實現為個們這來國會對時說機關鎮鄉書記長區縣報導網員問題務與業學體點電話號萬產"
)


def decode(
    body: bytes, headers: Mapping[str, str] | None = None, forced: str | None = None
) -> tuple[str, str]:
    """Bytes of a page to (text, name of the charset used).

    Order: the source's own word, byte order mark, strict UTF-8, then what header and page declare if the bytes fit
    it, else the best scored Chinese charset. Every GB name means GB18030, whose repertoire holds the others'.
    """
    if forced:
        return body.decode(_python(forced) or "gb18030", "replace"), _python(forced) or "gb18030"
    for bom, name in BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace"), name
    utf8 = _as_utf8(body)
    if utf8 is not None:
        return utf8, "utf-8"
    declared = [
        name for name in _declared(body, headers or {}) if name not in ("utf-8", "ascii", "iso8859-1")
    ]
    candidates = list(dict.fromkeys([*declared, *CHINESE]))
    texts = {name: body.decode(name, "replace") for name in candidates}
    scores = {name: _score(text) for name, text in texts.items()}
    best = max(candidates, key=lambda name: (round(scores[name], 2), -candidates.index(name)))
    return texts[best], best


def _as_utf8(body: bytes) -> str | None:
    """The text if the bytes are UTF-8; a few broken bytes (a cut character) are forgiven in a long UTF-8 page."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
    wide = sum(1 for char in text if "一" <= char <= "鿿")
    return text if wide > 50 and text.count("�") * 50 < wide else None


def _declared(body: bytes, headers: Mapping[str, str]) -> list[str]:
    names = []
    for header, value in headers.items():
        if header.lower() == "content-type" and (match := HEADER.search(value)):
            names.append(match[1])
    head = body[:HEAD_BYTES]
    for pattern in (XML_DECLARATION, META):
        if found := pattern.search(head):
            names.append(found[1].decode("ascii"))
    return [name for name in map(_python, names) if name]


def _python(name: str) -> str | None:
    """Python's name of a declared charset; every GB name becomes gb18030, every Big5 the Hong Kong superset."""
    lowered = name.strip().lower().replace("_", "-")
    if lowered.startswith(("gb", "x-gb", "hz-gb", "cp936", "ms936", "windows-936")):
        return "gb18030"
    if lowered.startswith(("big5", "x-x-big5", "cp950")):
        return "big5hkscs"
    try:
        return codecs.lookup(lowered).name
    except LookupError:
        return None


def _score(text: str) -> float:
    """How much a decoding looks like what people write: common characters count for it, wreckage against it."""
    sample = text[:200_000]
    wide = [char for char in sample if ord(char) > 0x7F]
    if not wide:
        return 1.0
    good = sum(1 for char in wide if char in COMMON)
    plain = sum(1 for char in wide if "一" <= char <= "龥" or char in "，。：；“”、（）《》！？　—…·")
    bad = sum(1 for char in wide if char == "�" or 0xE000 <= ord(char) <= 0xF8FF or 0x80 <= ord(char) <= 0x9F)
    return (2 * good + plain - 20 * bad) / len(wide)
