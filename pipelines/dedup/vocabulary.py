"""The word lists of the comparison, read from ``vocabulary.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.text.package_data import load_package_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Word lists; the comments of the file explain each."""

    editorial: frozenset[str]
    opposites: tuple[tuple[frozenset[str], frozenset[str]], ...]
    exclusive: tuple[frozenset[str], ...]
    negations: str  # a regular expression
    not_negations: str  # a regular expression
    antonyms: tuple[tuple[frozenset[str], frozenset[str]], ...]
    roles: tuple[str, ...]
    offices: tuple[str, ...]  # regular expressions
    given_names: frozenset[str]  # characters
    speech_verbs: frozenset[str]  # characters
    place_endings: tuple[str, ...]  # regular expressions
    institutions: tuple[str, ...]
    named_kinds: tuple[str, ...]
    name_openers: frozenset[str]  # characters
    determiners: frozenset[str]  # characters
    line_labels: tuple[str, ...]
    syllables: Mapping[str, int]  # number of the syllable of a character
    look_alikes: frozenset[frozenset[str]]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The word lists, read once in a process."""
    data = load_package_yaml("pipelines.dedup", "vocabulary.yml")
    return Vocabulary(
        editorial=frozenset(word for words in data["editorial"].values() for word in words.split()),
        opposites=tuple(
            (frozenset(one.split()), frozenset(other.split())) for one, other in data["opposites"]
        ),
        negations=data["negations"],
        not_negations=data["not_negations"],
        antonyms=tuple((frozenset(one.split()), frozenset(other.split())) for one, other in data["antonyms"]),
        exclusive=tuple(frozenset(words.split()) for words in data["exclusive"]),
        roles=tuple(data["roles"].split()),
        offices=tuple(data["offices"]),
        given_names=frozenset("".join(data["given_names"].split())),
        speech_verbs=frozenset(data["speech_verbs"]),
        place_endings=tuple(data["place_endings"]),
        institutions=tuple(data["institutions"].split()),
        named_kinds=tuple(data["named_kinds"].split()),
        name_openers=frozenset(data["name_openers"]),
        determiners=frozenset(data["determiners"]),
        line_labels=tuple(data["line_labels"].split()),
        syllables=_syllables("".join(data["syllable_starts"].split())),
        look_alikes=frozenset(map(frozenset, data["look_alikes"].split())),
    )


def _syllables(starts: str) -> dict[str, int]:
    """The number of the syllable of every character of GB 2312 level 1 (rows 16 to 55), which is sorted by syllable."""
    found: dict[str, int] = {}
    number = -1
    for row in range(16, 56):
        for cell in range(1, 95):
            try:
                char = bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue  # the last five cells are empty
            number += char in starts
            found[char] = number
    return found
