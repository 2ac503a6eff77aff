"""The words that decide whether a name means a division, read from ``place_words.yml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.text.package_data import load_package_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Word lists and patterns; the comments of the file explain each."""

    common_stems: frozenset[str]
    noun_names: frozenset[str]
    only_in_chain: frozenset[str]
    generic_zones: frozenset[str]
    word_ends: frozenset[str]
    words_before_county: Mapping[str, str]
    words_after_city: Mapping[str, str]
    words_after_suffix: Mapping[str, str]
    institution: re.Pattern[str]  # after a place
    longer_name: re.Pattern[
        str
    ]  # after a place without suffix that begins the name of a street, hall, shop or dish
    everyday_names: Mapping[str, str]  # by code
    ethnic_groups: re.Pattern[str]  # at the end of the name of an autonomous division
    boundary: re.Pattern[str]  # before a place without suffix


@lru_cache(maxsize=1)
def place_words() -> PlaceWords:
    """The word lists, read once in a process."""
    data = load_package_yaml("pipelines.places", "place_words.yml")
    before = data["before_place"]
    groups = "|".join(sorted(data["ethnic_groups"].split(), key=len, reverse=True))
    return PlaceWords(
        common_stems=frozenset(data["common_stems"].split()),
        noun_names=frozenset(data["noun_names"].split()),
        only_in_chain=frozenset(data["only_in_chain"].split()),
        generic_zones=frozenset(data["generic_zones"].split()),
        word_ends=frozenset(data["word_ends"]),
        words_before_county=data["words_before_county"],
        words_after_city=data["words_after_city"],
        words_after_suffix=data["words_after_suffix"],
        institution=re.compile(data["institutions"]),
        longer_name=re.compile("|".join(data["longer_names"].values())),
        everyday_names=data["everyday_names"],
        ethnic_groups=re.compile(rf"(?:(?:{groups})族)+$|(?:蒙古|哈萨克|锡伯|柯尔克孜|塔吉克)$"),
        boundary=re.compile(
            rf"(?:^|[^\u3400-\u9fff]|[{before['characters']}]|{'|'.join(before['words'].split())})$"
        ),
    )
