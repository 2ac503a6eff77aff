"""Recognise the labels of links between the parts of one article, and the lines that hold nothing else."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.text.package_data import load_package_yaml

FILE = "pager_words.yml"
BRACKETS = re.compile(r"[\s\[\]【】()（）|·.…«‹<>›»＞＜→←▶:：]+")
PART_NUMBER = re.compile(r"第?([1-9]\d{0,2})页?")
MAX_LINE = 120  # characters of a line that can be a pager
MIN_NUMBERS = 2  # a line of numbers only: one alone may be a figure of the text


@lru_cache(maxsize=4)
def _pattern(*entries: str) -> re.Pattern[str]:
    data = load_package_yaml("pipelines.page", FILE)
    return re.compile("|".join(word for entry in entries for word in data[entry]["words"]))


def part_number(label: str) -> int | None:
    """The number that is the whole label of a link: 2 for ``2``, ``[2]`` and ``第2页``."""
    match = PART_NUMBER.fullmatch(BRACKETS.sub("", label))
    return int(match[1]) if match else None


def is_next(label: str) -> bool:
    """True if the whole label says 下一页 or a like word; 下一篇 leads to another article."""
    return _pattern("next_part").fullmatch(BRACKETS.sub("", label)) is not None


def is_last(label: str) -> bool:
    """True if the whole label says 尾页 or a like word."""
    return _pattern("last_part").fullmatch(BRACKETS.sub("", label)) is not None


def is_pager_line(line: str) -> bool:
    """True if a line of text consists of pager words and numbers only: ``上一页 [1] [2] 下一页``."""
    if len(line) > MAX_LINE:
        return False
    words = _pattern("next_part", "last_part", "other")
    rest, found = words.subn(" ", line)
    numbers = BRACKETS.sub(" ", rest).split()
    if found:
        return all(PART_NUMBER.fullmatch(number) for number in numbers)
    return len(numbers) >= MIN_NUMBERS and numbers == [str(place + 1) for place in range(len(numbers))]
