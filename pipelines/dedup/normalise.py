"""The normal form under which bodies are compared: one script, one width, no site lines, no punctuation."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize

from pipelines.dedup.site_lines import LEAD, SITE_LINE
from pipelines.dedup.thresholds import LEAD_LINES, MAX_SITE_LINE, SCRIPT_SAMPLE
from pipelines.text.glosses import remove_glosses
from pipelines.text.script import script_of, to_simplified

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
PERCENT = re.compile(r"百分之([零〇一二三四五六七八九十百点]+|\d+(?:\.\d+)?)")
# kept characters: Han, Latin letters, numbers with decimal point and percent sign, the minus of a temperature or rate
RUN = re.compile(
    r"(?:[\u3400-\u9fff\U00020000-\U0003134fa-z]+|\d+(?:\.\d+)*%?|(?<=[\u3400-\u9fff])-(?=\d+(?:\.\d+)?(?:%|°|度)))+"
)
# wide punctuation; then variant characters that the conversion to simplified script leaves as they are
VARIANTS = tuple(
    zip(
        "，：；！？（）％　著於薹衞敍枱峯羣綫粧滙濶塲糉脣皁牀竈",
        ",:;!?()% 着于苔卫叙台峰群线妆汇阔场粽唇皂床灶",
        strict=True,
    )
)
MAX_CACHED = 20_000  # characters: longer texts are not cached
NUMBER_SEPARATOR = "~"  # between two numbers whose mark was dropped: 2～35 differs from 23～5
# separators before the column or site name behind a headline
TITLE_SEPARATOR = re.compile(r"[_|｜丨]|\s-{1,2}\s|-(?=[^-\d]{2,8}$)")
CHINESE_DIGITS = {char: i for i, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}


def normalised(body: str) -> str:
    """A body in simplified script and one width, lower case, without site lines; punctuation stays.

    Numbers are kept: they distinguish two notices of one template.
    """
    return _cached(body) if len(body) <= MAX_CACHED else _normalised(body)


def _normalised(body: str) -> str:
    if script_of(body[:SCRIPT_SAMPLE]) in ("hant", "mixed"):
        # without the cache, which would keep twenty thousand bodies in memory
        body = to_simplified.__wrapped__(remove_glosses(body)[0])
    return "\n".join(_lines(_narrow(body).lower()))


# a text is first hashed and then compared
_cached = lru_cache(maxsize=32)(_normalised)


def _narrow(text: str) -> str:
    """NFKC with variant characters unified. Replacing wide punctuation first makes most texts NFKC already, four times as fast."""
    for char, other in VARIANTS:
        text = text.replace(char, other)
    return text if is_normalized("NFKC", text) else normalize("NFKC", text)


def _lines(text: str) -> Iterator[str]:
    number = 0
    for raw in text.split("\n"):
        line = raw.strip()
        if not line or (len(line) < MAX_SITE_LINE and SITE_LINE.fullmatch(line)):
            continue
        if number < LEAD_LINES:
            line = LEAD.sub("", line)
        number += 1
        yield PERCENT.sub(_percent, THOUSANDS.sub("", line))


def fold(text: str) -> str:
    """The kept characters of a normalised text, without anything between them."""
    pieces = RUN.findall(text)
    return pieces[0] if len(pieces) == 1 else join_runs(pieces)


def join_runs(pieces: Iterable[str]) -> str:
    """Join runs of kept characters, with a separator between two numbers."""
    parts: list[str] = []
    last = ""
    for piece in pieces:
        if piece:
            parts.append(NUMBER_SEPARATOR + piece if last.isdigit() and piece[0].isdigit() else piece)
            last = piece[-1]
    return "".join(parts)


def kept_runs(text: str) -> Iterator[tuple[int, str]]:
    """(position, characters) of each run of kept characters, with a separator between two numbers."""
    last = ""
    for match in RUN.finditer(text):
        piece = match[0]
        yield match.start(), NUMBER_SEPARATOR + piece if last.isdigit() and piece[0].isdigit() else piece
        last = piece[-1]


def normal_form(body: str) -> str:
    """The normal form of a body: equal for texts that differ in script, width, punctuation and site lines only."""
    return fold(normalised(body))


def _percent(match: re.Match[str]) -> str:
    value = match[1]
    return f"{value}%" if value[0].isdigit() else f"{in_digits(value)}%"


def in_digits(numeral: str) -> str:
    """A Chinese numeral in digits: 一百二十 becomes 120, 二〇二四 becomes 2024, 三点五 becomes 3.5."""
    whole, _, fraction = numeral.partition("点")
    if not any(char in TENS or char in "万亿" for char in whole):
        text = "".join(str(CHINESE_DIGITS[char]) for char in whole)
    else:
        text = str(_value(whole))
    return text + ("." + "".join(str(CHINESE_DIGITS.get(char, "")) for char in fraction) if fraction else "")


def _value(whole: str) -> int:
    total = section = current = 0
    for char in whole:
        if char in TENS:
            section += (current or 1) * TENS[char]
            current = 0
        elif char in "万亿":
            total = (total + section + current) * (10_000 if char == "万" else 100_000_000)
            section = current = 0
        else:
            current = CHINESE_DIGITS[char]
    return total + section + current
