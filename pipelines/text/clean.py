"""What every stored string passes once: control characters out, glosses out, traditional script to simplified."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# C0 and C1 without tab and newline, noncharacters, lone surrogates: what databases, JSON or XML refuse
FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
# zero width, bidi controls, soft hyphen, BOM inside text: invisible, and they break search and hashes
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
SPACES = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,9}));?")
HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003134f]")
HAN_RUN = re.compile(f"{HAN.pattern}+")
KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
KANA_SHARE = 0.1  # of the Han characters; a Chinese text may quote a name in kana
GLOSS = re.compile(r"([㐀-鿿])[(（]([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ]{1,6})[)）]")
TONED = re.compile(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]")
MAX_CACHED = 500  # characters of a string whose key is remembered
MAX_SPACED = 20  # characters by which a title may be longer where it is set with spaces
GLOSS_PER_1000 = 5  # a lesson or a single honest gloss stays below; mirrors have dozens
TRADITIONAL_SHARE = 0.02  # below, conversion would change honest simplified text (乾, 坏)


def clean(text: str) -> str:
    """One string without characters that cannot be stored or seen; spaces become one, ends are trimmed."""
    if text.isprintable():  # no control, format or wide space among them: most strings are clean already
        return text.strip() if "  " not in text else SPACES.sub(" ", text).strip()
    return SPACES.sub(" ", INVISIBLE.sub("", FORBIDDEN.sub("", text))).strip()


def one_line(text: str) -> str:
    """A string of markup as one clean line."""
    return clean(" ".join(text.split()))


def clean_lines(text: str) -> list[str]:
    """The non-empty lines of a text, each cleaned; tabs (cells of a table, empty ones as well) stay."""
    lines = (
        "\t".join(clean(cell) for cell in line.split("\t"))
        for line in re.split(r"[\n\r\u2028\u2029\x0b\x0c\x85]+", text)
    )
    return [line for line in lines if line.strip()]


def han(text: str) -> int:
    """How many Han characters a text holds; whole runs are found in a tenth of the time of single ones."""
    return sum(map(len, HAN_RUN.findall(text)))


def drop_references(html: str) -> str:
    """Markup without numeric references to characters that XML forbids: one ``&#1;`` costs the whole article."""

    def check(match: re.Match[str]) -> str:
        number = int(match[1], 16) if match[1] else int(match[2])
        allowed = number in (9, 10, 13) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD
        return match[0] if allowed or 0x10000 <= number <= 0x10FFFF else ""

    return REFERENCE.sub(check, html)


def fold(text: str) -> str:
    """A key for comparison and search: NFKC, lower case, no white space. Never stored as title or body."""
    return _folded(text) if len(text) < MAX_CACHED else _fold(text)


def _fold(text: str) -> str:
    if not text.isprintable():
        text = INVISIBLE.sub("", text)
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


# the same lines are asked about by stage after stage
_folded = lru_cache(maxsize=4_000)(_fold)


def printed(line: str, value: str) -> str:
    """The part of a line as it was printed that a value read from its folded copy stands for; else the value.

    >>> printed("来源：县政府办（研究室）", "县政府办(研究室)")
    '县政府办（研究室）'
    """
    if value in line:
        return value
    keys, places = [], []
    for i, char in enumerate(line):
        for key in "".join(unicodedata.normalize("NFKC", char).split()):
            keys.append(key)
            places.append(i)
    wanted = "".join(value.split())
    at = "".join(keys).find(wanted)
    if at == -1 or not wanted:
        return value
    found = clean(line[places[at] : places[at + len(wanted) - 1] + 1])
    return found if " " in value else "".join(found.split())


def same_line(text: str, title: str) -> bool:
    """Whether a line is the title, spaces and width of characters aside."""
    return abs(len(text) - len(title)) <= MAX_SPACED and fold(text) == fold(title)


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


@lru_cache(maxsize=20_000)
def to_simplified(text: str) -> str:
    """OpenCC's phrase-aware conversion of one string."""
    return _converter()(text)


@lru_cache(maxsize=30_000)
def _is_traditional(char: str) -> bool:
    return _converter()(char) != char


@lru_cache(maxsize=1)
def _to_traditional() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("s2t").convert
    return convert


def is_japanese(text: str, han: int) -> bool:
    """Whether kana stand between the Han characters: conversion to simplified script would destroy such a text."""
    return len(KANA.findall(text)) > KANA_SHARE * max(1, han)


def script_of(text: str) -> str:
    """The script of a text as published: hans, hant, mixed, or other where hardly any Chinese stands."""
    characters = "".join(HAN_RUN.findall(text))
    if len(characters) < 2 or len(characters) * 20 < len(text) or is_japanese(text, len(characters)):
        return "other"
    traditional_only = set(filter(_is_traditional, set(characters)))
    if not traditional_only:  # most texts, and the quickest to see
        return "hans"
    traditional = sum(char in traditional_only for char in characters)
    if traditional < TRADITIONAL_SHARE * len(characters):
        return "hans"
    unique = "".join(dict.fromkeys(characters))
    changed = _to_traditional()(unique)
    simplified_only = {
        one for one, other in zip(unique, changed, strict=False) if one != other and not _is_traditional(one)
    } - AMBIGUOUS
    simplified = sum(char in simplified_only for char in characters)
    return "mixed" if simplified > 0.05 * len(characters) else "hant"


# simplified forms that traditional text uses as well (后, 里, 台 ...): they prove nothing
AMBIGUOUS = frozenset(
    "后里台几云只余干谷面系制松征志冬范蔑郁游发表准卷困姜岳布当念折据斗朱杰板柜栗欲涂淀漓症秋筑签胡致舍舍苏蒙克占吁合同回夥尸岩并弦杯炉照核占群叹唇厘痴峰志床强决况凉减净凑启墙奸姊梁庄庵恒注洒洁涌烟猪痹碱秘粽线耻脉腌苔获蛔裡裙谣赞踪醃钩闲雇雕韵鲇麸齐"
)


def remove_glosses(text: str) -> tuple[str, int]:
    """Text without the pinyin glosses that mirrors put behind characters, and how many were taken.

    A gloss is accepted when its syllable has a tone mark and the character before it is traditional; nothing is
    touched unless the text as a whole carries at least five of them per thousand characters.
    """
    accepted = [
        match for match in GLOSS.finditer(text) if TONED.search(match[2]) and _is_traditional(match[1])
    ]
    if len(accepted) * 1000 < GLOSS_PER_1000 * len(text) or not accepted:
        return text, 0
    return "".join(_without(text, accepted)), len(accepted)


def _without(text: str, glosses: Iterable[re.Match[str]]) -> Iterable[str]:
    at = 0
    for match in glosses:
        yield text[at : match.end(1)]
        at = match.end()
    yield text[at:]


def without_glosses(text: str) -> str:
    """One line of a page already known to be glossed (the document as a whole passed the gate)."""
    return GLOSS.sub(lambda m: m[1] if TONED.search(m[2]) and _is_traditional(m[1]) else m[0], text)
