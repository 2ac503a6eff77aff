"""Prepare decoded markup for the HTML parser: remove code, and what would make parsing slow or lossy."""

from __future__ import annotations

import re

from pipelines.text.clean import drop_invalid_references

# Cases are spelt out because a pattern with IGNORECASE is searched for many times slower. The markup is never
# lower-cased for searching: İ becomes two characters, and every position behind it would be wrong.
CODE_START = re.compile(r"<(?:[sS](?:[cC][rR][iI][pP][tT]|[tT][yY][lL][eE]|[vV][gG])\b|!--)", re.ASCII)
CODE_ENDS = {
    "script": re.compile(r"</[sS][cC][rR][iI][pP][tT]\b[^>]{0,300}>", re.ASCII),
    "style": re.compile(r"</[sS][tT][yY][lL][eE]\b[^>]{0,300}>", re.ASCII),
    "svg": re.compile(r"</[sS][vV][gG]\b[^>]{0,300}>", re.ASCII),
    "!--": re.compile(r"-->"),
}
EARLY_END = re.compile(r"</(?:[bB][oO][dD][yY]|[hH][tT][mM][lL])\s*>", re.ASCII)
LONG_TAG_CHARS = 50_000
LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{LONG_TAG_CHARS},}}")
MAX_TAG_WORDS = 5000  # the parser compares each attribute with all before it: 100,000 of them take 20 s
CONTROL_CHARS = bytes(32 if one < 32 and one not in (9, 10, 13) else one for one in range(256))


def prepare_markup(markup: str) -> str:
    """Markup without scripts, styles, drawings, invalid character references and tags of countless attributes."""
    prepared = drop_invalid_references(_without_code(markup))
    return LONG_TAG.sub(_first_words, prepared) if _has_long_tag(prepared) else prepared


def parser_bytes(markup: str) -> bytes:
    """UTF-8 bytes without characters that a tree cannot hold; on bytes this costs a tenth of what it costs on text."""
    data = markup.encode("utf-8", "replace").translate(CONTROL_CHARS)
    return data.replace(b"\xef\xbf\xbe", b" ").replace(b"\xef\xbf\xbf", b" ")


def _without_code(markup: str) -> str:
    """Remove scripts, styles and SVG: 30 MB of script before an article would push it out of the parser's limits.

    The end tags of body and html go too: HTML does not need them, and the parser loses what follows an early one.
    """
    parts: list[str] = []
    missing: set[str] = set()  # end tags that do not occur any more; without this many starts are quadratic
    at = 0
    while (start := CODE_START.search(markup, at)) is not None:
        tag = start[0].lower().removeprefix("<")
        parts.append(markup[at : start.start()])
        end = None if tag in missing else CODE_ENDS[tag].search(markup, start.end())
        if end is not None:
            if tag == "!--":
                parts.append(markup[start.start() : end.end()])
            at = end.end()
            continue
        # an unclosed script hides the rest in browsers as well, but keeping code is better than losing text
        missing.add(tag)
        bracket = markup.find(">", start.end()) if tag != "!--" else start.end() - 1
        at = bracket + 1 if bracket != -1 else len(markup)
    parts.append(markup[at:])
    return EARLY_END.sub("", "".join(parts))


def _has_long_tag(markup: str) -> bool:
    """True if some stretch of LONG_TAG_CHARS holds no bracket; looks at few characters of ordinary markup."""
    at = 0
    while at + LONG_TAG_CHARS < len(markup):
        stop = at + LONG_TAG_CHARS
        bracket = max(markup.rfind("<", at, stop), markup.rfind(">", at, stop))
        if bracket == -1:
            return True
        at = bracket + 1
    return False


def _first_words(tag: re.Match[str]) -> str:
    """A tag cut to its first attributes; one long value, such as an inline picture, stays whole."""
    words = tag[0].split(maxsplit=MAX_TAG_WORDS)
    return tag[0] if len(words) <= MAX_TAG_WORDS else " ".join(words[:MAX_TAG_WORDS])
