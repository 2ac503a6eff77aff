"""Clean strings before they are stored: control and invisible characters out, white space collapsed."""

from __future__ import annotations

import re

# C0 and C1 without tab and newline, noncharacters, lone surrogates: rejected by databases, JSON or XML
FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
# zero width, bidi controls, soft hyphen, BOM inside text: invisible, and they break search and hashes
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
SPACES = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
LINE_BREAKS = re.compile(r"[\n\r\u2028\u2029\x0b\x0c\x85]+")
REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,9}));?")


def clean(text: str) -> str:
    """Remove characters that cannot be stored or seen, collapse runs of spaces, strip the ends."""
    if text.isprintable():  # no control, format or wide space: true of most strings
        return text.strip() if "  " not in text else SPACES.sub(" ", text).strip()
    return SPACES.sub(" ", INVISIBLE.sub("", FORBIDDEN.sub("", text))).strip()


def one_line(text: str) -> str:
    """Text of an element as one clean line."""
    return clean(" ".join(text.split()))


def clean_lines(text: str) -> list[str]:
    """The non-empty lines of a text, each cleaned. Tabs stay: they separate table cells, empty cells included."""
    lines = ("\t".join(clean(cell) for cell in line.split("\t")) for line in LINE_BREAKS.split(text))
    return [line for line in lines if line.strip()]


def drop_invalid_references(html: str) -> str:
    """Remove numeric references to characters that XML forbids; a single ``&#1;`` makes lxml drop the article."""

    def check(match: re.Match[str]) -> str:
        number = int(match[1], 16) if match[1] else int(match[2])
        allowed = number in (9, 10, 13) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD
        return match[0] if allowed or 0x10000 <= number <= 0x10FFFF else ""

    return REFERENCE.sub(check, html)
