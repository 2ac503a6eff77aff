"""Translate problems that lower packages report in English: source files, parameters, contact, database, scheduler.

Lower packages know no languages. ``problem.yml`` holds each of their English texts, with the varying parts as
placeholders, beside the Chinese one; a test compares it with the code.
"""

from __future__ import annotations

import re
from functools import cache

from crawler.cli.messages import CATALOGUE
from storage.messages import current_language

PLACE = re.compile(r"(?P<place>.+?:\d+: )(?P<message>.*)", re.DOTALL)  # file:line: message
KEY = re.compile(r"(?P<place>[\w.]+: )(?P<message>.*)", re.DOTALL)  # key of a source file: message


def translate_problem(english: str) -> str:
    """Return the message in the current language, line by line; unknown messages are returned unchanged."""
    if current_language() == "en":
        return english
    return "\n".join(map(_translate_line, english.split("\n")))


def _translate_line(line: str) -> str:
    """Translate what follows ``file:line:`` and ``key:``, else the whole line."""
    for prefix in (PLACE, KEY):
        if found := prefix.fullmatch(line):
            message = _translate_line(found["message"])
            if message != found["message"]:
                return found["place"] + message
    return translate(line, "problem")


def translate(english: str, *topics: str) -> str:
    """Return the text of ``topics`` whose English form matches, in the current language; else ``english``.

    The values of its placeholders are translated as well. Of several matching texts the longest one counts.
    """
    for key, pattern in _patterns(topics):
        if found := pattern.fullmatch(english):
            values = {name: translate(value, *topics) for name, value in found.groupdict().items()}
            return CATALOGUE.text(key, **values)
    return english


@cache
def _patterns(topics: tuple[str, ...]) -> list[tuple[str, re.Pattern[str]]]:
    found = sorted(CATALOGUE.messages(*topics).items(), key=lambda one: -len(one[1].en))
    return [(key, compile_template(message.en)) for key, message in found]


def compile_template(template: str) -> re.Pattern[str]:
    """Return a regex for a message template: ``{name}`` becomes a group, everything else is literal."""
    parts = re.split(r"\{(\w*)\}", template)
    return re.compile(
        "".join(
            (f"(?P<{part}>.+?)" if part else ".+?") if n % 2 else re.escape(part)
            for n, part in enumerate(parts)
        ),
        re.DOTALL,
    )
