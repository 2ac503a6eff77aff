"""Recognise page boilerplate by its words: class and id names, and whole lines. The vocabulary is boilerplate.yml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.text.folding import fold
from pipelines.text.package_data import load_package_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Entry = Mapping[str, str | bool]

SELECTOR_NAME = re.compile(r"[\w-]{4,}")
TITLE_NAME = re.compile(
    r"title|biaoti|(?:^|[\s_-])bt(?:$|[\s_-]|\d)|headline|(?:^|[\s_-])tit(?:$|[\s_-])", re.IGNORECASE
)
CREDIT_NAME = re.compile(
    r"(?:^|[\s_-])(?:[a-z]{1,7}[_-])?(?:(?P<author>authors?|zuozhe|writer)|(?P<source>source|laiyuan|media-?name))"
    r"(?:$|[\s_-]|name|baidu)",
    re.IGNORECASE,
)
# substrings that every match of the patterns above contains: asking for them first costs a tenth
TITLE_PARTS = ("tit", "bt", "biaoti", "headline")
CREDIT_PARTS = ("auth", "zuozhe", "writer", "source", "laiyuan", "media")
# what may stand before the words of a heading or notice: an ornament, a number
NUMBERING = re.compile(r"^(?:[※■□◆◇★☆▲△▶►»>]+|[(（]?\d{1,2}[)）]?[.、．](?!\d)|[①-⑩])")
MAX_NAME_CHARS = 500  # characters of class and id that are looked at
MAX_LINE_CHARS = 420  # longer lines are text, whatever words they contain


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The compiled vocabulary. Methods that take a line match all of it, folded; those of a name match class or id."""

    # groups of selectors of body containers, each with a name that must occur on a page before the selector is tried
    containers: tuple[tuple[tuple[str, str], ...], ...]
    _names: re.Pattern[str]
    _names_within_text: re.Pattern[str]
    _lines: re.Pattern[str]
    _lines_within_text: re.Pattern[str]
    _caption_lines: re.Pattern[str]
    _end_lines: re.Pattern[str]
    _certain_ends: re.Pattern[str]
    _contact_ends: re.Pattern[str]
    _ambiguous_ends: re.Pattern[str]

    def is_name(self, name: str) -> bool:
        """True if one class or id token marks boilerplate."""
        return self._names.search(name) is not None

    def is_name_within_text(self, css: str | None, ident: str | None) -> bool:
        """True if class or id mark boilerplate even inside a container of the body."""
        names = f"{css or ''} {ident or ''}"[:MAX_NAME_CHARS].strip()
        return self._names_within_text.search(names) is not None

    def is_line(self, line: str) -> bool:
        """True for a line that is boilerplate around a body: a tool bar, a counter, a breadcrumb."""
        return _matches(self._lines, line)

    def is_line_within_text(self, line: str) -> bool:
        """True for a line that is boilerplate even between two sentences of a text."""
        return _matches(self._lines_within_text, line)

    def is_caption(self, line: str) -> bool:
        """True for a line shaped like a caption: 图为…"""
        return _matches(self._caption_lines, line)

    def may_end_text(self, line: str) -> bool:
        """True for a line that may be the first after an article: a disclaimer, a footer, a heading of other articles."""
        return _matches(self._end_lines, line)

    def ends_text(self, line: str) -> bool:
        """True for a line that follows an article wherever it occurs."""
        return _matches(self._certain_ends, line)

    def is_contact(self, line: str) -> bool:
        """True for a line that names a host or an address: footers have it, and notices too."""
        return _matches(self._contact_ends, line)

    def is_ambiguous_heading(self, line: str) -> bool:
        """True for a heading of recommendations that a text may have as well: 相关链接, 推荐阅读."""
        return _matches(self._ambiguous_ends, line)

    def heads_ranking(self, line: str) -> bool:
        """True for a heading of rankings or other articles that no text has."""
        return self.may_end_text(line) and not (self.is_ambiguous_heading(line) or self.is_contact(line))

    def heads_other_articles(self, line: str) -> bool:
        """True for a heading of other articles or comments, and for the first line of a disclaimer."""
        return bool(line) and self.may_end_text(line) and not self.is_contact(line)


@lru_cache(maxsize=1)
def boilerplate() -> Boilerplate:
    """The vocabulary of boilerplate.yml, compiled on first use."""
    data = load_package_yaml("pipelines.page", "boilerplate.yml")
    prune, drop, cut = data["prune"], data["drop"], data["cut"]
    return Boilerplate(
        containers=tuple(
            tuple((one, SELECTOR_NAME.findall(one)[-1]) for one in re.split(r",\s*", entry["css"]))
            for entry in data["containers"]
        ),
        _names=_name_pattern(prune),
        _names_within_text=_name_pattern(entry for entry in prune if entry.get("within_text")),
        _lines=_line_pattern(drop),
        _lines_within_text=_line_pattern(entry for entry in drop if entry.get("within_text")),
        _caption_lines=_line_pattern(_of_kind(drop, "caption")),
        _end_lines=_line_pattern(cut),
        _certain_ends=_line_pattern(_of_kind(cut, "certain")),
        _contact_ends=_line_pattern(_of_kind(cut, "contact")),
        _ambiguous_ends=_line_pattern(_of_kind(cut, "ambiguous")),
    )


@lru_cache(maxsize=20_000)
def classify_names(css: str | None, ident: str | None) -> tuple[bool, bool, str]:
    """What class and id call an element: (boilerplate, title, ``author`` or ``source`` or an empty string)."""
    is_boilerplate, is_title, credit = False, False, ""
    for word in f"{css or ''} {ident or ''}"[:MAX_NAME_CHARS].split():
        found = _classify_name(word)
        is_boilerplate, is_title, credit = (
            is_boilerplate or found[0],
            is_title or found[1],
            credit or found[2],
        )
    return is_boilerplate, is_title, credit


@lru_cache(maxsize=20_000)
def _classify_name(word: str) -> tuple[bool, bool, str]:
    low = word.lower()
    title = any(part in low for part in TITLE_PARTS) and TITLE_NAME.search(word) is not None
    credit = CREDIT_NAME.search(word) if any(part in low for part in CREDIT_PARTS) else None
    return boilerplate().is_name(word), title, (credit.lastgroup or "") if credit else ""


@lru_cache(maxsize=20_000)  # stage after stage asks about the same lines
def _matches(pattern: re.Pattern[str], line: str) -> bool:
    return len(line) <= MAX_LINE_CHARS and pattern.fullmatch(NUMBERING.sub("", fold(line))) is not None


def _of_kind(entries: Iterable[Entry], kind: str) -> list[Entry]:
    return [entry for entry in entries if entry.get("kind") == kind]


def _name_pattern(entries: Iterable[Entry]) -> re.Pattern[str]:
    tokens = "|".join(f"(?:{entry['token']})" for entry in entries)
    # a token stands alone or between separators: "content-nav" is navigation, "navy-report" is not
    return re.compile(
        rf"(?:^|[\s_-])(?:{tokens})(?:$|[\s_-]|\d|list|box|bar|wrap|con|area|s\b)", re.IGNORECASE
    )


def _line_pattern(entries: Iterable[Entry]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{entry['line']})" for entry in entries))
