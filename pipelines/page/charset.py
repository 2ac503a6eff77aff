"""Decide the charset of a page from its bytes, once, so that links and text are read from the same decoding."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
XML_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w-]{2,20})", re.IGNORECASE)
HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
HEAD_BYTES = 65_536
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
CHINESE = ("gb18030", "big5hkscs")
WESTERN = "cp1252"  # what browsers read for Latin-1, too
MIN_CHINESE_SCORE = 1.1  # real Chinese scores 1.3 to 1.6, bytes decoded in the wrong charset 0.6 to 0.9
SAMPLE_BYTES = 50_000
SAMPLE_CHARS = 50_000
SAMPLE_WIDE = 2_000
HIGH = re.compile(rb"[\x80-\xff]+")
PLAIN_CHARS = re.compile("[一-龥，。：；“”、（）《》！？\u3000—…·]")
BROKEN_CHARS = re.compile("[\x80-\x9f\ue000-\uf8ff\ufffd]")
WIDE = re.compile(r"[^\x00-\x7f]+")
COMMON_CHARS = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为和地出道时年得就要会可也你对生能而子那得于着下自之发后作里市县"
    "区政府新闻日月工作民经济開發實現為個們這來國會對時說機關鎮鄉書記長區縣報導網員問題務與業學體點電話號萬產"
)


def decode(
    body: bytes, headers: Mapping[str, str] | None = None, forced: str | None = None
) -> tuple[str, str]:
    """Decode the bytes of a page: (text, Python's name of the charset).

    Order: ``forced`` (the source's setting), byte order mark, strict UTF-8, the charset that header or page declare
    if the bytes fit it, else the Chinese charset with the best score. Every GB name means GB18030, which contains the
    others. Never raises; bytes that cannot be decoded become U+FFFD.
    """
    return _decode(body, tuple((headers or {}).items()), forced)


@lru_cache(maxsize=1)  # a page may be decoded twice: to look for printed stories, and as an article
def _decode(body: bytes, headers: tuple[tuple[str, str], ...], forced: str | None) -> tuple[str, str]:
    if forced:
        return body.decode(_python(forced) or "gb18030", "replace"), _python(forced) or "gb18030"
    for bom, name in BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace"), name
    declared_names = _declared(body, headers)
    utf8 = _as_utf8(body, declared="utf-8" in declared_names)
    if utf8 is not None:
        return utf8, "utf-8"
    declared = [name for name in declared_names if name not in ("utf-8", "ascii")]
    if _is_western(body):
        name = next((name for name in declared if name not in CHINESE and name != "iso8859-1"), WESTERN)
        return body.decode(name, "replace"), name
    return _scored(body, declared)


def _scored(body: bytes, declared: list[str]) -> tuple[str, str]:
    """The declared charset if the bytes make Chinese text in it, else the Chinese charset with the best score."""
    foreign: tuple[str, str] | None = None
    for name in declared:
        text = _strict(body, name)
        if text is None or name == "iso8859-1":  # Latin-1 fits any bytes and proves nothing
            continue
        if name not in CHINESE:
            foreign = foreign or (text, name)
        elif _score(text) >= MIN_CHINESE_SCORE:
            return text, name
    candidates = list(dict.fromkeys([*(name for name in declared if name in CHINESE), *CHINESE]))
    texts = {name: body.decode(name, "replace") for name in candidates}
    scores = {name: _score(text) for name, text in texts.items()}
    best = max(candidates, key=lambda name: (round(scores[name], 2), -candidates.index(name)))
    if foreign is not None and scores[best] < MIN_CHINESE_SCORE:
        return foreign
    return texts[best], best


def _strict(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeDecodeError:
        return None


def _as_utf8(body: bytes, *, declared: bool) -> str | None:
    """The text if the bytes are UTF-8; a few broken ones (a cut character) are tolerated on a page of many valid ones."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - broken
    return text if broken * (4 if declared else 20) <= whole else None


def _is_western(body: bytes) -> bool:
    """True if most bytes beyond ASCII stand alone between ASCII ones, as accents and quotes of a Western charset do."""
    runs = HIGH.findall(body[:SAMPLE_BYTES]) or HIGH.findall(body)
    return bool(runs) and 2 * sum(len(run) == 1 for run in runs) > len(runs)


def _declared(body: bytes, headers: Sequence[tuple[str, str]]) -> list[str]:
    names = []
    for header, value in headers:
        if header.lower() == "content-type" and (match := HEADER.search(value)):
            names.append(match[1])
    head = body[:HEAD_BYTES]
    for pattern in (XML_DECLARATION, META):
        if found := pattern.search(head):
            names.append(found[1].decode("ascii"))
    return [name for name in map(_python, names) if name]


def _python(name: str) -> str | None:
    """Python's name of a declared charset: every GB name becomes gb18030, every Big5 the Hong Kong superset."""
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
    """How much a decoded text looks like Chinese: common characters add to the score, broken ones subtract."""
    wide = (
        "".join(WIDE.findall(text, 0, SAMPLE_CHARS))[:SAMPLE_WIDE]
        or "".join(WIDE.findall(text))[:SAMPLE_WIDE]
    )
    if not wide:
        return 1.0
    good = sum(map(COMMON_CHARS.__contains__, wide))
    plain = len(PLAIN_CHARS.findall(wide))
    bad = len(BROKEN_CHARS.findall(wide))
    return (2 * good + plain - 20 * bad) / len(wide)
