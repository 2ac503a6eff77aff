"""Split lists of Chinese personal names, with separators or as runs without spaces."""

from __future__ import annotations

import re

from pipelines.text.package_data import load_package_yaml

_DATA = load_package_yaml("pipelines.text", "person_names.yml")
SURNAMES = frozenset("".join(_DATA["surnames"].split()))
COMPOUND = frozenset(_DATA["compound_surnames"].split())
NOT_A_NAME = re.compile(
    rf"^({'|'.join(_DATA['other_beginnings'].split())})|({'|'.join(_DATA['other_endings'].split())})$"
)
NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,8}(?:·[\u3400-\u9fff]{1,8}){1,3}")
SEPARATORS = re.compile(r"[\s、,，/;；|]+")
SPACED_NAME = re.compile(
    r"(?:^|(?<=[\s、,，/;；|]))([\u3400-\u9fff])\s{1,4}([\u3400-\u9fff])(?=$|[\s、,，/;；|])"
)
AND_OTHERS = re.compile(r"(?<=[\u3400-\u9fff]{2})\s?等(?:人|同志)?$")
MAX_NAMES = 12  # in one list
RUN_SIZES = (4, 12)  # characters of names without spaces between them
MAX_SPLITS = 8  # more ways to split a run prove nothing


def split_names(text: str) -> list[str] | None:
    """The names of a list in order; None if any part of it is not a name.

    >>> split_names("王亚青 张素、李明明")
    ['王亚青', '张素', '李明明']
    """
    listed = _join_spaced_names(AND_OTHERS.sub("", text.strip(" :：。.")))
    names: list[str] = []
    for part in filter(None, SEPARATORS.split(listed)):
        found = [part] if is_name(part) else _split_run(part)
        if found is None:
            return None
        names += found
    return names if 0 < len(names) <= MAX_NAMES else None


def split_certain_names(text: str) -> list[str] | None:
    """Like ``split_names``, but None unless every name begins with a surname.

    For places without a role word beside the list.
    """
    found = split_names(text)
    return found if found and all(map(begins_with_surname, found)) else None


def is_name(text: str) -> bool:
    """True if a token can be one person's name."""
    if NAME.fullmatch(text) is None or NOT_A_NAME.search(text):
        return False
    if "·" in text:
        return True
    if len(text) == 4:
        return text[:2] in COMPOUND or not _splits(text)
    return len(text) < 4


def begins_with_surname(text: str) -> bool:
    """True if a text begins with a surname of one or two characters."""
    return text[:1] in SURNAMES or text[:2] in COMPOUND


def is_certain(name: str) -> bool:
    """True if the form of a name proves it: a surname first, or parts joined by a dot."""
    return "·" in name or begins_with_surname(name)


def _join_spaced_names(text: str) -> str:
    """Join names of two characters that are printed with a space between them: 李 明."""
    return SPACED_NAME.sub(lambda match: match[1] + match[2] if match[1] in SURNAMES else match[0], text)


def _split_run(run: str) -> list[str] | None:
    """The names of a run without spaces if exactly one split into names of 2 or 3 characters is possible."""
    if not RUN_SIZES[0] <= len(run) <= RUN_SIZES[1] or NOT_A_NAME.search(run):
        return None
    if not all("㐀" <= char <= "鿿" for char in run):
        return None
    found = _splits(run)
    return found[0] if len(found) == 1 else None


def _splits(run: str) -> list[list[str]]:
    """The ways to divide a run into names that begin with surnames; a few more than MAX_SPLITS at most."""
    if not run:
        return [[]]
    if not begins_with_surname(run):
        return []
    found: list[list[str]] = []
    for size in (3, 4) if run[:2] in COMPOUND else (2, 3):
        if len(run) >= size:
            found += [[run[:size], *rest] for rest in _splits(run[size:])]
        if len(found) > MAX_SPLITS:
            break
    return found
