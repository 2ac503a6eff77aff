"""The folded text by which bodies are compared: one script, one width, no boilerplate, no punctuation."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize

from pipelines.dedup.site_lines import BOILERPLATE, LEAD
from pipelines.dedup.thresholds import LEAD_LINES, MAX_BOILERPLATE, SCRIPT_SAMPLE
from pipelines.text.glosses import remove_glosses
from pipelines.text.script import script_of, to_simplified

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
PERCENT = re.compile(r"百分之([零〇一二三四五六七八九十百点]+|\d+(?:\.\d+)?)")
# what is kept: Han, Latin letters, figures with their point, percent sign, and the sign of a temperature or a rate
RUN = re.compile(
    r"(?:[\u3400-\u9fff\U00020000-\U0003134fa-z]+|\d+(?:\.\d+)*%?|(?<=[\u3400-\u9fff])-(?=\d+(?:\.\d+)?(?:%|°|度)))+"
)
# the wide marks of every text; then characters written in two ways, of which no conversion knows which is meant (着, 薹),
# or which Hong Kong and Taiwan write otherwise and the conversion leaves as they are
ALIKE = tuple(
    zip(
        "，：；！？（）％　著於薹衞敍枱峯羣綫粧滙濶塲糉脣皁牀竈",
        ",:;!?()% 着于苔卫叙台峰群线妆汇阔场粽唇皂床灶",
        strict=True,
    )
)
KEPT = 20_000  # characters: longer texts are normalised anew rather than kept
APART = "~"  # between two figures whose mark was dropped: 2～35 is not 23～5
# what sites put behind a headline: its column, their name
TITLE_CUT = re.compile(r"[_|｜丨]|\s-{1,2}\s|-(?=[^-\d]{2,8}$)")
CHINESE_DIGITS = {char: i for i, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}


def normalised(body: str) -> str:
    """A body in simplified script and one width, lower case, without boilerplate lines; punctuation still stands.

    Figures are never folded away: they are what distinguishes two notices of one frame.
    """
    return _kept(body) if len(body) <= KEPT else _normalised(body)


def _normalised(body: str) -> str:
    if script_of(body[:SCRIPT_SAMPLE]) in ("hant", "mixed"):
        # the bare function: a cache that kept twenty thousand bodies would not fit into memory
        body = to_simplified.__wrapped__(remove_glosses(body)[0])
    return "\n".join(_lines(_narrow(body).lower()))


# a text is asked for its hashes first, and then laid beside others
_kept = lru_cache(maxsize=32)(_normalised)


def _narrow(text: str) -> str:
    """NFKC and one character for two; where only the usual wide marks stand in its way, in a quarter of the time."""
    for char, other in ALIKE:
        text = text.replace(char, other)
    return text if is_normalized("NFKC", text) else normalize("NFKC", text)


def _lines(text: str) -> Iterator[str]:
    number = 0
    for raw in text.split("\n"):
        line = raw.strip()
        if not line or (len(line) < MAX_BOILERPLATE and BOILERPLATE.fullmatch(line)):
            continue
        if number < LEAD_LINES:
            line = LEAD.sub("", line)
        number += 1
        yield PERCENT.sub(_percent, THOUSANDS.sub("", line))


def fold(text: str) -> str:
    """The kept characters of a normalised text, run together."""
    pieces = RUN.findall(text)
    return pieces[0] if len(pieces) == 1 else joined(pieces)


def joined(pieces: Iterable[str]) -> str:
    """Kept runs one behind another; a figure behind a figure is kept apart from it."""
    parts: list[str] = []
    last = ""
    for piece in pieces:
        if piece:
            parts.append(APART + piece if last.isdigit() and piece[0].isdigit() else piece)
            last = piece[-1]
    return "".join(parts)


def runs(text: str) -> Iterator[tuple[int, str]]:
    """Where each kept run begins, and its characters; a figure behind a figure is kept apart from it."""
    last = ""
    for match in RUN.finditer(text):
        piece = match[0]
        yield match.start(), APART + piece if last.isdigit() and piece[0].isdigit() else piece
        last = piece[-1]


def normal_form(body: str) -> str:
    """The normal form of a body, the key that equal texts share."""
    return fold(normalised(body))


def _percent(match: re.Match[str]) -> str:
    value = match[1]
    return f"{value}%" if value[0].isdigit() else f"{in_digits(value)}%"


def in_digits(numeral: str) -> str:
    """A Chinese numeral in digits: 一百二十 is 120, 二〇二四 is 2024, 三点五 is 3.5."""
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
